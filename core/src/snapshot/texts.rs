//! How are many texts written as one?
//!
//! As a list of their lengths, and then all of them without anything between.

use super::Refusal;
use super::bytes::{Reader, Writer};
use super::columns::{ANY, Ends, lengths};
use crate::kubernetes::symbols::Texts;

impl Writer {
    pub(super) fn texts(&mut self, texts: &Texts) {
        let lengths: Vec<_> = lengths(texts.ends.iter().copied()).map(|of| [of]).collect();
        self.list(&lengths);
        self.text(&texts.text);
    }
}

impl Reader<'_> {
    /// Texts whose ends are within the whole and between characters.
    pub(super) fn texts(&mut self) -> Result<Texts, Refusal> {
        let refusal = Refusal::Invalid { what: "text" };
        let mut end = Ends::default();
        let ends = self.list("text", [ANY], |[length]| end.next(length))?;
        let text = self.text()?;
        let are_between = |ends: &[u32]| ends.iter().all(|of| text.is_char_boundary(*of as usize));
        if end.are_of(text.len()) && (text.is_ascii() || are_between(&ends)) {
            let text = text.to_owned();
            Ok(Texts { ends, text })
        } else {
            Err(refusal)
        }
    }
}
