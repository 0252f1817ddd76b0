//! How does a tree become bytes, and the bytes the tree again?
//!
//! A tree is written node by node, each with what it is, where it stands and what is in it. A text of the tree that
//! stands in the source as it is, as nearly all do, is not written again: its place is enough. All numbers are
//! little-endian and of 32 bits; places count from the beginning of the part.
//!
//! *Invariants.* Unpacking what was packed of the same text gives the same tree. Other bytes give another tree or
//! none; nothing panics, and no more is allocated than there are bytes.

use std::borrow::Cow;

use super::{Entry, Node, Place, Value};
use crate::source::Span;

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const NUMBER: u8 = 3;
const STRING: u8 = 4;
const SEQUENCE: u8 = 5;
const MAPPING: u8 = 6;

/// A text is what stands at its place, or is written out.
const IN_PLACE: u8 = 0;
const WRITTEN: u8 = 1;

/// Copies of what anchors name may nest deeper than what is written; nothing nests as deep as this.
const DEEPEST: usize = 2_000;

/// Bytes that are written, for a part of a source.
pub(super) struct Writer<'t> {
    pub(super) bytes: Vec<u8>,
    pub(super) text: &'t str,
}

impl Writer<'_> {
    pub(super) fn number(&mut self, number: u32) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    pub(super) fn span(&mut self, span: Span) {
        self.number(span.start);
        self.number(span.end);
    }

    pub(super) fn written(&mut self, text: &str) {
        self.number(u32::try_from(text.len()).unwrap_or(u32::MAX));
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn text(&mut self, text: &str, span: Span) {
        if self.text.get(span.start as usize..span.end as usize) == Some(text) {
            self.bytes.push(IN_PLACE);
        } else {
            self.bytes.push(WRITTEN);
            self.written(text);
        }
    }

    fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub(super) fn node(&mut self, node: &Node<'_>) {
        let kind = match node.value {
            Value::Null => NULL,
            Value::Boolean(false) => FALSE,
            Value::Boolean(true) => TRUE,
            Value::Number(_) => NUMBER,
            Value::String(_) => STRING,
            Value::Sequence(_) => SEQUENCE,
            Value::Mapping(_) => MAPPING,
        };
        self.bytes.push(kind);
        self.span(node.span);
        match &node.value {
            Value::Null | Value::Boolean(_) => {}
            Value::Number(text) | Value::String(text) => self.text(text, node.span),
            Value::Sequence(items) => {
                self.count(items.len());
                for item in items {
                    self.node(item);
                }
            }
            Value::Mapping(entries) => {
                self.count(entries.len());
                for entry in entries {
                    self.span(entry.key_span);
                    self.text(&entry.key, entry.key_span);
                    self.node(&entry.value);
                }
            }
        }
    }
}

/// Bytes that are read, for a part of a source.
pub(super) struct Reader<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) text: &'t str,
    pub(super) place: Place,
}

impl<'t> Reader<'t> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        let (first, rest) = self.bytes.split_first_chunk()?;
        self.bytes = rest;
        Some(u32::from_le_bytes(*first))
    }

    pub(super) fn written(&mut self) -> Option<&'t str> {
        let length = self.number()? as usize;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }

    /// A place within the part, as it was written.
    fn range(&mut self) -> Option<(usize, usize)> {
        Some((self.number()? as usize, self.number()? as usize))
    }

    pub(super) fn span(&mut self) -> Option<Span> {
        let (start, end) = self.range()?;
        Some(self.place.span(start, end))
    }

    fn text(&mut self, (start, end): (usize, usize)) -> Option<Cow<'t, str>> {
        let text = match self.byte()? {
            IN_PLACE => self.text.get(start..end)?,
            WRITTEN => self.written()?,
            _ => return None,
        };
        Some(Cow::Borrowed(text))
    }

    /// How many of something follow, each of which takes some bytes.
    fn count(&mut self, least: usize) -> Option<usize> {
        let count = self.number()? as usize;
        (count <= self.bytes.len() / least).then_some(count)
    }

    pub(super) fn node(&mut self, depth: usize) -> Option<Node<'t>> {
        if depth > DEEPEST {
            return None;
        }
        let kind = self.byte()?;
        let range = self.range()?;
        let value = match kind {
            NULL => Value::Null,
            FALSE => Value::Boolean(false),
            TRUE => Value::Boolean(true),
            NUMBER => Value::Number(self.text(range)?),
            STRING => Value::String(self.text(range)?),
            SEQUENCE => {
                let mut items = Vec::with_capacity(self.count(9)?);
                for _ in 0..items.capacity() {
                    items.push(self.node(depth + 1)?);
                }
                Value::Sequence(items)
            }
            MAPPING => {
                let mut entries = Vec::with_capacity(self.count(18)?);
                for _ in 0..entries.capacity() {
                    entries.push(self.entry(depth)?);
                }
                Value::Mapping(entries)
            }
            _ => return None,
        };
        let span = self.place.span(range.0, range.1);
        Some(Node { value, span })
    }

    fn entry(&mut self, depth: usize) -> Option<Entry<'t>> {
        let range = self.range()?;
        Some(Entry {
            key: self.text(range)?,
            key_span: self.place.span(range.0, range.1),
            value: self.node(depth + 1)?,
        })
    }
}
