//! Which blocks of permissions name an action, without looking at each of their patterns?
//!
//! A custom role has dozens of patterns, and a caller dozens of roles. Almost every pattern is an action
//! written out, or a beginning that ends in `/*`; both are found by looking up the action and its beginnings
//! in one table, which tells the blocks they stand in. The few other patterns are matched one by one, each
//! once however many blocks have it. Indexed are the blocks of deny assignments, and of the roles that some
//! assignment gives.
//!
//! *Invariants.* Looking up says exactly what [`Pattern::matches`] says of every pattern of a block. With
//! more than [`Index::MOST_BLOCKS`] blocks there is no index and the patterns are matched: answers stay the
//! same, only slower. The hash is seeded from the ids of the roles, and strings are compared whole.

use std::collections::HashMap;
use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use super::block::lists;
use super::model::{DenyAssignment, Permission, RoleDefinition};
use super::pattern::{Form, Pattern};
use super::query::Plane;
use crate::sorted;

/// Blocks by what they name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// The first block of each role definition; `None` for roles that are not indexed.
    first: Vec<Option<u32>>,
    /// The first block of each deny assignment.
    denies: Vec<u32>,
    actions: Patterns,
    data_actions: Patterns,
}

/// The patterns of one plane.
#[derive(Debug, Clone, Default)]
struct Patterns {
    whole: Table,
    /// Beginnings, up to and with a slash.
    beginnings: Table,
    /// By the whole of the pattern, in lower case.
    others: Vec<(Pattern, Standing)>,
}

/// The blocks a pattern stands in.
#[derive(Debug, Clone, Default)]
struct Standing {
    /// Among what they name.
    named: Vec<u32>,
    /// Among what they take away.
    excepted: Vec<u32>,
}

type Table = HashMap<Box<[u8]>, Standing, FixedState>;

/// A set of blocks.
#[derive(Debug, Clone, Copy)]
struct Blocks([u64; Index::MOST_BLOCKS / 64]);

/// The blocks that name an action and do not take it away.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Covering(Blocks);

impl Index {
    /// More blocks than any tenant assigns; the sets of a decision live on the stack.
    pub(crate) const MOST_BLOCKS: usize = 1_024;

    /// Indexes the blocks of deny assignments and of the roles that are assigned, by their positions; `None`
    /// for too many.
    pub(crate) fn new(
        roles: &[RoleDefinition],
        assigned: &[Option<u32>],
        denies: &[DenyAssignment],
    ) -> Option<Self> {
        let mut is_assigned = vec![false; roles.len()];
        for at in assigned.iter().flatten() {
            if let Some(mark) = is_assigned.get_mut(*at as usize) {
                *mark = true;
            }
        }
        let mut index = Self {
            first: vec![None; roles.len()],
            denies: Vec::with_capacity(denies.len()),
            actions: Patterns::seeded(roles),
            data_actions: Patterns::seeded(roles),
        };
        let mut next = 0u32;
        for deny in denies {
            index.denies.push(next);
            index.add(&deny.permissions, &mut next)?;
        }
        for (position, (role, is_assigned)) in roles.iter().zip(is_assigned).enumerate() {
            if is_assigned {
                if let Some(first) = index.first.get_mut(position) {
                    *first = Some(next);
                }
                index.add(&role.permissions, &mut next)?;
            }
        }
        index.actions.gather();
        index.data_actions.gather();
        Some(index)
    }

    /// Adds blocks; `None` for too many.
    fn add(&mut self, blocks: &[Permission], next: &mut u32) -> Option<()> {
        for block in blocks {
            if *next as usize >= Self::MOST_BLOCKS {
                return None;
            }
            for (of_plane, plane) in [
                (&mut self.actions, Plane::Actions),
                (&mut self.data_actions, Plane::DataActions),
            ] {
                let (named, excepted) = lists(block, plane);
                of_plane.add(named, |of| of.named.push(*next));
                of_plane.add(excepted, |of| of.excepted.push(*next));
            }
            *next += 1;
        }
        Some(())
    }

    /// The blocks that cover an action, which is in lower case.
    pub(crate) fn covering(&self, plane: Plane, action: &[u8]) -> Covering {
        let of_plane = match plane {
            Plane::Actions => &self.actions,
            Plane::DataActions => &self.data_actions,
        };
        let (mut named, excepted) = of_plane.look_up(action);
        for (word, taken) in named.0.iter_mut().zip(excepted.0) {
            *word &= !taken;
        }
        Covering(named)
    }

    /// Whether a block of a deny assignment is among the covering ones.
    pub(crate) fn denies(&self, covering: &Covering, deny: u32, block: usize) -> Option<bool> {
        let first = *self.denies.get(deny as usize)?;
        Some(covering.0.has(first as usize + block))
    }

    /// Whether a block of a role is among the covering ones; `None` where the role is not indexed.
    pub(crate) fn covers(&self, covering: &Covering, role: u32, block: usize) -> Option<bool> {
        let first = (*self.first.get(role as usize)?)?;
        Some(covering.0.has(first as usize + block))
    }
}

impl Covering {
    /// Whether no indexed block covers the action, of a role or of a deny assignment.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.0.iter().all(|word| *word == 0)
    }
}

impl Patterns {
    fn seeded(roles: &[RoleDefinition]) -> Self {
        let base = FixedState::default();
        let mix = |seed, role: &RoleDefinition| base.hash_one((seed, role.id));
        let mixed = roles.iter().fold(0u64, mix);
        let table = || Table::with_hasher(FixedState::with_seed(mixed));
        Self {
            whole: table(),
            beginnings: table(),
            others: Vec::new(),
        }
    }

    fn add(&mut self, patterns: &[Pattern], stand: impl Fn(&mut Standing)) {
        for pattern in patterns {
            stand(match pattern.form() {
                Form::Whole(action) => self.whole.entry(action.into()).or_default(),
                Form::Beginning(beginning) if beginning.ends_with(b"/") => {
                    self.beginnings.entry(beginning.into()).or_default()
                }
                Form::Beginning(_) | Form::Other => {
                    let mut standing = Standing::default();
                    stand(&mut standing);
                    self.others.push((pattern.clone(), standing));
                    continue;
                }
            });
        }
    }

    /// Makes one of the patterns that are matched and say the same.
    fn gather(&mut self) {
        sorted::sort_by(&mut self.others, |(one, _), (other, _)| {
            one.folded().cmp(other.folded())
        });
        self.others.dedup_by(|(pattern, standing), (same, all)| {
            let is_same = pattern.folded() == same.folded();
            if is_same {
                all.named.append(&mut standing.named);
                all.excepted.append(&mut standing.excepted);
            }
            is_same
        });
    }

    /// The blocks that name an action, and those that take it away.
    fn look_up(&self, action: &[u8]) -> (Blocks, Blocks) {
        let nothing = || Blocks([0; Index::MOST_BLOCKS / 64]);
        let (mut named, mut excepted) = (nothing(), nothing());
        let mut add = |of: &Standing| {
            named.add(&of.named);
            excepted.add(&of.excepted);
        };
        self.whole.get(action).into_iter().for_each(&mut add);
        if !self.beginnings.is_empty() {
            let ends = action.iter().enumerate().filter(|(_, byte)| **byte == b'/');
            for (at, _) in ends {
                let beginning = action.get(..=at).unwrap_or_default();
                self.beginnings
                    .get(beginning)
                    .into_iter()
                    .for_each(&mut add);
            }
        }
        for (pattern, standing) in &self.others {
            if pattern.matches(action) {
                add(standing);
            }
        }
        (named, excepted)
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
