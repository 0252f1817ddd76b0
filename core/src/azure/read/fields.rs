//! Which value does a key of an Azure document hold?
//!
//! Keys are found in any letter case, in the object itself and then below `properties`, where REST keeps
//! them. `null` counts as absent: Azure prints every field of an object. Several names may be asked for at
//! once, because the CLI, REST and PowerShell name the same thing differently.

use crate::diagnostic::Diagnostics;
use crate::document::{Entry, Node, Value};
use crate::source::{Span, Spanned};

/// The fields of one object.
pub(super) struct Fields<'n, 't, 'd> {
    own: &'n [Entry<'t>],
    properties: &'n [Entry<'t>],
    span: Span,
    found: &'d mut Diagnostics,
}

impl<'n, 't, 'd> Fields<'n, 't, 'd> {
    pub(super) fn of(node: &'n Node<'t>, found: &'d mut Diagnostics) -> Self {
        let own = node.entries();
        let properties = lookup(own, "properties");
        if let Some(other) = properties.filter(|of| !matches!(of.value, Value::Mapping(_))) {
            let message = format!("`properties` must be a mapping, not {}", other.describe());
            found.error(other.span, message);
        }
        let properties = properties.map(Node::entries);
        Self {
            own,
            properties: properties.unwrap_or_default(),
            span: node.span,
            found,
        }
    }

    /// Fields of an object inside this one.
    pub(super) fn inside<'s>(&'s mut self, node: &'n Node<'t>) -> Fields<'n, 't, 's> {
        Fields::of(node, self.found)
    }

    /// Where the object stands.
    pub(super) fn span(&self) -> Span {
        self.span
    }

    /// The first line of it, for remarks about the whole.
    pub(super) fn head(&self) -> Span {
        Span {
            end: self.span.end.min(self.span.start + 1),
            ..self.span
        }
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.found.error(span, message);
    }

    pub(super) fn warning(&mut self, span: Span, message: impl Into<String>) {
        self.found.warning(span, message);
    }

    /// A remark about the whole object.
    pub(super) fn info(&mut self, message: impl Into<String>) {
        let head = self.head();
        self.found.info(head, message);
    }

    /// Whether a key is written, with `null` or with a value.
    pub(super) fn has(&self, key: &str) -> bool {
        let written = |entry: &Entry<'_>| entry.key.eq_ignore_ascii_case(key);
        self.own.iter().any(written) || self.properties.iter().any(written)
    }

    /// The value of the first of these keys that is there and not null.
    pub(super) fn node(&self, keys: &[&str]) -> Option<&'n Node<'t>> {
        let all = [self.own, self.properties];
        let mut found = keys
            .iter()
            .flat_map(|key| all.iter().filter_map(|of| lookup(of, key)));
        found.next()
    }

    /// The text of a key, if it is one; other types are not told.
    pub(super) fn plain(&self, key: &str) -> Option<String> {
        let text = self.node(&[key])?.text()?;
        Some(text.to_owned())
    }

    /// A text. Empty counts as absent; another type is told and counts as absent.
    pub(super) fn text(&mut self, keys: &[&str]) -> Option<Spanned<String>> {
        let node = self.node(keys)?;
        let Some(text) = node.text() else {
            self.must_be(keys, node, "a string");
            return None;
        };
        let is_there = !text.trim().is_empty();
        is_there.then(|| Spanned {
            value: text.to_owned(),
            span: node.span,
        })
    }

    /// A truth value, also as PowerShell's text `True`.
    pub(super) fn flag(&mut self, keys: &[&str]) -> Option<Spanned<bool>> {
        let node = self.node(keys)?;
        let value = match &node.value {
            Value::Boolean(value) => Some(*value),
            Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        };
        if value.is_none() {
            self.must_be(keys, node, "`true` or `false`");
        }
        value.map(|value| Spanned {
            value,
            span: node.span,
        })
    }

    /// The items of a list. PowerShell writes a list of one as the item itself.
    pub(super) fn items(&self, keys: &[&str]) -> &'n [Node<'t>] {
        match self.node(keys) {
            None => &[],
            Some(node) => match &node.value {
                Value::Sequence(items) => items,
                _ => std::slice::from_ref(node),
            },
        }
    }

    fn must_be(&mut self, keys: &[&str], node: &Node<'_>, expected: &str) {
        let key = keys.first().copied().unwrap_or_default();
        let message = format!("`{key}` must be {expected}, not {}", node.describe());
        self.found.error(node.span, message);
    }
}

fn lookup<'n, 't>(entries: &'n [Entry<'t>], key: &str) -> Option<&'n Node<'t>> {
    let entry = entries
        .iter()
        .find(|entry| entry.key.eq_ignore_ascii_case(key))?;
    (!matches!(entry.value.value, Value::Null)).then_some(&entry.value)
}
