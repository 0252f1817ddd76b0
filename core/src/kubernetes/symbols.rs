//! Which number stands for a name?
//!
//! Every name a policy uses is kept once, in one text, and stands for a small number. A request is
//! turned into numbers by one lookup per name; a name nobody uses has none.
//!
//! *Invariants.* A lookup compares whole strings: names that collide in the hash cost time, never a
//! wrong answer. The hash is seeded from the documents; there is no randomness. A table is never full and
//! its size is a power of two, so growing steps (1, 2, 3, …) come by every slot and every search ends. A slot
//! tells whether a name that stands elsewhere came by; a search for a name nobody uses ends at the first slot
//! where none did, which is most often the first one: a group nobody is bound by is in most requests.

use std::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

/// Stands for no symbol.
pub(crate) const NONE: u32 = u32::MAX;

/// Names and their numbers.
#[derive(Debug, Clone)]
pub(crate) struct Symbols {
    hash: FixedState,
    slots: Vec<Slot>,
    texts: Texts,
    /// Whether a name found no room.
    is_full: bool,
}

/// Texts one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Texts {
    /// Where each ends; it begins where the one before it ends.
    pub(crate) ends: Vec<u32>,
    pub(crate) text: String,
}

/// Where a symbol is looked for. The place of its text is repeated here: one load less per lookup.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// Half of the hash.
    tag: u32,
    /// With the bit [`PASSED`] where a name came by that stands elsewhere; [`NOBODY`] in an empty slot.
    symbol: u32,
    start: u32,
    end: u32,
}

const EMPTY: Slot = Slot {
    tag: 0,
    symbol: NOBODY,
    start: 0,
    end: 0,
};

/// The bit of a slot's symbol that is none of its number.
const PASSED: u32 = 1 << 31;
const NOBODY: u32 = !PASSED;

impl Texts {
    /// Adds a text and gives its position; [`NONE`] when four thousand million bytes are kept already.
    pub(crate) fn push(&mut self, text: &str) -> u32 {
        let position = u32::try_from(self.ends.len()).unwrap_or(NONE);
        match u32::try_from(self.text.len() + text.len()) {
            Ok(end) if position < NOBODY => {
                self.text.push_str(text);
                self.ends.push(end);
                position
            }
            _ => NONE,
        }
    }

    pub(crate) fn get(&self, position: u32) -> Option<&str> {
        let position = position as usize;
        let end = *self.ends.get(position)?;
        let before = position.checked_sub(1);
        let start = before.map_or(Some(0), |at| self.ends.get(at).copied())?;
        self.text.get(start as usize..end as usize)
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn bytes(&self) -> usize {
        self.ends.len() * 4 + self.text.len()
    }
}

impl Symbols {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            hash: FixedState::with_seed(seed),
            slots: Vec::new(),
            texts: Texts::default(),
            is_full: false,
        }
    }

    /// The table of these texts, each of which stands for its position; `None` where two are equal.
    pub(crate) fn of(texts: Texts, seed: u64) -> Option<Self> {
        let mut symbols = Self {
            hash: FixedState::with_seed(seed),
            slots: Vec::new(),
            texts,
            is_full: false,
        };
        symbols.grow().then_some(symbols)
    }

    /// The symbol of a text, if it has one.
    #[inline]
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.look(text.as_bytes(), self.hash(text.as_bytes()))
    }

    /// The same for bytes that may be no text.
    #[inline]
    pub(crate) fn find_bytes(&self, text: &[u8]) -> Option<u32> {
        self.look(text, self.hash(text))
    }

    /// The symbol of a text, made if need be; [`NONE`] when there is no room for it.
    pub(crate) fn intern(&mut self, text: &str) -> u32 {
        let hash = self.hash(text.as_bytes());
        if let Some(known) = self.look(text.as_bytes(), hash) {
            return known;
        }
        let start = u32::try_from(self.texts.text.len()).unwrap_or(NONE);
        let symbol = self.texts.push(text);
        if symbol == NONE {
            self.is_full = true;
            return NONE;
        }
        if self.texts.len() * 16 > self.slots.len() * 9 {
            self.grow();
        } else {
            let end = self.texts.ends.last().copied().unwrap_or(start);
            self.put(hash, symbol, start, end);
        }
        symbol
    }

    /// The text of a symbol; empty for none.
    pub(crate) fn text(&self, symbol: u32) -> &str {
        self.texts.get(symbol).unwrap_or_default()
    }

    /// Whether a name found no room, so that the table says less than was written.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.texts.len()).unwrap_or(NONE)
    }

    pub(crate) fn texts(&self) -> &Texts {
        &self.texts
    }

    pub(crate) fn bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot>() + self.texts.bytes()
    }

    #[inline]
    fn hash(&self, text: &[u8]) -> u64 {
        let mut hasher = self.hash.build_hasher();
        hasher.write(text);
        hasher.finish()
    }

    #[expect(
        clippy::inline_always,
        reason = "asked for every name of a request; a call would cost a tenth"
    )]
    #[inline(always)]
    fn look(&self, text: &[u8], hash: u64) -> Option<u32> {
        let mask = self.slots.len().wrapping_sub(1);
        let (mut at, mut step) = (low(hash) & mask, 0);
        loop {
            // an empty table has no slot at all
            let slot = self.slots.get(at)?;
            if slot.tag == high(hash) {
                let text_of = slot.start as usize..slot.end as usize;
                let known = self.texts.text.as_bytes().get(text_of)?;
                if same(known, text) {
                    let symbol = slot.symbol & !PASSED;
                    return (symbol != NOBODY).then_some(symbol);
                }
            }
            if slot.symbol & PASSED == 0 {
                return None;
            }
            step += 1;
            at = (at + step) & mask;
        }
    }

    /// Gives a text its slot. False where an equal one has one already.
    fn put(&mut self, hash: u64, symbol: u32, start: u32, end: u32) -> bool {
        let mask = self.slots.len().wrapping_sub(1);
        let (mut at, mut step) = (low(hash) & mask, 0);
        let text = |start: u32, end: u32| {
            let bytes = self.texts.text.as_bytes();
            bytes.get(start as usize..end as usize)
        };
        while let Some(slot) = self.slots.get_mut(at).filter(|slot| slot.symbol != NOBODY) {
            if slot.tag == high(hash) && text(slot.start, slot.end) == text(start, end) {
                return false;
            }
            slot.symbol |= PASSED;
            step += 1;
            at = (at + step) & mask;
        }
        if let Some(slot) = self.slots.get_mut(at) {
            *slot = Slot {
                tag: high(hash),
                symbol,
                start,
                end,
            };
        }
        true
    }

    /// Makes the table anew, with room: at most three slots of four are taken afterwards. False where two
    /// texts are equal.
    fn grow(&mut self) -> bool {
        let wanted = (self.texts.len() * 16 / 9 + 1).next_power_of_two();
        self.slots = vec![EMPTY; wanted.max(16)];
        let mut start = 0;
        let mut are_distinct = true;
        for symbol in 0..self.len() {
            let end = self.texts.ends.get(symbol as usize).copied();
            let end = end.unwrap_or(start);
            let bytes = self.texts.text.as_bytes();
            if let Some(text) = bytes.get(start as usize..end as usize) {
                let hash = self.hash(text);
                are_distinct &= self.put(hash, symbol, start, end);
            }
            start = end;
        }
        are_distinct
    }
}

/// The half of a hash that says where to look.
#[expect(clippy::cast_possible_truncation, reason = "half of it is wanted")]
#[inline]
fn low(hash: u64) -> usize {
    hash as u32 as usize
}

/// The half of a hash that tells most strangers apart.
#[inline]
fn high(hash: u64) -> u32 {
    (hash >> 32) as u32
}

/// Whether two names are the same, sixteen bytes at a time, the last ones over again: names are short, and
/// a call that compares memory costs more than the comparison, in WebAssembly by far.
#[inline]
fn same(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    if let (Some(a), Some(b)) = (left.last_chunk::<16>(), right.last_chunk::<16>()) {
        if a != b || left.first_chunk::<16>() != right.first_chunk::<16>() {
            return false;
        }
        let (chunks, _) = left.as_chunks::<16>();
        let (others, _) = right.as_chunks::<16>();
        return left.len() <= 32 || chunks.iter().zip(others).all(|(a, b)| a == b);
    }
    if let (Some(a), Some(b)) = (left.last_chunk::<8>(), right.last_chunk::<8>()) {
        return a == b && left.first_chunk::<8>() == right.first_chunk::<8>();
    }
    if let (Some(a), Some(b)) = (left.last_chunk::<4>(), right.last_chunk::<4>()) {
        return a == b && left.first_chunk::<4>() == right.first_chunk::<4>();
    }
    left.iter().zip(right).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_again_and_no_other() {
        let mut symbols = Symbols::new(7);
        let name = |at: u32| "name-".repeat(at as usize % 4) + &at.to_string();
        for at in 0..5_000 {
            assert_eq!(symbols.intern(&name(at)), at);
        }
        let again = Symbols::of(symbols.texts().clone(), 99).unwrap();
        for at in 0..5_000 {
            assert_eq!(symbols.intern(&name(at)), at);
            assert_eq!(again.find(&name(at)), Some(at));
            assert_eq!(again.text(at), name(at));
        }
        assert_eq!(again.find("name"), None);
        assert_eq!(symbols.find(""), None);
        assert_eq!(symbols.intern(""), 5_000);
        assert_eq!(symbols.find(""), Some(5_000));
        assert_eq!(Symbols::new(0).find("a"), None);
    }

    #[test]
    fn names_are_compared_to_the_last_byte() {
        for length in 0..40 {
            let name = vec![b'a'; length];
            assert!(same(&name, &name));
            for at in 0..length {
                let mut other = name.clone();
                other[at] = b'b';
                assert!(!same(&name, &other), "{length} {at}");
            }
        }
    }
}
