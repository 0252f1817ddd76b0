//! Where in Azure's tree of scopes does every assignment stand?
//!
//! The drawing, and the same as a tree, which is what a phone shows.

use std::rc::Rc;

use aksess::azure::trace::AzureTrace;
use yew::{Callback, Html, Properties, component, html, use_memo, use_state_eq};

use super::drawing::{Around, drawing};
use super::gate_azure::AzureTree;
use super::gate_lists::AzureList;
use super::legend::legend;
use super::media::use_media;
use super::place::Marker;
use super::term::word;
use super::tree_row::Mark;
use crate::journey::model::{Part, Shape};
use crate::journey::scopes::{Shelf, draw, shelves};

#[derive(Properties, PartialEq)]
pub(crate) struct ScopesProps {
    pub(crate) azure: Rc<AzureTrace>,
    pub(crate) marker: Marker,
}

/// The scopes with what is pinned on them.
#[component]
pub(crate) fn Scopes(props: &ScopesProps) -> Html {
    let is_narrow = use_media("(max-width: 966px)");
    let tree = use_memo(Rc::clone(&props.azure), |azure| shelves(azure));
    let placed = use_memo(Rc::clone(&props.azure), |azure| draw(&shelves(azure)));
    let stop = use_state_eq(|| 0);
    let around = Around {
        id: "shelves",
        label: format!("{} scopes of Azure with what is assigned there", tree.len()),
        marker: &props.marker,
        stop: (*stop).min(placed.nodes.len().saturating_sub(1)),
        on_reach: Callback::from({
            let stop = stop.clone();
            move |at| stop.set(at)
        }),
        class: "wide",
    };
    if tree.is_empty() {
        return html! {
            <p class="after">{ "Azure was asked at no scope: " }{ &props.azure.why }</p>
        };
    }
    html! {
        <>
            if !is_narrow {
                <figure class="walk" aria-label="Scopes">
                    <figcaption><h2>{ word("Scopes") }{ " and what is pinned on them" }</h2>{ legend() }</figcaption>
                    { drawing(&placed, &around) }
                </figure>
            }
            <div class="cols">
                <section>
                    <h2>{ if is_narrow { "Scopes and what is pinned on them" } else { "The same as a tree" } }</h2>
                    <ul class="tree">{ rows(&tree, 0, &props.marker).0 }</ul>
                </section>
                <section><AzureList azure={Rc::clone(&props.azure)} marker={props.marker.clone()} /></section>
            </div>
            <section class="below">
                <h2>{ "What was checked" }</h2>
                <AzureTree azure={Rc::clone(&props.azure)} name="Azure RBAC" marker={props.marker.clone()} />
            </section>
        </>
    }
}

/// The shelves from a position on that are as deep as the one there, with what lies below each.
fn rows(tree: &[Shelf], from: usize, marker: &Marker) -> (Html, usize) {
    let Some(depth) = tree.get(from).map(|of| of.depth) else {
        return (Html::default(), from);
    };
    let mut items = Vec::new();
    let mut at = from;
    while let Some(shelf) = tree.get(at).filter(|of| of.depth == depth) {
        let pins = shelf.pins.iter().map(|pin| {
            let mark = match (pin.node.part, pin.node.shape) {
                (_, Shape::Deny) => Mark::Fails,
                (Part::Near, _) => Mark::Near,
                _ => Mark::Passes,
            };
            let text = html! {
                <>
                    <b><bdi>{ &pin.node.name }</bdi></b><span class="why">{ ", " }<bdi>{ &pin.node.about }</bdi>{ ". " }<bdi>{ &pin.why }</bdi></span>
                </>
            };
            mark.row_at(marker, pin.node.at.as_ref(), text, Html::default())
        });
        let pins: Vec<Html> = pins.collect();
        let is_holder = tree.get(at + 1).is_some_and(|of| of.depth > depth);
        let (inside, next) = if is_holder {
            rows(tree, at + 1, marker)
        } else {
            (Html::default(), at + 1)
        };
        let asked = if shelf.is_asked { ", asked here" } else { "" };
        let text = html! {
            <><b><bdi>{ &shelf.name }</bdi></b><span class="why">{ format!(" {}{asked}", shelf.kind.to_ascii_lowercase()) }</span></>
        };
        let below = html! { <>{ for pins }{ inside }</> };
        items.push(Mark::Plain.row(text, below));
        at = next;
    }
    (items.into_iter().collect(), at)
}
