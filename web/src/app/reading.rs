//! Where are texts read?
//!
//! Small ones here, at once, while someone types. Large ones by a worker, which is this same program without a page:
//! it reads and sends back what it read, and nobody waits for it. Both remember what they read last, so that a
//! document that is as it was is not read again.

use std::cell::RefCell;

use aksess::{Reading, Readings};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// All texts together up to this many bytes are read here.
pub(crate) const HERE: usize = 64 * 1024;

thread_local! {
    /// What was read last, by the position of the text.
    static LAST: RefCell<Vec<Readings>> = const { RefCell::new(Vec::new()) };
}

/// Reads texts here and now.
pub(crate) fn read<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<Reading> {
    LAST.with_borrow_mut(|last| {
        let texts: Vec<&str> = texts.collect();
        last.resize_with(texts.len(), Readings::default);
        let each = last.iter_mut().zip(texts);
        each.map(|(last, text)| last.read(text)).collect()
    })
}

/// What the worker does.
#[wasm_bindgen(js_name = read)]
#[expect(
    unreachable_pub,
    clippy::needless_pass_by_value,
    reason = "what JavaScript calls is public, and gives its texts away"
)]
pub fn read_for_page(texts: Vec<String>) -> Vec<Uint8Array> {
    let readings = read(texts.iter().map(String::as_str)).into_iter();
    let bytes = readings.map(|of| Uint8Array::from(of.into_bytes().as_slice()));
    bytes.collect()
}

#[wasm_bindgen(module = "/src/app/reader.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = read)]
    async fn read_elsewhere(texts: Vec<String>) -> Result<JsValue, JsValue>;
    /// Ends what the worker is doing.
    pub(crate) fn stop();
}

/// Lets the worker read texts; `None` when it was stopped or something newer is to be read.
pub(crate) async fn wait(texts: Vec<String>) -> Result<Option<Vec<Reading>>, JsValue> {
    let given = read_elsewhere(texts).await?;
    if given.is_undefined() {
        return Ok(None);
    }
    let each = js_sys::Array::from(&given);
    let bytes = each.iter().map(|of| Uint8Array::new(&of).to_vec());
    Ok(Some(bytes.map(Reading::from_bytes).collect()))
}
