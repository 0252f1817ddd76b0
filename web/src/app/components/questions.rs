//! What do the documents ask of themselves, and does it come out as they expect?

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, Properties, classes, component, html, use_state_eq};

use super::icons::{Open, Shut};
use super::tree::More;
use crate::app::question::Question;
use crate::app::state::Action;
use crate::app::workspace::Expectation;

/// How many are drawn before the rest is asked for.
const FIRST: usize = 50;

#[derive(Properties, PartialEq)]
pub(crate) struct QuestionsProps {
    pub(crate) title: AttrValue,
    pub(crate) expectations: Rc<Vec<Expectation>>,
    /// The question that is asked now.
    pub(crate) question: Question,
    pub(crate) on_action: Callback<Action>,
}

/// The questions of the documents.
#[component]
pub(crate) fn Questions(props: &QuestionsProps) -> Html {
    let limit = use_state_eq(|| FIRST);
    let all = &props.expectations;
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <section class="questions" aria-labelledby="questions">
            <h2 id="questions">{ props.title.clone() }{ " " }<span class="n">{ all.len() }</span></h2>
            <ul class="list">
                { for all.iter().take(*limit).map(|of| entry(of, props)) }
                <More hidden={all.len().saturating_sub(*limit)}
                    on_more={Callback::from({ let limit = limit.clone(); move |()| limit.set(*limit * 4) })} />
            </ul>
        </section>
    }
}

fn entry(expectation: &Expectation, props: &QuestionsProps) -> Html {
    let asked = expectation.question.clone();
    let current = (asked == props.question).then_some("true");
    let (request, user) = (asked.request(), asked.user.clone());
    let on_action = props.on_action.clone();
    let onclick = move |_| on_action.emit(Action::AskAll(asked.clone()));
    let (gate, expects) = match expectation.expected {
        Some(true) => (html! { <Open /> }, "expects Allowed"),
        Some(false) => (html! { <Shut /> }, "expects Denied"),
        None => (html! { <span /> }, "expects nothing"),
    };
    let failures = &expectation.outcome.failures;
    let (tag, words) = if failures.is_empty() {
        ("tag ok", "as expected")
    } else {
        ("tag no", "not as expected")
    };
    html! {
        <li>
            <button type="button" class="entry" aria-current={current} {onclick}
                title={failures.join("; ")}>
                { gate }
                <b><bdi>{ request }</bdi></b>
                <span class={classes!(tag)}>{ words }</span>
                <small><bdi>{ user }</bdi>{ ", " }{ expects }</small>
            </button>
        </li>
    }
}
