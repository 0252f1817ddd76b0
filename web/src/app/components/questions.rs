//! What do the documents ask of themselves, and does it come out as they expect?

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::icons;
use super::more::{more, use_limit};
use crate::app::asked::Asked;
use crate::app::state::Action;
use crate::app::workspace::Expectation;

/// How many are drawn before the rest is asked for.
const FIRST: usize = 50;

#[derive(Properties, PartialEq)]
pub(crate) struct QuestionsProps {
    pub(crate) title: AttrValue,
    pub(crate) expectations: Rc<Vec<Expectation>>,
    /// What is asked now.
    pub(crate) asked: Asked,
    pub(crate) on_action: Callback<Action>,
}

/// The questions of the documents.
#[component]
pub(crate) fn Questions(props: &QuestionsProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let all = &props.expectations;
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <section class="questions" aria-labelledby="questions">
            <h2 id="questions">{ props.title.clone() }{ " " }<span class="n">{ all.len() }</span></h2>
            <ul class="list">
                { for all.iter().take(limit).map(|of| entry(of, props)) }
                { more(all.len().saturating_sub(limit), &on_more) }
            </ul>
        </section>
    }
}

fn entry(expectation: &Expectation, props: &QuestionsProps) -> Html {
    let asked = expectation.asked.clone();
    let current = (asked == props.asked).then_some("true");
    let (request, user) = (asked.line(), asked.question.user.clone());
    let on_action = props.on_action.clone();
    let onclick = move |_| on_action.emit(Action::AskAll(asked.clone()));
    let (gate, class, expects) = match expectation.expected {
        Some(true) => (icons::open(), "tag ok", "Allowed"),
        Some(false) => (icons::shut(), "tag no", "Denied"),
        None => (html! { <span /> }, "tag", ""),
    };
    let failures = &expectation.outcome.failures;
    html! {
        <li>
            <button type="button" class="entry" aria-current={current} title={request.clone()} {onclick}>
                { gate }
                <b><bdi>{ request }</bdi></b>
                <span {class}><span class="sr">{ "expected: " }</span>{ expects }</span>
                <small><bdi>{ user }</bdi></small>
                if let Some(failure) = failures.first() {
                    <small class="tag" title={failures.join("; ")}>{ failure }</small>
                }
            </button>
        </li>
    }
}
