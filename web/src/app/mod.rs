//! What does the browser show?
//!
//! The page: a question as a sentence, the texts it is asked of, and the answer with its reasons and
//! their places in the texts. [`state`] holds what is shown, [`components`] draw it. The engine
//! decides, the page only asks.

mod action;
mod answer;
mod api_resources;
mod asked;
mod axes;
mod complete;
mod components;
mod defaults;
mod examples;
mod explain;
mod handed_on;
mod host;
mod kept;
mod login;
mod matrix;
mod names;
mod paste;
mod question;
mod reading;
mod rest;
mod scenario;
mod selection;
mod state;
mod suggest;
mod tabbed;
mod text;
mod view;
mod workspace;

use components::app::App;
use wasm_bindgen::prelude::wasm_bindgen;

/// Opens the page, unless it has work to bring back: that waits for the whole program (`boot.js`).
pub fn main() {
    if !host::has_work() {
        open();
    }
}

/// Draws the page into its place in the document. A worker has none, and only reads.
#[wasm_bindgen]
pub fn open() {
    let document = web_sys::window().and_then(|window| window.document());
    let place = document.and_then(|document| document.get_element_by_id("page"));
    if let Some(place) = place {
        yew::Renderer::<App>::with_root(place).render();
    }
}

/// Whether the address or the tab holds work, which may need every function of the program.
#[wasm_bindgen(js_name = hasWork)]
pub fn has_work() -> bool {
    host::has_work()
}
