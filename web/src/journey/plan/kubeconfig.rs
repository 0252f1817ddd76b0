//! May the caller fetch a kubeconfig, and who says so?

use aksess::By;
use aksess::review::{AccessReview, GateName, OpinionWord};

use super::azure;
use crate::journey::model::{Gate, Lane, Post, Tone};

/// The gate as it was asked for, else what is known beside the request: it stops nobody who holds a file.
pub(super) fn lane(review: &AccessReview) -> Lane {
    if let Some(action) = review.settled_action() {
        let (words, tone, post) = match (action.allowed, action.by) {
            (true, _) => ("Allowed".to_owned(), Tone::Allows, Post::Open),
            (false, By::LocalAccountsDisabled) => (
                "Local accounts are off".to_owned(),
                Tone::Refuses,
                Post::Shut,
            ),
            (false, _) => match action.azure.denials.first() {
                Some(denial) => (
                    format!("Denied by {}", denial.assignment.name),
                    Tone::Refuses,
                    Post::Shut,
                ),
                None => ("No grant".to_owned(), Tone::Refuses, Post::Shut),
            },
        };
        let mut lane = Lane::empty(Gate::Kubeconfig, &words, tone, post);
        azure::fill(&mut lane, &action.azure);
        return lane;
    }
    let said = review
        .gates
        .iter()
        .find(|of| of.gate == GateName::Kubeconfig);
    let (opinion, words) = said.map_or((OpinionWord::NotAsked, ""), |of| {
        (of.opinion, of.words.as_str())
    });
    let (short, tone) = match opinion {
        OpinionWord::Allowed => ("Allowed", Tone::Allows),
        OpinionWord::Denied => ("No grant", Tone::Quiet),
        OpinionWord::NoOpinion => ("No opinion", Tone::Quiet),
        OpinionWord::NotInUse => ("Not in use", Tone::Quiet),
        OpinionWord::NotAsked => ("Not asked", Tone::Quiet),
    };
    let post = match opinion {
        OpinionWord::Allowed => Post::Open,
        _ => Post::Thin,
    };
    let mut lane = Lane::empty(Gate::Kubeconfig, short, tone, post);
    let words = words.strip_prefix("Not asked: ").unwrap_or(words);
    let (words, _) = words.split_once(';').unwrap_or((words, ""));
    lane.note = sentence(words.trim_end_matches('.'));
    lane
}

/// A part of a sentence as one of its own.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
