//! What was looked at by Azure RBAC?

use aksess::azure::Plane;
use aksess::azure::trace::{AzureAnswer, AzureGround, AzureNearMiss, AzureTrace, Denial};
use aksess::{Decision, Gate as Asked, Trace};

use super::{HANGING, is_off, node, opinion};
use crate::journey::model::{Gate, Hanging, Lane, Node, Part, Post, Shape, Tone};

/// `None` where no authorizer was asked.
pub(super) fn lane(trace: Option<&Trace>) -> Lane {
    let Some(trace) = trace else {
        return Lane::empty(Gate::Azure, "Not asked", Tone::Quiet, Post::Unasked);
    };
    let Some(azure) = trace.azure.as_ref().filter(|of| !is_off(Some(of))) else {
        let mut lane = Lane::empty(Gate::Azure, "Not in use", Tone::Quiet, Post::Off);
        lane.note = match &trace.azure {
            Some(azure) => azure.why.clone(),
            None => "No cluster of Azure is described.".to_owned(),
        };
        return lane;
    };
    let decision = opinion(trace, Asked::AzureRbac).unwrap_or(Decision::NoOpinion);
    let (words, tone, post) = match (decision, azure.answer) {
        (Decision::Allow, _) => ("Allowed".to_owned(), Tone::Allows, Post::Open),
        (Decision::Deny, AzureAnswer::Denied) => {
            let name = azure.denials.first().map_or("", |of| &of.assignment.name);
            (format!("Denied by {name}"), Tone::Refuses, Post::Shut)
        }
        (Decision::Deny, AzureAnswer::NonEntraDenied) => (
            "Refused: not from Entra".to_owned(),
            Tone::Refuses,
            Post::Shut,
        ),
        (Decision::Deny, AzureAnswer::Failed) => {
            ("Refused: error".to_owned(), Tone::Refuses, Post::Shut)
        }
        (Decision::Deny, _) => ("No grant".to_owned(), Tone::Refuses, Post::Shut),
        (_, AzureAnswer::NotAllowed) => {
            ("No opinion: no grant".to_owned(), Tone::Quiet, Post::Thin)
        }
        (_, AzureAnswer::Failed) => ("No opinion: error".to_owned(), Tone::Quiet, Post::Thin),
        _ => ("No opinion".to_owned(), Tone::Quiet, Post::Thin),
    };
    let mut lane = Lane::empty(Gate::Azure, &words, tone, post);
    fill(&mut lane, azure);
    lane
}

pub(super) fn fill(lane: &mut Lane, azure: &AzureTrace) {
    let mut hanging = Vec::new();
    let mut grounds = azure.grounds.iter();
    if let Some((first, others)) = azure.denials.split_first() {
        lane.thread = vec![deny(first)];
        hanging.extend(others.iter().map(|of| Hanging {
            node: deny(of),
            why: "Denies it, too.".to_owned(),
        }));
    } else if lane.tone == Tone::Allows
        && let Some(first) = grounds.next()
    {
        lane.thread = on_thread(first);
    }
    hanging.extend(grounds.map(enough));
    hanging.extend(azure.near_misses.iter().map(near));
    let all = hanging.len();
    hanging.truncate(HANGING);
    lane.hanging = hanging;
    if lane.hanging.is_empty() && lane.thread.is_empty() {
        lane.note.clone_from(&azure.why);
    }
    let counts = azure.counts;
    let shown = lane.hanging.len() + usize::from(!lane.thread.is_empty());
    let others = (counts.assignments + counts.denies).saturating_sub(shown);
    lane.rest = match (all > HANGING, others) {
        (_, 0) => String::new(),
        (true, 1) => "1 more assignment was looked at.".to_owned(),
        (true, more) => format!("{more} more assignments were looked at."),
        (false, 1) => "1 more assignment does not come nearer.".to_owned(),
        (false, more) => format!("{more} more assignments do not come nearer."),
    };
}

fn on_thread(ground: &AzureGround) -> Vec<Node> {
    let permission = &ground.permission;
    vec![
        assignment(ground, Part::Decided),
        node(
            Shape::Role,
            Part::Decided,
            role_name(&ground.role.name, &ground.role.id),
            if ground.role.is_custom {
                "custom role"
            } else {
                "built-in role"
            },
            ground.role.location.as_ref(),
        ),
        node(
            Shape::Rule,
            Part::Decided,
            &short_action(&permission.pattern),
            list(permission.list),
            permission.location.as_ref(),
        ),
    ]
}

/// An assignment is known by whom it names, because its own name is a number.
fn assignment(ground: &AzureGround, part: Part) -> Node {
    let principal = &ground.principal;
    let whom = principal.name.as_ref().unwrap_or(&principal.id);
    let scope = scope_name(&ground.assignment.scope);
    let at = ground.assignment.location.as_ref();
    node(
        Shape::Assignment,
        part,
        &format!("to {whom}"),
        &format!("at {scope}"),
        at,
    )
}

fn deny(denial: &Denial) -> Node {
    node(
        Shape::Deny,
        Part::Decided,
        &denial.assignment.name,
        &denial.principal,
        denial.assignment.location.as_ref(),
    )
}

fn enough(ground: &AzureGround) -> Hanging {
    let mut node = assignment(ground, Part::Enough);
    role_name(&ground.role.name, &ground.role.id).clone_into(&mut node.name);
    Hanging {
        node,
        why: "Also enough.".to_owned(),
    }
}

fn near(miss: &AzureNearMiss) -> Hanging {
    let words = miss.differences.iter().map(|of| of.words.as_str());
    let words: Vec<&str> = words.collect();
    let count = match words.len() {
        0 | 1 => "",
        2 => "Two things differ: ",
        _ => "Several things differ: ",
    };
    let at = miss.differences.iter().find_map(|of| of.location.as_ref());
    let whom = miss.principal.name.as_ref().unwrap_or(&miss.principal.id);
    Hanging {
        node: node(
            Shape::Assignment,
            Part::Near,
            role_name(&miss.role.name, &miss.role.id),
            &format!("to {whom}"),
            at.or(miss.assignment.location.as_ref()),
        ),
        why: format!("{count}{}", words.join(" ")),
    }
}

/// What the list is called that an entry is in.
fn list(plane: Plane) -> &'static str {
    match plane {
        Plane::Actions => "actions",
        Plane::DataActions => "dataActions",
    }
}

/// The name people see; without one, the number.
pub fn role_name<'a>(name: &'a str, id: &'a str) -> &'a str {
    let shown = if name.is_empty() { id } else { name };
    // every role of this service begins like that
    shown
        .strip_prefix("Azure Kubernetes Service ")
        .filter(|rest| !rest.is_empty())
        .unwrap_or(shown)
}

/// An action without its provider, which is the same in all of them.
pub fn short_action(action: &str) -> String {
    let mut segments = action.splitn(3, '/');
    match (segments.next(), segments.next(), segments.next()) {
        (Some(provider), Some(_), Some(rest)) if provider.contains('.') => rest.to_owned(),
        _ => action.to_owned(),
    }
}

/// The last name of a scope.
pub fn scope_name(scope: &str) -> &str {
    match scope.rsplit('/').find(|of| !of.is_empty()) {
        Some(name) => name,
        None => "the root",
    }
}
