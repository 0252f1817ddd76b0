//! How is a large JSON dump read without making a tree of it?
//!
//! A scan goes over the text once and borrows what it gives. It knows only plain JSON: wherever a text
//! is anything else, even if only an escape stands where a name is wanted, it gives nothing, and the
//! caller reads that part as a tree or the whole as documents.
//!
//! *Source:* RFC 8259, as the reader of trees has it ([`super::json`]).

use super::{MAX_DEPTH, Node, Place, body, json};
use crate::diagnostic::Diagnostics;

/// A place in a text.
#[derive(Debug)]
pub(crate) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

/// What an object goes on with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Key<'t> {
    /// The key of a value that follows.
    Of(&'t str),
    /// Its bracket.
    End,
}

impl<'t> Scan<'t> {
    /// Begins with the first thing written.
    pub(crate) fn new(text: &'t str) -> Self {
        let at = text.len() - body(text).len();
        Self { text, at }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// Steps over a byte if it is the next one after blanks.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        self.blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Whether nothing follows.
    pub(crate) fn is_at_end(&mut self) -> bool {
        self.blanks();
        self.at == self.text.len()
    }

    /// Where the next thing begins.
    pub(crate) fn mark(&mut self) -> usize {
        self.blanks();
        self.at
    }

    pub(crate) fn back_to(&mut self, mark: usize) {
        self.at = mark;
    }

    /// The next key of an object whose bracket was stepped over; nothing where it is broken.
    pub(crate) fn key(&mut self, is_first: &mut bool) -> Option<Key<'t>> {
        if self.eat(b'}') {
            return Some(Key::End);
        }
        if !std::mem::take(is_first) && !self.eat(b',') {
            return None;
        }
        let key = self.text()?;
        self.eat(b':').then_some(Key::Of(key))
    }

    /// Whether a list whose bracket was stepped over has another item: `None` where it is broken.
    pub(crate) fn item(&mut self, is_first: &mut bool) -> Option<bool> {
        if self.eat(b']') {
            return Some(false);
        }
        (std::mem::take(is_first) || self.eat(b',')).then_some(true)
    }

    /// A string without escapes.
    pub(crate) fn text(&mut self) -> Option<&'t str> {
        if !self.eat(b'"') {
            return None;
        }
        let start = self.at;
        let rest = self.text.as_bytes().get(start..)?;
        let length = rest.iter().position(|byte| ends(*byte))?;
        self.at = start + length + 1;
        (rest.get(length) == Some(&b'"')).then_some(())?;
        self.text.get(start..start + length)
    }

    /// Steps over a value of any kind.
    pub(crate) fn skip(&mut self, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        self.blanks();
        let mut is_first = true;
        match self.peek()? {
            b'{' => {
                self.at += 1;
                while !self.eat(b'}') {
                    if !std::mem::take(&mut is_first) && !self.eat(b',') {
                        return None;
                    }
                    self.blanks();
                    self.skip_string()?;
                    if !self.eat(b':') {
                        return None;
                    }
                    self.skip(depth + 1)?;
                }
            }
            b'[' => {
                self.at += 1;
                while self.item(&mut is_first)? {
                    self.skip(depth + 1)?;
                }
            }
            b'"' => self.skip_string()?,
            _ => {
                let place = Place {
                    source: 0,
                    start: 0,
                };
                let (_, end) = json::value(place, self.text, self.at, &mut Diagnostics::default())?;
                self.at = end;
            }
        }
        Some(())
    }

    fn skip_string(&mut self) -> Option<()> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at;
        if self.text().is_none() {
            // there is an escape, which the reader of trees knows
            let place = Place {
                source: 0,
                start: 0,
            };
            let (_, end) = json::value(place, self.text, start, &mut Diagnostics::default())?;
            self.at = end;
        }
        Some(())
    }

    /// The next value as a tree, with its places in a source.
    pub(crate) fn node(&mut self, source: u32, found: &mut Diagnostics) -> Option<Node<'t>> {
        self.blanks();
        let place = Place { source, start: 0 };
        let (node, end) = json::value(place, self.text, self.at, found)?;
        self.at = end;
        Some(node)
    }
}

/// Whether a byte ends a string or must not stand in one.
fn ends(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, b'"' | b'\\' | 0x7F)
}
