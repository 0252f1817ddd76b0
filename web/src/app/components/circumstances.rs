//! In which groups, which API group, on which subresource or name?
//!
//! The second line of the question: what is seldom changed, but decides as much.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::icons;
use super::part_slot::PartSlot;
use crate::app::login::Login;
use crate::app::names::Names;
use crate::app::question::{About, Part, Question};
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct CircumstancesProps {
    pub(crate) question: Question,
    pub(crate) names: Rc<Names>,
    pub(crate) on_action: Callback<Action>,
}

/// The circumstances of the question.
#[component]
pub(crate) fn Circumstances(props: &CircumstancesProps) -> Html {
    let part = |part, id, label| {
        html! {
            <PartSlot {part} {id} {label} question={props.question.clone()}
                names={Rc::clone(&props.names)} on_action={props.on_action.clone()} />
        }
    };
    let question = &props.question;
    let groups = question.groups.iter().map(|group| {
        let (on_action, removed) = (props.on_action.clone(), group.clone());
        let onclick = move |_| on_action.emit(Action::RemoveGroup(removed.clone()));
        let name = props.names.name_of(group).unwrap_or(group);
        let title = (name != group).then(|| group.clone());
        html! {
            <li class="member" key={group.clone()} {title}>
                <bdi>{ name }</bdi>
                <button type="button" aria-label={format!("Remove the group {group}")} {onclick}>{ icons::cross() }</button>
            </li>
        }
    });
    let about = |about, id, words: &'static str| {
        let on_action = props.on_action.clone();
        let onchange = move |_| on_action.emit(Action::About(about));
        html! {
            <label>
                <input type="radio" name="about" {id} checked={question.about == about} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <div class="how">
            <div class="groups">
                <span id="groups-label">{ if question.groups.is_empty() { "in no group" } else { "in groups" } }</span>
                if !question.groups.is_empty() {
                    <ul aria-labelledby="groups-label">{ for groups }</ul>
                }
                { part(Part::Group, "group", "group to add") }
            </div>
            <span class="pair">{ "signed in " }{ part(Part::Login, "login", "way of signing in") }</span>
            if matches!(question.login, Login::Token(_)) || !question.object_id().is_empty() {
                <span class="pair">{ "object id " }{ part(Part::ObjectId, "oid", "object id") }</span>
            }
            if !props.names.cluster.is_empty() {
                <span class="pair">{ "order " }{ part(Part::Order, "order", "order of authorizers") }</span>
                <span class="pair">{ "at " }{ part(Part::At, "at", "time") }</span>
            }
            if question.about == About::Resource {
                <span class="pair">{ "API group " }{ part(Part::ApiGroup, "api-group", "API group") }</span>
                <span class="pair">{ "subresource " }{ part(Part::Subresource, "subresource", "subresource") }</span>
                <span class="pair">{ "name " }{ part(Part::Name, "name", "name") }</span>
            }
            <fieldset class="switch">
                <legend class="sr">{ "Ask about" }</legend>
                { about(About::Resource, "about-resource", "a resource") }
                { about(About::Path, "about-path", "a path") }
                { about(About::Kubeconfig, "about-kubeconfig", "a kubeconfig") }
                { about(About::Action, "about-action", "Azure") }
            </fieldset>
        </div>
    }
}
