//! Which principal, role or tenant does an id name?
//!
//! Azure names principals, role definitions and tenants by GUID. Letter case never matters, and the forms
//! that the webhook's own reader takes are taken here: with hyphens, without, in braces, as a URN.
//!
//! *Source:* `github.com/google/uuid` (`Parse`), which guard uses to tell group ids from other groups.
//!
//! *Invariants.* Equal ids are equal values, however they were written.

use std::fmt;

/// A GUID by its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guid(u128);

impl Guid {
    /// Stands for everyone among the principals of a deny assignment.
    pub const EVERYONE: Self = Self(0);

    /// Reads an id; `None` for what is none.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = match bytes.len() {
            32 => return Self::of_digits(bytes.iter().copied()),
            36 => bytes,
            38 => bytes.strip_prefix(b"{")?.strip_suffix(b"}")?,
            45 => {
                let (urn, rest) = bytes.split_at_checked(9)?;
                urn.eq_ignore_ascii_case(b"urn:uuid:").then_some(rest)?
            }
            _ => return None,
        };
        let hyphens = [8, 13, 18, 23];
        let placed = hyphens.iter().all(|at| digits.get(*at) == Some(&b'-'));
        let digits = digits.iter().copied().filter(|byte| *byte != b'-');
        if placed {
            Self::of_digits(digits)
        } else {
            None
        }
    }

    fn of_digits(digits: impl Iterator<Item = u8>) -> Option<Self> {
        let mut value = 0u128;
        let mut count = 0;
        for digit in digits {
            let digit = char::from(digit).to_digit(16)?;
            value = (value << 4) | u128::from(digit);
            count += 1;
        }
        (count == 32).then_some(Self(value))
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |from: u32, bits: u32| (self.0 >> from) & ((1u128 << bits) - 1);
        write!(
            to,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            part(96, 32),
            part(80, 16),
            part(64, 16),
            part(48, 16),
            part(0, 48)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_the_same_id() {
        let plain = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
        let id = Guid::parse(plain).unwrap();
        assert_eq!(id.to_string(), plain);
        for form in [
            "7F6C6A51-BCF8-42BA-9220-52D62157D7DB",
            "7f6c6a51bcf842ba922052d62157d7db",
            "{7f6c6a51-bcf8-42ba-9220-52d62157d7db}",
            "urn:uuid:7f6c6a51-bcf8-42ba-9220-52d62157d7db",
        ] {
            assert_eq!(Guid::parse(form), Some(id), "{form}");
        }
    }

    #[test]
    fn other_texts_are_no_ids() {
        for text in [
            "",
            "developers",
            "7f6c6a51-bcf8-42ba-9220-52d62157d7dg",
            "7f6c6a51-bcf8-42ba-922052d62157d7db-",
            "7f6c6a51-bcf8-42ba-9220-52d62157d7d",
            "7f6c6a5--bcf8-42ba-9220-52d62157d7db",
        ] {
            assert_eq!(Guid::parse(text), None, "{text}");
        }
    }
}
