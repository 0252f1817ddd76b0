//! What if someone comes with a line or an error?
//!
//! One field that takes a line of kubectl or curl, an audit event, or a refusal. Enter reads it, and
//! pasting reads it at once. Below it stands what the field takes, or what of it was not understood.

use web_sys::{HtmlTextAreaElement, InputEvent, KeyboardEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, component, html};

use super::keyboard::LINE;
use super::notes::words;
use crate::app::paste::Paste;
use crate::app::state::Action;
use crate::app::text::lines;

/// The most lines the field grows to.
const MOST: usize = 6;

#[derive(Properties, PartialEq)]
pub(crate) struct PasteBoxProps {
    pub(crate) paste: Paste,
    /// Whether the line asks more than the sentence says.
    pub(crate) is_more: bool,
    pub(crate) on_action: Callback<Action>,
}

/// The field and the line below it.
#[component]
pub(crate) fn PasteBox(props: &PasteBoxProps) -> Html {
    let paste = &props.paste;
    let oninput = {
        let on_action = props.on_action.clone();
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            let text = field.value();
            on_action.emit(match event.input_type().as_str() {
                "insertFromPaste" | "insertFromDrop" => Action::Paste(text),
                _ => Action::Type(text),
            });
        }
    };
    let onkeydown = {
        let on_action = props.on_action.clone();
        move |event: KeyboardEvent| {
            if event.key() != "Enter" || event.shift_key() || event.is_composing() {
                return;
            }
            event.prevent_default();
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            on_action.emit(Action::Paste(field.value()));
        }
    };
    let invalid = paste.unread.is_some().then_some("true");
    let rows = lines(&paste.text).min(MOST);
    html! {
        <div class="paste">
            <label class="sr" for={LINE}>{ "Paste a line or an error" }</label>
            <div class={classes!("line", invalid.map(|_| "unread"))}>
                <span aria-hidden="true">{ "$" }</span>
                <textarea id={LINE} rows={rows.to_string()} value={paste.text.clone()} placeholder="Paste a line or an error"
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go"
                    aria-describedby="line-hint" aria-invalid={invalid} {oninput} {onkeydown} />
            </div>
            <p class="takes" id="line-hint">{ below(props) }</p>
        </div>
    }
}

fn below(props: &PasteBoxProps) -> Html {
    let paste = &props.paste;
    if paste.is_waiting() {
        return html! { <><kbd>{ "Enter" }</kbd>{ " asks this." }</> };
    }
    if let Some(unread) = &paste.unread {
        return html! {
            <span class="unread" role="alert">
                <b>{ if unread.is_idle { "Nothing to decide: " } else { "Not understood: " } }</b>
                if !unread.word.is_empty() {
                    <code>{ &unread.word }</code>{ ", " }
                }
                <bdi>{ for words(&unread.why) }</bdi>{ "." }
            </span>
        };
    }
    if props.is_more {
        let on_action = props.on_action.clone();
        return html! {
            <>
                { "The sentence is its first request. " }
                <button type="button" class="link" onclick={move |_| on_action.emit(Action::AskPlainly)}>
                    { "Ask the sentence instead" }
                </button>
            </>
        };
    }
    html! {
        <>
            { "Understands kubectl, curl, an audit event, or a pasted Forbidden error. " }
            <span class="hide">{ "Press " }<kbd>{ "/" }</kbd>{ " to type." }</span>
        </>
    }
}
