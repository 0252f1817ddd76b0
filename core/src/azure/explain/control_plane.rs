//! How is an answer of Azure Resource Manager told?
//!
//! One action on one scope, so what was met is one attempt with one action; the parts are those of the data
//! plane.

use super::{answers, attempt, grounds, near_miss, notes};
use crate::azure::explain::References;
use crate::azure::query::{Access, Query};
use crate::azure::recorder::{Recorder, Tried};
use crate::azure::trace::{AttemptTrace, AzureCounts, AzureTrace};

/// What was asked of Azure Resource Manager, and what it found.
pub(crate) fn action(
    references: &References<'_>,
    met: &Recorder,
    query: &Query<'_>,
    access: Access,
) -> AzureTrace {
    let azure = references.azure;
    let tried = met.attempts.first();
    let (caller, groups) = match query.me.split_first() {
        Some((caller, groups)) => (Some(*caller), groups),
        None => (None, &[][..]),
    };
    let mut trace = AzureTrace {
        answer: answers(access),
        why: match access {
            Access::Allowed => "A role assignment grants it.",
            Access::Denied => "A deny assignment denies it, whatever the roles say.",
            Access::NotAllowed => "No role assignment grants it.",
        }
        .to_owned(),
        abstention: None,
        caller: caller.map(|of| references.principal(of)),
        groups: groups.iter().map(|of| references.principal(*of)).collect(),
        attempts: tried
            .map(|of| as_asked(attempt(azure, of), query))
            .into_iter()
            .collect(),
        grounds: Vec::new(),
        denials: Vec::new(),
        near_misses: Vec::new(),
        counts: AzureCounts {
            assignments: azure.access.assignments.len(),
            denies: azure.access.denies.len(),
            naming: tried.map_or(0, Tried::naming),
            near: 0,
        },
        notes: Vec::new(),
    };
    let Some(tried) = tried else {
        return trace;
    };
    let granting = tried.granting().into_iter();
    let grounds = granting.filter_map(|at| grounds::ground(references, at, query));
    if access == Access::Allowed {
        trace.grounds = grounds.collect();
    } else {
        let denies = tried.denying().into_iter();
        let denies = denies.filter_map(|at| azure.access.denies.get(at as usize));
        let denials =
            denies.filter_map(|deny| grounds::denial(references, deny, query.written, query));
        trace.denials = denials.collect();
        let near = near_miss::near_misses(references, &[*query], false);
        (trace.near_misses, trace.counts.naming, trace.counts.near) = near;
    }
    let undenied: &[Query<'_>] = match access {
        Access::Allowed | Access::NotAllowed => &[*query],
        Access::Denied => &[],
    };
    trace.notes = notes::notes(azure, met, &trace, undenied, query.at);
    trace
}

/// The one action of an attempt as it was asked for, letter case kept.
fn as_asked(mut attempt: AttemptTrace, query: &Query<'_>) -> AttemptTrace {
    if let Some(action) = attempt.actions.first_mut() {
        query.written.clone_into(&mut action.action);
    }
    attempt
}
