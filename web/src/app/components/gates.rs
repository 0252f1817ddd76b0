//! Which gate is looked at, and what was checked there?
//!
//! One tab a gate, marked with the sign of how it stands. The panel holds every fact of the drawing and
//! the rest of them.
//!
//! *Source:* the tabs of the ARIA Authoring Practices; arrows open the tab they reach.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html};

use super::icons;
use super::keyboard::{focus, with};
use crate::journey::model::{Gate, Journey, Lane, Post};

#[derive(Properties, PartialEq)]
pub(crate) struct GatesProps {
    pub(crate) journey: Rc<Journey>,
    pub(crate) open: Gate,
    pub(crate) on_gate: Callback<Gate>,
    /// The panel of the open gate.
    pub(crate) children: Html,
}

/// The tabs and the panel of the open one.
#[component]
pub(crate) fn Gates(props: &GatesProps) -> Html {
    let lanes = &props.journey.lanes;
    let at = lanes
        .iter()
        .position(|of| of.gate == props.open)
        .unwrap_or(0);
    let onkeydown = {
        let gates: Vec<Gate> = lanes.iter().map(|of| of.gate).collect();
        let on_gate = props.on_gate.clone();
        move |event: KeyboardEvent| {
            let count = gates.len();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % count,
                "ArrowLeft" => (at + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            if let Some(gate) = gates.get(to) {
                on_gate.emit(*gate);
                with(&id(*gate), focus);
            }
        }
    };
    html! {
        <>
            <div class="tabs gates" role="tablist" aria-label="Gates" {onkeydown}>
                { for lanes.iter().map(|lane| tab(lane, props)) }
            </div>
            <div id="gate-panel" role="tabpanel" aria-labelledby={id(props.open)} tabindex="-1">{ props.children.clone() }</div>
        </>
    }
}

/// The `id` of a gate's tab.
pub(crate) fn id(gate: Gate) -> String {
    format!("gate-{}", gate.number())
}

fn tab(lane: &Lane, props: &GatesProps) -> Html {
    let is_open = lane.gate == props.open;
    let (on_gate, gate) = (props.on_gate.clone(), lane.gate);
    html! {
        <button type="button" role="tab" id={id(gate)} aria-selected={is_open.to_string()} aria-controls="gate-panel"
            tabindex={if is_open { "0" } else { "-1" }} data-term={gate.name()} onclick={move |_| on_gate.emit(gate)}>
            { sign(lane.post) }{ format!("{} {}", gate.number(), gate.name()) }
            <span class="sr">{ format!(", {}", lane.opinion) }</span>
        </button>
    }
}

fn sign(post: Post) -> Html {
    match post {
        Post::Open => icons::open(),
        Post::Shut => icons::shut(),
        Post::Thin => icons::thin(),
        Post::Off => icons::off(),
        Post::Unasked => icons::unasked(),
    }
}
