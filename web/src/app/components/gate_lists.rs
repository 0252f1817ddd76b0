//! Which assignments of Azure are enough, deny, or came near?
//!
//! The list beside Azure's tree, in the form of the one beside the cluster's: one entry each, with the
//! reason and the line.

use std::rc::Rc;

use aksess::azure::trace::{AzureGround, AzureNearMiss, AzureTrace, Denial};
use yew::{Html, Properties, classes, component, html};

use super::gate_azure::principal;
use super::more::{more, use_limit};
use super::notes::words;
use super::place::Marker;
use super::tree::FIRST;
use crate::journey::plan::scope_name;

#[derive(Properties, PartialEq)]
pub(crate) struct AzureListProps {
    pub(crate) azure: Rc<AzureTrace>,
    pub(crate) marker: Marker,
}

/// The list.
#[component]
pub(crate) fn AzureList(props: &AzureListProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let (azure, marker) = (&props.azure, &props.marker);
    let (denials, grounds, near) = (&azure.denials, &azure.grounds, &azure.near_misses);
    let (title, count) = match (denials.is_empty(), grounds.is_empty()) {
        (false, _) => ("What denies it", denials.len()),
        (true, false) => ("Every grant that is enough", grounds.len()),
        (true, true) => ("Near misses", azure.counts.near),
    };
    let first = denials.iter().map(|of| denied(of, marker));
    let second = grounds
        .iter()
        .map(|of| granted(of, marker, !denials.is_empty()));
    let third = near.iter().map(|of| missed(of, marker));
    let all = denials.len() + grounds.len() + near.len();
    let unlisted = azure.counts.near.saturating_sub(near.len());
    html! {
        <>
            <h2>{ title }{ " " }<span class="n">{ count }</span></h2>
            if all == 0 {
                <p class="after">{ "None. No assignment here names the caller, and none grants this to others." }</p>
            } else {
                <ol class="miss">
                    { for first.chain(second).chain(third).take(limit) }
                    { more(all.saturating_sub(limit), &on_more) }
                </ol>
            }
            if unlisted > 0 {
                <p class="after">{ format!("{unlisted} more came near and are not listed.") }</p>
            }
            if !grounds.is_empty() && denials.is_empty() {
                <p class="after">{ advice(grounds.len()) }</p>
            }
        </>
    }
}

fn advice(count: usize) -> String {
    match count {
        1 => {
            "To take this access away at Azure, remove it. The cluster's bindings stay.".to_owned()
        }
        2 => "To take this access away at Azure, remove both.".to_owned(),
        count => format!("To take this access away at Azure, remove all {count}."),
    }
}

fn granted(of: &AzureGround, marker: &Marker, is_denied: bool) -> Html {
    let at = of.assignment.location.as_ref();
    let is_current = [
        at,
        of.role.location.as_ref(),
        of.permission.location.as_ref(),
    ]
    .into_iter()
    .any(|at| marker.is_on(at));
    let arrow = || html! { <span class="arrow" aria-hidden="true">{ "→" }</span> };
    html! {
        <li class={classes!(is_current.then_some("cur"))}>
            <span>
                <b><bdi>{ &of.role.name }</bdi></b>
                if is_denied { { " would be enough." } }
            </span>
            { marker.place(at) }
            <p class="path">
                <span class="chip id">{ principal(&of.principal) }</span>{ arrow() }
                <bdi class="chip bi" title={of.assignment.scope.clone()}>{ &of.reach }</bdi>{ arrow() }
                <bdi class="chip ro">{ &of.role.name }</bdi>
            </p>
        </li>
    }
}

fn denied(of: &Denial, marker: &Marker) -> Html {
    let at = of.assignment.location.as_ref();
    let is_current = marker.is_on(at) || marker.is_on(of.permission.location.as_ref());
    html! {
        <li class={classes!(is_current.then_some("cur"))}>
            <span><b><bdi>{ &of.assignment.name }</bdi></b>{ " denies this to " }<bdi>{ &of.principal }</bdi>{ "." }</span>
            { marker.place(at) }
            <div class="differs">
                <span><code>{ &of.permission.pattern }</code>{ " at " }<bdi>{ &of.reach }</bdi></span>
                { marker.place_beside(of.permission.location.as_ref(), at) }
            </div>
        </li>
    }
}

fn missed(of: &AzureNearMiss, marker: &Marker) -> Html {
    let at = of.assignment.location.as_ref();
    let mut places = of.differences.iter().map(|of| of.location.as_ref());
    let is_current = marker.is_on(at) || places.any(|at| marker.is_on(at));
    let name = if of.role.name.is_empty() {
        &of.role.id
    } else {
        &of.role.name
    };
    let count = match of.differences.len() {
        2 => "Two things differ:",
        3 => "Three things differ:",
        4.. => "Several things differ:",
        _ => "",
    };
    html! {
        <li class={classes!(is_current.then_some("cur"))}>
            <span>
                <b><bdi title={of.role.id.clone()}>{ name }</bdi></b>{ " to " }{ principal(&of.principal) }{ " at " }
                <bdi title={of.assignment.scope.clone()}>{ scope_name(&of.assignment.scope) }</bdi>{ "." }
            </span>
            { marker.place(at) }
            if !count.is_empty() { <p class="count">{ count }</p> }
            { for of.differences.iter().map(|of| html! {
                <div class="differs">
                    <bdi>{ for words(&of.words) }</bdi>{ marker.place_beside(of.location.as_ref(), at) }
                </div>
            }) }
        </li>
    }
}
