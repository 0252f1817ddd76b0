//! Which typed value does a key hold, strictly?
//!
//! The configuration says who is believed, so nothing in it is guessed: a key that is not known, a value of
//! another type and a key that is missing are mistakes with their place.

use aksess::Span;
use aksess::json::{Entry, Mistake, Node, Value};

/// The fields of one object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'n, 't> {
    entries: &'n [Entry<'t>],
    span: Span,
}

type Found<T> = Result<T, Mistake>;

/// A mistake about a node.
pub(crate) fn mistake<T>(node: &Node<'_>, message: impl Into<String>) -> Found<T> {
    Err(Mistake {
        span: node.span,
        message: message.into(),
    })
}

impl<'n, 't> Fields<'n, 't> {
    /// Takes an object with no other keys than these.
    pub(crate) fn of(node: &'n Node<'t>, what: &str, known: &[&str]) -> Found<Self> {
        let Value::Mapping(entries) = &node.value else {
            return mistake(
                node,
                format!("`{what}` must be an object, not {}", node.describe()),
            );
        };
        let mut keys = entries.iter();
        match keys.find(|entry| !known.contains(&entry.key.as_ref())) {
            Some(entry) => Err(Mistake {
                span: entry.key_span,
                message: format!(
                    "unknown field `{}`; known here: {}",
                    entry.key,
                    known.join(", ")
                ),
            }),
            None => Ok(Self {
                entries,
                span: node.span,
            }),
        }
    }

    /// Takes an object with exactly one key, which says what the value is.
    pub(crate) fn choice(
        node: &'n Node<'t>,
        what: &str,
        known: &[&str],
    ) -> Found<(&'n str, &'n Node<'t>)> {
        let fields = Self::of(node, what, known)?;
        match fields.entries {
            [entry] => Ok((&entry.key, &entry.value)),
            _ => mistake(
                node,
                format!("`{what}` must have one of: {}", known.join(", ")),
            ),
        }
    }

    /// A field that may be absent.
    pub(crate) fn optional(self, key: &str) -> Option<&'n Node<'t>> {
        let mut entries = self.entries.iter();
        entries
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// A field that must be there.
    pub(crate) fn required(self, key: &str) -> Found<&'n Node<'t>> {
        self.optional(key).ok_or_else(|| Mistake {
            span: self.span,
            message: format!("missing field `{key}`"),
        })
    }

    /// A string that must be there.
    pub(crate) fn text(self, key: &str) -> Found<String> {
        text(self.required(key)?, key)
    }

    /// A string that must be there and not be empty.
    pub(crate) fn name(self, key: &str) -> Found<String> {
        let node = self.required(key)?;
        let name = text(node, key)?;
        if name.is_empty() || name.contains('\0') {
            return mistake(node, format!("`{key}` is empty or no text"));
        }
        Ok(name)
    }

    /// A list that must be there.
    pub(crate) fn list(self, key: &str) -> Found<&'n [Node<'t>]> {
        let node = self.required(key)?;
        match &node.value {
            Value::Sequence(items) => Ok(items),
            _ => mistake(
                node,
                format!("`{key}` must be a list, not {}", node.describe()),
            ),
        }
    }

    /// A list of names that must be there; one name at least, and none empty.
    pub(crate) fn names(self, key: &str) -> Found<Vec<String>> {
        let mut names = Vec::new();
        for item in self.list(key)? {
            let name = text(item, key)?;
            if name.is_empty() {
                return mistake(item, format!("`{key}` has an empty name in it"));
            }
            names.push(name);
        }
        if names.is_empty() {
            return mistake(
                self.required(key)?,
                format!("`{key}` is empty, so nobody is believed"),
            );
        }
        Ok(names)
    }

    /// A boolean that may be absent.
    pub(crate) fn boolean(self, key: &str, default: bool) -> Found<bool> {
        match self.optional(key) {
            None => Ok(default),
            Some(node) => match node.value {
                Value::Boolean(value) => Ok(value),
                _ => mistake(
                    node,
                    format!("`{key}` is `true` or `false`, not {}", node.describe()),
                ),
            },
        }
    }
}

/// A string.
pub(crate) fn text(node: &Node<'_>, what: &str) -> Found<String> {
    match node.text() {
        Some(text) => Ok(text.to_owned()),
        None => mistake(
            node,
            format!("`{what}` must be a string, not {}", node.describe()),
        ),
    }
}

/// One of some words.
pub(crate) fn word<T: Copy>(node: &Node<'_>, what: &str, known: &[(&str, T)]) -> Found<T> {
    let written = node.text();
    let mut words = known.iter();
    if let Some((_, value)) = words.find(|(word, _)| Some(*word) == written) {
        return Ok(*value);
    }
    let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
    mistake(
        node,
        format!("`{what}` must be one of: {}", words.join(", ")),
    )
}
