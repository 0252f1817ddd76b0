//! What if a list is longer than what is worth drawing at once?
//!
//! The first entries are drawn, and a button for the rest says how many there are.

use yew::{Callback, Html, hook, html, use_callback, use_state_eq};

/// How many entries are drawn so far, and the way to more.
#[hook]
pub(crate) fn use_limit(first: usize) -> (usize, Callback<()>) {
    let limit = use_state_eq(|| first);
    let on_more = use_callback(limit.clone(), |(), limit| limit.set(**limit * 4));
    (*limit, on_more)
}

/// The last item of a list of which some are hidden.
pub(crate) fn more(hidden: usize, on_more: &Callback<()>) -> Html {
    if hidden == 0 {
        return Html::default();
    }
    html! { <li class="more">{ button(hidden, on_more) }</li> }
}

/// The way to the rest.
pub(crate) fn button(hidden: usize, on_more: &Callback<()>) -> Html {
    let on_more = on_more.clone();
    html! {
        <button class="link" type="button" onclick={move |_| on_more.emit(())}>
            { format!("{hidden} more") }
        </button>
    }
}
