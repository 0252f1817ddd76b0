//! How are numbers and texts written one after the other?
//!
//! Numbers are little-endian; those that stand alone have 32 bits. A text stands behind its length in bytes.
//! Lists are written narrower, in a room of their own above this one.

use super::Refusal;
use crate::source::Source;

/// Bytes that are written.
#[derive(Debug, Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn raw(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn number(&mut self, number: u32) {
        self.raw(&number.to_le_bytes());
    }

    /// Lengths fit: what is counted has positions of 32 bits.
    pub(super) fn length(&mut self, length: usize) {
        self.number(u32::try_from(length).unwrap_or(u32::MAX));
    }

    /// Sources with their names.
    pub(super) fn sources(&mut self, sources: &[Source]) {
        self.length(sources.len());
        for text in sources.iter().flat_map(|of| [&of.name, &of.text]) {
            self.text(text);
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        self.length(text.len());
        self.raw(text.as_bytes());
    }

    pub(super) fn section(&mut self, tag: u32, content: impl FnOnce(&mut Self)) {
        self.number(tag);
        let start = self.0.len();
        self.raw(&[0; 8]);
        content(self);
        let length = (self.0.len() - start - 8) as u64;
        if let Some(place) = self.0.get_mut(start..start + 8) {
            place.copy_from_slice(&length.to_le_bytes());
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

/// Bytes that are read.
#[derive(Debug)]
pub(super) struct Reader<'b>(&'b [u8]);

pub(super) const CUT_OFF: Refusal = Refusal::Invalid { what: "length" };

impl<'b> Reader<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Refuses what is left over.
    pub(super) fn end(&self) -> Result<(), Refusal> {
        if self.is_empty() {
            Ok(())
        } else {
            Err(CUT_OFF)
        }
    }

    pub(super) fn take(&mut self, length: usize) -> Result<&'b [u8], Refusal> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Refusal> {
        let (byte, rest) = self.0.split_first().ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(*byte)
    }

    pub(super) fn number(&mut self) -> Result<u32, Refusal> {
        let (number, rest) = self.0.split_first_chunk::<4>().ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(u32::from_le_bytes(*number))
    }

    pub(super) fn section(&mut self) -> Result<(u32, &'b [u8]), Refusal> {
        let tag = self.number()?;
        let (length, rest) = self.0.split_first_chunk::<8>().ok_or(CUT_OFF)?;
        self.0 = rest;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| CUT_OFF)?;
        Ok((tag, self.take(length)?))
    }

    /// Sources with their names; a list of none is refused, since none is written.
    pub(super) fn sources(&mut self) -> Result<Vec<Source>, Refusal> {
        let count = self.number()?;
        let mut sources = Vec::new();
        for _ in 0..count {
            let (name, text) = (self.text()?, self.text()?);
            sources.push(Source::new(name, text));
        }
        if sources.is_empty() {
            return Err(Refusal::Invalid { what: "sources" });
        }
        Ok(sources)
    }

    pub(super) fn text(&mut self) -> Result<&'b str, Refusal> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| Refusal::Invalid { what: "texts" })
    }
}
