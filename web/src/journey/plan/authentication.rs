//! Who is the caller, and which groups come with them?

use aksess::review::{AccessReview, GateName};
use aksess::{By, Trace};

use super::{HANGING, deciding_group, group_name, node};
use crate::journey::model::{Gate, Hanging, Lane, Part, Post, Shape, Tone};

pub(super) fn lane(review: &AccessReview, trace: Option<&Trace>) -> Lane {
    let said = review
        .gates
        .iter()
        .find(|of| of.gate == GateName::Authentication);
    let words = said.map_or("", |of| of.words.as_str());
    if let Some(refused) = &review.authentication.refused {
        let mut lane = Lane::empty(
            Gate::Authentication,
            "Not recognised",
            Tone::Refuses,
            Post::Shut,
        );
        lane.thread = vec![identity(&review.identity.user)];
        lane.note.clone_from(&refused.why);
        return lane;
    }
    let (opinion, _) = words.split_once([';', ',', ':']).unwrap_or((words, ""));
    let opinion = opinion.trim_end_matches('.');
    let mut lane = Lane::empty(Gate::Authentication, opinion, Tone::Allows, Post::Open);
    // a request made as someone else is theirs
    let (user, groups) = match trace {
        Some(trace) => (&trace.request.user, &trace.request.groups),
        None => (&review.identity.user, &review.identity.groups),
    };
    lane.thread = vec![identity(user)];
    let azure = trace.and_then(|of| of.azure.as_ref());
    let through = trace.and_then(deciding_group);
    let is_through = |group: &String| {
        through
            .as_ref()
            .is_some_and(|(name, _)| name.eq_ignore_ascii_case(group))
    };
    let group = |name: &str, part, at| {
        let known = group_name(azure, name);
        let about = known.map_or("", |_| name);
        node(Shape::Group, part, known.unwrap_or(name), about, at)
    };
    lane.detour = through
        .as_ref()
        .map(|(name, at)| group(name, Part::Decided, at.as_ref()));
    let others: Vec<&String> = groups.iter().filter(|of| !is_through(of)).collect();
    let room = HANGING - usize::from(lane.detour.is_some());
    let shown = others.iter().take(room);
    lane.hanging = shown
        .map(|name| Hanging {
            node: group(name, Part::Carried, None),
            why: String::new(),
        })
        .collect();
    lane.rest = match others.len() - lane.hanging.len() {
        0 => String::new(),
        1 => "1 more group".to_owned(),
        more => format!("{more} more groups"),
    };
    if groups.is_empty() {
        "In no group.".clone_into(&mut lane.note);
    }
    if trace.is_some_and(|of| of.by == By::Superuser) {
        "Passes before every gate".clone_into(&mut lane.opinion);
    }
    lane
}

fn identity(user: &str) -> crate::journey::model::Node {
    let user = if user.is_empty() { "nobody" } else { user };
    node(Shape::Identity, Part::Decided, user, "", None)
}
