//! What does the page ask of the browser that is easier said in its own language?
//!
//! One module of JavaScript, `host.js`, beside this file: fetching the examples, packing a link, saving a
//! file, opening the editor.

use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

#[wasm_bindgen(module = "/src/app/host.js")]
extern "C" {
    /// The list of examples.
    #[wasm_bindgen(catch)]
    pub(crate) async fn examples() -> Result<JsValue, JsValue>;

    /// Puts a text into the address, and gives that.
    #[wasm_bindgen(catch)]
    pub(crate) async fn share(text: &str) -> Result<JsValue, JsValue>;
    /// The text in the address; null without one.
    #[wasm_bindgen(catch)]
    pub(crate) async fn shared() -> Result<JsValue, JsValue>;
    /// Takes it out of the address.
    pub(crate) fn unshare();
    /// Saves a text as a file.
    pub(crate) fn save(name: &str, kind: &str, text: &str);
    /// Keeps a text for this tab, and tells whether it could.
    pub(crate) fn keep(text: &str) -> bool;
    /// Leaves what this tab kept, and keeps under another name.
    pub(crate) fn leave();
    /// Gives the copy of a tab a name of its own.
    #[wasm_bindgen(catch)]
    pub(crate) async fn settle() -> Result<JsValue, JsValue>;
    /// Whether the address or the tab holds work.
    #[wasm_bindgen(js_name = hasWork)]
    pub(crate) fn has_work() -> bool;
    /// What this tab kept.
    pub(crate) fn kept() -> String;
    /// What another one kept last.
    pub(crate) fn last() -> String;

    /// Opens the editor in an element.
    #[wasm_bindgen(catch)]
    pub(crate) async fn editor(
        parent: &Element,
        host: &JsValue,
        label: &str,
        hint: &str,
    ) -> Result<JsValue, JsValue>;

    /// The editor that was opened.
    #[derive(Debug, Clone)]
    pub(crate) type RichEditor;
    #[wasm_bindgen(method)]
    pub(crate) fn show(this: &RichEditor, file: &str, text: &str, label: &str);
    #[wasm_bindgen(method)]
    pub(crate) fn mark(this: &RichEditor, first: u32, last: u32, is_shown: bool);
    #[wasm_bindgen(method)]
    pub(crate) fn remark(this: &RichEditor, list: &JsValue);
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &RichEditor);
}

/// What `editor` gave.
pub(crate) fn opened(editor: JsValue) -> RichEditor {
    editor.unchecked_into()
}

/// An object of these fields.
pub(crate) fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = js_sys::Object::new();
    for (key, value) in fields {
        // an object that was just made takes every field
        drop(js_sys::Reflect::set(
            &object,
            &JsValue::from_str(key),
            &value,
        ));
    }
    object.into()
}
