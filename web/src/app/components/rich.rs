//! What does the editor know of the page, and the page of the editor?
//!
//! The text field that is there at once is replaced by the editor as soon as that has been loaded; where it
//! cannot be, the field stays. The editor asks for suggestions and explanations; it is told texts, remarks
//! and marks.

use std::cell::RefCell;
use std::rc::Rc;

use aksess::{Diagnostic, Source};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use web_sys::Element;
use yew::{Callback, NodeRef, hook, use_effect_with, use_mut_ref, use_state};

use super::notes::severity;
use crate::app::complete::complete;
use crate::app::explain::explain;
use crate::app::host::{self, RichEditor, object};
use crate::app::rest;
use crate::app::state::Action;
use crate::app::workspace::Compiled;

/// What the editor may ask about.
#[derive(Clone)]
pub(crate) struct Knows {
    pub(crate) compiled: Rc<Compiled>,
    /// The position of the source that is shown.
    pub(crate) shown: usize,
    pub(crate) source: Rc<Source>,
}

/// The functions the editor calls; they must live as long as it does.
struct Calls {
    _change: Closure<dyn FnMut(String, u32)>,
    _cursor: Closure<dyn FnMut(u32)>,
    _typing: Closure<dyn FnMut()>,
    _explain: Closure<dyn FnMut(u32, u32) -> String>,
    _suggest: Closure<dyn FnMut(String, bool) -> JsValue>,
}

/// Opens the editor in an element once the page has been drawn; `None` until it is there.
#[hook]
pub(crate) fn use_rich(
    place: NodeRef,
    knows: Knows,
    on_action: Callback<Action>,
    hint: &'static str,
) -> Option<RichEditor> {
    let shared = use_mut_ref(|| None::<Knows>);
    *shared.borrow_mut() = Some(knows);
    let opened = use_state(|| None::<RichEditor>);
    let calls = use_mut_ref(|| None::<Calls>);
    let now = (*opened).clone();
    use_effect_with((), move |()| {
        if let Some(place) = place.cast::<Element>() {
            let (object, held) = offered(&shared, &on_action);
            *calls.borrow_mut() = Some(held);
            wasm_bindgen_futures::spawn_local(async move {
                // without it the text field stays
                if let Ok(editor) = host::editor(&place, &object, "", hint).await {
                    opened.set(Some(host::opened(editor)));
                }
                // the page stands
                rest::follow();
            });
        }
    });
    now
}

fn offered(shared: &Rc<RefCell<Option<Knows>>>, on_action: &Callback<Action>) -> (JsValue, Calls) {
    let change = {
        let on_action = on_action.clone();
        Closure::<dyn FnMut(String, u32)>::new(move |text, line| {
            on_action.emit(Action::Edit(text, line));
        })
    };
    let cursor = {
        let on_action = on_action.clone();
        Closure::<dyn FnMut(u32)>::new(move |line| on_action.emit(Action::Cursor(line)))
    };
    let typing = {
        let on_action = on_action.clone();
        Closure::<dyn FnMut()>::new(move || on_action.emit(Action::Typing))
    };
    let explained = {
        let shared = Rc::clone(shared);
        Closure::<dyn FnMut(u32, u32) -> String>::new(move |line, column| {
            let knows = shared.borrow().clone();
            knows.map_or_else(String::new, |of| {
                explain(of.compiled.policy(), of.shown, &of.source, (line, column))
            })
        })
    };
    let suggest = {
        let shared = Rc::clone(shared);
        Closure::<dyn FnMut(String, bool) -> JsValue>::new(move |before: String, is_wanted| {
            let knows = shared.borrow().clone();
            knows.map_or(JsValue::NULL, |of| suggested(&of, &before, is_wanted))
        })
    };
    let object = object([
        ("change", change.as_ref().clone()),
        ("cursor", cursor.as_ref().clone()),
        ("typing", typing.as_ref().clone()),
        ("explain", explained.as_ref().clone()),
        ("suggest", suggest.as_ref().clone()),
    ]);
    let calls = Calls {
        _change: change,
        _cursor: cursor,
        _typing: typing,
        _explain: explained,
        _suggest: suggest,
    };
    (object, calls)
}

fn suggested(knows: &Knows, before: &str, is_wanted: bool) -> JsValue {
    let found = complete(before, &knows.compiled, is_wanted);
    let options: Array = found
        .options
        .iter()
        .map(|of| {
            object([
                ("label", JsValue::from_str(&of.label)),
                ("detail", JsValue::from_str(&of.detail)),
            ])
        })
        .collect();
    object([
        ("typed", JsValue::from_f64(f64::from(found.typed))),
        ("options", options.into()),
    ])
}

/// Remarks as the editor reads them.
pub(crate) fn remarks(diagnostics: &[Diagnostic]) -> JsValue {
    let list: Array = diagnostics
        .iter()
        .map(|of| {
            let at = &of.location;
            let number = |value: u32| JsValue::from_f64(f64::from(value));
            object([
                ("line", number(at.line)),
                ("column", number(at.column)),
                ("endLine", number(at.end_line)),
                ("endColumn", number(at.end_column)),
                ("severity", JsValue::from_str(severity(of.severity).0)),
                ("message", JsValue::from_str(&of.message)),
            ])
        })
        .collect();
    list.into()
}
