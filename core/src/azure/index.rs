//! Which blocks of permissions name an action, without looking at each of their patterns?
//!
//! A custom role has dozens of patterns, and a caller dozens of roles. Almost every pattern is an action
//! written out, or a beginning that ends in `/*`; both are found by looking up the action and its beginnings
//! in one table, which tells the blocks they stand in. The few other patterns are matched one by one, each
//! once however many blocks have it. Only blocks of roles that some assignment gives are indexed.
//!
//! *Invariants.* Looking up says exactly what [`Pattern::matches`] says of every pattern of a block; a
//! property test compares them. With more than [`Index::MOST_BLOCKS`] blocks there is no index and the
//! patterns are matched: answers stay the same, only slower. The hash is seeded from the patterns, and
//! strings are compared whole.

use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::access::{Plane, lists};
use super::model::RoleDefinition;
use super::pattern::{Form, Pattern};

/// Blocks by what they name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// The first block of each role definition; `None` for roles that are not indexed.
    first: Vec<Option<u32>>,
    actions: Lists,
    data_actions: Lists,
}

/// What blocks name on one plane, and what they take away.
#[derive(Debug, Clone, Default)]
struct Lists {
    named: Patterns,
    excepted: Patterns,
}

#[derive(Debug, Clone, Default)]
struct Patterns {
    whole: Table,
    /// Beginnings, up to and with a slash.
    beginnings: Table,
    others: Vec<(Pattern, Vec<u32>)>,
}

type Table = HashMap<Box<[u8]>, Vec<u32>, FixedState>;

/// A set of blocks.
#[derive(Debug, Clone, Copy)]
struct Blocks([u64; Index::MOST_BLOCKS / 64]);

/// The blocks that name an action and do not take it away.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Covering(Blocks);

impl Index {
    /// More blocks than any tenant assigns; the sets of a decision live on the stack.
    pub(crate) const MOST_BLOCKS: usize = 1_024;

    /// Indexes the blocks of the roles that are assigned, by their positions; `None` for too many.
    pub(crate) fn new(roles: &[RoleDefinition], assigned: &[Option<u32>]) -> Option<Self> {
        let assigned: BTreeSet<u32> = assigned.iter().copied().flatten().collect();
        let mut index = Self {
            first: vec![None; roles.len()],
            actions: Lists::seeded(roles),
            data_actions: Lists::seeded(roles),
        };
        let mut next = 0u32;
        for ((position, role), first) in (0u32..).zip(roles).zip(&mut index.first) {
            if !assigned.contains(&position) {
                continue;
            }
            *first = Some(next);
            for block in &role.permissions {
                if next as usize >= Self::MOST_BLOCKS {
                    return None;
                }
                for (of_plane, plane) in [
                    (&mut index.actions, Plane::Actions),
                    (&mut index.data_actions, Plane::DataActions),
                ] {
                    let (named, excepted) = lists(block, plane);
                    of_plane.named.add(named, next);
                    of_plane.excepted.add(excepted, next);
                }
                next += 1;
            }
        }
        Some(index)
    }

    /// The blocks that cover an action, which is in lower case.
    pub(crate) fn covering(&self, plane: Plane, action: &[u8]) -> Covering {
        let of_plane = match plane {
            Plane::Actions => &self.actions,
            Plane::DataActions => &self.data_actions,
        };
        let mut named = of_plane.named.look_up(action);
        let excepted = of_plane.excepted.look_up(action);
        for (word, taken) in named.0.iter_mut().zip(excepted.0) {
            *word &= !taken;
        }
        Covering(named)
    }

    /// Whether a block of a role is among the covering ones; `None` where the role is not indexed.
    pub(crate) fn covers(&self, covering: &Covering, role: u32, block: usize) -> Option<bool> {
        let first = (*self.first.get(role as usize)?)?;
        Some(covering.0.has(first as usize + block))
    }
}

impl Covering {
    /// Whether no indexed block covers the action.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.0.iter().all(|word| *word == 0)
    }
}

impl Lists {
    fn seeded(roles: &[RoleDefinition]) -> Self {
        let base = FixedState::default();
        let mixed = roles
            .iter()
            .fold(0u64, |seed, role| base.hash_one((seed, role.id)));
        let table = || Table::with_hasher(FixedState::with_seed(mixed));
        let patterns = || Patterns {
            whole: table(),
            beginnings: table(),
            others: Vec::new(),
        };
        Self {
            named: patterns(),
            excepted: patterns(),
        }
    }
}

impl Patterns {
    fn add(&mut self, patterns: &[Pattern], block: u32) {
        for pattern in patterns {
            match pattern.form() {
                Form::Whole(action) => self.whole.entry(action.into()).or_default().push(block),
                Form::Beginning(beginning) if beginning.ends_with(b"/") => {
                    self.beginnings
                        .entry(beginning.into())
                        .or_default()
                        .push(block);
                }
                Form::Beginning(_) | Form::Other => {
                    let same = |(of, _): &&mut (Pattern, Vec<u32>)| of.folded() == pattern.folded();
                    match self.others.iter_mut().find(same) {
                        Some((_, blocks)) => blocks.push(block),
                        None => self.others.push((pattern.clone(), vec![block])),
                    }
                }
            }
        }
    }

    fn look_up(&self, action: &[u8]) -> Blocks {
        let mut found = Blocks([0; Index::MOST_BLOCKS / 64]);
        if let Some(blocks) = self.whole.get(action) {
            found.add(blocks);
        }
        if !self.beginnings.is_empty() {
            let ends = action.iter().enumerate().filter(|(_, byte)| **byte == b'/');
            for (at, _) in ends {
                let beginning = action.get(..=at).unwrap_or_default();
                if let Some(blocks) = self.beginnings.get(beginning) {
                    found.add(blocks);
                }
            }
        }
        for (pattern, blocks) in &self.others {
            if pattern.matches(action) {
                found.add(blocks);
            }
        }
        found
    }
}

impl Blocks {
    fn add(&mut self, blocks: &[u32]) {
        for block in blocks {
            if let Some(word) = self.0.get_mut(*block as usize / 64) {
                *word |= 1 << (block % 64);
            }
        }
    }

    fn has(&self, block: usize) -> bool {
        self.0
            .get(block / 64)
            .is_some_and(|word| word >> (block % 64) & 1 == 1)
    }
}
