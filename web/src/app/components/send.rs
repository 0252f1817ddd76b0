//! How does what is open get to someone else, or out of the page?
//!
//! A link that holds everything, names replaced by pseudonyms before it is sent, and files. None of it
//! passes a server: the link is the data.

use std::rc::Rc;

use aksess::report;
use gloo::timers::callback::Timeout;
use serde::Serialize;
use wasm_bindgen::JsValue;
use yew::{
    Callback, Html, Properties, UseStateSetter, component, html, use_effect_with, use_state_eq,
};

use super::clipboard::write;
use crate::app::host;
use crate::app::kept::Kept;
use crate::app::reading::HERE;
use crate::app::scenario::scenario;
use crate::app::state::{Action, Origin, State, answer};

/// Time for a frame or two, in milliseconds.
const PAINT: u32 = 50;
/// A longer link is cut by some programs.
const LONG: usize = 8_000;

#[derive(Properties, PartialEq)]
pub(crate) struct SendProps {
    pub(crate) state: Rc<State>,
    pub(crate) on_action: Callback<Action>,
}

/// The buttons and the menu.
#[component]
pub(crate) fn Send(props: &SendProps) -> Html {
    let told = use_state_eq(String::new);
    let redact = redact(props, told.setter());
    // a link that was copied is no longer that of what is shown
    use_effect_with((props.state.changes, props.state.is_linked()), {
        let told = told.clone();
        move |(_, is_linked)| {
            if !is_linked {
                told.set(String::new());
            }
        }
    });
    let share = {
        let (state, told) = (Rc::clone(&props.state), told.clone());
        let on_action = props.on_action.clone();
        move |_| {
            let (asked, changes) = (state.handed_on(), state.changes);
            let is_whole = asked.is_none();
            let text = state.kept(asked.as_ref().unwrap_or(&state.asked)).text();
            let (told, on_action) = (told.clone(), on_action.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let link = host::share(&text).await.ok().and_then(|of| of.as_string());
                match link {
                    Some(link) => {
                        write(&link);
                        on_action.emit(Action::Linked(changes));
                        told.set(copied(link.len(), is_whole));
                    }
                    None => told.set(
                        "This is too large for a link. Save the documents instead.".to_owned(),
                    ),
                }
            });
        }
    };
    let file = |id: &'static str,
                words: &'static str,
                make: fn(&State) -> (String, &'static str, String)| {
        let state = Rc::clone(&props.state);
        let onclick = move |_| {
            let (name, kind, text) = make(&state);
            host::save(&name, kind, &text);
        };
        html! { <li><button type="button" {id} class="entry" {onclick}>{ words }</button></li> }
    };
    let last = {
        let (on_action, told) = (props.on_action.clone(), told.clone());
        move |_| match Kept::read(&host::last()) {
            Some(kept) => on_action.emit(Action::Restore(Box::new(kept), Origin::Other)),
            None => told.set("No other work is kept in this browser.".to_owned()),
        }
    };
    let fresh = {
        let on_action = props.on_action.clone();
        move |_| {
            host::keep("");
            host::unshare();
            on_action.emit(Action::Fresh);
        }
    };
    html! {
        <>
            <button type="button" id="redact" class="btn hide" onclick={redact.clone()}>{ "Redact names" }</button>
            <button type="button" id="share" class="btn" onclick={share}>{ "Share" }</button>
            <button type="button" id="save" class="btn menu" popovertarget="save-menu">{ "Save" }</button>
            <div popover="auto" id="save-menu" class="keys menu-of" aria-label="Save and open">
                <ul>
                    { file("save-documents", "Documents", documents) }
                    { file("save-scenario", "Scenario with these documents", with_scenario) }
                    { file("save-json", "Answer as JSON", json) }
                    { file("save-markdown", "Answer as Markdown", markdown) }
                    <li class="narrow"><button type="button" id="redact-here" class="entry" popovertarget="save-menu" popovertargetaction="hide" onclick={redact}>{ "Redact names" }</button></li>
                    <li><button type="button" id="last" class="entry" onclick={last}>{ "Bring back other work" }</button></li>
                    <li><button type="button" id="fresh" class="entry" onclick={fresh}>{ "Start afresh" }</button></li>
                    <li class="narrow"><button type="button" id="help-here" class="entry" popovertarget="keys">{ "Keys and words" }</button></li>
                </ul>
                <p class="hint">{ "Files are opened with Add files, or dropped anywhere. A scenario brings its question along." }</p>
            </div>
            <p class="sent" role="status">{ (*told).clone() }</p>
        </>
    }
}

/// Replaces the names; with large texts that takes a while, and is told before it begins.
fn redact(props: &SendProps, told: UseStateSetter<String>) -> Callback<yew::MouseEvent> {
    let on_action = props.on_action.clone();
    let is_large = props.state.workspace.size() > HERE;
    Callback::from(move |_| {
        if !is_large {
            on_action.emit(Action::Redact);
            return;
        }
        told.set("Replacing names…".to_owned());
        let on_action = on_action.clone();
        Timeout::new(PAINT, move || on_action.emit(Action::Redact)).forget();
    })
}

fn copied(length: usize, is_whole: bool) -> String {
    if !is_whole {
        return "Link copied. The line may hold a credential and is not in it; what it asks first is."
            .to_owned();
    }
    if length > LONG {
        format!(
            "Link copied. It is {} kB long, and some programs cut it.",
            length / 1000
        )
    } else {
        "Link copied. It holds everything that is open.".to_owned()
    }
}

const YAML: &str = "application/yaml";

fn documents(state: &State) -> (String, &'static str, String) {
    match state.workspace.sources.as_slice() {
        [only] => (only.name.clone(), YAML, only.text.clone()),
        all => (
            "workspace.yaml".to_owned(),
            YAML,
            joined(all.iter().map(|of| of.text.as_str())),
        ),
    }
}

fn with_scenario(state: &State) -> (String, &'static str, String) {
    let scenario = match state.handed_on() {
        Some(asked) => scenario(&asked, Some(&answer(&state.workspace, &asked))),
        None => scenario(&state.asked, Some(&state.answer)),
    };
    let texts = state.workspace.sources.iter().map(|of| of.text.as_str());
    let text = joined(std::iter::once(scenario.as_str()).chain(texts));
    ("scenario.yaml".to_owned(), YAML, text)
}

/// Documents of several texts as one.
fn joined<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts
        .map(str::trim_end)
        .filter(|of| !of.is_empty())
        .collect();
    format!("{}\n", texts.join("\n---\n"))
}

fn json(state: &State) -> (String, &'static str, String) {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    let value = state
        .answer
        .review
        .serialize(&plain)
        .unwrap_or(JsValue::NULL);
    let indent = JsValue::from_f64(2.0);
    let text = js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &indent);
    let text = text.map(String::from).unwrap_or_default();
    ("answer.json".to_owned(), "application/json", text)
}

fn markdown(state: &State) -> (String, &'static str, String) {
    let text = report::review_markdown(&state.answer.review);
    ("answer.md".to_owned(), "text/markdown", format!("{text}\n"))
}
