//! How is a review written down, for a ticket or a page?
//!
//! As Markdown that reads from top to bottom: the verdict and its cause, the sentence the caller got, the gates
//! they met, what settled it, and what is worth knowing. Names are shown and do nothing else.

use super::markdown::{code, sentence};
use super::{azure, review_because, review_verdict};
use crate::azure::trace::{AzureGround, AzureTrace, Standing};
use crate::review::{AccessReview, GateName, GateOpinion, OpinionWord, Reviewed};
use crate::trace::{Ground, Trace};

/// A review below a title of its own, such as the line it answers.
pub fn review_markdown(title: &str, review: &AccessReview) -> String {
    let mut blocks = vec![format!("### {}", code(title))];
    blocks.push(format!(
        "**{}.** {}",
        sentence(&review_verdict(review)),
        sentence(&review_because(review))
    ));
    if let Some(message) = &review.message {
        blocks.push(format!("> {}", sentence(message)));
    }
    blocks.push(gates(&review.gates));
    let steps = steps(review);
    if !steps.is_empty() {
        blocks.push(steps.join("\n"));
    }
    let settled = settled(review);
    if !settled.is_empty() {
        blocks.push(settled.join("\n"));
    }
    if let Some(why) = &review.orders_differ {
        blocks.push(sentence(why));
        let orders = review.orders.iter().map(|of| {
            let word = if of.decision.is_allowed() {
                "allowed"
            } else {
                "refused"
            };
            format!("- {}: {word} ({})", of.order.word(), of.by.word())
        });
        blocks.push(orders.collect::<Vec<_>>().join("\n"));
    }
    let notes = review.notes.iter().map(|of| format!("- {}", sentence(of)));
    let notes: Vec<String> = notes.chain(claims(review)).collect();
    if !notes.is_empty() {
        blocks.push(notes.join("\n"));
    }
    blocks.join("\n\n")
}

/// The four gates as a table.
fn gates(gates: &[GateOpinion]) -> String {
    let mut lines = vec![
        "| Gate | Opinion | |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for of in gates {
        let gate = match of.gate {
            GateName::Kubeconfig => "1 kubeconfig",
            GateName::Authentication => "2 authentication",
            GateName::AzureRbac => "3 Azure RBAC",
            GateName::KubernetesRbac => "4 Kubernetes RBAC",
        };
        let opinion = match of.opinion {
            OpinionWord::Allowed => "yes",
            OpinionWord::Denied => "no",
            OpinionWord::NoOpinion => "none",
            OpinionWord::NotInUse => "not in use",
            OpinionWord::NotAsked => "not asked",
        };
        lines.push(format!("| {gate} | {opinion} | {} |", sentence(&of.words)));
    }
    lines.join("\n")
}

/// What is asked one after the other, where it is more than one thing.
fn steps(review: &AccessReview) -> Vec<String> {
    let mark = |allowed: bool| if allowed { "yes" } else { "no" };
    let count = review.actions.len() + review.requests.len() + review.impersonation.len();
    if count < 2 {
        return Vec::new();
    }
    let actions = review
        .actions
        .iter()
        .map(|of| format!("- {}: {}", mark(of.allowed), code(&of.action)));
    let acting = review.impersonation.iter().map(|of| {
        let what = of.request.attributes();
        let what = what.map(|of| crate::question::Question::from(&of).what());
        format!(
            "- {}: {}, to act as someone else",
            mark(of.allowed),
            code(&what.unwrap_or_default())
        )
    });
    let requests = review.requests.iter().map(|of: &Reviewed| {
        let why = match of.why.as_str() {
            "" => String::new(),
            why => format!(", {}", sentence(why)),
        };
        let counts = if of.counts { "" } else { " (does not count)" };
        format!("- {}: {}{why}{counts}", mark(of.allowed), code(&of.line))
    });
    actions.chain(acting).chain(requests).collect()
}

/// The grounds, or what came near.
fn settled(review: &AccessReview) -> Vec<String> {
    match (review.settled(), review.settled_action()) {
        (Some(settled), _) => of_trace(&settled.trace),
        (None, Some(action)) => of_azure(&action.azure),
        (None, None) => Vec::new(),
    }
}

fn of_trace(trace: &Trace) -> Vec<String> {
    let mut lines: Vec<String> = trace.grounds.iter().map(of_ground).collect();
    for near in &trace.near_misses {
        let words: Vec<&str> = near
            .differences
            .iter()
            .map(|of| of.words.as_str())
            .collect();
        lines.push(format!(
            "- near: {} {} {}. {}",
            near.binding.kind,
            code(&near.binding.name),
            sentence(&near.title),
            sentence(&words.join(" "))
        ));
    }
    lines.extend(trace.azure.iter().flat_map(of_azure));
    lines
}

fn of_ground(ground: &Ground) -> String {
    format!(
        "- {} {} gives {} {} the {} {}; rule {} of {}: {}",
        ground.binding.kind,
        code(&ground.binding.name),
        ground.subject.kind,
        code(&ground.subject.name),
        ground.role.kind,
        code(&ground.role.name),
        ground.rule.number,
        ground.rule.of,
        sentence(&super::rule(&ground.rule)),
    )
}

fn of_azure(azure: &AzureTrace) -> Vec<String> {
    let mut lines: Vec<String> = azure.grounds.iter().map(of_assignment).collect();
    lines.extend(azure.denials.iter().map(|of| {
        format!(
            "- deny assignment {} denies {} to {} on {}",
            code(&of.assignment.name),
            code(&of.action),
            sentence(&of.principal),
            sentence(&of.reach)
        )
    }));
    lines.extend(azure.near_misses.iter().map(|near| {
        let words: Vec<&str> = near
            .differences
            .iter()
            .map(|of| of.words.as_str())
            .collect();
        format!(
            "- near: role assignment {} {}. {}",
            code(&near.assignment.name),
            sentence(&near.title),
            sentence(&words.join(" "))
        )
    }));
    lines
}

fn of_assignment(ground: &AzureGround) -> String {
    let principal = ground.principal.name.as_deref();
    format!(
        "- role assignment {} gives {} {} on {}; {} covers it",
        code(&ground.assignment.name),
        code(principal.unwrap_or(&ground.principal.id)),
        sentence(azure::name(&ground.role.name, &ground.role.id)),
        sentence(&ground.reach),
        code(&ground.permission.pattern),
    )
}

/// What Azure's answer leans on.
fn claims(review: &AccessReview) -> impl Iterator<Item = String> {
    let of_request = review.settled().and_then(|of| of.trace.azure.as_ref());
    let of_action = review.settled_action().map(|of| &of.azure);
    let notes = of_request
        .or(of_action)
        .into_iter()
        .flat_map(|of| &of.notes);
    notes.map(|note| {
        let standing = match note.standing {
            Standing::Documented => "documented",
            Standing::Observed => "observed",
            Standing::Assumed => "assumed",
        };
        let (words, source) = (sentence(&note.words), sentence(&note.source));
        format!("- {words} ({standing}: {source})")
    })
}
