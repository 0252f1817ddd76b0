//! How is a preflight said in words?
//!
//! Every permission with its reason, what gives it, or that it is missing; then what would supply the rest.

use super::markdown::{cell, code, sentence, visible};
use crate::azure::trace::{AzureGround, PrincipalRef};
use crate::query::preflight::{Outcome, PermissionCheck, Preflight, Supplement};

/// A preflight as text for a terminal, places included.
pub fn render_preflight(preflight: &Preflight) -> String {
    let mut lines = vec![
        format!("{}: {}", preflight.title, summary(preflight)),
        format!(
            "{} at {}",
            visible(&principal(&preflight.principal)),
            visible(&preflight.scope)
        ),
        String::new(),
    ];
    let mut reason = String::new();
    let mut permissions = preflight.permissions.iter().peekable();
    while let Some(check) = permissions.next() {
        let said = format!("{}{}", check.reason, needed(check));
        if said != reason {
            lines.push(said.clone());
            reason = said;
        }
        lines.push(format!(
            "  {} {}{}",
            mark(check.outcome),
            check.action,
            after(check)
        ));
        // What several permissions of one reason have in common stands once, below the last of them.
        let own = details(check);
        let next = permissions.peek();
        let goes_on = next.is_some_and(|next| {
            next.reason == check.reason && next.needed_if == check.needed_if && details(next) == own
        });
        if !goes_on {
            lines.extend(own);
        }
    }
    if let Some(supplement) = &preflight.supplement {
        lines.push(String::new());
        lines.extend(role(supplement).map(|of| visible(&of)));
        lines.push("A custom role that gives exactly what is missing:".to_owned());
        lines.push(supplement.custom.to_json());
    }
    lines.extend(preflight.notes.iter().map(|note| format!("Note: {note}")));
    lines.join("\n")
}

/// A preflight as Markdown.
pub fn preflight_markdown(preflight: &Preflight) -> String {
    let mut lines = vec![
        format!("# {}", sentence(preflight.title)),
        String::new(),
        format!(
            "{}. Asked for {} at {}.",
            summary(preflight),
            code(&principal(&preflight.principal)),
            code(&preflight.scope)
        ),
        String::new(),
        "| | Permission | Reason | Given by |".to_owned(),
        "|---|---|---|---|".to_owned(),
    ];
    for check in &preflight.permissions {
        let given = check.grounds.iter().map(given);
        let taken = check
            .denials
            .iter()
            .map(|of| format!("denied by {}", of.assignment.name));
        let without = check.exceptions.iter().map(|of| format!("without {of}"));
        let cells: Vec<String> = given
            .chain(taken)
            .chain(without)
            .map(|of| cell(&of))
            .collect();
        lines.push(format!(
            "| {} | {} | {}{} | {} |",
            word(check.outcome),
            code(&check.action).replace('|', "\\|"),
            cell(check.reason),
            cell(&needed(check)),
            cells.join("<br>")
        ));
    }
    if let Some(supplement) = &preflight.supplement {
        lines.push(String::new());
        lines.push("## What would supply the rest".to_owned());
        lines.push(String::new());
        lines.extend(role(supplement).map(|of| format!("{}\n", sentence(&of))));
        lines.push("A custom role that gives exactly what is missing:".to_owned());
        lines.push(format!("\n```json\n{}\n```", supplement.custom.to_json()));
    }
    for note in &preflight.notes {
        lines.push(format!("\n> {}", sentence(note)));
    }
    lines.join("\n")
}

/// What gives a permission, or takes it.
fn details(check: &PermissionCheck) -> Vec<String> {
    let given = check.grounds.iter().map(|of| {
        let place = super::at(of.assignment.location.as_ref());
        format!("      {}{place}", visible(&given(of)))
    });
    let taken = check.denials.iter().map(|of| {
        let place = super::at(of.assignment.location.as_ref());
        format!("      denied by {}{place}", visible(&of.assignment.name))
    });
    let without = check.exceptions.iter();
    let without = without.map(|of| format!("      without {}", visible(of)));
    given.chain(taken).chain(without).collect()
}

fn summary(preflight: &Preflight) -> String {
    let held = preflight
        .permissions
        .iter()
        .filter(|of| of.outcome == Outcome::Held)
        .count();
    format!("{held} of {} permissions held", preflight.permissions.len())
}

/// The role that would do, in a sentence; none where none would.
fn role(supplement: &Supplement) -> Option<String> {
    let role = supplement.role.as_ref()?;
    Some(format!(
        "The smallest built-in role that gives everything missing is {} ({}): beside it, it gives {} of the {} actions known here.",
        role.role.name, role.role.id, role.extra, role.of
    ))
}

fn given(ground: &AzureGround) -> String {
    let role = match ground.role.name.as_str() {
        "" => ground.role.id.as_str(),
        name => name,
    };
    let standing = match ground.standing.as_str() {
        "" => String::new(),
        standing => format!(", {standing}"),
    };
    format!(
        "{role} at {}, which {} ({}){standing}",
        ground.assignment.scope, ground.membership, ground.assignment.name
    )
}

fn principal(of: &PrincipalRef) -> String {
    match &of.name {
        Some(name) => format!("{name} ({})", of.id),
        None => of.id.clone(),
    }
}

fn needed(check: &PermissionCheck) -> String {
    match check.needed_if {
        "" => String::new(),
        when => format!("; only if {when}"),
    }
}

fn after(check: &PermissionCheck) -> &'static str {
    match check.outcome {
        Outcome::Held => "",
        Outcome::Partly => "  (not all)",
        Outcome::Denied => "  (denied)",
        Outcome::Missing => "  (missing)",
    }
}

fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Held => "✓",
        Outcome::Partly | Outcome::Denied | Outcome::Missing => "✕",
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Held => "held",
        Outcome::Partly => "not all",
        Outcome::Denied => "denied",
        Outcome::Missing => "missing",
    }
}
