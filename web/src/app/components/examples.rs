//! What can be tried?
//!
//! The scenarios the engine is tested with, as a gallery that can be searched: title, first question, and
//! how it should come out.

use aksess::azure::letter_case::folded;
use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html, use_effect_with, use_state_eq};

use super::filter::filter;
use super::icons;
use super::term::said;
use crate::app::examples::{Example, all};
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct ExamplesProps {
    /// The path of the example that is open.
    pub(crate) open: Option<String>,
    pub(crate) on_action: Callback<Action>,
}

/// The gallery.
#[component]
pub(crate) fn Examples(props: &ExamplesProps) -> Html {
    let examples = use_state_eq(|| None::<Rc<Vec<Example>>>);
    let wanted = use_state_eq(String::new);
    use_effect_with((), {
        let examples = examples.clone();
        move |()| all(move |found| examples.set(Some(found)))
    });
    let Some(all) = (*examples).clone() else {
        return html! { <p class="after" role="status">{ "The examples are being read." }</p> };
    };
    let typed = folded(wanted.trim());
    let matching: Vec<&Example> = all.iter().filter(|of| of.matches(&typed)).collect();
    let mut folders: Vec<&str> = Vec::new();
    for of in &matching {
        if !folders.contains(&of.folder.as_str()) {
            folders.push(&of.folder);
        }
    }
    let groups = folders.iter().map(|folder| {
        let of_this = matching.iter().filter(|of| of.folder == **folder);
        html! {
            <section aria-label={(*folder).to_owned()}>
                <h3>{ said(words(folder)) }</h3>
                <ul class="gallery">{ for of_this.map(|of| entry(of, props)) }</ul>
            </section>
        }
    });
    html! {
        <section class="examples" aria-labelledby="examples-title">
            <div class="head">
                <h2 id="examples-title"><b>{ "Examples" }</b>{ " " }<span class="n">{ format!("{} of {}", matching.len(), all.len()) }</span></h2>
                { filter("examples-filter", "Find an example", &wanted) }
            </div>
            <p class="after">{ "The engine is tested with these files. Opening one replaces what is in the workspace; undo brings it back." }</p>
            { for groups }
            if matching.is_empty() { <p class="after">{ "No example is called that." }</p> }
        </section>
    }
}

fn words(folder: &str) -> &str {
    match folder {
        "kubernetes" => "Kubernetes RBAC",
        "azure" => "Azure RBAC",
        "chain" => "The order of both",
        "entra" => "Signing in with Entra",
        "kubectl" => "Lines of kubectl",
        "http" => "Request lines",
        "questions" => "What people ask",
        folder => folder,
    }
}

fn entry(of: &Example, props: &ExamplesProps) -> Html {
    let current = (props.open.as_deref() == Some(of.path.as_str())).then_some("true");
    let (on_action, example) = (props.on_action.clone(), of.clone());
    let onclick = move |_| on_action.emit(Action::Example(example.clone()));
    let gate = match of.allowed {
        Some(true) => html! { <>{ icons::open() }<span class="sr">{ "Allowed: " }</span></> },
        Some(false) => html! { <>{ icons::shut() }<span class="sr">{ "Denied: " }</span></> },
        None => html! { <span /> },
    };
    html! {
        <li>
            <button type="button" class="entry" aria-current={current} {onclick}>
                { gate }<b><bdi>{ said(&of.title) }</bdi></b><small><bdi>{ &of.request }</bdi></small>
            </button>
        </li>
    }
}
