//! What can happen when a value of the caller's is looked at?
//!
//! Anything: a getter or a proxy runs the caller's code, and that may throw. An exception that crosses
//! WebAssembly drops nothing on its way, so that what was borrowed stays borrowed and is never freed. Whatever
//! can run code of the caller's is therefore called here, or by `Reflect::get` and `JSON::stringify`, and
//! gives an `Err` instead.
//!
//! *Invariants.* Nothing asks by `instanceof` what a value is: an object without a prototype is an object, and
//! one of another realm (a frame, `node:vm`) is what it is here.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    pub(crate) fn is_list(value: &JsValue) -> Result<bool, JsValue>;

    /// A list of our own, which can be read without surprises.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    pub(crate) fn items(list: &JsValue) -> Result<Array, JsValue>;

    /// The names of the fields an object has itself.
    #[wasm_bindgen(catch, js_namespace = Object, js_name = keys)]
    pub(crate) fn keys(object: &JsValue) -> Result<Array, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(extends = Uint8Array, js_name = Uint8Array)]
    type Bytes;

    /// Bytes of our own.
    #[wasm_bindgen(catch, constructor, js_class = "Uint8Array")]
    fn copied(bytes: &JsValue) -> Result<Bytes, JsValue>;
}

/// The bytes of a `Uint8Array` or an `ArrayBuffer`; `None` for anything else.
pub(crate) fn bytes(value: &JsValue) -> Result<Option<Vec<u8>>, JsValue> {
    let is_bytes = match tag(value)?.as_str() {
        "[object Uint8Array]" => ArrayBuffer::is_view(value),
        tag => tag == "[object ArrayBuffer]",
    };
    if !is_bytes {
        return Ok(None);
    }
    Ok(Some(Bytes::copied(value)?.to_vec()))
}
