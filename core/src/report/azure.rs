//! How is what Azure said told in words?
//!
//! The parts carry their sentences; here they are put together for a terminal: the cause in one or two
//! sentences, then every assignment that grants, every deny assignment, or the near misses, with places.

use super::at;
use crate::azure::trace::{AzureAnswer, AzureGround, AzureNearMiss, AzureTrace, Denial};
use crate::azure::{ConditionTrace, Plane, Truth};

/// Why Azure allows, denies or does not: the cause of a verdict it gave.
pub(super) fn because(azure: &AzureTrace, caller: &str) -> String {
    if let (AzureAnswer::Allowed, Some(ground)) = (azure.answer, azure.grounds.first()) {
        return granted(ground, azure.grounds.len(), caller);
    }
    if let (AzureAnswer::Denied, Some(denial)) = (azure.answer, azure.denials.first()) {
        return denied(denial);
    }
    azure.why.clone()
}

fn granted(ground: &AzureGround, count: usize, caller: &str) -> String {
    let role = name(&ground.role.name, &ground.role.id);
    let principal = name(
        ground.principal.name.as_deref().unwrap_or_default(),
        &ground.principal.id,
    );
    let whom = match ground.membership.as_str() {
        "names the caller" => caller.to_owned(),
        _ => format!("the group {principal}, which {caller} is in,"),
    };
    let more = match count {
        0 | 1 => String::new(),
        2 => " One more assignment grants the same.".to_owned(),
        count => format!(" {} more assignments grant the same.", count - 1),
    };
    format!(
        "A role assignment gives {whom} {role} on {}, and {} in its {} allows it.{more}",
        ground.reach,
        ground.permission.pattern,
        list(ground.permission.list),
    )
}

fn denied(denial: &Denial) -> String {
    format!(
        "The deny assignment {} denies {} to {} on {}, whatever the roles say.",
        denial.assignment.name, denial.permission.pattern, denial.principal, denial.reach
    )
}

/// The nearest assignment and what keeps it from granting, for a refusal; `None` where none is near.
pub(super) fn nearest(azure: &AzureTrace) -> Option<String> {
    let near = azure.near_misses.first()?;
    let words: Vec<&str> = near
        .differences
        .iter()
        .map(|of| of.words.as_str())
        .collect();
    let several = if words.len() > 1 {
        "More than one thing differs: "
    } else {
        ""
    };
    Some(format!(
        "An assignment {}. {several}{}",
        near.title,
        words.join(" ")
    ))
}

/// Everything Azure said, with its places.
pub(super) fn details(azure: &AzureTrace) -> Vec<String> {
    let mut lines = Vec::new();
    let told =
        !azure.grounds.is_empty() || !azure.denials.is_empty() || !azure.near_misses.is_empty();
    if !told && azure.answer != AzureAnswer::Discovery {
        return lines;
    }
    lines.push(String::new());
    lines.push(format!("Azure RBAC: {}", azure.why));
    for attempt in &azure.attempts {
        let actions: Vec<&str> = attempt
            .actions
            .iter()
            .map(|of| of.action.as_str())
            .collect();
        let more = match attempt.count.saturating_sub(actions.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        lines.push(format!(
            "  {} {}{more}",
            mark(attempt.answer),
            actions.join(", ")
        ));
        lines.push(format!("    on {}", attempt.scope));
    }
    for (number, ground) in (1..).zip(&azure.grounds) {
        ground_lines(number, ground, &mut lines);
    }
    for denial in &azure.denials {
        lines.push(format!(
            "✕ deny assignment {}{}",
            denial.assignment.name,
            at(denial.assignment.location.as_ref())
        ));
        lines.push(format!(
            "   denies {} to {}",
            denial.action, denial.principal
        ));
        lines.push(format!("   on {}", denial.reach));
        lines.push(format!(
            "   {}: {}{}",
            list(denial.permission.list),
            denial.permission.pattern,
            at(denial.permission.location.as_ref())
        ));
    }
    for near in &azure.near_misses {
        near_lines(near, &mut lines);
    }
    let unlisted = azure.counts.near.saturating_sub(azure.near_misses.len());
    if unlisted > 0 {
        lines.push(format!(
            "  {unlisted} more assignments came near and are not listed."
        ));
    }
    for note in &azure.notes {
        let standing = note.standing.word();
        lines.push(format!("  {} ({standing}: {})", note.words, note.source));
    }
    lines
}

fn ground_lines(number: usize, ground: &AzureGround, lines: &mut Vec<String>) {
    let role = name(&ground.role.name, &ground.role.id);
    let principal = name(
        ground.principal.name.as_deref().unwrap_or_default(),
        &ground.principal.id,
    );
    lines.push(format!(
        "{number}. role assignment {}{}",
        ground.assignment.name,
        at(ground.assignment.location.as_ref())
    ));
    lines.push(format!(
        "   principal {principal}: it {}",
        ground.membership
    ));
    lines.push(format!("   on {}", ground.reach));
    lines.push(format!(
        "   role {role}{}",
        at(ground.role.location.as_ref())
    ));
    lines.push(format!(
        "   {}: {}{}",
        list(ground.permission.list),
        ground.permission.pattern,
        at(ground.permission.location.as_ref())
    ));
    if !ground.standing.is_empty() {
        lines.push(format!("   {}", ground.standing));
    }
    for condition in &ground.conditions {
        condition_lines(condition, lines);
    }
}

fn near_lines(near: &AzureNearMiss, lines: &mut Vec<String>) {
    lines.push(format!(
        "~ role assignment {} {}{}",
        near.assignment.name,
        near.title,
        at(near.assignment.location.as_ref())
    ));
    for difference in &near.differences {
        lines.push(format!(
            "  {}{}",
            difference.words,
            at(difference.location.as_ref())
        ));
    }
    for condition in &near.conditions {
        condition_lines(condition, lines);
    }
}

/// A condition clause by clause.
fn condition_lines(condition: &ConditionTrace, lines: &mut Vec<String>) {
    lines.push(format!(
        "   condition {}",
        if condition.holds { "met" } else { "not met" }
    ));
    for clause in &condition.clauses {
        let mark = match clause.truth {
            Truth::True => "✓",
            Truth::False => "✕",
            Truth::Unknown => "?",
        };
        let flip = if clause.could_flip {
            " This could turn the answer."
        } else {
            ""
        };
        lines.push(format!("     {mark} {}{flip}", clause.words));
    }
}

fn mark(answer: AzureAnswer) -> &'static str {
    match answer {
        AzureAnswer::Allowed | AzureAnswer::Discovery => "✓",
        _ => "✕",
    }
}

fn list(plane: Plane) -> &'static str {
    match plane {
        Plane::Actions => "actions",
        Plane::DataActions => "dataActions",
    }
}

pub(super) fn name<'a>(name: &'a str, id: &'a str) -> &'a str {
    if name.is_empty() { id } else { name }
}
