//! Which typed value does a key hold?
//!
//! The API server refuses an object whose field has the wrong type, so such an object is told as an
//! error and left out whole: a binding that cannot exist grants nothing. A field it does not know is
//! only warned about, with the known name that is nearest.
//!
//! *Source:* strict decoding in `staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json`.

use super::{Entry, Node, Value};
use crate::diagnostic::Diagnostics;
use crate::source::{Span, Spanned};

/// The object cannot be used; why has already been told.
#[derive(Debug)]
pub(crate) struct Refused;

/// A string and its place.
pub(crate) type Text = Spanned<String>;

/// Reads the fields of one mapping.
pub(crate) struct Fields<'n, 't, 'd> {
    entries: &'n [Entry<'t>],
    span: Span,
    found: &'d mut Diagnostics,
}

impl<'n, 't, 'd> Fields<'n, 't, 'd> {
    /// Takes a mapping; anything else is refused as `what`.
    pub(crate) fn of(
        node: &'n Node<'t>,
        what: &str,
        found: &'d mut Diagnostics,
    ) -> Result<Self, Refused> {
        match &node.value {
            Value::Mapping(entries) => Ok(Self {
                entries,
                span: node.span,
                found,
            }),
            _ => refuse(node, what, "a mapping", found),
        }
    }

    /// Where the mapping stands.
    pub(crate) fn span(&self) -> Span {
        self.span
    }

    /// Where to put remarks.
    pub(crate) fn found(&mut self) -> &mut Diagnostics {
        self.found
    }

    /// A field that is there and not null.
    pub(crate) fn node(&self, key: &str) -> Option<&'n Node<'t>> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        (!matches!(entry.value.value, Value::Null)).then_some(&entry.value)
    }

    /// A string field. An empty string counts as absent, as it does on the wire.
    pub(crate) fn text(&mut self, key: &str) -> Result<Option<Text>, Refused> {
        match self.node(key) {
            None => Ok(None),
            Some(node) => {
                let text = text(node, key, self.found)?;
                Ok((!text.value.is_empty()).then_some(text))
            }
        }
    }

    /// A list of strings; absent and null are the empty list. An item of null is the empty string.
    pub(crate) fn texts(&mut self, key: &str) -> Result<Vec<Text>, Refused> {
        let mut texts = Vec::new();
        for item in self.items(key)? {
            texts.push(match item.value {
                Value::Null => Spanned {
                    value: String::new(),
                    span: item.span,
                },
                _ => text(item, key, self.found)?,
            });
        }
        Ok(texts)
    }

    /// The items of a list field; absent and null are the empty list.
    pub(crate) fn items(&mut self, key: &str) -> Result<&'n [Node<'t>], Refused> {
        match self.node(key) {
            None => Ok(&[]),
            Some(node) => match &node.value {
                Value::Sequence(items) => Ok(items),
                _ => refuse(node, key, "a list", self.found),
            },
        }
    }

    /// The first field that is not among the known ones, where that must not pass.
    pub(crate) fn unknown(&self, known: &[&str]) -> Option<(Span, String)> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| !known.contains(&entry.key.as_ref()))?;
        Some((entry.key_span, entry.key.to_string()))
    }

    /// Warns about fields that are not among the known ones.
    pub(crate) fn only(&mut self, known: &[&str]) {
        for entry in self.entries {
            if known.contains(&entry.key.as_ref()) {
                continue;
            }
            let hint = match nearest(&entry.key, known) {
                Some(name) => format!("did you mean `{name}`?"),
                None => format!("known here: {}", known.join(", ")),
            };
            self.found.warning(
                entry.key_span,
                format!("unknown field `{}` is ignored; {hint}", entry.key),
            );
        }
    }
}

fn text(node: &Node<'_>, what: &str, found: &mut Diagnostics) -> Result<Text, Refused> {
    match &node.value {
        Value::String(text) => Ok(Spanned {
            value: text.to_string(),
            span: node.span,
        }),
        _ => refuse(node, what, "a string", found),
    }
}

fn refuse<T>(
    node: &Node<'_>,
    what: &str,
    expected: &str,
    found: &mut Diagnostics,
) -> Result<T, Refused> {
    let hint = match node.value {
        Value::Boolean(_) | Value::Number(_) if expected == "a string" => {
            "; put it in quotes if the text is meant"
        }
        Value::String(_) if expected == "a list" => "; write `- ` before it, or put it in brackets",
        _ => "",
    };
    found.error(
        node.span,
        format!(
            "`{what}` must be {expected}, not {}{hint}; this object is left out, the API server refuses it",
            node.describe()
        ),
    );
    Err(Refused)
}

/// The known name within two edits of what was written, or equal but for letter case.
fn nearest<'k>(written: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .copied()
        .filter(|name| {
            name.eq_ignore_ascii_case(written)
                || (name.len() > 3 && distance(written, name) <= 2 && written.len() < 64)
        })
        .min_by_key(|name| distance(written, name))
}

/// Edit distance over bytes (Levenshtein), for short names only.
fn distance(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (cell, right) in row.iter_mut().skip(1).zip(b.bytes()) {
            let value = (diagonal + usize::from(left != right)).min((*cell).min(before) + 1);
            diagonal = *cell;
            *cell = value;
            before = value;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_known_name_is_offered() {
        let known = ["verbs", "apiGroups", "resources", "resourceNames"];
        assert_eq!(nearest("verb", &known), Some("verbs"));
        assert_eq!(nearest("apigroups", &known), Some("apiGroups"));
        assert_eq!(nearest("resource", &known), Some("resources"));
        assert_eq!(nearest("colour", &known), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
