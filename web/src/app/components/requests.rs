//! Which requests does a line come down to, and how is each answered?
//!
//! A line of kubectl is several requests of the client; acting as someone else asks for permissions of
//! its own. One request is looked at; each other one can be.

use std::rc::Rc;

use aksess::SubjectAccessReviewSpec;
use aksess::command::Need;
use aksess::review::Reviewed;
use yew::{Callback, Html, Properties, classes, component, html};

use super::notes::words;
use crate::app::answer::Answer;
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct RequestsProps {
    pub(crate) answer: Rc<Answer>,
    pub(crate) on_action: Callback<Action>,
}

/// The requests of an answer, in the order they are made.
#[component]
pub(crate) fn Requests(props: &RequestsProps) -> Html {
    let review = &props.answer.review;
    let requests = review.requests.iter().enumerate();
    html! {
        <section class="requests" aria-labelledby="requests">
            <h2 id="requests">
                if review.requests.is_empty() { { "About this line" } } else {
                    { "Requests of this line " }<span class="n">{ review.requests.len() }</span>
                }
            </h2>
            <ol>
                { for review.impersonation.iter().map(|of| permission(&of.request, of.allowed)) }
                { for requests.map(|(at, of)| request(at, of, props)) }
            </ol>
            { for review.notes.iter().map(|note| html! { <p class="after"><bdi>{ for words(note) }</bdi></p> }) }
        </section>
    }
}

fn sign(is_allowed: bool) -> Html {
    let (class, sign, words) = if is_allowed {
        ("y", "✓", "allowed: ")
    } else {
        ("x", "✕", "denied: ")
    };
    html! {
        <><span class={classes!("i", class)} aria-hidden="true">{ sign }</span><span class="sr">{ words }</span></>
    }
}

/// A permission asked for to act as someone else.
fn permission(asked: &SubjectAccessReviewSpec, is_allowed: bool) -> Html {
    let attributes = asked.resource_attributes.as_ref();
    let words = attributes.map_or_else(String::new, |of| {
        let resource = match of.subresource.as_str() {
            "" => of.resource.clone(),
            subresource => format!("{}/{subresource}", of.resource),
        };
        format!("{} {resource} {}", of.verb, of.name)
    });
    html! { <li class="step"><span>{ sign(is_allowed) }<bdi>{ words }</bdi></span></li> }
}

fn request(at: usize, of: &Reviewed, props: &RequestsProps) -> Html {
    let on_action = props.on_action.clone();
    let current = (props.answer.picked == Some(at)).then_some("true");
    let need = match of.need {
        Need::Required => "",
        Need::Soft => "may be refused",
        Need::Assumed => "granted to everyone by default",
        Need::Escalation => "escalation check",
    };
    let only_if = of.only_if.map(|state| format!("only if {}", state.words()));
    let parts = [of.why.clone(), only_if.unwrap_or_default(), need.to_owned()];
    let about: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    html! {
        <li class="step">
            <button type="button" aria-current={current} onclick={move |_| on_action.emit(Action::Pick(at))}>
                { sign(of.allowed) }<bdi>{ &of.line }</bdi>
                if !about.is_empty() {
                    <span class="why">{ format!(" {}", about.join(", ")) }</span>
                }
            </button>
        </li>
    }
}
