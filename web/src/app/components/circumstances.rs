//! In which groups, which API group, on which subresource or name?
//!
//! The second line of the question: what is seldom changed, but decides as much.

use std::rc::Rc;

use aksess::Vocabulary;
use yew::{Callback, Html, Properties, component, html};

use super::ask::PartSlot;
use super::icons;
use crate::app::question::{About, Part, Question};
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct CircumstancesProps {
    pub(crate) question: Question,
    pub(crate) vocabulary: Rc<Vocabulary>,
    pub(crate) on_action: Callback<Action>,
}

/// The circumstances of the question.
#[component]
pub(crate) fn Circumstances(props: &CircumstancesProps) -> Html {
    let part = |part, id, label| {
        html! {
            <PartSlot {part} {id} {label} question={props.question.clone()}
                vocabulary={Rc::clone(&props.vocabulary)} on_action={props.on_action.clone()} />
        }
    };
    let question = &props.question;
    let groups = question.groups.iter().map(|group| {
        let (on_action, removed) = (props.on_action.clone(), group.clone());
        let onclick = move |_| on_action.emit(Action::RemoveGroup(removed.clone()));
        html! {
            <li class="member" key={group.clone()}>
                <bdi>{ group }</bdi>
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
            if question.about == About::Resource {
                <span class="pair">{ "API group " }{ part(Part::ApiGroup, "api-group", "API group") }</span>
                <span class="pair">{ "subresource " }{ part(Part::Subresource, "subresource", "subresource") }</span>
                <span class="pair">{ "name " }{ part(Part::Name, "name", "name") }</span>
            }
            <fieldset class="switch">
                <legend class="sr">{ "Ask about" }</legend>
                { about(About::Resource, "about-resource", "a resource") }
                { about(About::Path, "about-path", "a path") }
            </fieldset>
        </div>
    }
}
