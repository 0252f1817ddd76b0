//! What settles an action for someone: which assignments give it, which deny assignments take it?
//!
//! The part of an explanation that queries over many principals and actions need; near misses are left out,
//! because nobody reads those of a hundred.

use super::grounds;
use crate::azure::explain::References;
use crate::azure::name::Name;
use crate::azure::query::{Access, Query};
use crate::azure::recorder::Recorder;
use crate::azure::trace::{AzureGround, Denial};
use crate::azure::webhook::answer::Attempt;
use crate::observer::Observer;

/// An answer with what gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settled {
    pub(crate) access: Access,
    /// Every assignment that gives the action, in document order, also where a deny assignment takes it.
    pub(crate) grounds: Vec<AzureGround>,
    pub(crate) denials: Vec<Denial>,
}

/// Decides one action and keeps what gave the answer.
pub(crate) fn settled(references: &References<'_>, query: &Query<'_>) -> Settled {
    let mut recorder = Recorder::default();
    recorder.attempt(&Attempt {
        provider: "",
        scope: Name::default(),
    });
    recorder.action(&Name::join("", &[query.written]));
    let control = &references.azure.access;
    let access = control.check(query, &mut recorder);
    // What the recorder has met is in the order of documents only once it hears the answer.
    let _ = recorder.decided(access);
    let tried = recorder.attempts.first();
    let granting = tried.map(super::Tried::granting).unwrap_or_default();
    let denying = tried.map(super::Tried::denying).unwrap_or_default();
    let grounds = granting.into_iter();
    let denies = denying.into_iter();
    let denies = denies.filter_map(|at| control.denies.get(at as usize));
    Settled {
        access,
        grounds: grounds
            .filter_map(|at| grounds::ground(references, at, query))
            .collect(),
        denials: denies
            .filter_map(|deny| grounds::denial(references, deny, query.written, query))
            .collect(),
    }
}
