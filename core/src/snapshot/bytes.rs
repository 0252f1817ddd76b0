//! How are numbers and texts written one after the other?
//!
//! All numbers are little-endian and of 32 bits; a list is its length and its items.

use super::Refusal;
use crate::kubernetes::symbols::Texts;
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
    fn length(&mut self, length: usize) {
        self.number(u32::try_from(length).unwrap_or(u32::MAX));
    }

    pub(super) fn list<T, const N: usize>(
        &mut self,
        items: &[T],
        numbers: impl Fn(&T) -> [u32; N],
    ) {
        self.length(items.len());
        self.0.reserve(items.len() * N * 4);
        for item in items {
            for number in numbers(item) {
                self.number(number);
            }
        }
    }

    pub(super) fn texts(&mut self, texts: &Texts) {
        self.list(&texts.ends, |end| [*end]);
        self.length(texts.text.len());
        self.raw(texts.text.as_bytes());
    }

    /// Sources with their names.
    pub(super) fn sources(&mut self, sources: &[Source]) {
        self.length(sources.len());
        for text in sources.iter().flat_map(|of| [&of.name, &of.text]) {
            self.length(text.len());
            self.raw(text.as_bytes());
        }
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

const CUT_OFF: Refusal = Refusal::Invalid { what: "length" };

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

    fn take(&mut self, length: usize) -> Result<&'b [u8], Refusal> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(CUT_OFF)?;
        self.0 = rest;
        Ok(taken)
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

    fn text(&mut self) -> Result<&'b str, Refusal> {
        let length = self.number()? as usize;
        std::str::from_utf8(self.take(length)?).map_err(|_| Refusal::Invalid { what: "texts" })
    }

    /// A list of items of `N` numbers. Nothing is allocated that the bytes do not hold.
    pub(super) fn list<T, const N: usize>(
        &mut self,
        item: impl Fn([u32; N]) -> T,
    ) -> Result<Vec<T>, Refusal> {
        let length = self.number()? as usize;
        let bytes = self.take(length.checked_mul(N * 4).ok_or(CUT_OFF)?)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let (items, _) = numbers.as_chunks::<N>();
        let item = |numbers: &[[u8; 4]; N]| item(numbers.map(u32::from_le_bytes));
        Ok(items.iter().map(item).collect())
    }

    /// Texts whose ends are in order, within the whole and between characters.
    pub(super) fn texts(&mut self) -> Result<Texts, Refusal> {
        let ends = self.list(|[end]| end)?;
        let length = self.number()? as usize;
        let text = std::str::from_utf8(self.take(length)?);
        let text = text.map_err(|_| Refusal::Invalid { what: "text" })?;
        let mut start = 0;
        for end in &ends {
            if *end < start || !text.is_char_boundary(*end as usize) {
                return Err(Refusal::Invalid { what: "text" });
            }
            start = *end;
        }
        if start as usize != text.len() {
            return Err(Refusal::Invalid { what: "text" });
        }
        let text = text.to_owned();
        Ok(Texts { ends, text })
    }
}
