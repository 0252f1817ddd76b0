//! What did Azure's evaluation meet, in the order of documents?
//!
//! The recorder is the half of the observer behind `explain` that listens to Azure. It keeps every scope
//! that was tried, every action asked for there, the deny assignments that denied it and the assignments
//! that name the caller. It asks to see everything.

use std::ops::ControlFlow;

use super::name::Name;
use super::query::Access;
use super::webhook::answer::{Answer, Attempt};
use crate::observer::Observer;
use crate::sorted;

/// What was met.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) attempts: Vec<Tried>,
    pub(crate) answer: Option<Answer>,
}

/// One scope that was tried.
#[derive(Debug)]
pub(crate) struct Tried {
    pub(crate) attempt: Attempt,
    pub(crate) actions: Vec<Asked>,
}

/// One action that was asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The action, as the webhook writes it.
    pub(crate) action: Name,
    pub(crate) access: Access,
    /// Positions of the deny assignments that deny it.
    pub(crate) denials: Vec<u32>,
    /// Positions of the assignments that name the caller, and whether each grants it.
    pub(crate) assignments: Vec<(u32, bool)>,
}

const ON: ControlFlow<()> = ControlFlow::Continue(());

impl Observer for Recorder {
    fn attempt(&mut self, attempt: &Attempt) {
        self.attempts.push(Tried {
            attempt: attempt.clone(),
            actions: Vec::new(),
        });
    }

    fn action(&mut self, action: &Name) {
        if let Some(tried) = self.attempts.last_mut() {
            tried.actions.push(Asked {
                action: action.clone(),
                access: Access::NotAllowed,
                denials: Vec::new(),
                assignments: Vec::new(),
            });
        }
    }

    fn denial(&mut self, position: u32) -> ControlFlow<()> {
        if let Some(asked) = self.last() {
            asked.denials.push(position);
        }
        ON
    }

    fn hears_all(&self) -> bool {
        true
    }

    fn assignment(&mut self, position: u32, grants: bool) -> ControlFlow<()> {
        if let Some(asked) = self.last() {
            asked.assignments.push((position, grants));
        }
        ON
    }

    fn decided(&mut self, access: Access) -> ControlFlow<()> {
        if let Some(asked) = self.last() {
            asked.access = access;
            sorted::sort_by_key(&mut asked.assignments, |(at, _)| *at);
            asked.assignments.dedup_by_key(|(at, _)| *at);
        }
        ON
    }

    fn answered(&mut self, answer: Answer) {
        self.answer = Some(answer);
    }
}

impl Recorder {
    fn last(&mut self) -> Option<&mut Asked> {
        self.attempts.last_mut()?.actions.last_mut()
    }
}

impl Tried {
    /// The assignments that grant every action, in document order.
    pub(crate) fn granting(&self) -> Vec<u32> {
        let Some((first, rest)) = self.actions.split_first() else {
            return Vec::new();
        };
        let grants = |asked: &Asked, position: &u32| {
            asked.assignments.binary_search(&(*position, true)).is_ok()
        };
        let positions = first.assignments.iter().map(|(position, _)| *position);
        positions
            .filter(|position| {
                grants(first, position) && rest.iter().all(|of| grants(of, position))
            })
            .collect()
    }

    /// The assignments that grant some action, with the first one each grants, in document order.
    pub(crate) fn granting_some(&self) -> Vec<(u32, &Name)> {
        let mut granting: Vec<(u32, &Name)> = Vec::new();
        for asked in &self.actions {
            let grants = asked.assignments.iter().filter(|(_, grants)| *grants);
            granting.extend(grants.map(|(position, _)| (*position, &asked.action)));
        }
        sorted::sort_by_key(&mut granting, |(position, _)| *position);
        granting.dedup_by_key(|(position, _)| *position);
        granting
    }

    /// The first action that was not allowed, as written.
    pub(crate) fn refused(&self) -> Option<Name> {
        let mut actions = self.actions.iter();
        let refused = actions.find(|of| of.access != Access::Allowed)?;
        Some(refused.action.clone())
    }

    /// How many assignments name the caller.
    pub(crate) fn naming(&self) -> usize {
        self.actions.first().map_or(0, |of| of.assignments.len())
    }

    /// The deny assignments that deny some action, in document order.
    pub(crate) fn denying(&self) -> Vec<u32> {
        sorted::set(self.actions.iter().flat_map(|of| of.denials.clone()))
    }
}
