//! How does a whole review read in a pull request, a ticket or a page?
//!
//! As prose with a heading: the verdict, its cause, what the caller reads, the four gates in a row, how the
//! caller was recognised, each request, and what settled it with its places. It says what
//! [`render_review`](super::render_review) says, to someone who was not there.
//!
//! *Invariants.* What comes from documents is text: see [`super::markdown`].

use super::markdown::{cell, code, sentence, visible};
use super::review::{review_because, review_verdict};
use super::trace_markdown;
use crate::command::Need;
use crate::question::Question;
use crate::review::{AccessReview, GateName, GateOpinion, OpinionWord, Reviewed};

/// A review as Markdown.
pub fn review_markdown(review: &AccessReview) -> String {
    let mut blocks = vec![
        format!("# {}", sentence(&review_verdict(review))),
        sentence(&review_because(review)),
    ];
    if let Some(message) = &review.message {
        blocks.push(format!("What {} reads:", sentence(&review.identity.user)));
        blocks.push(quoted(message));
    }
    blocks.push(gates(&review.gates));
    blocks.extend(orders(review));
    blocks.push("## Who asks".to_owned());
    blocks.push(identity(review));
    blocks.extend(steps(review));
    if !review.actions.is_empty() {
        blocks.push("## Asked of Azure".to_owned());
        let lines = review.actions.iter().map(|of| {
            format!(
                "- {} {} on {}",
                mark(of.allowed),
                code(&of.action),
                code(&of.scope)
            )
        });
        blocks.push(lines.collect::<Vec<_>>().join("\n"));
    }
    let checks = review.impersonation.iter().map(|check| {
        let asked = check.request.attributes();
        let what = asked.map_or_else(|_| String::new(), |asked| Question::from(&asked).what());
        format!(
            "- {} {}, to act as someone else",
            mark(check.allowed),
            sentence(&what)
        )
    });
    let requests = review.requests.iter().map(request);
    let asked: Vec<String> = checks.chain(requests).collect();
    if !asked.is_empty() {
        blocks.push("## Asked of the cluster".to_owned());
        blocks.push(asked.join("\n"));
    }
    match (review.settled(), review.settled_action()) {
        (Some(settled), _) => blocks.extend(trace_markdown::kubernetes(&settled.trace)),
        (None, Some(action)) => blocks.extend(trace_markdown::azure(&action.azure)),
        (None, None) => {}
    }
    blocks.extend(
        review
            .notes
            .iter()
            .map(|note| format!("*Note:* {}", sentence(note))),
    );
    blocks.join("\n\n")
}

/// One line for each gate, in the order a caller meets them.
fn gates(gates: &[GateOpinion]) -> String {
    let mut lines = vec![
        "| Gate | Opinion | |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    lines.extend((1..).zip(gates).map(|(number, of)| {
        let name = match of.gate {
            GateName::Kubeconfig => "Kubeconfig",
            GateName::Authentication => "Authentication",
            GateName::AzureRbac => "Azure RBAC",
            GateName::KubernetesRbac => "Kubernetes RBAC",
        };
        let opinion = match of.opinion {
            OpinionWord::Allowed => "✓ allowed",
            OpinionWord::Denied => "✕ denied",
            OpinionWord::NoOpinion => "no opinion",
            OpinionWord::NotInUse => "not in use",
            OpinionWord::NotAsked => "not asked",
        };
        format!("| {number} {name} | {opinion} | {} |", cell(&of.words))
    }));
    lines.join("\n")
}

/// The answer under each order, where they differ.
fn orders(review: &AccessReview) -> Option<String> {
    let why = review.orders_differ.as_ref()?;
    let lines = review.orders.iter().map(|of| {
        let word = if of.decision.is_allowed() {
            "allowed"
        } else {
            "denied"
        };
        format!("- {}: {word}, `{}`", of.order.word(), of.by.word())
    });
    let lines: Vec<String> = lines.collect();
    Some(format!("{}\n\n{}", sentence(why), lines.join("\n")))
}

fn identity(review: &AccessReview) -> String {
    let identity = &review.identity;
    let groups: Vec<String> = identity.groups.iter().map(|of| code(of)).collect();
    let groups = match groups.as_slice() {
        [] => "in no group".to_owned(),
        groups => format!("in {}", groups.join(", ")),
    };
    let extra = identity.extra.iter().map(|(key, values)| {
        let values: Vec<String> = values.iter().map(|of| code(of)).collect();
        format!(", with {} {}", sentence(key), values.join(", "))
    });
    format!(
        "{}, {groups}{}.",
        code(&identity.user),
        extra.collect::<String>()
    )
}

/// How the caller was recognised, step by step.
fn steps(review: &AccessReview) -> Option<String> {
    let steps = (1..)
        .zip(&review.authentication.steps)
        .map(|(number, step)| {
            let contributed = match step.contributed.as_str() {
                "" => String::new(),
                contributed => format!(" {}", code(contributed)),
            };
            format!("{number}. {}{contributed}", sentence(&step.words))
        });
    let lines: Vec<String> = steps.collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn request(of: &Reviewed) -> String {
    let why = match of.why.as_str() {
        "" => String::new(),
        why => format!(", {}", sentence(why)),
    };
    let only_if = of
        .only_if
        .map_or_else(String::new, |state| format!(", only if {}", state.words()));
    let need = match of.need {
        Need::Required if of.counts => "",
        Need::Required => " (not counted)",
        Need::Soft => " (may be refused)",
        Need::Assumed => " (granted to everyone by default; not counted)",
        Need::Escalation => " (escalation check)",
    };
    format!(
        "- {} {}{why}{only_if}{need}",
        mark(of.allowed),
        sentence(&of.line)
    )
}

/// A message, line by line, as it is.
fn quoted(message: &str) -> String {
    let lines = message.lines().map(|line| format!("    {}", visible(line)));
    lines.collect::<Vec<_>>().join("\n")
}

fn mark(allowed: bool) -> &'static str {
    if allowed { "✓" } else { "✕" }
}
