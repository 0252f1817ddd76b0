//! Which bindings came near, and what keeps each from granting?
//!
//! Ranked by fewest differences. Every difference is a sentence with the place it is about.

use std::rc::Rc;

use aksess::{NearMiss, Trace};
use yew::{Callback, Html, Properties, classes, component, html};

use super::more::{more, use_limit};
use super::notes::words;
use super::place::Marker;
use super::term::{said, word};
use super::tree::FIRST;
use crate::app::defaults;
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct NearMissesProps {
    pub(crate) trace: Rc<Trace>,
    pub(crate) marker: Marker,
    /// Whether the default roles are known.
    pub(crate) has_defaults: bool,
    pub(crate) on_action: Callback<Action>,
}

/// The near misses of a refused request.
#[component]
pub(crate) fn NearMisses(props: &NearMissesProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let near = &props.trace.near_misses;
    let entries = near.iter().take(limit).map(|of| entry(of, props));
    let unlisted = props.trace.counts.near.saturating_sub(near.len());
    html! {
        <>
            <h2>{ word("Near misses") }{ " " }<span class="n">{ props.trace.counts.near }</span></h2>
            if near.is_empty() {
                <p class="after">{ "None. No binding here names the caller, and no role here grants this." }</p>
            } else {
                <ol class="miss">
                    { for entries }
                    { more(near.len().saturating_sub(limit), &on_more) }
                </ol>
            }
            if unlisted > 0 {
                <p class="after">{ format!("{unlisted} more came near and are not listed.") }</p>
            }
        </>
    }
}

fn entry(near: &NearMiss, props: &NearMissesProps) -> Html {
    let marker = &props.marker;
    let on_action = props.on_action.clone();
    let add = move |_| on_action.emit(Action::Defaults(true));
    let at = near.binding.location.as_ref();
    let mut places = near.differences.iter().map(|of| of.location.as_ref());
    let is_current = marker.is_on(at) || places.any(|at| marker.is_on(at));
    let count = match near.differences.len() {
        2 => "Two things differ:",
        3 => "Three things differ:",
        4.. => "Several things differ:",
        _ => "",
    };
    html! {
        <li class={classes!(is_current.then_some("cur"))}>
            <span><b><bdi>{ &near.binding.name }</bdi></b>{ " " }<bdi>{ said(&near.title) }</bdi>{ "." }</span>
            { marker.place(at) }
            if !count.is_empty() {
                <p class="count">{ count }</p>
            }
            { for near.differences.iter().map(|of| html! {
                <div class="differs">
                    <bdi>{ for words(&of.words) }</bdi>{ marker.place_beside(of.location.as_ref(), at) }
                </div>
            }) }
            if !props.has_defaults && defaults::would_help(near) {
                <div class="remedy"><button type="button" class="btn" onclick={add}>{ "Add the defaults" }</button></div>
            }
        </li>
    }
}
