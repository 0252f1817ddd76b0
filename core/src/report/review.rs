//! How is a whole review said in words?
//!
//! Most reviews are settled by an authorizer and speak with its words. Some are settled by a check beside it:
//! the escalation check, impersonation, or a request the API server answers before asking anyone.

use super::{azure, because, details, render_with, verdict};
use crate::command::Need;
use crate::decision::By;
use crate::escalation::Escalation;
use crate::impersonation_check::Check;
use crate::question::Question;
use crate::review::{AccessReview, ActionReview, Reviewed};

/// The verdict in one line.
pub fn review_verdict(review: &AccessReview) -> String {
    if let Some(refused) = &review.authentication.refused
        && review.by == refused.by
    {
        return "Denied at gate 2, authentication".to_owned();
    }
    if let (None, Some(action)) = (review.settled(), review.settled_action()) {
        let denial = action
            .azure
            .denials
            .first()
            .map(|of| of.assignment.name.as_str());
        return match (action.allowed, denial) {
            (true, _) => "Allowed by Azure Resource Manager".to_owned(),
            (false, Some(name)) if action.by == By::AzureDenyAssignment => {
                format!("Denied by Azure Resource Manager, by deny assignment {name}")
            }
            (false, _) => "Denied by Azure Resource Manager".to_owned(),
        };
    }
    match review.settled() {
        Some(Reviewed {
            escalation: Some(Escalation::Refuses { .. } | Escalation::NotFound { .. }),
            ..
        }) => "Denied by the escalation check".to_owned(),
        Some(settled) => verdict(&settled.trace),
        None if !review.impersonation.is_empty() => "Denied by impersonation".to_owned(),
        None => "Denied before every gate".to_owned(),
    }
}

/// The verdict's cause in one or two sentences.
pub fn review_because(review: &AccessReview) -> String {
    if let Some(refused) = &review.authentication.refused
        && review.by == refused.by
    {
        return refused.why.clone();
    }
    if let (None, Some(action)) = (review.settled(), review.settled_action()) {
        return action_because(action, &review.identity.user);
    }
    match review.settled() {
        Some(settled) => match &settled.escalation {
            Some(Escalation::Refuses { .. }) => format!(
                "The write itself is allowed, but {} does not hold everything it would give.",
                review.identity.user
            ),
            Some(Escalation::NotFound { .. }) => {
                "The write itself is allowed, but the role it would bind is not here.".to_owned()
            }
            _ => because(&settled.trace),
        },
        None if !review.impersonation.is_empty() => format!(
            "{} may not act as someone else in this request.",
            review.identity.user
        ),
        None => "No authorizer is asked about this.".to_owned(),
    }
}

/// Why an action of Azure is allowed or refused.
fn action_because(action: &ActionReview, caller: &str) -> String {
    if action.by == By::LocalAccountsDisabled {
        return format!(
            "A role lets {caller} ask for the certificate, but the cluster's local accounts are off, so it is handed out to nobody. Certificates that were fetched before still work until the cluster's certificates are rotated."
        );
    }
    match (action.allowed, azure::nearest(&action.azure)) {
        (false, Some(nearest)) if action.azure.denials.is_empty() => {
            format!("{} {nearest}", azure::because(&action.azure, caller))
        }
        _ => azure::because(&action.azure, caller),
    }
}

/// A review as text: the verdict, what settled it, and of several requests each with its outcome.
pub fn render_review(review: &AccessReview) -> String {
    let mut lines = Vec::new();
    match (review.requests.as_slice(), review.settled()) {
        ([only], Some(_)) if only.escalation.is_none() && review.impersonation.is_empty() => {
            lines.push(render_with(&only.trace, review.message.as_deref()));
        }
        (requests, settled) => {
            lines.push(review_verdict(review));
            lines.push(review_because(review));
            lines.extend(review.message.clone());
            lines.push(String::new());
            lines.extend(review.actions.iter().map(action_line));
            if settled.is_none() {
                lines.extend(
                    review
                        .settled_action()
                        .into_iter()
                        .flat_map(|of| azure::details(&of.azure)),
                );
            }
            lines.extend(review.impersonation.iter().map(check_line));
            lines.extend(requests.iter().map(request_line));
            let settled = settled.filter(|of| of.escalation.is_none() || of.allowed);
            lines.extend(settled.into_iter().flat_map(|of| details(&of.trace)));
        }
    }
    if let Some(why) = &review.orders_differ {
        lines.push(String::new());
        lines.push(why.clone());
        lines.extend(review.orders.iter().map(|of| {
            let word = if of.decision.is_allowed() {
                "Allow"
            } else {
                "Deny"
            };
            format!("  {}: {word}, {}", of.order.word(), of.by.word())
        }));
    }
    lines.extend(review.notes.iter().map(|note| format!("Note: {note}")));
    lines.join("\n")
}

/// `✓ Microsoft.ContainerService/… on /subscriptions/…`.
fn action_line(of: &ActionReview) -> String {
    format!("{} {} on {}", mark(of.allowed), of.action, of.scope)
}

/// `✓ get pods web in dev, to stream` with what it hangs on.
fn request_line(of: &Reviewed) -> String {
    let why = match of.why.as_str() {
        "" => String::new(),
        why => format!(", {why}"),
    };
    let only_if = of
        .only_if
        .map_or_else(String::new, |state| format!(", only if {}", state.words()));
    let need = match of.need {
        Need::Required if !of.counts => " (not counted)",
        Need::Required => "",
        Need::Soft => " (may be refused)",
        Need::Assumed => " (granted to everyone by default; not counted)",
        Need::Escalation => " (escalation check)",
    };
    format!("{} {}{why}{only_if}{need}", mark(of.allowed), of.line)
}

/// One permission to act as someone else.
fn check_line(check: &Check) -> String {
    let asked = check
        .request
        .attributes()
        .map(|asked| Question::from(&asked));
    let what = asked.map_or_else(|_| String::new(), |question| question.what());
    format!("{} {what}, to act as someone else", mark(check.allowed))
}

fn mark(allowed: bool) -> &'static str {
    if allowed { "✓" } else { "✕" }
}
