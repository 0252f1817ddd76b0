//! What happened on the way?
//!
//! The journey as a drawing with its legend, and a button that goes through it one step at a time: each
//! step marks what decided, opens its gate and says what it is.

use std::rc::Rc;

use aksess::sorted;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::drawing::{Around, drawing};
use super::legend::legend;
use super::media::use_media;
use super::place::Marker;
use super::term::word;
use crate::journey::layout::{tall, wide};
use crate::journey::model::{Gate, Journey};
use crate::journey::place::Placed;

/// Below this width the wide drawing could not be read; the style sheet says the same.
const NARROW: &str = "(max-width: 966px)";

#[derive(Properties, PartialEq)]
pub(crate) struct WalkProps {
    pub(crate) journey: Rc<Journey>,
    pub(crate) marker: Marker,
    pub(crate) on_gate: Callback<Gate>,
    /// Counts the verdicts; the thread draws itself anew for each.
    pub(crate) verdicts: u32,
}

/// The drawing and the way through it.
#[component]
pub(crate) fn Walk(props: &WalkProps) -> Html {
    let is_narrow = use_media(NARROW);
    let placed = use_memo(
        (Rc::clone(&props.journey), is_narrow),
        |(journey, is_narrow)| {
            if *is_narrow {
                tall(journey)
            } else {
                wide(journey)
            }
        },
    );
    let stop = use_state_eq(|| 0);
    let step = use_state_eq(|| (props.verdicts, 0));
    // a new verdict begins anew
    let at = if step.0 == props.verdicts { step.1 } else { 0 };
    let on_reach = {
        let (stop, on_gate, placed) = (stop.clone(), props.on_gate.clone(), Rc::clone(&placed));
        Callback::from(move |to: usize| {
            stop.set(to);
            if let Some(node) = placed.nodes.get(to) {
                on_gate.emit(node.gate);
            }
        })
    };
    let mut steps: Vec<&Placed> = placed.nodes.iter().filter(|of| of.step.is_some()).collect();
    sorted::sort_by_key(&mut steps, |of| of.step);
    let count = steps.len();
    let next = at % (count + 1) + 1;
    let onclick = {
        let (step, marker, on_gate) = (step.clone(), props.marker.clone(), props.on_gate.clone());
        let reached = steps.get(next - 1).map(|of| (of.gate, of.node.at.clone()));
        let end = props.journey.lanes.get(props.journey.end).map(|of| of.gate);
        let verdicts = props.verdicts;
        move |_| {
            step.set((verdicts, next));
            match &reached {
                Some((gate, place)) => {
                    on_gate.emit(*gate);
                    if let Some(place) = place {
                        marker.on_select.emit(place.clone());
                    }
                }
                None => end.into_iter().for_each(|gate| on_gate.emit(gate)),
            }
        }
    };
    let told = match at {
        0 => String::new(),
        at => match steps.get(at - 1) {
            Some(of) => format!(
                "Step {at} of {count}, gate {}: {}",
                of.gate.number(),
                of.node.title()
            ),
            None => props.journey.label(),
        },
    };
    let around = Around {
        id: "walk",
        label: props.journey.label(),
        marker: &props.marker,
        stop: (*stop).min(placed.nodes.len().saturating_sub(1)),
        on_reach,
        class: if is_narrow { "tall" } else { "wide" },
    };
    html! {
        <figure class="walk" aria-label="The journey">
            <figcaption>
                <h2>{ "The " }{ word("journey") }</h2>
                { legend() }
                <button type="button" id="step" class="btn" {onclick}>
                    { if at > count { "Again" } else { "Step through" } }{ " " }<kbd class="hide">{ "s" }</kbd>
                </button>
            </figcaption>
            <p class="told" role="status">{ told }</p>
            <div key={props.verdicts}>{ drawing(&placed, &around) }</div>
        </figure>
    }
}
