//! Which value does a literal of a condition hold for its operator?
//!
//! Texts stand in quotes. Numbers and truth values stand bare, GUIDs bare or in quotes, dates in quotes. A
//! quoted number or truth value is read and told; anything else that does not fit is refused, for a condition
//! that compares with nonsense must not be taken for one that means something.
//!
//! *Source:* conditions-format; bare GUIDs are those of built-in roles.

use super::Problem;
use super::datetime;
use super::lex::{Token, TokenKind};
use super::scalar::{Kind, Literal, Scalar};

/// Reads a literal as the kind an operator compares. A remark may come with it.
pub(super) fn read(
    token: &Token<'_>,
    kind: Kind,
    warnings: &mut Vec<Problem>,
) -> Result<Literal, Problem> {
    let (text, quoted) = match token.kind {
        TokenKind::Text(text) => (text, true),
        TokenKind::Word(word) => (word, false),
        _ => ("", false),
    };
    let told = |message: String| Problem::new(token.range.clone(), message);
    let fits = quoted || !matches!(kind, Kind::Text | Kind::DateTime);
    let scalar = match kind.read(text).filter(|_| fits) {
        Some(Scalar::Text(_)) => Scalar::Text(""),
        Some(Scalar::Number(number)) => Scalar::Number(number),
        Some(Scalar::DateTime(moment)) => Scalar::DateTime(moment),
        Some(Scalar::Guid(guid)) => Scalar::Guid(guid),
        Some(Scalar::Bool(value)) => Scalar::Bool(value),
        None => {
            let (what, example) = expected(kind);
            return Err(told(format!("expected {what} such as `{example}`")));
        }
    };
    if quoted && matches!(kind, Kind::Number | Kind::Bool) {
        warnings.push(told(format!("a {} stands without quotes", kind.noun())));
    }
    if kind == Kind::DateTime && datetime::read(text).is_some_and(|at| !at.has_offset) {
        let message = format!("`{text}` names no offset from UTC and is read as UTC");
        warnings.push(told(message));
    }
    let text = text.to_owned();
    Ok(Literal { text, scalar })
}

fn expected(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Text => ("a text in single quotes,", "'value'"),
        Kind::Number => ("a whole number of 64 bits", "10"),
        Kind::DateTime => (
            "a date and time in single quotes,",
            "'2023-05-01T13:00:00Z'",
        ),
        Kind::Guid => ("a GUID", "7f6c6a51-bcf8-42ba-9220-52d62157d7db"),
        Kind::Bool => ("a truth value", "true"),
    }
}
