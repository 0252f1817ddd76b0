//! What is the answer?
//!
//! The one filled region of the page: the verdict, its cause, and word for word what the caller reads
//! or, where nothing is printed, what the audit log says. The words come from the engine.

use std::rc::Rc;

use aksess::report;
use aksess::review::AccessReview;
use yew::{AttrValue, Html, Properties, classes, component, html};

use super::clipboard::Copy;
use super::icons;
use super::notes::words;
use super::term::said;
use crate::app::answer::Answer;

#[derive(Properties, PartialEq)]
pub(crate) struct VerdictProps {
    pub(crate) answer: Rc<Answer>,
    /// What is asked in one line, spoken with the verdict when it changes.
    pub(crate) line: AttrValue,
    /// Whether something else is written since, in the texts or as a line.
    pub(crate) is_behind: bool,
    /// Where the server is told to have answered otherwise.
    pub(crate) contradicts: Option<&'static str>,
}

/// The verdict.
#[component]
pub(crate) fn Verdict(props: &VerdictProps) -> Html {
    let answer = &props.answer;
    let headline = answer.headline();
    let (word, rest) = headline.split_once(' ').unwrap_or((&headline, ""));
    let (tone, sign) = if answer.is_allowed() {
        ("ok", icons::allowed())
    } else {
        ("no", icons::denied())
    };
    let behind = props.is_behind.then_some("behind");
    html! {
        <section class={classes!("verdict", tone, behind)} id="answer" tabindex="-1" aria-label="The answer">
            { sign }
            <h1><em>{ word }</em>{ " " }{ said(rest) }</h1>
            <p class="because"><bdi>{ for words(&answer.because()) }</bdi></p>
            <div class="acts"><Copy label="Copy answer" text={report::render_review(&answer.review)} /></div>
            { message(&answer.review) }
            if let Some(words) = props.contradicts {
                <p class="otherwise">{ words }</p>
            }
            <p class="sr" role="status">
                { format!("{headline}. {}: {}", answer.review.identity.user, props.line) }
            </p>
        </section>
    }
}

/// What the caller reads; what is logged where the caller reads nothing special.
fn message(review: &AccessReview) -> Html {
    let (said, words) = match (&review.message, review.reason.as_str()) {
        (Some(message), _) => ("", format!("{}{message}", introduction(message))),
        (None, "") => ("No message, and no reason in the audit log.", String::new()),
        (None, reason) => ("No message. The audit log says", reason.to_owned()),
    };
    html! {
        <div class="msg">
            if !said.is_empty() {
                <small>{ said }</small>
            }
            if !words.is_empty() {
                <code>{ words }</code>
            }
        </div>
    }
}

/// What kubectl prints before the message of a refusal.
fn introduction(message: &str) -> &'static str {
    if message.contains(" is forbidden: ") || message.starts_with("forbidden: ") {
        "Error from server (Forbidden): "
    } else if message.ends_with(" not found") {
        "Error from server (NotFound): "
    } else {
        ""
    }
}
