//! What was checked?
//!
//! The trace as nested lists, in the order the API server reads: who asks, then every binding that is
//! enough with its subject, role and rule. What came near is drawn by [`super::tree_denied`].

use std::rc::Rc;

use aksess::{By, Counts, Ground, SubjectAccessReviewSpec, Trace};
use yew::{AttrValue, Html, Properties, component, html};

use super::more::{more, use_limit};
use super::place::Marker;
use super::term::said;
use super::tree_denied;
use super::tree_row::{Mark, named, rule};

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
    let (limit, on_more) = use_limit(FIRST);
    let (trace, marker) = (&props.trace, &props.marker);
    let near = &trace.near_misses;
    let grants = trace.grounds.iter().take(limit).map(|of| grant(of, marker));
    let misses = near
        .iter()
        .take(limit)
        .map(|of| tree_denied::binding(of, marker));
    let below = html! {
        <>
            { asks(&trace.request) }
            { Mark::Plain.row(counts(trace.counts, &trace.request.user), Html::default()) }
            { for grants }
            { for misses }
            { more((trace.grounds.len() + near.len()).saturating_sub(limit), &on_more) }
        </>
    };
    let is_allowed = trace.decision.is_allowed();
    let mark = if is_allowed {
        Mark::Passes
    } else {
        Mark::Fails
    };
    let (name, words) = match (trace.by, trace.grounds.len()) {
        (By::Superuser, _) => ("system:masters", PASSES.to_owned()),
        _ if !is_allowed => (GATE, " no binding grants ".to_owned()),
        (_, 1) => (GATE, " 1 binding grants ".to_owned()),
        (_, count) => (GATE, format!(" {count} bindings grant ")),
    };
    let request = (trace.by != By::Superuser).then(|| props.request.clone());
    let text = html! {
        <><b>{ said(name) }</b><span class="why">{ said(&words) }<bdi>{ request }</bdi></span></>
    };
    html! { <ul class="tree">{ mark.row(text, below) }</ul> }
}

const GATE: &str = "Kubernetes RBAC";
const PASSES: &str = " passes before every gate; no binding is needed";

fn asks(request: &SubjectAccessReviewSpec) -> Html {
    let user = match request.user.as_str() {
        "" => "nobody",
        user => user,
    };
    let introduced = match request.groups.len() {
        0 => ", in no group",
        1 => ", group ",
        _ => ", groups ",
    };
    let groups = request.groups.iter().enumerate().map(|(at, group)| {
        html! { <>{ if at == 0 { "" } else { ", " } }<b><bdi>{ group }</bdi></b></> }
    });
    let text =
        html! { <>{ "asks as " }<b><bdi>{ user }</bdi></b>{ said(introduced) }{ for groups }</> };
    Mark::Plain.row(text, Html::default())
}

/// `57 bindings known, 3 name alice, 54 name others`.
fn counts(counts: Counts, user: &str) -> Html {
    let (all, naming) = (counts.bindings, counts.naming);
    let known = match all {
        0 => return html! { "no binding known" },
        1 => "1 binding known, ".to_owned(),
        all => format!("{all} bindings known, "),
    };
    let names = match naming {
        0 => "none names ".to_owned(),
        1 if all == 1 => "it names ".to_owned(),
        1 => "1 names ".to_owned(),
        naming if naming == all => "all name ".to_owned(),
        naming => format!("{naming} name "),
    };
    let others = match (naming, all.saturating_sub(naming)) {
        (0, _) | (_, 0) => String::new(),
        (_, 1) => ", 1 names others".to_owned(),
        (_, others) => format!(", {others} name others"),
    };
    html! { <>{ said(&known) }{ names }<bdi>{ user }</bdi>{ others }</> }
}

fn grant(ground: &Ground, marker: &Marker) -> Html {
    let (binding, subject, role) = (&ground.binding, &ground.subject, &ground.role);
    let at = binding.location.as_ref();
    let step = |place, text| Mark::Passes.row_beside(marker, (place, at), text, Html::default());
    let kind = format!("subject {}", subject.kind);
    let below = html! {
        <>
            { step(subject.location.as_ref(), named(&kind, &subject.name)) }
            { step(role.location.as_ref(), named(&role.kind, &role.name)) }
            { step(ground.rule.location.as_ref(), rule(&ground.rule)) }
        </>
    };
    let text = html! {
        <>
            { said(&binding.kind) }{ " " }<b><bdi>{ &binding.name }</bdi></b>
            if let Some(namespace) = &binding.namespace {
                <span class="why">{ " in " }<bdi>{ namespace }</bdi></span>
            }
        </>
    };
    Mark::Passes.row_at(marker, at, text, below)
}
