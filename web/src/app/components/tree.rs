//! What was checked?
//!
//! The trace as nested lists, in the order the API server reads: who asks, then every binding that is
//! enough with its subject, role and rule. Refusals are drawn by [`super::tree_denied`].

use std::rc::Rc;

use aksess::{By, Ground, Trace, report};
use yew::{AttrValue, Callback, Html, Properties, component, html, use_state_eq};

use super::place::Marker;
use super::tree_denied::Refusal;
use super::tree_row::{Mark, Row, Written};

/// How many bindings are drawn before the rest is asked for.
pub(crate) const FIRST: usize = 8;

#[derive(Properties, PartialEq)]
pub(crate) struct TreeProps {
    pub(crate) trace: Rc<Trace>,
    /// The request without who asks: `list pods in dev`.
    pub(crate) request: AttrValue,
    pub(crate) marker: Marker,
}

/// The whole trace.
#[component]
pub(crate) fn Tree(props: &TreeProps) -> Html {
    let (trace, marker) = (&props.trace, &props.marker);
    let asks = html! { <Asks trace={Rc::clone(trace)} marker={marker.clone()} /> };
    let top = if trace.by == By::Superuser {
        html! {
            <Row mark={Mark::Passes} at={Written::Nowhere} marker={marker.clone()} below={asks}>
                <b>{ "system:masters" }</b>
                <span class="why">{ " passes before every gate; no binding is needed" }</span>
            </Row>
        }
    } else if trace.decision.is_allowed() {
        let count = trace.grounds.len();
        let grant = if count == 1 {
            "1 binding grants ".to_owned()
        } else {
            format!("{count} bindings grant ")
        };
        html! {
            <Row mark={Mark::Passes} at={Written::Nowhere} marker={marker.clone()}
                below={html! { <>{ asks }<Grants trace={Rc::clone(trace)} marker={marker.clone()} /></> }}>
                <b>{ "Kubernetes RBAC" }</b>
                <span class="why">{ " " }{ grant }<bdi>{ &props.request }</bdi></span>
            </Row>
        }
    } else {
        html! {
            <Row mark={Mark::Fails} at={Written::Nowhere} marker={marker.clone()}
                below={html! { <>{ asks }<Refusal trace={Rc::clone(trace)} marker={marker.clone()} /></> }}>
                <b>{ "Kubernetes RBAC" }</b>
                <span class="why">{ " no binding grants " }<bdi>{ &props.request }</bdi></span>
            </Row>
        }
    };
    html! { <ul class="tree">{ top }</ul> }
}

#[derive(Properties, PartialEq)]
struct PartProps {
    trace: Rc<Trace>,
    marker: Marker,
}

/// Who asks, and how many bindings that concerns.
#[component]
fn Asks(props: &PartProps) -> Html {
    let request = &props.trace.request;
    let counts = props.trace.counts;
    let others = counts.bindings.saturating_sub(counts.naming);
    let user = if request.user.is_empty() {
        "nobody"
    } else {
        request.user.as_str()
    };
    let groups = request.groups.iter().enumerate().map(|(at, group)| {
        html! { <>{ if at == 0 { "" } else { ", " } }<b><bdi>{ group }</bdi></b></> }
    });
    let known = if counts.bindings == 1 {
        "1 binding known, ".to_owned()
    } else {
        format!("{} bindings known, ", counts.bindings)
    };
    html! {
        <>
            <Row mark={Mark::Plain} at={Written::Nowhere} marker={props.marker.clone()}>
                { "asks as " }<b><bdi>{ user }</bdi></b>
                if request.groups.is_empty() {
                    { ", in no group" }
                } else {
                    { if request.groups.len() == 1 { ", group " } else { ", groups " } }
                    { for groups }
                }
            </Row>
            <Row mark={Mark::Plain} at={Written::Nowhere} marker={props.marker.clone()}>
                { known }
                { format!("{} name ", counts.naming) }<bdi>{ user }</bdi>
                { format!(", {others} name others") }
            </Row>
        </>
    }
}

/// The bindings that are enough.
#[component]
fn Grants(props: &PartProps) -> Html {
    let limit = use_state_eq(|| FIRST);
    let grounds = &props.trace.grounds;
    let rows = grounds
        .iter()
        .take(*limit)
        .map(|ground| grant(ground, &props.marker));
    html! {
        <>
            { for rows }
            <More hidden={grounds.len().saturating_sub(*limit)}
                on_more={Callback::from({ let limit = limit.clone(); move |()| limit.set(*limit * 4) })} />
        </>
    }
}

fn grant(ground: &Ground, marker: &Marker) -> Html {
    let within = source_of(ground.binding.location.as_ref());
    let step = |at, text: Html| {
        html! {
            <Row mark={Mark::Passes} at={Written::At(at)} within={within.clone()} marker={marker.clone()}>
                { text }
            </Row>
        }
    };
    let (subject, role) = (&ground.subject, &ground.role);
    let below = html! {
        <>
            { step(subject.location.clone(), html! { <>{ "subject " }{ &subject.kind }{ " " }<bdi>{ &subject.name }</bdi></> }) }
            { step(role.location.clone(), html! { <>{ &role.kind }{ " " }<bdi>{ &role.name }</bdi></> }) }
            { step(ground.rule.location.clone(), html! {
                <>{ format!("rule {} of {} ", ground.rule.number, ground.rule.of) }<span class="why"><bdi>{ report::rule(&ground.rule) }</bdi></span></>
            }) }
        </>
    };
    let namespace = ground.binding.namespace.as_ref();
    html! {
        <Row mark={Mark::Passes} at={Written::At(ground.binding.location.clone())}
            marker={marker.clone()} {below}>
            { &ground.binding.kind }{ " " }<b><bdi>{ &ground.binding.name }</bdi></b>
            if let Some(namespace) = namespace {
                <span class="why">{ " in " }<bdi>{ namespace }</bdi></span>
            }
        </Row>
    }
}

/// The source a place is in, for the rows below it.
pub(crate) fn source_of(at: Option<&aksess::Location>) -> Option<AttrValue> {
    at.map(|at| AttrValue::from(at.source.clone()))
}

#[derive(Properties, PartialEq)]
pub(crate) struct MoreProps {
    /// How many are not drawn.
    pub(crate) hidden: usize,
    pub(crate) on_more: Callback<()>,
}

/// The last item of a list that is longer than what is drawn.
#[component]
pub(crate) fn More(props: &MoreProps) -> Html {
    if props.hidden == 0 {
        return Html::default();
    }
    let on_more = props.on_more.clone();
    html! {
        <li class="more">
            <button class="link" type="button" onclick={move |_| on_more.emit(())}>
                { format!("{} more", props.hidden) }
            </button>
        </li>
    }
}
