//! How much room is there?

use gloo::events::EventListener;
use gloo::utils::window;
use yew::{hook, use_effect_with, use_state_eq};

/// Whether a media query holds; follows it when that changes.
#[hook]
pub(crate) fn use_media(query: &'static str) -> bool {
    let holds = use_state_eq(|| matches(query));
    let now = *holds;
    use_effect_with(query, move |query| {
        let query = *query;
        let list = window().match_media(query).ok().flatten();
        let listener = list
            .map(|list| EventListener::new(&list, "change", move |_| holds.set(matches(query))));
        move || drop(listener)
    });
    now
}

fn matches(query: &str) -> bool {
    let list = window().match_media(query).ok().flatten();
    list.is_some_and(|list| list.matches())
}
