//! How far did the bindings get that came near?
//!
//! Each near miss with the tests it passes and the ones it fails, in the order the API server meets
//! them: subject, namespace, role, rule.

use std::rc::Rc;

use aksess::kubernetes::Facet;
use aksess::{Difference, NearMiss, Trace, report};
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state_eq};

use super::place::Marker;
use super::tree::{FIRST, More, source_of};
use super::tree_row::{Mark, Row, Written};

#[derive(Properties, PartialEq)]
pub(crate) struct RefusalProps {
    pub(crate) trace: Rc<Trace>,
    pub(crate) marker: Marker,
}

/// The near misses of a refusal as steps.
#[component]
pub(crate) fn Refusal(props: &RefusalProps) -> Html {
    let limit = use_state_eq(|| FIRST);
    let near = &props.trace.near_misses;
    let rows = near
        .iter()
        .take(*limit)
        .map(|near| binding(near, &props.marker));
    html! {
        <>
            { for rows }
            <More hidden={near.len().saturating_sub(*limit)}
                on_more={Callback::from({ let limit = limit.clone(); move |()| limit.set(*limit * 4) })} />
        </>
    }
}

fn binding(near: &NearMiss, marker: &Marker) -> Html {
    let within = source_of(near.binding.location.as_ref());
    let steps = Steps { marker, within };
    let of = |wanted: fn(&Facet) -> bool| {
        let found = near.differences.iter().filter(move |of| wanted(&of.facet));
        found.map(|of| steps.fails(of)).collect::<Html>()
    };
    let below = html! {
        <>
            if let Some(subject) = &near.subject {
                { steps.passes(Written::At(subject.location.clone()), html! {
                    <>{ "subject " }{ &subject.kind }{ " " }<bdi>{ &subject.name }</bdi></>
                }) }
            }
            { of(|facet| *facet == Facet::Subject) }
            { of(|facet| *facet == Facet::Namespace) }
            { of(|facet| *facet == Facet::RoleRef) }
            if let Some(role) = &near.role {
                { steps.passes(Written::At(role.location.clone()), html! {
                    <>{ &role.kind }{ " " }<bdi>{ &role.name }</bdi></>
                }) }
            }
            { rule(near, &steps, of(|facet| *facet > Facet::RoleRef)) }
        </>
    };
    html! {
        <Row mark={Mark::Near} at={Written::At(near.binding.location.clone())}
            marker={marker.clone()} {below}>
            { &near.binding.kind }{ " " }<b><bdi>{ &near.binding.name }</bdi></b>
            <span class="why">{ " " }<bdi>{ &near.title }</bdi></span>
        </Row>
    }
}

/// The nearest rule, with what it fails below it; without a rule, only what fails.
fn rule(near: &NearMiss, steps: &Steps<'_>, failing: Html) -> Html {
    let Some(rule) = &near.rule else {
        return failing;
    };
    let fails = near.differences.iter().any(|of| of.facet > Facet::RoleRef);
    html! {
        <Row mark={if fails { Mark::Fails } else { Mark::Passes }} at={Written::At(rule.location.clone())}
            within={steps.within.clone()} marker={steps.marker.clone()}
            below={fails.then_some(failing)}>
            { format!("rule {} of {} ", rule.number, rule.of) }
            <span class="why"><bdi>{ report::rule(rule) }</bdi></span>
        </Row>
    }
}

/// What the steps of one binding have in common.
struct Steps<'a> {
    marker: &'a Marker,
    within: Option<AttrValue>,
}

impl Steps<'_> {
    fn passes(&self, at: Written, text: Html) -> Html {
        html! {
            <Row mark={Mark::Passes} {at} within={self.within.clone()} marker={self.marker.clone()}>
                { text }
            </Row>
        }
    }

    fn fails(&self, of: &Difference) -> Html {
        html! {
            <Row mark={Mark::Fails} at={Written::At(of.location.clone())} within={self.within.clone()}
                marker={self.marker.clone()}>
                <bdi>{ &of.words }</bdi>
            </Row>
        }
    }
}
