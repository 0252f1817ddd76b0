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
        match bytes.len() {
            36 => Self::of_groups(bytes),
            32 => Self::of_digits(bytes),
            38 => Self::of_groups(bytes.strip_prefix(b"{")?.strip_suffix(b"}")?),
            45 => {
                let (urn, rest) = bytes.split_at_checked(9)?;
                let urn = urn.eq_ignore_ascii_case(b"urn:uuid:");
                urn.then(|| Self::of_groups(rest)).flatten()
            }
            _ => None,
        }
    }

    /// 8, 4, 4, 4 and 12 digits with hyphens between them.
    fn of_groups(bytes: &[u8]) -> Option<Self> {
        let (a, rest) = bytes.split_first_chunk::<8>()?;
        let (&[hyphen_a, b0, b1, b2, b3], rest) = rest.split_first_chunk::<5>()?;
        let (&[hyphen_b, b4, b5, b6, b7], rest) = rest.split_first_chunk::<5>()?;
        let (&[hyphen_c, c0, c1, c2, c3], rest) = rest.split_first_chunk::<5>()?;
        let (&[hyphen_d, c4, c5, c6, c7], rest) = rest.split_first_chunk::<5>()?;
        let (d, rest) = rest.split_first_chunk::<8>()?;
        let hyphens = [hyphen_a, hyphen_b, hyphen_c, hyphen_d] == *b"----";
        if !hyphens || !rest.is_empty() {
            return None;
        }
        Self::of_words([
            *a,
            [b0, b1, b2, b3, b4, b5, b6, b7],
            [c0, c1, c2, c3, c4, c5, c6, c7],
            *d,
        ])
    }

    /// 32 digits.
    fn of_digits(bytes: &[u8]) -> Option<Self> {
        match bytes.as_chunks::<8>() {
            (&[a, b, c, d], []) => Self::of_words([a, b, c, d]),
            _ => None,
        }
    }

    /// Reads all digits at once: a caller brings dozens of ids, and each is read on every request.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "without branches, so that one instruction works on many digits"
    )]
    fn of_words(words: [[u8; 8]; 4]) -> Option<Self> {
        let mut digits = words;
        let mut are_digits = true;
        for digit in digits.as_flattened_mut() {
            let number = digit.wrapping_sub(b'0');
            let letter = (*digit | 0x20).wrapping_sub(b'a');
            are_digits &= (number < 10) | (letter < 6);
            *digit = if number < 10 {
                number
            } else {
                letter.wrapping_add(10)
            };
        }
        let [a, b, c, d] = digits.map(packed);
        let value = (u128::from((a << 32) | b) << 64) | u128::from((c << 32) | d);
        are_digits.then_some(Self(value))
    }
}

/// The number of eight digits, a digit in each byte.
fn packed(digits: [u8; 8]) -> u64 {
    let pairs = u64::from_be_bytes(digits);
    let pairs = (pairs | (pairs >> 4)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs | (pairs >> 8)) & 0x0000_FFFF_0000_FFFF;
    (fours | (fours >> 16)) & 0xFFFF_FFFF
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
    fn every_byte_that_is_no_digit_is_refused_in_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut word = *b"0a9F1e5C";
                word[place] = byte;
                let text = String::from_utf8_lossy(&word).repeat(4);
                let expected = u128::from_str_radix(&text, 16).ok().map(Guid);
                let expected = expected.filter(|_| byte.is_ascii_hexdigit());
                assert_eq!(Guid::of_words([word; 4]), expected, "{byte:#x} at {place}");
            }
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
