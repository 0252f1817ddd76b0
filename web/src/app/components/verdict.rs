//! What is the answer?
//!
//! The one filled region of the page: the verdict, its cause, and word for word what the caller reads
//! or, where nothing is printed, what the audit log says. The words come from the engine.

use std::rc::Rc;

use aksess::{Trace, report};
use yew::{AttrValue, Html, Properties, classes, component, html};

use super::clipboard::Copy;
use super::icons::{Allowed, Denied};

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    pub(crate) trace: Rc<Trace>,
    /// The question in words, spoken with the verdict when it changes.
    pub(crate) request: AttrValue,
    /// Whether the texts have changed since.
    pub(crate) is_behind: bool,
}

/// The verdict.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let trace = &props.trace;
    let is_allowed = trace.decision.is_allowed();
    let headline = report::verdict(trace);
    let (word, rest) = headline.split_once(' ').unwrap_or((headline, ""));
    let class = classes!(
        "verdict",
        if is_allowed { "ok" } else { "no" },
        props.is_behind.then_some("behind")
    );
    html! {
        <section {class} id="answer" tabindex="-1" aria-label="The answer">
            if is_allowed { <Allowed /> } else { <Denied /> }
            <h1><em>{ word }</em>{ " " }{ rest }</h1>
            <p class="because"><bdi>{ report::because(trace) }</bdi></p>
            <div class="acts"><Copy label="Copy answer" text={report::render(trace)} /></div>
            { message(trace) }
            <p class="sr" role="status">
                { format!("{headline}. {}: {}", trace.request.user, props.request) }
            </p>
        </section>
    }
}

/// What the caller reads; what is logged where the caller reads nothing special.
fn message(trace: &Trace) -> Html {
    match (&trace.message, trace.reason.as_str()) {
        (Some(message), _) => html! {
            <div class="msg"><code>{ "Error from server (Forbidden): " }{ message }</code></div>
        },
        (None, "") => html! {
            <div class="msg"><small>{ "No message, and no reason in the audit log." }</small></div>
        },
        (None, reason) => html! {
            <div class="msg">
                <small>{ "No message. The audit log says" }</small>
                <code>{ reason }</code>
            </div>
        },
    }
}
