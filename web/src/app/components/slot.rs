//! Which part of the page can be changed by choosing?
//!
//! A button that opens a list below itself. It reads as a word of the sentence it stands in, and the
//! list closes when something is chosen, with Escape, or when attention goes elsewhere.

use std::rc::Rc;

use gloo::utils::window;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent, Node};
use yew::{
    AttrValue, Callback, Html, Properties, classes, component, html, use_memo, use_node_ref,
    use_state_eq,
};

use super::choose::Choose;
use crate::app::suggest::Choice;

/// The width of an open list; the style sheet says the same.
const WIDTH: f64 = 340.0;

#[derive(Properties, PartialEq)]
pub(crate) struct SlotProps {
    /// Unique in the document.
    pub(crate) id: AttrValue,
    /// What is chosen here: `User`.
    pub(crate) label: AttrValue,
    /// What the button shows.
    pub(crate) children: Html,
    #[prop_or(AttrValue::Static("slot"))]
    pub(crate) class: AttrValue,
    #[prop_or_default]
    pub(crate) hint: AttrValue,
    /// The value so far.
    #[prop_or_default]
    pub(crate) value: AttrValue,
    /// Asked for the choices when the list opens.
    pub(crate) choices: Callback<(), Vec<Choice>>,
    #[prop_or(true)]
    pub(crate) is_free: bool,
    pub(crate) on_choose: Callback<AttrValue>,
}

/// A button and its list.
#[component]
pub(crate) fn Slot(props: &SlotProps) -> Html {
    let is_open = use_state_eq(|| false);
    let is_flipped = use_state_eq(|| false);
    let (around, button) = (use_node_ref(), use_node_ref());
    let choices = use_memo(*is_open, |is_open| {
        if *is_open {
            props.choices.emit(())
        } else {
            Vec::new()
        }
    });

    let open = {
        let (is_open, is_flipped, button) = (is_open.clone(), is_flipped.clone(), button.clone());
        Callback::from(move |()| {
            is_flipped.set(
                button
                    .cast::<HtmlElement>()
                    .is_some_and(|of| has_no_room(&of)),
            );
            is_open.set(true);
        })
    };
    let close = {
        let (is_open, button) = (is_open.clone(), button.clone());
        Callback::from(move |()| {
            if let Some(button) = button.cast::<HtmlElement>() {
                drop(button.focus());
            }
            is_open.set(false);
        })
    };
    let onclick = {
        let (is_open, open, close) = (is_open.clone(), open.clone(), close.clone());
        move |_| {
            if *is_open {
                close.emit(());
            } else {
                open.emit(());
            }
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp") {
            event.prevent_default();
            open.emit(());
        }
    };
    let onfocusout = {
        let (is_open, around) = (is_open.clone(), around.clone());
        move |event: FocusEvent| {
            let to = event
                .related_target()
                .and_then(|to| to.dyn_into::<Node>().ok());
            let stays = around
                .get()
                .is_some_and(|around| around.contains(to.as_ref()));
            if to.is_none() || !stays {
                is_open.set(false);
            }
        }
    };
    let on_choose = {
        let (close, on_choose) = (close.clone(), props.on_choose.clone());
        Callback::from(move |value| {
            close.emit(());
            on_choose.emit(value);
        })
    };
    html! {
        <span class="around" ref={around} {onfocusout}>
            <button ref={button} type="button" id={props.id.clone()} class={props.class.to_string()} data-term={props.label.clone()}
                aria-haspopup="listbox" aria-expanded={is_open.to_string()} {onclick} {onkeydown}>
                { props.children.clone() }<span class="sr">{ ", " }{ props.label.clone() }</span>
            </button>
            if *is_open {
                <div class={classes!("pop", is_flipped.then_some("flip"))}>
                    <Choose id={format!("{}-field", props.id)} label={props.label.clone()}
                        hint={props.hint.clone()} value={props.value.clone()} choices={Rc::clone(&choices)}
                        is_free={props.is_free} {on_choose} on_leave={close} />
                </div>
            }
        </span>
    }
}

/// Whether a list that begins where the button begins would leave the window.
fn has_no_room(button: &HtmlElement) -> bool {
    let width = window().inner_width().ok().and_then(|width| width.as_f64());
    let left = button.get_bounding_client_rect().left();
    width.is_some_and(|width| left + WIDTH > width - 16.0)
}
