//! How do the reasons of one answer read in Markdown?
//!
//! Everything that grants it, or what came near and the difference, with places; then what Azure was asked
//! and found.
//!
//! *Invariants.* What comes from documents is text: see [`super::markdown`].

use super::markdown::{code, sentence};
use crate::azure::trace::{
    AzureGround, AzureNearMiss, AzureTrace, PrincipalRef, RoleDefinitionRef,
};
use crate::azure::{ConditionTrace, Plane, Truth};
use crate::source::Location;
use crate::trace::{Ground, NearMiss, Trace};

/// What the cluster's bindings say, and Azure.
pub(super) fn kubernetes(trace: &Trace) -> Vec<String> {
    let mut blocks = Vec::new();
    if !trace.grounds.is_empty() {
        blocks.push("## What grants it in the cluster".to_owned());
        blocks.push(list(trace.grounds.iter().map(ground)));
    }
    if !trace.near_misses.is_empty() {
        blocks.push("## What comes near in the cluster".to_owned());
        blocks.push(list(trace.near_misses.iter().map(near)));
    }
    blocks.extend(trace.azure.iter().flat_map(azure));
    blocks
}

/// What Azure was asked and found.
pub(super) fn azure(azure: &AzureTrace) -> Vec<String> {
    let mut blocks = vec!["## What Azure says".to_owned(), sentence(&azure.why)];
    let attempts = azure.attempts.iter().map(|of| {
        let actions: Vec<String> = of.actions.iter().map(|of| code(&of.action)).collect();
        let more = match of.count.saturating_sub(of.actions.len()) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        format!(
            "- asked for {}{more} on {}",
            actions.join(", "),
            code(&of.scope)
        )
    });
    push(&mut blocks, attempts);
    push(&mut blocks, azure.grounds.iter().map(azure_ground));
    let denials = azure.denials.iter().map(|of| {
        format!(
            "- deny assignment {}{} denies {} to {} on {}",
            code(&of.assignment.name),
            at(of.assignment.location.as_ref()),
            code(&of.permission.pattern),
            sentence(&of.principal),
            sentence(&of.reach)
        )
    });
    push(&mut blocks, denials);
    push(&mut blocks, azure.near_misses.iter().map(azure_near));
    let notes = azure.notes.iter().map(|note| {
        let standing = note.standing.word();
        format!(
            "- {} *{standing}: {}*",
            sentence(&note.words),
            sentence(&note.source)
        )
    });
    push(&mut blocks, notes);
    blocks
}

/// Adds lines as one block, if there are any.
fn push(blocks: &mut Vec<String>, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        blocks.push(lines.join("\n"));
    }
}

fn ground(of: &Ground) -> String {
    format!(
        "- {} {}{} gives {} {} the {} {}{}; rule {} of {} allows it: {}{}",
        sentence(&of.binding.kind),
        code(&of.binding.name),
        at(of.binding.location.as_ref()),
        sentence(&of.subject.kind),
        code(&of.subject.name),
        sentence(&of.role.kind),
        code(&of.role.name),
        at(of.role.location.as_ref()),
        of.rule.number,
        of.rule.of,
        sentence(&super::rule(&of.rule)),
        at(of.rule.location.as_ref()),
    )
}

fn near(of: &NearMiss) -> String {
    let words: Vec<String> = of
        .differences
        .iter()
        .map(|of| sentence(&of.words))
        .collect();
    format!(
        "- {} {}{} {}. {}",
        sentence(&of.binding.kind),
        code(&of.binding.name),
        at(of.binding.location.as_ref()),
        sentence(&of.title),
        words.join(" ")
    )
}

fn azure_ground(of: &AzureGround) -> String {
    let plane = match of.permission.list {
        Plane::Actions => "actions",
        Plane::DataActions => "dataActions",
    };
    let standing = match of.standing.as_str() {
        "" => String::new(),
        standing => format!(" {}", sentence(standing)),
    };
    let line = format!(
        "- role assignment {}{} gives {} {} on {}; {} in its {plane} allows it{}.{standing}",
        code(&of.assignment.name),
        at(of.assignment.location.as_ref()),
        principal(&of.principal),
        role(&of.role),
        sentence(&of.reach),
        code(&of.permission.pattern),
        at(of.permission.location.as_ref()),
    );
    with_conditions(line, &of.conditions)
}

fn azure_near(of: &AzureNearMiss) -> String {
    let words: Vec<String> = of
        .differences
        .iter()
        .map(|of| sentence(&of.words))
        .collect();
    let line = format!(
        "- role assignment {}{} {}. {}",
        code(&of.assignment.name),
        at(of.assignment.location.as_ref()),
        sentence(&of.title),
        words.join(" ")
    );
    with_conditions(line, &of.conditions)
}

/// The line, and below it each clause of the conditions.
fn with_conditions(line: String, conditions: &[ConditionTrace]) -> String {
    let mut lines = vec![line];
    for clause in conditions.iter().flat_map(|of| &of.clauses) {
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
        lines.push(format!("  - {mark} {}{flip}", sentence(&clause.words)));
    }
    lines.join("\n")
}

fn principal(of: &PrincipalRef) -> String {
    match &of.name {
        Some(name) => format!("{} ({})", sentence(name), code(&of.id)),
        None => code(&of.id),
    }
}

fn role(of: &RoleDefinitionRef) -> String {
    match of.name.as_str() {
        "" => code(&of.id),
        name => sentence(name),
    }
}

fn at(location: Option<&Location>) -> String {
    location.map_or_else(String::new, |at| {
        format!(" ({} line {})", code(&at.source), at.line)
    })
}

fn list(lines: impl Iterator<Item = String>) -> String {
    lines.collect::<Vec<_>>().join("\n")
}
