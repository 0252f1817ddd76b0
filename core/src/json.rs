//! How do hosts read JSON and YAML that is not a policy?
//!
//! Configurations, reviews and claims are such texts too, and an error in them deserves its line and column as
//! well. These are the readers of pasted documents, made strict: one value, no key twice. The nodes keep their
//! places.
//!
//! *Source:* RFC 8259, RFC 7493 section 2.3 (unique names).
//!
//! *Invariants.* Reading is linear in the text, bounded in depth, and never fails other than by an error with
//! its place.

use crate::diagnostic::Diagnostics;
use crate::document::{self, Place, json};
pub use crate::document::{Entry, Node, Value};
use crate::source::{Source, Sources, Span};

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes it is about.
    pub span: Span,
    /// What is wrong.
    pub message: String,
}

/// Reads one value of JSON.
///
/// # Errors
/// What is no JSON, a key that is there twice, or more than one value.
pub fn read(text: &str) -> Result<Node<'_>, Mistake> {
    let mut remarks = Diagnostics::default();
    let read = json::read(START, text, &mut remarks);
    let values = read.map_err(|(span, message)| Mistake { span, message })?;
    only(values, remarks)
}

/// Reads one document of YAML or JSON.
///
/// # Errors
/// What is neither, a key that is there twice, or more than one document.
pub fn read_yaml(text: &str) -> Result<Node<'_>, Mistake> {
    let mut remarks = Diagnostics::default();
    let values = document::read(START.source, text, &mut remarks);
    only(values, remarks)
}

/// Reads every document of a text as a policy does; what cannot be read is left out.
pub fn documents(text: &str) -> Vec<Node<'_>> {
    document::read(START.source, text, &mut Diagnostics::default())
}

const START: Place = Place {
    source: 0,
    start: 0,
};

fn only(values: Vec<Node<'_>>, remarks: Diagnostics) -> Result<Node<'_>, Mistake> {
    if let Some((span, message)) = remarks.into_first() {
        return Err(Mistake { span, message });
    }
    let mut values = values.into_iter();
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value),
        (None, _) => Err(Mistake {
            span: START.span(0, 0),
            message: "there is nothing".to_owned(),
        }),
        (_, Some(second)) => Err(Mistake {
            span: second.span,
            message: "there is more after the end".to_owned(),
        }),
    }
}

impl Mistake {
    /// The sentence with the place in the text that was read: `line 3, column 5: …`.
    pub fn in_text(&self, text: &str) -> String {
        let sources = Sources::new(&[Source::new("", text)]);
        match sources.location(self.span) {
            Some(at) => format!("line {}, column {}: {}", at.line, at.column, self.message),
            None => self.message.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn one_value_and_no_key_twice() {
        let told = |text: &str| read(text).unwrap_err().in_text(text);
        assert!(read(" {\"a\": [1, \"b\"]}\n").is_ok());
        assert_eq!(told(""), "line 1, column 1: there is nothing");
        assert_eq!(told("1 2"), "line 1, column 3: there is more after the end");
        assert!(
            told("{\n \"a\": 1,\n \"a\": 2}").starts_with("line 3, column 2: `a` is written twice")
        );
        assert!(super::read_yaml("a: 1\nb: [c]").is_ok());
        assert_eq!(super::documents("a: 1\n---\n{\n---\n[]").len(), 2);
        let twice = super::read_yaml("a: 1\na: 2").unwrap_err();
        assert_eq!(
            twice.in_text("a: 1\na: 2").split(':').next(),
            Some("line 2, column 1")
        );
        assert!(told("{\"a\": }").starts_with("line 1, column 7: expected a value"));
    }
}
