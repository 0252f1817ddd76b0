//! What does a percent sign stand for?
//!
//! `%2F` is a slash everywhere, but each part of a URL has its own rules about what may stand plainly
//! and what may be escaped at all: in a host only bytes beyond ASCII may be, in a query `+` is a blank.
//!
//! *Source:* Go's `net/url` (`unescape`, `escape`, `shouldEscape`); RFC 3986 and RFC 6874 behind it.

use std::borrow::Cow;
use std::fmt::Write;

use crate::quote::quote;

/// A part of a URL with its own rules of escaping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    UserInfo,
    Host,
    /// What follows `%25` in an IPv6 address.
    Zone,
    Path,
    Query,
}

/// The bytes a part stands for, or what is wrong with it.
pub(super) fn decode(text: &str, part: Part) -> Result<Vec<u8>, String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let (byte, after) = match first {
            b'%' => match escaped(after).filter(|byte| may_be_escaped(*byte, part)) {
                Some(byte) => (byte, after.get(2..).unwrap_or_default()),
                None => return Err(bad_escape(rest)),
            },
            b'+' if part == Part::Query => (b' ', after),
            byte if matches!(part, Part::Host | Part::Zone) && !stands_in_host(*byte) => {
                let found = quote(char::from(*byte).encode_utf8(&mut [0; 4]));
                return Err(format!("invalid character {found} in host name"));
            }
            byte => (*byte, after),
        };
        decoded.push(byte);
        rest = after;
    }
    Ok(decoded)
}

/// The text a part stands for, or what is wrong with it. Most parts stand for themselves.
pub(super) fn decoded(raw: &str, part: Part) -> Result<Cow<'_, str>, String> {
    let is_plain = match part {
        Part::Path => !raw.as_bytes().contains(&b'%'),
        Part::Query => !raw.bytes().any(|byte| matches!(byte, b'%' | b'+')),
        Part::UserInfo | Part::Host | Part::Zone => false,
    };
    if is_plain {
        return Ok(Cow::Borrowed(raw));
    }
    Ok(Cow::Owned(text(&decode(raw, part)?)))
}

/// The part with everything escaped that may not stand plainly in it.
pub(super) fn encode(bytes: &[u8], part: Part) -> String {
    let mut encoded = String::with_capacity(bytes.len());
    for byte in bytes {
        if may_stand(*byte, part) {
            encoded.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Decoded bytes as text: U+FFFD for every byte that is none.
pub(super) fn text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

/// Whether the byte needs no escape in this part.
pub(super) fn may_stand(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return true;
    }
    let others: &[u8] = match part {
        Part::UserInfo => b"$&+,;=",
        Part::Host | Part::Zone => b"!$&'()*+,;=:[]<>\"",
        Part::Path => b"$&+,/:;=@",
        Part::Query => b"",
    };
    others.contains(&byte)
}

/// The byte of two hexadecimal digits.
fn escaped(digits: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*digits.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn may_be_escaped(byte: u8, part: Part) -> bool {
    match part {
        Part::Host => byte == b'%' || !byte.is_ascii(),
        Part::Zone => byte == b'%' || byte == b' ' || may_stand(byte, Part::Host),
        Part::UserInfo | Part::Path | Part::Query => true,
    }
}

fn stands_in_host(byte: u8) -> bool {
    !byte.is_ascii() || may_stand(byte, Part::Host)
}

fn bad_escape(rest: &[u8]) -> String {
    let escape = rest.get(..3).unwrap_or(rest);
    format!("invalid URL escape {}", quote(&text(escape)))
}
