//! Who has access to what?
//!
//! Three ways to ask of all documents at once: who can do what is asked, what someone can do, and the
//! matrix of both.
//!
//! *Source:* the tabs of the ARIA Authoring Practices; arrows open the tab they reach.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::keyboard::{focus, with};
use super::matrix::Matrix;
use super::place::Marker;
use super::what_can::WhatCan;
use super::who_can::{WhoCan, subjects};
use crate::app::question::Question;
use crate::app::state::Action;
use crate::app::workspace::Compiled;

#[derive(Properties, PartialEq)]
pub(crate) struct AccessProps {
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) question: Question,
    pub(crate) marker: Marker,
    pub(crate) on_action: Callback<Action>,
}

/// A way to ask.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Who,
    What,
    Matrix,
}

const WAYS: [(Way, &str, &str); 3] = [
    (Way::Who, "tab-who", "Who can"),
    (Way::What, "tab-what", "What can"),
    (Way::Matrix, "tab-matrix", "Matrix"),
];

/// The three ways.
#[component]
pub(crate) fn Access(props: &AccessProps) -> Html {
    let way = use_state_eq(|| Way::Who);
    let open = *way;
    let who = use_memo(
        (open, Rc::clone(&props.compiled), props.question.clone()),
        |(way, compiled, question)| (*way == Way::Who).then(|| compiled.who_can(question)),
    );
    let azure = use_memo(
        (open, Rc::clone(&props.compiled), props.question.clone()),
        |(way, compiled, question)| {
            (*way == Way::Who)
                .then(|| compiled.who_can_at_azure(question))
                .flatten()
        },
    );
    let at = WAYS.iter().position(|(of, ..)| *of == open).unwrap_or(0);
    let onkeydown = {
        let way = way.clone();
        move |event: KeyboardEvent| {
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % WAYS.len(),
                "ArrowLeft" => (at + WAYS.len() - 1) % WAYS.len(),
                _ => return,
            };
            event.prevent_default();
            if let Some((next, id, _)) = WAYS.get(to) {
                way.set(*next);
                with(id, focus);
            }
        }
    };
    let tabs = WAYS.iter().map(|(of, id, words)| {
        let (way, of) = (way.clone(), *of);
        let is_open = of == open;
        let count = who.as_ref().as_ref().filter(|_| of == Way::Who).map(subjects);
        html! {
            <button type="button" role="tab" id={*id} aria-selected={is_open.to_string()} aria-controls="tab-panel"
                tabindex={if is_open { "0" } else { "-1" }} onclick={move |_| way.set(of)}>
                { *words }
                if let Some(count) = count { { " " }<span class="n">{ count }</span> }
            </button>
        }
    });
    let id = WAYS.get(at).map_or("", |of| of.1);
    let panel = match open {
        Way::Who => html! {
            <WhoCan who={Rc::clone(&who)} question={props.question.clone()} marker={props.marker.clone()}
                names={Rc::clone(&props.compiled.names)} azure={Rc::clone(&azure)} on_action={props.on_action.clone()} />
        },
        Way::What => html! {
            <WhatCan compiled={Rc::clone(&props.compiled)} question={props.question.clone()} marker={props.marker.clone()} />
        },
        Way::Matrix => html! {
            <Matrix compiled={Rc::clone(&props.compiled)} question={props.question.clone()} on_action={props.on_action.clone()} />
        },
    };
    html! {
        <>
            <div class="tabs" role="tablist" aria-label="Access" {onkeydown}>{ for tabs }</div>
            <div id="tab-panel" role="tabpanel" aria-labelledby={id}>{ panel }</div>
        </>
    }
}
