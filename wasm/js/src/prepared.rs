//! How is a policy asked often, and cheaply?
//!
//! Questions prepared once, batches of them, snapshots, and the short way for a plain object: JavaScript
//! hands over one text and the lengths of its parts (`glue.js`), because one string crosses more cheaply
//! than ten.

use std::sync::Arc;

use aksess::{Attributes, Decision, Identity, Policy, Question, Resource, Target, snapshot};
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::argument::Argument;
use crate::{Authorizer, request};

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
    pub fn prepare(&self, spec: JsValue) -> Result<Prepared, JsError> {
        Ok(Prepared(self.question(&Argument::new("spec", spec))?))
    }

    /// Looks up all names of many questions.
    ///
    /// # Errors
    /// When a spec has the wrong shape.
    #[wasm_bindgen(js_name = prepareAll)]
    pub fn prepare_all(&self, specs: JsValue) -> Result<PreparedBatch, JsError> {
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
        let parts = parts(text, lengths).and_then(|parts| attributes(&parts, is_path));
        parts.map_or(NOT_UNDERSTOOD, |asked| {
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
    pub fn from_snapshot(bytes: JsValue, options: JsValue) -> Result<Self, JsError> {
        let bytes = Argument::new("bytes", bytes).bytes()?;
        let order = request::options(&Argument::new("options", options))?;
        let policy = Policy::default();
        Ok(Self {
            compiled: snapshot::read(&bytes)?.in_order(order),
            context: policy.context(),
            policy,
        })
    }
}

impl Authorizer {
    fn question(&self, given: &Argument) -> Result<Question, JsError> {
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

/// The parts of a text, given how many UTF-16 code units each has.
fn parts<'t>(text: &'t str, lengths: &[u32]) -> Option<Vec<&'t str>> {
    let mut parts = Vec::with_capacity(lengths.len());
    let mut rest = text;
    let is_ascii = text.is_ascii();
    for length in lengths {
        let units = *length as usize;
        let bytes = if is_ascii { units } else { bytes(rest, units)? };
        let (part, after) = rest.split_at_checked(bytes)?;
        parts.push(part);
        rest = after;
    }
    rest.is_empty().then_some(parts)
}

/// How many bytes so many UTF-16 code units are.
fn bytes(text: &str, units: usize) -> Option<usize> {
    let (mut bytes, mut left) = (0, units);
    let mut characters = text.chars();
    while left > 0 {
        let next = characters.next()?;
        left = left.checked_sub(next.len_utf16())?;
        bytes += next.len_utf8();
    }
    Some(bytes)
}

/// User, verb, what is asked about, groups.
fn attributes<'t>(parts: &[&'t str], is_path: bool) -> Option<Attributes<'t>> {
    let (user, verb, target, groups) = match parts {
        [user, verb, path, groups @ ..] if is_path => {
            (user, verb, Target::NonResource { path }, groups)
        }
        [
            user,
            verb,
            api_group,
            resource,
            subresource,
            namespace,
            name,
            groups @ ..,
        ] => {
            let target = Target::Resource(Resource {
                api_group,
                resource,
                subresource,
                namespace,
                name,
            });
            (user, verb, target, groups)
        }
        _ => return None,
    };
    Some(Attributes {
        user,
        groups: groups.to_vec(),
        extra: Vec::new(),
        verb,
        target,
    })
}
