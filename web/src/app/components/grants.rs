//! Which grants are each enough alone?
//!
//! One entry per binding, as the way from the caller to the role. Whoever wants to take the access
//! away has to remove every one of them.

use std::rc::Rc;

use aksess::{By, Ground, Location, Trace};
use yew::{Callback, Html, Properties, classes, component, html, use_state_eq};

use super::place::{Marker, Place};
use super::tree::{FIRST, More};

#[derive(Properties, PartialEq)]
pub(crate) struct GrantsProps {
    pub(crate) trace: Rc<Trace>,
    pub(crate) marker: Marker,
}

/// The grants of an allowed request.
#[component]
pub(crate) fn Grants(props: &GrantsProps) -> Html {
    let limit = use_state_eq(|| FIRST);
    let trace = &props.trace;
    let grounds = &trace.grounds;
    let entries = grounds
        .iter()
        .take(*limit)
        .map(|ground| entry(ground, &trace.request.user, &props.marker));
    let advice = match (trace.by, grounds.len()) {
        (By::Superuser, 0) => {
            "No binding grants this. The group system:masters is enough.".to_owned()
        }
        (By::Superuser, _) => "Enough without system:masters too.".to_owned(),
        (_, 1) => "To take this access away, remove it.".to_owned(),
        (_, 2) => "To take this access away, remove both.".to_owned(),
        (_, count) => format!("To take this access away, remove all {count}."),
    };
    html! {
        <>
            <h2>{ "Every grant that is enough " }<span class="n">{ grounds.len() }</span></h2>
            <ol class="miss">
                { for entries }
                <More hidden={grounds.len().saturating_sub(*limit)}
                    on_more={Callback::from({ let limit = limit.clone(); move |()| limit.set(*limit * 4) })} />
            </ol>
            <p class="after">{ advice }</p>
        </>
    }
}

fn entry(ground: &Ground, user: &str, marker: &Marker) -> Html {
    let places: [Option<&Location>; 4] = [
        ground.binding.location.as_ref(),
        ground.subject.location.as_ref(),
        ground.role.location.as_ref(),
        ground.rule.location.as_ref(),
    ];
    let current = places.iter().any(|at| marker.is_on(*at));
    let arrow = || html! { <span class="arrow" aria-hidden="true">{ "→" }</span> };
    html! {
        <li class={classes!(current.then_some("cur"))}>
            <b><bdi>{ &ground.binding.name }</bdi></b>
            <Place at={ground.binding.location.clone()} marker={marker.clone()} />
            <p class="path">
                <bdi class="chip id">{ user }</bdi>{ arrow() }
                if ground.subject.kind == "Group" {
                    <bdi class="chip gr">{ &ground.subject.name }</bdi>{ arrow() }
                }
                <bdi class="chip bi">{ &ground.binding.name }</bdi>{ arrow() }
                <bdi class="chip ro">{ &ground.role.name }</bdi>
            </p>
        </li>
    }
}
