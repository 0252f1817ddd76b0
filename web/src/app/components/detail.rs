//! Why is that the answer?
//!
//! Two views of one trace: what was checked, step by step, and beside it either every grant that is
//! enough or the bindings that came near. Where a line comes down to several requests, they come
//! first. A second tab tells who else can do the same, and is worked out only while it is open.

use std::rc::Rc;

use aksess::Trace;
use yew::{AttrValue, Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::grants::Grants;
use super::near_misses::NearMisses;
use super::place::Marker;
use super::requests::Requests;
use super::tabs::{Tab, Tabs};
use super::tree::Tree;
use super::who_can::{WhoCan, subjects};
use crate::app::answer::Answer;
use crate::app::question::Question;
use crate::app::state::Action;
use crate::app::workspace::Compiled;

#[derive(Properties, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) answer: Rc<Answer>,
    /// The request without who asks, as the sentence reads.
    pub(crate) request: AttrValue,
    /// The question of the sentence.
    pub(crate) question: Question,
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) marker: Marker,
    pub(crate) on_action: Callback<Action>,
}

/// The reasons.
#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let tab = use_state_eq(|| Tab::Why);
    let answer = &props.answer;
    let question = answer.question().unwrap_or_else(|| props.question.clone());
    let who = use_memo(
        (*tab, Rc::clone(&props.compiled), question.clone()),
        |(tab, compiled, question)| (*tab == Tab::Who).then(|| compiled.who_can(question)),
    );
    let shown = match (&*who, answer.trace()) {
        (Some(_), _) => html! {
            <WhoCan who={Rc::clone(&who)} {question} marker={props.marker.clone()}
                on_action={props.on_action.clone()} />
        },
        (None, Some(trace)) => why(props, Rc::new(trace.clone())),
        (None, None) => html! {
            <p class="after">{ "No authorizer was asked, so there is nothing to trace." }</p>
        },
    };
    let on_tab = {
        let tab = tab.clone();
        Callback::from(move |of| tab.set(of))
    };
    html! {
        <div class="detail">
            if answer.has_steps() {
                <Requests answer={Rc::clone(answer)} on_action={props.on_action.clone()} />
            }
            <Tabs tab={*tab} count={who.as_ref().as_ref().map(subjects)} {on_tab} />
            <div id="tab-panel" role="tabpanel" aria-labelledby={tab.id()}>{ shown }</div>
        </div>
    }
}

fn why(props: &DetailProps, trace: Rc<Trace>) -> Html {
    let answer = &props.answer;
    let picked = answer.picked.and_then(|at| answer.review.requests.get(at));
    let request = match picked {
        Some(picked) if answer.has_steps() => AttrValue::from(picked.line.clone()),
        _ => props.request.clone(),
    };
    let beside = if trace.decision.is_allowed() {
        html! { <Grants trace={Rc::clone(&trace)} marker={props.marker.clone()} /> }
    } else {
        html! {
            <NearMisses trace={Rc::clone(&trace)} marker={props.marker.clone()}
                has_defaults={props.compiled.has_defaults} on_action={props.on_action.clone()} />
        }
    };
    html! {
        <div class="cols">
            <section>
                <h2>{ "What was checked" }</h2>
                <Tree {trace} {request} marker={props.marker.clone()} />
            </section>
            <section>{ beside }</section>
        </div>
    }
}
