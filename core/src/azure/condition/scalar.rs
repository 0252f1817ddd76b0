//! What kind of value does a text hold, and when are two values the same?
//!
//! Each operator compares values of one kind. Literals are read once, when the condition is; values of
//! attributes are read when they are compared, without allocating.
//!
//! - Numbers are integers of 64 bits. GUIDs are 32 hexadecimal digits, with hyphens in the usual four places
//!   or without any.
//! - Texts compare by code point, and where letter case is ignored as all names of Azure do
//!   ([`letter_case`]).
//!
//! *Source:* conditions-format, the comparison operators; built-in roles, for GUIDs without hyphens.

use super::datetime;
use crate::azure::letter_case;

/// The kind of values that an operator compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Number,
    DateTime,
    Guid,
    Bool,
}

/// A value, read as one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum Scalar<'a> {
    Text(&'a str),
    Number(i64),
    DateTime(i128),
    Guid(u128),
    Bool(bool),
}

/// A value that the condition itself holds, read for its operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Literal {
    /// As written, without quotes.
    pub(super) text: String,
    pub(super) scalar: Scalar<'static>,
}

impl Literal {
    /// The value. A text is borrowed from here; its scalar holds none.
    pub(super) fn scalar(&self) -> Scalar<'_> {
        match self.scalar {
            Scalar::Text(_) => Scalar::Text(&self.text),
            other => other,
        }
    }
}

impl Kind {
    /// A text read as this kind.
    pub(super) fn read(self, text: &str) -> Option<Scalar<'_>> {
        match self {
            Self::Text => Some(Scalar::Text(text)),
            Self::Number => text.parse().ok().map(Scalar::Number),
            Self::DateTime => datetime::read(text).map(|at| Scalar::DateTime(at.nanoseconds)),
            Self::Guid => guid(text).map(Scalar::Guid),
            Self::Bool if text.eq_ignore_ascii_case("true") => Some(Scalar::Bool(true)),
            Self::Bool if text.eq_ignore_ascii_case("false") => Some(Scalar::Bool(false)),
            Self::Bool => None,
        }
    }

    /// What a value of this kind is called.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "whole number of 64 bits",
            Self::DateTime => "date and time",
            Self::Guid => "GUID",
            Self::Bool => "truth value",
        }
    }
}

/// A GUID with hyphens in the usual places, or without any.
pub(super) fn guid(text: &str) -> Option<u128> {
    let hyphens = match text.len() {
        32 => false,
        36 => true,
        _ => return None,
    };
    text.bytes()
        .enumerate()
        .try_fold(0_u128, |value, (at, byte)| {
            if hyphens && matches!(at, 8 | 13 | 18 | 23) {
                return (byte == b'-').then_some(value);
            }
            let digit = char::from(byte).to_digit(16)?;
            Some(value << 4 | u128::from(digit))
        })
}

/// Whether a text begins with another; with `whole`, whether it is the other.
pub(super) fn begins_ignoring_case(text: &str, with: &str, whole: bool) -> bool {
    let mut text = text.chars();
    let begins = with.chars().all(|wanted| {
        text.next()
            .is_some_and(|found| letter_case::is_same(wanted, found))
    });
    begins && !(whole && text.next().is_some())
}

#[cfg(test)]
mod tests {
    use super::{Kind, begins_ignoring_case, guid};

    #[test]
    fn guids_are_read_with_hyphens_or_without() {
        let value = Some(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10);
        assert_eq!(guid("01020304-0506-0708-090A-0b0c0d0e0f10"), value);
        assert_eq!(guid("0102030405060708090a0B0C0d0e0f10"), value);
        for text in [
            "",
            "0102030405060708090a0b0c0d0e0f1",
            "0102030405060708090a0b0c0d0e0f1g",
            "01020304050-6070-8090-a0b0-c0d0e0f10",
            "{0102030405060708090a0b0c0d0e0f1}",
            "-0102030405060708090a0b0c0d0e0f1",
        ] {
            assert_eq!(guid(text), None, "{text}");
        }
    }

    #[test]
    fn letter_case_is_simple() {
        for (a, b, same) in [
            ("Straße", "STRAßE", true),
            ("straße", "STRASSE", false),
            ("ſ", "s", false),
            ("ı", "I", false),
            ("\u{212a}", "k", false),
            ("σ", "ς", true),
            ("abc", "AB", false),
            ("ab", "ABC", false),
        ] {
            assert_eq!(begins_ignoring_case(a, b, true), same, "{a} {b}");
        }
        assert!(begins_ignoring_case("abc", "AB", false));
    }

    #[test]
    fn what_does_not_fit_is_not_read() {
        for (kind, text) in [
            (Kind::Number, "9223372036854775808"),
            (Kind::Number, "1.0"),
            (Kind::Number, " 1"),
            (Kind::Number, ""),
            (Kind::Bool, "1"),
            (Kind::DateTime, "yesterday"),
            (Kind::Guid, "x"),
        ] {
            assert_eq!(kind.read(text), None, "{text}");
        }
        assert!(Kind::Number.read("-9223372036854775808").is_some());
        assert!(Kind::Bool.read("True").is_some());
    }
}
