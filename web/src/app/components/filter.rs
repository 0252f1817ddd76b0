//! Which rows of a list are wanted?

use web_sys::{HtmlInputElement, InputEvent};
use yew::{Html, TargetCast, UseStateHandle, html};

/// A field that narrows a list.
pub(crate) fn filter(
    id: &'static str,
    label: &'static str,
    wanted: &UseStateHandle<String>,
) -> Html {
    let oninput = {
        let wanted = wanted.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            wanted.set(field.value());
        }
    };
    html! {
        <input type="search" {id} class="filter" aria-label={label} placeholder="Filter" value={(**wanted).clone()} {oninput} />
    }
}
