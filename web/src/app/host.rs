//! What does the page ask of the browser that is easier said in its own language?
//!
//! One module of JavaScript, `host.js`, beside the program: fetching the examples, packing a link,
//! saving a file, the editor.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/app/host.js")]
extern "C" {
    /// The list of examples.
    #[wasm_bindgen(catch)]
    pub(crate) async fn examples() -> Result<JsValue, JsValue>;
}
