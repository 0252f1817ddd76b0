//! Why is that the answer?
//!
//! Two views of one trace: what was checked, step by step, and beside it either every grant that is
//! enough or the bindings that came near. Where a line comes down to several requests, they come
//! first.

use std::rc::Rc;

use aksess::Trace;
use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::grants::Grants;
use super::near_misses::NearMisses;
use super::place::Marker;
use super::requests::Requests;
use super::tree::Tree;
use crate::app::answer::Answer;
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) answer: Rc<Answer>,
    /// The request without who asks, as the sentence reads.
    pub(crate) request: AttrValue,
    pub(crate) marker: Marker,
    pub(crate) on_action: Callback<Action>,
}

/// The reasons.
#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let answer = &props.answer;
    let picked = answer.picked.and_then(|at| answer.review.requests.get(at));
    let request = match picked {
        Some(picked) if answer.has_steps() => AttrValue::from(picked.line.clone()),
        _ => props.request.clone(),
    };
    let reasons = |trace: Rc<Trace>| {
        let beside = if trace.decision.is_allowed() {
            html! { <Grants trace={Rc::clone(&trace)} marker={props.marker.clone()} /> }
        } else {
            html! { <NearMisses trace={Rc::clone(&trace)} marker={props.marker.clone()} /> }
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
    };
    html! {
        <div class="detail">
            if answer.has_steps() {
                <Requests answer={Rc::clone(answer)} on_action={props.on_action.clone()} />
            }
            if let Some(trace) = answer.trace() {
                { reasons(Rc::new(trace.clone())) }
            }
        </div>
    }
}
