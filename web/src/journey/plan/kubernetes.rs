//! What was looked at by Kubernetes RBAC?

use aksess::{Gate as Asked, Ground, NearMiss, ObjectRef, RuleRef, Trace};

use super::{HANGING, node, opinion};
use crate::journey::model::{Gate, Hanging, Lane, Node, Part, Post, Shape, Tone};

pub(super) fn lane(trace: &Trace) -> Lane {
    let counts = trace.counts;
    let allows = opinion(trace, Asked::KubernetesRbac).is_some_and(aksess::Decision::is_allowed);
    let mut grounds = trace.grounds.iter();
    if allows && let Some(first) = grounds.next() {
        let mut lane = Lane::empty(Gate::Kubernetes, "Allowed", Tone::Allows, Post::Open);
        lane.thread = on_thread(first);
        lane.hanging = grounds.by_ref().take(HANGING).map(enough).collect();
        lane.rest = match grounds.count() {
            0 => String::new(),
            1 => "1 more binding grants the same.".to_owned(),
            more => format!("{more} more bindings grant the same."),
        };
        return lane;
    }
    let mut lane = Lane::empty(Gate::Kubernetes, "No grant", Tone::Quiet, Post::Thin);
    lane.hanging = trace.near_misses.iter().take(HANGING).map(near).collect();
    let others = counts.bindings.saturating_sub(lane.hanging.len());
    lane.rest = match (counts.bindings, others) {
        (0, _) => "No binding is known here.".to_owned(),
        (_, 0) => String::new(),
        (all, _) if lane.hanging.is_empty() => {
            format!("{}. None comes near.", known(all))
        }
        (_, 1) => "1 more binding does not come nearer.".to_owned(),
        (_, more) => format!("{more} more bindings do not come nearer."),
    };
    lane
}

fn known(bindings: usize) -> String {
    match bindings {
        1 => "1 binding known".to_owned(),
        all => format!("{all} bindings known"),
    }
}

fn on_thread(ground: &Ground) -> Vec<Node> {
    vec![
        binding(&ground.binding, Part::Decided),
        node(
            Shape::Role,
            Part::Decided,
            &ground.role.name,
            &ground.role.kind,
            ground.role.location.as_ref(),
        ),
        rule(&ground.rule),
    ]
}

fn binding(of: &ObjectRef, part: Part) -> Node {
    let about = match &of.namespace {
        Some(namespace) => format!("{} in {namespace}", of.kind),
        None => of.kind.clone(),
    };
    node(Shape::Binding, part, &of.name, &about, of.location.as_ref())
}

/// The verbs, and what they are about: a long list only says how long it is.
fn rule(rule: &RuleRef) -> Node {
    let (first, others) = match (rule.resources.as_slice(), rule.non_resource_urls.as_slice()) {
        ([first, others @ ..], _) | ([], [first, others @ ..]) => (first.as_str(), others.len()),
        ([], []) => ("nothing", 0),
    };
    let about = match others {
        0 => first.to_owned(),
        more => format!("{first} and {more} more"),
    };
    node(
        Shape::Rule,
        Part::Decided,
        &rule.verbs.join(", "),
        &about,
        rule.location.as_ref(),
    )
}

fn enough(ground: &Ground) -> Hanging {
    Hanging {
        node: binding(&ground.binding, Part::Enough),
        why: format!("Also enough, by {} {}.", ground.role.kind, ground.role.name),
    }
}

fn near(miss: &NearMiss) -> Hanging {
    let words = miss.differences.iter().map(|of| of.words.as_str());
    let words: Vec<&str> = words.collect();
    let count = match words.len() {
        0 | 1 => "",
        2 => "Two things differ: ",
        _ => "Several things differ: ",
    };
    let mut node = binding(&miss.binding, Part::Near);
    let at = miss.differences.iter().find_map(|of| of.location.clone());
    node.at = at.or(node.at);
    Hanging {
        node,
        why: format!("{count}{}", words.join(" ")),
    }
}
