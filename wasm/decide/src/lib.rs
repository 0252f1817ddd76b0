//! How does JavaScript ask where every byte counts?
//!
//! The part of the package that decides and nothing else. It takes a snapshot that holds Kubernetes alone,
//! and answers plain questions, prepared ones and batches. Documents, reasons, reviews and Azure are in
//! `aksess-wasm`. The shapes are the same (`decide.d.ts`).
//!
//! *Invariants.* No rule of authorization is here.

#![cfg(target_arch = "wasm32")]

// one text instead of ten strings, as the whole package takes it
#[path = "../../js/src/parts.rs"]
mod parts;

use std::sync::Arc;

use aksess::{Attributes, Decision, Identity, Question, snapshot};
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("decide.d.ts");

/// A policy that was compiled.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Authorizer(aksess::Authorizer);

/// A question whose names were looked up.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Prepared(Question);

/// Questions that are asked together.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug, Default)]
pub struct PreparedBatch(Vec<Question>);

#[wasm_bindgen]
impl PreparedBatch {
    /// None yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

/// Numbers of decisions as `parts.js` knows them.
fn number(decision: Decision) -> u8 {
    match decision {
        Decision::Allow => 0,
        Decision::Deny => 1,
        Decision::NoOpinion => 2,
    }
}

#[wasm_bindgen]
impl Authorizer {
    /// The policy of a snapshot.
    ///
    /// # Errors
    /// When the bytes are no snapshot of this version, or hold more than Kubernetes.
    #[wasm_bindgen(js_name = fromSnapshot)]
    pub fn from_snapshot(bytes: &[u8]) -> Result<Self, JsError> {
        Ok(Self(snapshot::read_kubernetes(bytes)?))
    }

    /// The answer to a question in parts, as a number.
    ///
    /// # Errors
    /// Never from `glue.js`: its parts fit.
    #[wasm_bindgen(js_name = authorizeParts)]
    pub fn authorize_parts(
        &self,
        text: &str,
        lengths: &[u32],
        is_path: bool,
    ) -> Result<u8, JsError> {
        Ok(number(self.0.authorize(&asked(text, lengths, is_path)?)))
    }

    /// Looks up all names of a question in parts.
    ///
    /// # Errors
    /// Never from `glue.js`: its parts fit.
    #[wasm_bindgen(js_name = prepareParts)]
    pub fn prepare_parts(
        &self,
        text: &str,
        lengths: &[u32],
        is_path: bool,
    ) -> Result<Prepared, JsError> {
        Ok(Prepared(self.question(&asked(text, lengths, is_path)?)))
    }

    /// Adds a question in parts to a batch.
    ///
    /// # Errors
    /// Never from `glue.js`: its parts fit.
    #[wasm_bindgen(js_name = addParts)]
    pub fn add_parts(
        &self,
        batch: &mut PreparedBatch,
        text: &str,
        lengths: &[u32],
        is_path: bool,
    ) -> Result<(), JsError> {
        batch.0.push(self.question(&asked(text, lengths, is_path)?));
        Ok(())
    }

    /// The answer to a prepared question, as a number.
    #[wasm_bindgen(js_name = authorizePrepared)]
    pub fn authorize_prepared(&self, prepared: &Prepared) -> u8 {
        number(self.0.answer(&prepared.0))
    }

    /// The answers to a batch, as numbers.
    #[wasm_bindgen(js_name = authorizeBatch)]
    pub fn authorize_batch(&self, batch: &PreparedBatch) -> Vec<u8> {
        let answer = |question| number(self.0.answer(question));
        batch.0.iter().map(answer).collect()
    }
}

impl Authorizer {
    fn question(&self, asked: &Attributes<'_>) -> Question {
        let identity = Identity {
            user: asked.user.to_owned(),
            groups: asked.groups.iter().map(|&group| group.to_owned()).collect(),
            ..Identity::default()
        };
        Arc::new(self.0.prepare(&identity)).question(asked.verb, asked.target)
    }
}

fn asked<'t>(text: &'t str, lengths: &[u32], is_path: bool) -> Result<Attributes<'t>, JsError> {
    let asked = parts::attributes(text, lengths, is_path);
    asked.ok_or_else(|| JsError::new("the parts of the question do not fit"))
}
