//! Which part of the question is this, and what else could it be?

use std::rc::Rc;

use yew::{AttrValue, Callback, Html, Properties, component, html};

use super::icons;
use super::slot::Slot;
use crate::app::names::Names;
use crate::app::question::{Part, Question};
use crate::app::state::Action;
use crate::app::suggest;

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
