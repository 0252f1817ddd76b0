//! What is worth knowing about an answer of Azure, and how well is it known?
//!
//! Azure's side is documented in part, seen on clusters in part, and in part no source settles it. What an
//! answer leans on is told with its standing and source, so that nobody takes an assumption for a fact.
//!
//! *Source:* each claim names its own.

use crate::azure::authorizer::Authorizer;
use crate::azure::query::Query;
use crate::azure::recorder::{Recorder, Tried};
use crate::azure::time::Instant;
use crate::azure::trace::{AzureAnswer, AzureTrace, Claim, Standing};
use crate::azure::webhook::answer::{Answer, Failure};
use crate::sorted;

/// `undenied` are the actions that no deny assignment denied, on the scope that was tried last.
pub(super) fn notes(
    azure: &Authorizer,
    met: &Recorder,
    trace: &AzureTrace,
    undenied: &[Query<'_>],
    at: Option<Instant>,
) -> Vec<Claim> {
    let mut notes = Vec::new();
    let mut note = |standing, words: &str, source: &str| {
        notes.push(Claim {
            words: words.to_owned(),
            standing,
            source: source.to_owned(),
        });
    };
    let timed = trace.grounds.iter().any(|of| !of.standing.is_empty());
    if timed && at.is_none() {
        note(
            Standing::Assumed,
            "It counts as in force: the request names no time.",
            "spec section 4.1",
        );
    }
    let denied_early = met
        .attempts
        .iter()
        .rev()
        .skip(1)
        .any(|of| !of.denying().is_empty());
    if denied_early {
        note(
            Standing::Assumed,
            "A deny assignment denied an earlier scope. The webhook went on and its last try answers; whether the denial should stand is not settled.",
            "guard rbac.go, spec section 1.8",
        );
    }
    if trace.answer == AzureAnswer::Denied && has_customer_denial(azure, met) {
        note(
            Standing::Documented,
            "Customers cannot make deny assignments with data actions; this one comes from Azure, or was changed before it was pasted.",
            "New-AzDenyAssignment help",
        );
    }
    for (name, group) in unplaced_denies(azure, undenied) {
        note(
            Standing::Assumed,
            &format!(
                "The deny assignment {name} is at the management group {group} and would deny this if the subscription is in that. Which subscriptions are is not said, so it does not count here, and Azure may refuse this; `managementGroups` of ClusterSettings says it."
            ),
            "spec section 4.2",
        );
    }
    let clauses = trace.grounds.iter().flat_map(|of| &of.conditions);
    let near = trace.near_misses.iter().flat_map(|of| &of.conditions);
    let mut unknown = clauses.chain(near).flat_map(|of| &of.clauses);
    if unknown.any(|of| of.could_flip) {
        note(
            Standing::Assumed,
            "A condition compares an attribute that this request does not carry; such a comparison counts as false, and the attribute could turn the answer.",
            "spec section 4.1",
        );
    }
    if matches!(met.answer, Some(Answer::Failed(Failure::NoCustomAction))) {
        note(
            Standing::Assumed,
            "Whether a cluster asks for custom resources this way depends on a flag of its webhook (customResourceCheck).",
            "azure-aks-docs, custom resource conditions (preview)",
        );
    }
    if trace.answer == AzureAnswer::NotAllowed {
        note(
            Standing::Documented,
            "This is the settled state: a change of an assignment takes up to five minutes to count, and the webhook remembers its answers for three.",
            "azure-aks-docs; guard cache-ttl-minutes",
        );
    }
    notes
}

/// The deny assignments that may deny what was not denied here, each once, and the group each is at.
fn unplaced_denies<'a>(
    azure: &'a Authorizer,
    undenied: &'a [Query<'_>],
) -> Vec<(&'a str, &'a str)> {
    let denies = undenied
        .iter()
        .flat_map(|query| azure.access.unplaced_denies(query));
    sorted::firsts(
        denies.map(|(deny, group)| (deny.name.value.as_str(), group)),
        |of| *of,
    )
}

fn has_customer_denial(azure: &Authorizer, met: &Recorder) -> bool {
    let mut denying = met.attempts.iter().flat_map(Tried::denying);
    denying.any(|at| {
        let deny = azure.access.denies.get(at as usize);
        deny.is_some_and(|of| of.is_system_protected == Some(false))
    })
}
