//! What is the question?
//!
//! One sentence whose parts can be changed, and below it the circumstances: groups and the less
//! common parts. Beside it, the same as a line.

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::circumstances::Circumstances;
use super::icons;
use super::paste_box::PasteBox;
use super::slot::Slot;
use crate::app::asked::Asked;
use crate::app::names::Names;
use crate::app::paste::Paste;
use crate::app::question::{About, Part, Question};
use crate::app::state::Action;
use crate::app::suggest;

#[derive(Properties, PartialEq)]
pub(crate) struct AskProps {
    pub(crate) asked: Asked,
    pub(crate) paste: Paste,
    /// Whether the line that is asked asks more than the sentence says.
    pub(crate) is_more: bool,
    pub(crate) names: Rc<Names>,
    pub(crate) on_action: Callback<Action>,
}

/// The question.
#[component]
pub(crate) fn Ask(props: &AskProps) -> Html {
    let part = |part, id, label| {
        html! {
            <PartSlot {part} {id} {label} question={props.asked.question.clone()}
                names={Rc::clone(&props.names)} on_action={props.on_action.clone()} />
        }
    };
    let question = &props.asked.question;
    let target = match question.about {
        About::Path => html! {
            <>{ part(Part::Verb, "verb", "verb") }{ " " }<span class="end">{ part(Part::Path, "path", "path") }{ "?" }</span></>
        },
        About::Kubeconfig => html! {
            <>{ "fetch the " }{ part(Part::Kubeconfig, "kubeconfig", "kubeconfig") }{ " kubeconfig?" }</>
        },
        About::Action => html! {
            <>
                { "do " }{ part(Part::Action, "action", "action of Azure") }{ " " }
                <span class="end">{ "on " }{ part(Part::Scope, "scope", "scope") }{ "?" }</span>
            </>
        },
        About::Resource => html! {
            <>
                { part(Part::Verb, "verb", "verb") }{ " " }
                { part(Part::Resource, "resource", "resource") }{ " " }
                if !question.name.is_empty() {
                    { "named " }{ part(Part::Name, "named", "name") }{ " " }
                }
                <span class="end">
                    { question.preposition() }{ " " }
                    { part(Part::Namespace, "namespace", "namespace") }{ "?" }
                </span>
            </>
        },
    };
    html! {
        <section class="ask" aria-label="The question">
            <div class="asked">
                <div class="plain">
                    <p class="sentence">
                        { "Can " }{ part(Part::User, "user", "user") }{ " " }{ target }
                    </p>
                </div>
                <PasteBox paste={props.paste.clone()} is_more={props.is_more} on_action={props.on_action.clone()} />
            </div>
            <Circumstances question={question.clone()} names={Rc::clone(&props.names)}
                on_action={props.on_action.clone()} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct PartSlotProps {
    pub(crate) part: Part,
    pub(crate) id: AttrValue,
    pub(crate) label: AttrValue,
    pub(crate) question: Question,
    pub(crate) names: Rc<Names>,
    pub(crate) on_action: Callback<Action>,
}

/// A part of the question that can be changed.
#[component]
pub(crate) fn PartSlot(props: &PartSlotProps) -> Html {
    let part = props.part;
    let choices = {
        let (question, names) = (props.question.clone(), Rc::clone(&props.names));
        Callback::from(move |()| suggest::choices(part, &question, &names))
    };
    let on_action = props.on_action.clone();
    let on_choose = move |value: AttrValue| on_action.emit(Action::Ask(part, value.to_string()));
    let (value, words) = (props.question.value(part), props.question.words(part));
    let class = if part == Part::Group { "add" } else { "slot" };
    html! {
        <Slot id={props.id.clone()} {class} label={props.label.clone()} value={value} {choices} {on_choose}
            hint={format!("Any {}", props.label)}>
            if part == Part::Group { { icons::plus() } }
            <bdi>{ words }</bdi>
        </Slot>
    }
}
