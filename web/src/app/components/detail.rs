//! Why is that the answer?
//!
//! Gate by gate: what was checked, step by step, and beside it every grant that is enough or what came
//! near. Where a line comes down to several requests, they come first.

use std::rc::Rc;

use aksess::azure::trace::AzureTrace;
use aksess::review::GateName;
use aksess::{Trace, report};
use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::clipboard::Copy;
use super::gate_azure::AzureTree;
use super::gate_lists::AzureList;
use super::gate_login::login;
use super::gates::Gates;
use super::grants::Grants;
use super::near_misses::NearMisses;
use super::place::Marker;
use super::requests::Requests;
use super::tree::Tree;
use crate::app::answer::Answer;
use crate::app::question::About;
use crate::app::state::Action;
use crate::app::workspace::Compiled;
use crate::journey::model::{Gate, Journey};

#[derive(Properties, PartialEq)]
pub(crate) struct DetailProps {
    pub(crate) answer: Rc<Answer>,
    pub(crate) journey: Rc<Journey>,
    /// The gate that is looked at.
    pub(crate) gate: Gate,
    /// The request without who asks, as the sentence reads.
    pub(crate) request: AttrValue,
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) marker: Marker,
    pub(crate) on_action: Callback<Action>,
}

/// The reasons.
#[component]
pub(crate) fn Detail(props: &DetailProps) -> Html {
    let answer = &props.answer;
    let on_action = props.on_action.clone();
    let on_gate = Callback::from(move |gate| on_action.emit(Action::Gate(gate)));
    let panel = match props.gate {
        Gate::Kubeconfig => kubeconfig(props),
        Gate::Authentication => login(&answer.review),
        Gate::Azure => match answer.trace().and_then(|of| of.azure.clone()) {
            Some(azure) => of_azure("Azure RBAC", azure, props),
            None => not_here(answer.trace().is_some()),
        },
        Gate::Kubernetes => match answer.trace() {
            Some(trace) => kubernetes(trace, props),
            None => html! { <p class="after">{ "The request does not come to the cluster." }</p> },
        },
    };
    html! {
        <>
            if answer.has_steps() {
                <Requests answer={Rc::clone(answer)} on_action={props.on_action.clone()} />
            }
            <Gates journey={Rc::clone(&props.journey)} open={props.gate} {on_gate}>{ panel }</Gates>
        </>
    }
}

/// What is said where no document of Azure is there.
pub(crate) fn not_here(is_asked: bool) -> Html {
    if !is_asked {
        return html! { <p class="after">{ "The request does not come to Azure RBAC." }</p> };
    }
    html! {
        <p class="after">
            { "No cluster of Azure is described, so there is no such gate. To ask it, add what " }
            <code>{ "az aks show -o json" }</code>{ " and " }<code>{ "az role assignment list --all -o json" }</code>{ " print." }
        </p>
    }
}

fn kubeconfig(props: &DetailProps) -> Html {
    let review = &props.answer.review;
    if let Some(action) = props.answer.action() {
        return of_azure("Azure Resource Manager", action.azure.clone(), props);
    }
    let said = review
        .gates
        .iter()
        .find(|of| of.gate == GateName::Kubeconfig);
    let ask = {
        let on_action = props.on_action.clone();
        move |_| on_action.emit(Action::About(About::Kubeconfig))
    };
    html! {
        <>
            <p class="after">{ said.map_or("", |of| of.words.as_str()) }</p>
            <p class="after">
                { "A kubeconfig says where the cluster is and grants nothing inside it. " }
                <button type="button" class="link" onclick={ask}>{ "Ask who hands it out" }</button>
            </p>
        </>
    }
}

fn of_azure(name: &'static str, azure: AzureTrace, props: &DetailProps) -> Html {
    let azure = Rc::new(azure);
    html! {
        <div class="cols">
            <section>
                <h2>{ "What was checked" }</h2>
                <AzureTree azure={Rc::clone(&azure)} {name} marker={props.marker.clone()} />
            </section>
            <section><AzureList {azure} marker={props.marker.clone()} /></section>
        </div>
    }
}

fn kubernetes(trace: &Trace, props: &DetailProps) -> Html {
    let answer = &props.answer;
    let picked = answer.picked.and_then(|at| answer.review.requests.get(at));
    let request = match picked {
        Some(picked) if answer.has_steps() => AttrValue::from(picked.line.clone()),
        _ => props.request.clone(),
    };
    let text = report::render(trace);
    let trace = Rc::new(trace.clone());
    let beside = if trace.grounds.is_empty() && !trace.decision.is_allowed() {
        html! {
            <NearMisses trace={Rc::clone(&trace)} marker={props.marker.clone()}
                has_defaults={props.compiled.has_defaults} on_action={props.on_action.clone()} />
        }
    } else {
        html! { <Grants trace={Rc::clone(&trace)} marker={props.marker.clone()} /> }
    };
    html! {
        <div class="cols">
            <section>
                <div class="head">
                    <h2>{ "What was checked" }</h2>
                    <Copy label="Copy as text" class="quiet" {text} />
                </div>
                <Tree {trace} {request} marker={props.marker.clone()} />
            </section>
            <section>{ beside }</section>
        </div>
    }
}
