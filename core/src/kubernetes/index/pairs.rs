//! Which class does a pair of API group and resource belong to?
//!
//! A table from pairs of numbers to a number. Only pairs that rules name are in it.

/// Pairs and their classes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pairs {
    seed: u64,
    slots: Vec<Slot>,
    taken: u32,
}

#[derive(Debug, Clone, Copy)]
struct Slot {
    pair: u64,
    class: u32,
}

const EMPTY: u32 = u32::MAX;

impl Pairs {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    #[inline]
    pub(crate) fn get(&self, group: u32, resource: u32) -> Option<u32> {
        let pair = pair(group, resource);
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = self.place(pair) & mask;
        loop {
            let slot = self.slots.get(at)?;
            if slot.class == EMPTY {
                return None;
            }
            if slot.pair == pair {
                return Some(slot.class);
            }
            at = (at + 1) & mask;
        }
    }

    /// The class of a pair, the next one if it has none.
    pub(crate) fn insert(&mut self, group: u32, resource: u32) -> u32 {
        if let Some(known) = self.get(group, resource) {
            return known;
        }
        if (self.taken as usize + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let class = self.taken;
        self.taken += 1;
        self.put(Slot {
            pair: pair(group, resource),
            class,
        });
        class
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.slots.as_slice())
    }

    fn put(&mut self, slot: Slot) {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = self.place(slot.pair) & mask;
        while self.slots.get(at).is_some_and(|of| of.class != EMPTY) {
            at = (at + 1) & mask;
        }
        if let Some(place) = self.slots.get_mut(at) {
            *place = slot;
        }
    }

    fn grow(&mut self) {
        let empty = Slot {
            pair: 0,
            class: EMPTY,
        };
        let wanted = (self.slots.len() * 2).max(16);
        let before = std::mem::replace(&mut self.slots, vec![empty; wanted]);
        for slot in before.into_iter().filter(|slot| slot.class != EMPTY) {
            self.put(slot);
        }
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the highest bits are wanted"
    )]
    #[inline]
    fn place(&self, pair: u64) -> usize {
        let mixed = (pair ^ self.seed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed ^ (mixed >> 32)) as u32 as usize
    }
}

#[inline]
fn pair(group: u32, resource: u32) -> u64 {
    u64::from(group) << 32 | u64::from(resource)
}
