//! Which grants are each enough alone?
//!
//! One entry per binding, as the way from the caller to the role. Whoever wants to take the access
//! away has to remove every one of them.

use std::rc::Rc;

use aksess::{By, Ground, Trace};
use yew::{Html, Properties, classes, component, html};

use super::more::{more, use_limit};
use super::place::Marker;
use super::term::word;
use super::tree::FIRST;

#[derive(Properties, PartialEq)]
pub(crate) struct GrantsProps {
    pub(crate) trace: Rc<Trace>,
    pub(crate) marker: Marker,
}

/// The grants of an allowed request.
#[component]
pub(crate) fn Grants(props: &GrantsProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let trace = &props.trace;
    let grounds = &trace.grounds;
    let user = &trace.request.user;
    let entries = grounds
        .iter()
        .take(limit)
        .map(|of| entry(of, user, &props.marker));
    let advice = match (trace.by, grounds.len()) {
        (By::Superuser, 0) => "None. Being in the group system:masters is enough.".to_owned(),
        (By::Superuser, _) => "Enough without the group system:masters, too.".to_owned(),
        (_, 1) => "To take this access away, remove it.".to_owned(),
        (_, 2) => "To take this access away, remove both.".to_owned(),
        (_, count) => format!("To take this access away, remove all {count}."),
    };
    html! {
        <>
            <h2>{ "Every " }{ word("grant") }{ " that is enough " }<span class="n">{ grounds.len() }</span></h2>
            <ol class="miss">
                { for entries }
                { more(grounds.len().saturating_sub(limit), &on_more) }
            </ol>
            <p class="after">{ advice }</p>
        </>
    }
}

fn entry(ground: &Ground, user: &str, marker: &Marker) -> Html {
    let at = ground.binding.location.as_ref();
    let (subject, role, rule) = (
        &ground.subject,
        &ground.role.location,
        &ground.rule.location,
    );
    let places = [at, subject.location.as_ref(), role.as_ref(), rule.as_ref()];
    let is_current = places.into_iter().any(|at| marker.is_on(at));
    let arrow = || html! { <span class="arrow" aria-hidden="true">{ "→" }</span> };
    html! {
        <li class={classes!(is_current.then_some("cur"))}>
            <b><bdi>{ &ground.binding.name }</bdi></b>
            { marker.place(at) }
            <p class="path">
                <bdi class="chip id">{ user }</bdi>{ arrow() }
                if subject.kind == "Group" {
                    <bdi class="chip gr">{ &subject.name }</bdi>{ arrow() }
                }
                <bdi class="chip bi">{ &ground.binding.name }</bdi>{ arrow() }
                <bdi class="chip ro">{ &ground.role.name }</bdi>
            </p>
        </li>
    }
}
