//! How does a text get out of the page? Only by copying it.

use gloo::timers::callback::Timeout;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{HtmlDocument, HtmlTextAreaElement};
use yew::{AttrValue, Html, Properties, classes, component, html, use_mut_ref, use_state_eq};

/// How long the button says that it has copied.
const SAYS_SO: u32 = 1600;

#[derive(Properties, PartialEq)]
pub(crate) struct CopyProps {
    /// What the button says.
    pub(crate) label: AttrValue,
    /// What is copied.
    pub(crate) text: AttrValue,
    #[prop_or_default]
    pub(crate) class: AttrValue,
}

/// A button that copies a text.
#[component]
pub(crate) fn Copy(props: &CopyProps) -> Html {
    let is_done = use_state_eq(|| false);
    let clock = use_mut_ref(|| None::<Timeout>);
    let text = props.text.clone();
    let copied = is_done.clone();
    let onclick = move |_| {
        write(&text);
        copied.set(true);
        let copied = copied.clone();
        *clock.borrow_mut() = Some(Timeout::new(SAYS_SO, move || copied.set(false)));
    };
    let done = if *is_done { "Copied" } else { "" };
    html! {
        <>
            <button type="button" class={classes!("btn", props.class.to_string())} {onclick}>
                <span class="swap">
                    <span aria-hidden={is_done.to_string()}>{ props.label.clone() }</span>
                    <span aria-hidden={(!*is_done).to_string()}>{ "Copied" }</span>
                </span>
            </button>
            <span class="sr" role="status">{ done }</span>
        </>
    }
}

/// Puts a text on the clipboard; pages that are not served securely have only the old way.
pub(crate) fn write(text: &str) {
    if !window().is_secure_context() {
        return write_by_selecting(text);
    }
    let written = window().navigator().clipboard().write_text(text);
    let text = text.to_owned();
    let refused = Closure::once(move |_| write_by_selecting(&text));
    drop(written.catch(&refused));
    refused.forget();
}

fn write_by_selecting(text: &str) {
    let Ok(area) = document().create_element("textarea") else {
        return;
    };
    let area: HtmlTextAreaElement = area.unchecked_into();
    area.set_value(text);
    area.set_class_name("sr");
    let body = document().body();
    let is_shown = body.is_some_and(|body| body.append_child(&area).is_ok());
    if is_shown && let Some(document) = document().dyn_ref::<HtmlDocument>() {
        area.select();
        // a browser that refuses this too leaves the text to be copied by hand
        drop(document.exec_command("copy"));
    }
    area.remove();
}
