//! What do keys do that are pressed outside fields?
//!
//! Single keys go to a part of the page. They are off while something is typed, together with Control,
//! Alt or Meta, and when switched off.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement, KeyboardEvent};
use yew::{Callback, hook, use_effect_with, use_mut_ref};

use crate::app::state::Action;
use crate::app::view::View;

/// The `id` of the field texts are edited in.
pub(crate) const EDITOR: &str = "editor";
/// The `id` of the field a line is pasted into.
pub(crate) const LINE: &str = "line";

/// Where attention was before a key took it away.
type Before = Rc<RefCell<Option<HtmlElement>>>;
/// Whether the key before this one was the `g` that leads to a view.
type Chord = Rc<RefCell<bool>>;

/// Listens for keys in the whole document.
#[hook]
pub(crate) fn use_keys(are_on: bool, on_theme: Callback<()>, on_action: Callback<Action>) {
    let before: Before = use_mut_ref(|| None);
    let chord: Chord = use_mut_ref(|| false);
    use_effect_with((are_on, on_theme), move |(are_on, on_theme)| {
        let (are_on, on_theme) = (*are_on, on_theme.clone());
        let options = EventListenerOptions::enable_prevent_default();
        let pressed = move |event: &Event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                let keys = Keys {
                    on_theme: &on_theme,
                    on_action: &on_action,
                    before: &before,
                    chord: &chord,
                };
                keys.press(event, are_on);
            }
        };
        let listener = EventListener::new_with_options(&document(), "keydown", options, pressed);
        move || drop(listener)
    });
}

/// What a key can do.
struct Keys<'a> {
    on_theme: &'a Callback<()>,
    on_action: &'a Callback<Action>,
    before: &'a Before,
    chord: &'a Chord,
}

impl Keys<'_> {
    fn press(&self, event: &KeyboardEvent, are_on: bool) {
        let Self {
            on_theme,
            on_action,
            before,
            chord,
        } = self;
        let target = event.target().and_then(|of| of.dyn_into::<Element>().ok());
        let key = event.key();
        if key == "Escape"
            && target
                .as_ref()
                .is_some_and(|of| [EDITOR, LINE].contains(&of.id().as_str()))
        {
            return go_back(before);
        }
        let is_typing = target.is_some_and(|of| {
            of.matches("input:not([type=radio],[type=checkbox]), textarea, [contenteditable]")
                .unwrap_or(false)
        });
        let is_plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        if !are_on || is_typing || !is_plain {
            return;
        }
        let follows = std::mem::take(&mut *chord.borrow_mut());
        if follows {
            let view = View::ALL.into_iter().find(|view| view.key() == key);
            if let Some(view) = view {
                with(&format!("view-{}", view.word()), HtmlElement::click);
                event.prevent_default();
            }
            return;
        }
        match key.as_str() {
            "g" => *chord.borrow_mut() = true,
            "1" | "2" | "3" | "4" => with(&format!("gate-{key}"), |of| {
                of.click();
                focus(of);
            }),
            "s" => with("step", HtmlElement::click),
            "j" => on_action.emit(Action::Next(true)),
            "k" => on_action.emit(Action::Next(false)),
            "u" => on_action.emit(Action::Undo),
            "/" => go_to(LINE, before),
            "e" => go_to(EDITOR, before),
            "q" => with("user", focus),
            "x" => with("view-examples", HtmlElement::click),
            "?" => with("help", HtmlElement::click),
            "t" => on_theme.emit(()),
            _ => return,
        }
        event.prevent_default();
    }
}

fn go_to(id: &str, before: &Before) {
    let active = document().active_element();
    *before.borrow_mut() = active.and_then(|of| of.dyn_into().ok());
    with(id, |of| {
        if id == LINE {
            return focus(of);
        }
        // the editor is as tall as its text: scrolling to all of it would lose the marked line
        let still = FocusOptions::new();
        still.set_prevent_scroll(true);
        drop(of.focus_with_options(&still));
    });
}

fn go_back(before: &Before) {
    match before.borrow_mut().take() {
        Some(element) if element.is_connected() => drop(element.focus()),
        _ => with("answer", focus),
    }
}

/// Gives an element the focus.
pub(crate) fn focus(element: &HtmlElement) {
    drop(element.focus());
}

/// Does something with the element of that `id`, if there is one.
pub(crate) fn with(id: &str, act: impl FnOnce(&HtmlElement)) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|of| of.dyn_into().ok()) {
        act(&element);
    }
}
