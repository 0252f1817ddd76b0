//! How does JavaScript ask?
//!
//! This crate gives the engine a JavaScript surface and nothing else: it reads arguments, calls
//! [`aksess`], and turns the results into plain objects. The shapes are those of `types.d.ts`,
//! `trace.d.ts` and `review.d.ts`, which are written by hand and become part of the package.
//!
//! *Invariants.* No rule of authorization is here. Arguments that are wrong throw an `Error` that
//! names the field and what was found there.

#![cfg(target_arch = "wasm32")]

mod argument;
mod request;

use aksess::{Attributes, Policy, Source, report, scenario};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::argument::Argument;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const TRACE_TYPES: &'static str = include_str!("trace.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const REVIEW_TYPES: &'static str = include_str!("review.d.ts");

/// A policy that was read and compiled.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Authorizer {
    policy: Policy,
    compiled: aksess::Authorizer,
}

#[wasm_bindgen]
impl Authorizer {
    /// Reads and compiles the sources.
    ///
    /// # Errors
    /// When an argument has the wrong shape. What is wrong inside a source is a diagnostic.
    #[wasm_bindgen(constructor)]
    pub fn new(sources: JsValue, options: JsValue) -> Result<Self, JsError> {
        let sources = request::sources(&Argument::new("sources", sources))?;
        request::options(&Argument::new("options", options))?;
        let policy = Policy::parse(&sources);
        let compiled = aksess::Authorizer::new(&policy);
        Ok(Self { policy, compiled })
    }

    /// What is wrong with the sources or worth knowing, in document order.
    ///
    /// # Errors
    /// Never in practice: the list is plain data.
    #[wasm_bindgen(getter)]
    pub fn diagnostics(&self) -> Result<JsValue, JsError> {
        object(self.policy.diagnostics())
    }

    /// How many objects of each kind were read.
    ///
    /// # Errors
    /// Never in practice: the counts are plain data.
    #[wasm_bindgen(getter)]
    pub fn contents(&self) -> Result<JsValue, JsError> {
        object(&self.policy.contents())
    }

    /// The names the sources use.
    ///
    /// # Errors
    /// Never in practice: the names are plain data.
    #[wasm_bindgen(getter)]
    pub fn vocabulary(&self) -> Result<JsValue, JsError> {
        object(&self.policy.vocabulary())
    }

    /// The answer, and nothing else.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn authorize(&self, spec: JsValue) -> Result<JsValue, JsError> {
        object(&ask(spec, |asked| self.compiled.authorize(asked))?)
    }

    /// The answer with its reasons.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn explain(&self, spec: JsValue) -> Result<JsValue, JsError> {
        object(&ask(spec, |asked| self.compiled.explain(asked))?)
    }

    /// The answer with its reasons as text for a terminal.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn render(&self, spec: JsValue) -> Result<String, JsError> {
        ask(spec, |asked| report::render(&self.compiled.explain(asked)))
    }

    /// Runs the scenarios among the sources.
    ///
    /// # Errors
    /// Never in practice: outcomes are plain data.
    pub fn test(&self) -> Result<JsValue, JsError> {
        object(&scenario::run(&self.policy))
    }
}

/// A source from the bytes of a file, in any encoding people save YAML in.
///
/// # Errors
/// When an argument has the wrong shape.
#[wasm_bindgen(skip_typescript)]
pub fn decode(name: JsValue, bytes: JsValue) -> Result<JsValue, JsError> {
    let name = Argument::new("name", name).text()?;
    let bytes = Argument::new("bytes", bytes).bytes()?;
    object(&Source::decode(name, &bytes))
}

/// The version of the engine.
#[wasm_bindgen(skip_typescript)]
pub fn version() -> String {
    aksess::VERSION.to_owned()
}

/// Reads a spec and answers it.
fn ask<T>(spec: JsValue, answer: impl FnOnce(&Attributes<'_>) -> T) -> Result<T, JsError> {
    let spec = request::spec(&Argument::new("spec", spec))?;
    match spec.attributes() {
        Ok(asked) => Ok(answer(&asked)),
        Err(error) => Err(JsError::new(&format!("spec: {error}"))),
    }
}

/// Plain data as a plain object, the same that `JSON.parse` would give.
fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, JsError> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
