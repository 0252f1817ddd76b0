//! How is an answer said in words?
//!
//! Traces and reviews are data. Whole answers are put together here, for a terminal and for the page; the
//! words of their parts come from `crate::words` and were made with the trace.

mod azure;
mod azure_access;
mod findings;
mod markdown;
mod preflight;
mod review;
mod review_markdown;
mod sarif;
mod trace_markdown;

use crate::azure::trace::AzureAnswer;
use crate::decision::{By, Decision};
use crate::trace::Trace;
use crate::words::{api_group, list};

pub use azure_access::{azure_access_markdown, render_azure_access, render_roles_granting};
pub use findings::{findings_markdown, render_findings};
pub use preflight::{preflight_markdown, render_preflight};
pub use review::{render_review, review_because, review_verdict};
pub use review_markdown::review_markdown;
pub use sarif::{Sarif, findings_sarif};

/// The verdict in one line: `Allowed by gate 4, Kubernetes RBAC`.
pub fn verdict(trace: &Trace) -> String {
    let denied = || {
        let denials = trace.azure.as_ref().map(|of| &of.denials);
        denials
            .and_then(|of| of.first())
            .map_or("", |of| of.assignment.name.as_str())
    };
    match (trace.decision, trace.by) {
        (Decision::Allow, By::Superuser) => {
            "Allowed before every gate, as system:masters".to_owned()
        }
        (Decision::Allow, By::AzureRoleAssignment | By::Discovery) => {
            "Allowed by gate 3, Azure RBAC".to_owned()
        }
        (Decision::Allow, _) => "Allowed by gate 4, Kubernetes RBAC".to_owned(),
        (_, By::AzureDenyAssignment) => {
            format!("Denied at gate 3, by deny assignment {}", denied())
        }
        (Decision::Deny, By::AzureNotAllowed | By::NonEntraDenied | By::WebhookError) => {
            "Denied at gate 3, Azure RBAC".to_owned()
        }
        (Decision::Deny | Decision::NoOpinion, _) => "Denied at gate 4, Kubernetes RBAC".to_owned(),
    }
}

/// The verdict's cause in one or two sentences.
pub fn because(trace: &Trace) -> String {
    if trace.by == By::Superuser {
        return "The caller is in the group system:masters, which passes before any binding is read. Only removing the credential takes this away."
            .to_owned();
    }
    if let Some(azure) = &trace.azure
        && matches!(
            trace.by,
            By::AzureRoleAssignment
                | By::AzureDenyAssignment
                | By::Discovery
                | By::NonEntraDenied
                | By::WebhookError
        )
    {
        return azure::because(azure, &trace.request.user);
    }
    let caller = &trace.request.user;
    let Some(ground) = trace.grounds.first() else {
        return refusal(trace);
    };
    if !trace.decision.is_allowed() {
        let nearest = trace.azure.as_ref().and_then(azure::nearest);
        return format!(
            "Azure grants nothing, and has the last word before any binding is read. {} {} would allow it.{}",
            ground.binding.kind,
            ground.binding.name,
            nearest.map_or_else(String::new, |of| format!(" {of}"))
        );
    }
    let reached = match ground.subject.kind.as_str() {
        "Group" => format!("{caller} is in the group {}. ", ground.subject.name),
        _ => String::new(),
    };
    let receiver = match ground.subject.kind.as_str() {
        "Group" => "that group".to_owned(),
        _ => caller.clone(),
    };
    let more = match trace.grounds.len() {
        1 => String::new(),
        2 => " One more binding grants the same.".to_owned(),
        count => format!(" {} more bindings grant the same.", count - 1),
    };
    format!(
        "{reached}{} {} gives {receiver} the {} {}, and rule {} of {} allows it.{more}",
        ground.binding.kind,
        ground.binding.name,
        ground.role.kind,
        ground.role.name,
        ground.rule.number,
        ground.rule.of,
    )
}

/// What each authorizer lacked: for Azure, where it was asked, the nearest assignment; for the cluster the
/// nearest binding.
fn refusal(trace: &Trace) -> String {
    let Some(azure) = &trace.azure else {
        return of_bindings(trace);
    };
    let nearest = azure::nearest(azure);
    let differences = azure
        .near_misses
        .first()
        .map_or(usize::MAX, |of| of.differences.len());
    let of_binding = trace
        .near_misses
        .first()
        .map_or(usize::MAX, |of| of.differences.len());
    let told = match nearest {
        Some(nearest) if differences <= of_binding => nearest,
        _ => of_bindings(trace),
    };
    match azure.answer {
        AzureAnswer::NotAllowed => format!("Neither Azure nor the cluster grants this. {told}"),
        // Where nobody has a role in waiting, a cluster without Azure RBAC is nothing to point at.
        AzureAnswer::Off if azure.near_misses.is_empty() => told,
        _ => format!("{} {told}", azure.why),
    }
}

/// The nearest binding and what keeps it from granting; without one, what is known.
fn of_bindings(trace: &Trace) -> String {
    if let Some(near) = trace.near_misses.first() {
        let differences = near.differences.iter().map(|of| of.words.as_str());
        let words: Vec<&str> = differences.collect();
        let two = if words.len() > 1 {
            "More than one thing differs: "
        } else {
            ""
        };
        return format!(
            "{} {}. {two}{}",
            near.binding.name,
            near.title,
            words.join(" ")
        );
    }
    match trace.counts.bindings {
        0 => "No bindings are known here.".to_owned(),
        1 => "The one binding known here does not grant this and does not come near.".to_owned(),
        count => {
            format!("None of the {count} bindings known here grants this, and none comes near.")
        }
    }
}

/// The whole trace as text for a terminal, places included.
pub fn render(trace: &Trace) -> String {
    render_with(trace, trace.message.as_deref())
}

/// The same with another message, where a later check words the refusal.
fn render_with(trace: &Trace, message: Option<&str>) -> String {
    let mut lines = vec![verdict(trace), because(trace)];
    if let Some(message) = message {
        lines.push(message.to_owned());
    } else if trace.decision.is_allowed() && !trace.reason.is_empty() {
        lines.push(trace.reason.clone());
    }
    lines.extend(details(trace));
    lines.join("\n")
}

/// The grounds, or the near misses, with their places.
fn details(trace: &Trace) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, ground) in trace.grounds.iter().enumerate() {
        lines.push(String::new());
        lines.push(format!(
            "{}. {} {}{}",
            number + 1,
            ground.binding.kind,
            ground.binding.name,
            place(ground.binding.location.as_ref(), ground.binding.unplaced)
        ));
        lines.push(format!(
            "   subject {} {}{}",
            ground.subject.kind,
            ground.subject.name,
            place(ground.subject.location.as_ref(), ground.subject.unplaced)
        ));
        lines.push(format!(
            "   {} {}{}",
            ground.role.kind,
            ground.role.name,
            place(ground.role.location.as_ref(), ground.role.unplaced)
        ));
        lines.push(format!(
            "   rule {} of {}: {}{}",
            ground.rule.number,
            ground.rule.of,
            rule(&ground.rule),
            place(ground.rule.location.as_ref(), ground.rule.unplaced)
        ));
    }
    if !trace.near_misses.is_empty() {
        lines.push(String::new());
        lines.push("Near misses".to_owned());
    }
    for near in &trace.near_misses {
        lines.push(format!(
            "~ {} {} {}{}",
            near.binding.kind,
            near.binding.name,
            near.title,
            place(near.binding.location.as_ref(), near.binding.unplaced)
        ));
        for difference in &near.differences {
            lines.push(format!(
                "  {}{}",
                difference.words,
                place(difference.location.as_ref(), difference.unplaced)
            ));
        }
    }
    let unlisted = trace.counts.near.saturating_sub(trace.near_misses.len());
    if unlisted > 0 {
        lines.push(format!("  {unlisted} more came near and are not listed."));
    }
    lines.extend(trace.azure.iter().flat_map(azure::details));
    lines
}

/// A rule in one line: `get, list on pods in "" (core)`.
pub fn rule(rule: &crate::trace::RuleRef) -> String {
    let verbs = list(&rule.verbs);
    if rule.resources.is_empty() && !rule.non_resource_urls.is_empty() {
        return format!("{verbs} on {}", list(&rule.non_resource_urls));
    }
    let groups: Vec<String> = rule
        .api_groups
        .iter()
        .map(|group| api_group(group))
        .collect();
    let names = match rule.resource_names.len() {
        0 => String::new(),
        _ => format!(" named {}", list(&rule.resource_names)),
    };
    format!(
        "{verbs} on {}{names} in API group {}",
        list(&rule.resources),
        list(&groups)
    )
}

/// Where something stands; what a snapshot did not keep is not told.
fn place(location: Option<&crate::source::Location>, unplaced: bool) -> String {
    match location {
        Some(at) => format!("  ({}:{})", at.source, at.line),
        None if unplaced => String::new(),
        None => "  (default)".to_owned(),
    }
}

fn at(location: Option<&crate::source::Location>) -> String {
    place(location, false)
}
