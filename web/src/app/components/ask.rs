//! What is the question?
//!
//! One sentence whose parts can be changed, and below it the circumstances: groups and the less
//! common parts. Beside it, the same as a line.

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::circumstances::Circumstances;
use super::part_slot::PartSlot;
use super::paste_box::PasteBox;
use crate::app::asked::Asked;
use crate::app::names::Names;
use crate::app::paste::Paste;
use crate::app::question::{About, Part};
use crate::app::state::Action;

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
