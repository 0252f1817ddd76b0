//! How is a text read once, and what was read kept or sent?
//!
//! Reading a text takes most of the time that making a policy of it takes. A [`Reading`] is what came of it as bytes:
//! the trees of its documents and the remarks about them. A host that reads while someone types keeps [`Readings`],
//! and a document that is still as it was is not read again; one that reads elsewhere, so that nobody waits, sends
//! the bytes.
//!
//! *Invariants.* A policy of readings is the policy of their texts. A reading of another text, or bytes of anybody's
//! making, cost a reading of the text and no more, or give documents that are not there: they are to be believed as
//! the text is.

use super::packed::{Reader, Writer};
use super::{Node, Place, parts, read_part};
use crate::diagnostic::{Diagnostics, Severity};

/// What reading a text gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading(Vec<u8>);

impl Reading {
    /// Reads a text.
    pub fn of(text: &str) -> Self {
        Readings::default().read(text)
    }

    /// The same as bytes.
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// What [`Reading::into_bytes`] gave.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The documents of the text, with places in a source; `None` unless it is the text that was read.
    pub(crate) fn documents<'t>(
        &'t self,
        source: u32,
        text: &'t str,
        found: &mut Diagnostics,
    ) -> Option<Vec<Node<'t>>> {
        let mut remarks = Diagnostics::default();
        let mut documents = Vec::new();
        let start = Place { source, start: 0 };
        let mut whole = Reader {
            bytes: &self.0,
            text,
            place: start,
        };
        if whole.number()? as usize != text.len() {
            return None;
        }
        while !whole.bytes.is_empty() {
            let start = whole.number()? as usize;
            let length = whole.number()? as usize;
            let (bytes, rest) = whole.bytes.split_at_checked(length)?;
            whole.bytes = rest;
            let mut part = Reader {
                bytes,
                text: text.get(start..)?,
                place: Place { source, start },
            };
            for _ in 0..part.number()? {
                documents.push(part.node(0)?);
            }
            for _ in 0..part.number()? {
                let span = part.span()?;
                let severity = part.number()?;
                remarks.add(span, severity_of(severity)?, part.written()?);
            }
        }
        found.append(remarks);
        Some(documents)
    }
}

/// What was read of one text, to be read again when it has changed.
#[derive(Debug, Default)]
pub struct Readings {
    text: String,
    parts: Vec<Part>,
}

/// A part of the text and what came of it.
#[derive(Debug)]
struct Part {
    start: usize,
    packed: Vec<u8>,
}

impl Readings {
    /// Reads a text. What its beginning and its end have in common with the text before is taken over.
    pub fn read(&mut self, text: &str) -> Reading {
        let cut = parts(text);
        let (head, tail) = self.in_common(&cut);
        let mut parts = std::mem::take(&mut self.parts);
        let end = parts.split_off(parts.len() - tail);
        parts.truncate(head);
        let middle = cut.iter().take(cut.len() - tail).skip(head);
        parts.extend(middle.map(|(start, part)| Part {
            start: *start,
            packed: packed(part),
        }));
        parts.extend(end);
        for (part, (start, _)) in parts.iter_mut().zip(&cut) {
            part.start = *start;
        }
        self.parts = parts;
        text.clone_into(&mut self.text);
        self.together()
    }

    /// How many parts at the beginning and at the end are as they were.
    fn in_common(&self, cut: &[(usize, &str)]) -> (usize, usize) {
        let is_same = |then: usize, now: usize| {
            let end = self.parts.get(then + 1);
            let end = end.map_or(self.text.len(), |next| next.start);
            let before = self.parts.get(then);
            let before = before.and_then(|part| self.text.get(part.start..end));
            before.is_some() && before == cut.get(now).map(|(_, part)| *part)
        };
        let (then, now) = (self.parts.len(), cut.len());
        let least = then.min(now);
        let head = (0..least).take_while(|at| is_same(*at, *at)).count();
        let tail = (1..=least - head).take_while(|back| is_same(then - back, now - back));
        (head, tail.count())
    }

    fn together(&self) -> Reading {
        let size: usize = self.parts.iter().map(|part| part.packed.len() + 8).sum();
        let mut bytes = Vec::with_capacity(size + 4);
        let number = |bytes: &mut Vec<u8>, number: usize| {
            bytes.extend_from_slice(&u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        };
        number(&mut bytes, self.text.len());
        for part in &self.parts {
            number(&mut bytes, part.start);
            number(&mut bytes, part.packed.len());
            bytes.extend_from_slice(&part.packed);
        }
        Reading(bytes)
    }
}

/// Reads a part, and packs what came of it with places that count from its beginning.
fn packed(text: &str) -> Vec<u8> {
    let mut found = Diagnostics::default();
    let mut documents = Vec::new();
    let place = Place {
        source: 0,
        start: 0,
    };
    read_part(place, text, &mut found, &mut documents);
    let mut writer = Writer {
        bytes: Vec::new(),
        text,
    };
    writer.number(u32::try_from(documents.len()).unwrap_or(u32::MAX));
    for document in &documents {
        writer.node(document);
    }
    let remarks: Vec<_> = found.iter().collect();
    writer.number(u32::try_from(remarks.len()).unwrap_or(u32::MAX));
    for (span, severity, message) in remarks {
        writer.span(*span);
        writer.number(*severity as u32);
        writer.written(message);
    }
    writer.bytes
}

fn severity_of(number: u32) -> Option<Severity> {
    let all = [Severity::Error, Severity::Warning, Severity::Info];
    all.into_iter().find(|of| *of as u32 == number)
}
