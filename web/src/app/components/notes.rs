//! What is wrong, or worth knowing, about the text in the editor?

use aksess::{Diagnostic, Severity};
use yew::{Html, Properties, classes, component, html};

use super::more::{more, use_limit};
use super::place::Marker;
use super::term::{code, said};

/// How many are drawn before the rest is asked for.
const FIRST: usize = 30;

#[derive(Properties, PartialEq)]
pub(crate) struct NotesProps {
    /// Those of the text that is shown.
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) marker: Marker,
}

/// The remarks on a text, each with its line.
#[component]
pub(crate) fn Notes(props: &NotesProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let all = &props.diagnostics;
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="notes" aria-label="Notes on this text">
            { for all.iter().take(limit).map(|of| entry(of, &props.marker)) }
            { more(all.len().saturating_sub(limit), &on_more) }
        </ul>
    }
}

/// The class and the word of a severity.
pub(crate) fn severity(of: Severity) -> (&'static str, &'static str) {
    match of {
        Severity::Error => ("error", "Error"),
        Severity::Warning => ("warning", "Warning"),
        Severity::Info => ("info", "Note"),
    }
}

fn entry(of: &Diagnostic, marker: &Marker) -> Html {
    let (class, word) = severity(of.severity);
    let at = of.location.clone();
    let current = marker.is_on(Some(&at)).then_some("cur");
    let on_select = marker.on_select.clone();
    let place = format!("{}:{}", at.line, at.column);
    let onclick = move |_| on_select.emit(at.clone());
    html! {
        <li>
            <button type="button" class={classes!("note", class, current)} {onclick}>
                <span class="at">{ place }</span>
                <span><b>{ word }</b>{ " " }<bdi>{ for words(&of.message) }</bdi></span>
            </button>
        </li>
    }
}

/// A message with what the author wrote, which it puts in backticks, in the type of code.
pub(crate) fn words(message: &str) -> impl Iterator<Item = Html> {
    let parts = message.split('`').enumerate();
    parts.map(
        |(at, part)| {
            if at % 2 == 1 { code(part) } else { said(part) }
        },
    )
}
