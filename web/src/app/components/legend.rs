//! Which outline stands for what?

use yew::{Html, html};

use super::term::said;

/// The outlines with their words, for those who see them for the first time.
pub(crate) fn legend() -> Html {
    let pill = "M9 2h16a8.5 8.5 0 0 1 0 17H9A8.5 8.5 0 0 1 9 2z";
    let hexagon = "M8 2h18l6 8.5L26 19H8L2 10.5z";
    let entry = |words: &'static str, class: &'static str, paths: Html| {
        html! {
            <li><svg viewBox="0 -9 34 31" width="30" height="27" aria-hidden="true"><g {class}>{ paths }</g></svg>{ said(words) }</li>
        }
    };
    let path = |d: &'static str| html! { <path class="nd" {d} /> };
    html! {
        <ul class="legend" aria-label="Legend">
            { entry("identity", "", path(pill)) }
            { entry("group", "", html! { <><path class="nd" d={pill} transform="translate(3 -3)" />{ path(pill) }</> }) }
            { entry("assignment", "", html! { <>{ path(hexagon) }<path class="nd" d="M17 2v-3" /><circle class="nd" cx="17" cy="-4" r="3" /></> }) }
            { entry("binding", "", path(hexagon)) }
            { entry("role", "", path("M4 2h19l7 7v10H4zM23 2v7h7")) }
            { entry("rule", "", html! { <>{ path("M4 2h26v17H4z") }<path class="side" d="M6 2v17" /></> }) }
            { entry("deny", "dn", html! { <>{ path("M9 2h16l6 5.5v6L25 19H9l-6-5.500v-6z") }{ path("M11 5h12l5 4v3l-5 4H11l-5-4V9z") }</> }) }
            { entry("near miss", "gh", path(hexagon)) }
        </ul>
    }
}
