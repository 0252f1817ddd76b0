//! How is a policy asked often, and cheaply?
//!
//! Questions prepared once, batches of them, snapshots, and the short way for a plain object: JavaScript
//! hands over one text and the lengths of its parts (`glue.js`), because one string crosses more cheaply
//! than ten.

use std::cell::OnceCell;
use std::sync::Arc;

use aksess::{Decision, Identity, Policy, Question, snapshot};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::argument::Argument;
use crate::wrong::Wrong;
use crate::{Authorizer, parts, request};

/// A question whose names were looked up.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Prepared(Question);

/// Questions that are asked together.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct PreparedBatch(Vec<Question>);

#[wasm_bindgen]
impl PreparedBatch {
    /// How many there are.
    #[wasm_bindgen(getter)]
    pub fn length(&self) -> usize {
        self.0.len()
    }
}

/// Numbers of decisions as `glue.js` knows them; any other means that the parts were not understood.
fn number(decision: Decision) -> u8 {
    match decision {
        Decision::Allow => 0,
        Decision::Deny => 1,
        Decision::NoOpinion => 2,
    }
}

const NOT_UNDERSTOOD: u8 = 3;

#[wasm_bindgen]
impl Authorizer {
    /// Looks up all names of a question.
    ///
    /// # Errors
    /// When the spec has the wrong shape.
    pub fn prepare(&self, spec: JsValue) -> Result<Prepared, Wrong> {
        Ok(Prepared(self.question(&Argument::new("spec", spec))?))
    }

    /// Looks up all names of many questions.
    ///
    /// # Errors
    /// When a spec has the wrong shape.
    #[wasm_bindgen(js_name = prepareAll)]
    pub fn prepare_all(&self, specs: JsValue) -> Result<PreparedBatch, Wrong> {
        let specs = Argument::new("specs", specs).list("specs")?;
        let questions = specs.iter().map(|spec| self.question(spec));
        Ok(PreparedBatch(questions.collect::<Result<_, _>>()?))
    }

    /// The answer to a prepared question, as a number.
    #[wasm_bindgen(js_name = authorizePrepared)]
    pub fn authorize_prepared(&self, prepared: &Prepared) -> u8 {
        number(self.compiled.answer(&prepared.0))
    }

    /// The answers to a batch, as numbers.
    #[wasm_bindgen(js_name = authorizeBatch)]
    pub fn authorize_batch(&self, batch: &PreparedBatch) -> Vec<u8> {
        let answer = |question| number(self.compiled.answer(question));
        batch.0.iter().map(answer).collect()
    }

    /// The answer to a question in parts, as a number.
    #[wasm_bindgen(js_name = authorizeParts)]
    pub fn authorize_parts(&self, text: &str, lengths: &[u32], is_path: bool) -> u8 {
        let asked = parts::attributes(text, lengths, is_path);
        asked.map_or(NOT_UNDERSTOOD, |asked| {
            number(self.compiled.authorize(&asked))
        })
    }

    /// The policy as bytes.
    pub fn snapshot(&self) -> Vec<u8> {
        snapshot::write_of(&self.compiled)
    }

    /// The policy of a snapshot.
    ///
    /// # Errors
    /// When the bytes are no snapshot of this version, or the options have the wrong shape.
    #[wasm_bindgen(js_name = fromSnapshot)]
    pub fn from_snapshot(bytes: JsValue, options: JsValue) -> Result<Self, Wrong> {
        let bytes = Argument::new("bytes", bytes).bytes()?;
        let order = request::options(&Argument::new("options", options))?;
        let compiled = snapshot::read_with_kinds(&bytes)?.in_order(order);
        Ok(Self {
            context: OnceCell::from(compiled.context()),
            compiled,
            policy: Policy::default(),
        })
    }
}

impl Authorizer {
    fn question(&self, given: &Argument) -> Result<Question, Wrong> {
        let spec = request::spec(given)?;
        let asked = spec.attributes().map_err(|error| given.is_wrong(error))?;
        let identity = Identity {
            user: spec.user.clone(),
            groups: spec.groups.clone(),
            extra: spec.extra.clone(),
        };
        let caller = Arc::new(self.compiled.prepare(&identity));
        Ok(caller.question(asked.verb, asked.target))
    }
}
