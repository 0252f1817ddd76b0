//! How is a drawing put on the page?
//!
//! Lines first, then words, then the things that can be chosen: real text with a title, one stop of the
//! Tab key for all of them, arrows inside. Choosing a thing marks the line it is written in.

use wasm_bindgen::JsCast;
use web_sys::{KeyboardEvent, SvgElement};
use yew::{Callback, Html, classes, html};

use super::place::Marker;
use crate::journey::model::{Part, Shape};
use crate::journey::place::{Drawing, Placed};

/// What the drawing needs beside itself.
pub(crate) struct Around<'a> {
    /// Unique in the document.
    pub(crate) id: &'static str,
    /// What it shows, in one sentence.
    pub(crate) label: String,
    pub(crate) marker: &'a Marker,
    /// The position of the thing the Tab key stops at.
    pub(crate) stop: usize,
    /// A thing was chosen or reached, by its position.
    pub(crate) on_reach: Callback<usize>,
    pub(crate) class: &'static str,
}

/// The drawing as SVG.
pub(crate) fn drawing(of: &Drawing, around: &Around<'_>) -> Html {
    let strokes = of.strokes.iter().map(|of| {
        let length = (of.class == "thread").then_some("1");
        html! { <path class={of.class} d={of.path.clone()} pathLength={length} /> }
    });
    let texts = of.texts.iter().map(|of| {
        html! { <text class={of.class} x={of.x.to_string()} y={of.y.to_string()}>{ &of.words }</text> }
    });
    let nodes = of.nodes.iter().enumerate();
    html! {
        <svg id={around.id} class={classes!("drawing", around.class)} role="group" aria-label={around.label.clone()}
            viewBox={format!("0 0 {} {}", of.width, of.height)}>
            { for strokes }
            if let Some((x, y, is_allowed)) = of.end { { end(x, y, is_allowed) } }
            { for texts }
            { for nodes.map(|(at, node)| thing(at, node, of.nodes.len(), around)) }
        </svg>
    }
}

fn end(x: f64, y: f64, is_allowed: bool) -> Html {
    let place = format!("translate({x} {y})");
    if is_allowed {
        html! {
            <g class="end ok" transform={place} aria-hidden="true">
                <circle r="11" /><path d="m-5 0 4 4 6-8" />
            </g>
        }
    } else {
        html! {
            <g class="end no" transform={place} aria-hidden="true">
                <path class="sign" d="M-5-12H5l7 7V5l-7 7H-5l-7-7V-5z" /><path d="M-5-5 5 5M5-5-5 5" />
            </g>
        }
    }
}

fn thing(at: usize, of: &Placed, count: usize, around: &Around<'_>) -> Html {
    let place = of.node.at.clone();
    let choose = {
        let (marker, on_reach, place) = (
            around.marker.clone(),
            around.on_reach.clone(),
            place.clone(),
        );
        move || {
            on_reach.emit(at);
            if let Some(place) = place.clone() {
                marker.on_select.emit(place);
            }
        }
    };
    let onclick = {
        let choose = choose.clone();
        move |_| choose()
    };
    let onkeydown = {
        let (id, on_reach) = (around.id, around.on_reach.clone());
        move |event: KeyboardEvent| {
            let last = count.saturating_sub(1);
            let to = match event.key().as_str() {
                "Enter" | " " => {
                    event.prevent_default();
                    return choose();
                }
                "ArrowRight" | "ArrowDown" => (at + 1).min(last),
                "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            on_reach.emit(to);
            focus(id, to);
        }
    };
    let is_marked = around.marker.is_on(place.as_ref());
    let part = match of.node.part {
        Part::Decided => "on",
        Part::Enough | Part::Carried => "also",
        Part::Near => "gh",
    };
    let deny = (of.node.shape == Shape::Deny).then_some("dn");
    let tabindex = if at == around.stop { "0" } else { "-1" };
    let middle = of.y + of.height / 2.0;
    let left = of.x
        + match of.node.shape {
            Shape::Identity | Shape::Group => 17.0,
            Shape::Assignment | Shape::Binding => 15.0,
            Shape::Deny => 19.0,
            Shape::Role => 12.0,
            Shape::Rule => 13.0,
        };
    let is_alone = of.about.is_empty();
    let base = if is_alone { middle + 4.5 } else { middle - 3.0 };
    let why = if of.why.is_empty() {
        String::new()
    } else {
        format!(" {}", of.why)
    };
    html! {
        <g id={format!("{}-{at}", around.id)} class={classes!("node", part, deny, is_marked.then_some("cur"))}
            role="button" {tabindex} aria-pressed={is_marked.to_string()}
            {onclick} {onkeydown}>
            <title>{ of.node.title() }{ why }</title>
            { outline(of) }
            <text class={classes!("name", (of.node.shape == Shape::Rule).then_some("tm"))} x={left.to_string()} y={base.to_string()}>{ &of.name }</text>
            if !is_alone {
                <text class="t2" x={left.to_string()} y={(middle + 12.5).to_string()}>{ &of.about }</text>
            }
            if let Some(step) = of.step {
                <circle class="step" cx={(of.x + 3.0).to_string()} cy={(of.y - 1.0).to_string()} r="8" />
                <text class="stept" x={(of.x + 3.0).to_string()} y={(of.y + 2.8).to_string()}>{ step }</text>
            }
        </g>
    }
}

fn outline(of: &Placed) -> Html {
    let (x, y, w, h) = (of.x, of.y, of.width, of.height);
    let (right, bottom, middle) = (x + w, y + h, y + h / 2.0);
    let hexagon = format!(
        "M{} {y}H{}L{right} {middle}L{} {bottom}H{}L{x} {middle}z",
        x + 9.0,
        right - 9.0,
        right - 9.0,
        x + 9.0
    );
    match of.node.shape {
        Shape::Identity => pill(x, y, w, h),
        Shape::Group => html! { <>{ pill(x + 3.0, y - 3.0, w, h) }{ pill(x, y, w, h) }</> },
        Shape::Binding => html! { <path class="nd" d={hexagon} /> },
        Shape::Assignment => {
            let pin = x + w / 2.0;
            html! {
                <>
                    <path class="nd" d={hexagon} />
                    <path class="nd" d={format!("M{pin} {y}v-3.5")} />
                    <circle class="nd" cx={pin.to_string()} cy={(y - 7.0).to_string()} r="3.5" />
                </>
            }
        }
        Shape::Role => html! {
            <path class="nd" d={format!("M{x} {y}H{}L{right} {}V{bottom}H{x}zM{} {y}v10h10", right - 10.0, y + 10.0, right - 10.0)} />
        },
        Shape::Rule => html! {
            <>
                <path class="nd" d={format!("M{x} {y}H{right}V{bottom}H{x}z")} />
                <path class="side" d={format!("M{} {y}V{bottom}", x + 2.0)} />
            </>
        },
        Shape::Deny => {
            let octagon = |by: f64| {
                let (x, y, right, bottom, cut) =
                    (x + by, y + by, right - by, bottom - by, 10.0 - by / 2.0);
                format!(
                    "M{} {y}H{}L{right} {}V{}L{} {bottom}H{}L{x} {}V{}z",
                    x + cut,
                    right - cut,
                    y + cut,
                    bottom - cut,
                    right - cut,
                    x + cut,
                    bottom - cut,
                    y + cut
                )
            };
            html! { <><path class="nd" d={octagon(0.0)} /><path class="nd in" d={octagon(3.5)} /></> }
        }
    }
}

fn pill(x: f64, y: f64, w: f64, h: f64) -> Html {
    html! {
        <rect class="nd" x={x.to_string()} y={y.to_string()} width={w.to_string()} height={h.to_string()}
            rx={(h / 2.0).to_string()} />
    }
}

fn focus(id: &str, at: usize) {
    let document = gloo::utils::document();
    let found = document.get_element_by_id(&format!("{id}-{at}"));
    if let Some(found) = found.and_then(|of| of.dyn_into::<SvgElement>().ok()) {
        drop(found.focus());
    }
}
