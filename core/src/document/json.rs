//! How does JSON become a tree?
//!
//! JSON is read by its own reader because a dump of a cluster is large and JSON, because its escapes
//! (`\ud83d\ude00`) are not all YAML, and because its errors can be named better. Strings without
//! escapes are borrowed from the text. Several values may follow each other, as in JSON Lines.
//!
//! *Source:* RFC 8259. A lone surrogate becomes U+FFFD, as Go's `encoding/json` makes it.

use std::borrow::Cow;

use super::{Entry, MAX_DEPTH, Node, Place, Value, body, mapping};
use crate::diagnostic::Diagnostics;
use crate::source::Span;

/// What went wrong, and where.
pub(crate) type Failure = (Span, String);

/// Reads the values of one part.
pub(crate) fn read<'t>(
    place: Place,
    text: &'t str,
    found: &mut Diagnostics,
) -> Result<Vec<Node<'t>>, Failure> {
    let mut reader = Reader {
        place,
        text,
        at: text.len() - body(text).len(),
        found,
    };
    let mut documents = Vec::new();
    reader.blanks();
    while reader.peek().is_some() {
        documents.push(reader.value(0)?);
        reader.blanks();
    }
    Ok(documents)
}

/// One value, from an offset on, and where it ends. A control character in it is refused like an error.
pub(super) fn value<'t>(
    place: Place,
    text: &'t str,
    at: usize,
    found: &mut Diagnostics,
) -> Option<(Node<'t>, usize)> {
    let mut reader = Reader {
        place,
        text,
        at,
        found,
    };
    let node = reader.value(0).ok()?;
    let end = reader.at;
    let written = text.get(at..end)?;
    super::unreadable(written).is_none().then_some((node, end))
}

struct Reader<'t, 'd> {
    place: Place,
    text: &'t str,
    at: usize,
    found: &'d mut Diagnostics,
}

impl<'t> Reader<'t, '_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over a byte if it is the next one after blanks.
    fn eat(&mut self, byte: u8) -> bool {
        self.blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn fail<T>(&self, expected: &str) -> Result<T, Failure> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let message = match rest.chars().next() {
            Some(found) => format!("expected {expected}, found `{found}`"),
            None => format!("expected {expected}, found the end: the text is cut off"),
        };
        // At the end, point behind the last thing written and not at blank lines after it.
        let at = self.at.min(self.text.trim_end().len());
        let width = rest.chars().next().map_or(0, char::len_utf8);
        Err((self.place.span(at, at + width), message))
    }

    fn value(&mut self, depth: usize) -> Result<Node<'t>, Failure> {
        if depth > MAX_DEPTH {
            return Err((
                self.place.span(self.at, self.at),
                format!("nested deeper than {MAX_DEPTH} levels"),
            ));
        }
        self.blanks();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word()?,
        };
        let span = self.place.span(start, self.at);
        Ok(Node { value, span })
    }

    fn object(&mut self, depth: usize) -> Result<Value<'t>, Failure> {
        self.at += 1;
        let mut entries = Vec::new();
        if self.eat(b'}') {
            return Ok(Value::Mapping(entries));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return self.fail("a key in double quotes");
            }
            let key = self.string()?;
            let key_span = self.place.span(start, self.at);
            if !self.eat(b':') {
                return self.fail("`:` after the key");
            }
            let value = self.value(depth + 1)?;
            entries.push(Entry {
                key,
                key_span,
                value,
            });
            if self.eat(b'}') {
                return Ok(mapping(entries, self.found));
            }
            if !self.eat(b',') {
                return self.fail("`,` or `}`");
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value<'t>, Failure> {
        self.at += 1;
        let mut items = Vec::new();
        if self.eat(b']') {
            return Ok(Value::Sequence(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            if self.eat(b']') {
                return Ok(Value::Sequence(items));
            }
            if !self.eat(b',') {
                return self.fail("`,` or `]`");
            }
        }
    }

    /// A string in quotes. Borrowed up to the first escape, and for good if there is none.
    fn string(&mut self) -> Result<Cow<'t, str>, Failure> {
        self.at += 1;
        let mut decoded: Option<String> = None;
        loop {
            let start = self.at;
            let rest = self.text.as_bytes().get(start..).unwrap_or_default();
            let Some(length) = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | b'\n' | b'\r'))
            else {
                self.at = self.text.len();
                return self.fail("a closing quote");
            };
            self.at += length;
            let piece = self.text.get(start..self.at).unwrap_or_default();
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(match decoded {
                        Some(before) => Cow::Owned(before + piece),
                        None => Cow::Borrowed(piece),
                    });
                }
                Some(b'\\') => {
                    let text = decoded.get_or_insert_default();
                    text.push_str(piece);
                    self.at += 1;
                    let escaped = self.escape()?;
                    decoded.get_or_insert_default().push(escaped);
                }
                _ => return self.fail("a closing quote on the same line"),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Failure> {
        let plain = match self.peek() {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return self.fail("an escape such as `\\n` or `\\u0041`"),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode(&mut self) -> Result<char, Failure> {
        let high = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&high)
            || self.text.as_bytes().get(self.at..self.at + 2) != Some(b"\\u")
        {
            return Ok(char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        let before = self.at;
        self.at += 1;
        let low = self.code_unit()?;
        if (0xDC00..0xE000).contains(&low) {
            let joined = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return Ok(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.at = before;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    /// `u` and four digits.
    fn code_unit(&mut self) -> Result<u32, Failure> {
        let digits = self.text.get(self.at + 1..self.at + 5).unwrap_or_default();
        let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u32::from_str_radix(digits, 16) {
            Ok(unit) if hexadecimal => {
                self.at += 5;
                Ok(unit)
            }
            _ => self.fail("four hexadecimal digits after `\\u`"),
        }
    }

    fn number(&mut self) -> Value<'t> {
        let start = self.at;
        while let Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        Value::Number(Cow::Borrowed(
            self.text.get(start..self.at).unwrap_or_default(),
        ))
    }

    fn word(&mut self) -> Result<Value<'t>, Failure> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let words = [
            ("null", Value::Null),
            ("true", Value::Boolean(true)),
            ("false", Value::Boolean(false)),
        ];
        for (word, value) in words {
            let ends = rest
                .strip_prefix(word)
                .is_some_and(|after| !after.starts_with(|next: char| next.is_ascii_alphanumeric()));
            if ends {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.fail("a value")
    }
}
