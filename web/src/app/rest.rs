//! Where is the part of the program that is not needed to open the page?
//!
//! On its way as soon as the page stands. `rest.js` fetches it; a function of it that is called earlier stops the page
//! until it is there, and breaks it where there is no network: what is fetched that way comes from no kept copy. So
//! a page that has work to bring back is opened when all is there (`boot.js`).

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/app/rest.js")]
extern "C" {
    /// Fetches the rest; nothing waits for it.
    pub(crate) fn follow();
}
