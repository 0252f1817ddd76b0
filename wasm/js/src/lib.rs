//! How does JavaScript ask?
//!
//! This crate gives the engine a JavaScript surface and nothing else: it reads arguments, calls
//! `aksess`, and turns the results into plain objects. The shapes are those of the `*.d.ts` files,
//! which are written by hand and become part of the package.
//!
//! *Invariants.* No rule of authorization is here. Arguments that are wrong throw a `TypeError` that
//! names the field and what was found there.

#![cfg(target_arch = "wasm32")]

mod answers;
mod argument;
mod foreign;
mod parts;
mod prepared;
mod queries;
mod request;
mod wrong;

use std::cell::OnceCell;

use aksess::command::Context;
use aksess::impersonation::{Impersonation, Mode};
use aksess::{Identity, Policy, RequestInfo, Source};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use crate::argument::Argument;
use crate::wrong::Wrong;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const PREPARED_TYPES: &'static str = include_str!("prepared.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const TRACE_TYPES: &'static str = include_str!("trace.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const AZURE_TYPES: &'static str = include_str!("azure.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const REVIEW_TYPES: &'static str = include_str!("review.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const QUERY_TYPES: &'static str = include_str!("query.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const POLICY_TYPES: &'static str = include_str!("policy.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const PASTED_TYPES: &'static str = include_str!("pasted.d.ts");

/// A policy that was read and compiled.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Authorizer {
    policy: Policy,
    /// What is known of kinds, once a text is read.
    context: OnceCell<Context>,
    compiled: aksess::Authorizer,
}

#[wasm_bindgen]
impl Authorizer {
    /// Reads and compiles the sources.
    ///
    /// # Errors
    /// When an argument has the wrong shape. What is wrong inside a source is a diagnostic.
    #[wasm_bindgen(constructor)]
    pub fn new(sources: JsValue, options: JsValue) -> Result<Self, Wrong> {
        let sources = request::sources(&Argument::new("sources", sources))?;
        let order = request::options(&Argument::new("options", options))?;
        let policy = Policy::parse(&sources);
        Ok(Self {
            context: OnceCell::new(),
            compiled: aksess::Authorizer::new(&policy).in_order(order),
            policy,
        })
    }

    /// What is wrong with the sources or worth knowing, in document order.
    ///
    /// # Errors
    /// Never in practice: the list is plain data.
    #[wasm_bindgen(getter)]
    pub fn diagnostics(&self) -> Result<JsValue, Wrong> {
        object(self.policy.diagnostics())
    }

    /// How many objects of each kind were read.
    ///
    /// # Errors
    /// Never in practice: the counts are plain data.
    #[wasm_bindgen(getter)]
    pub fn contents(&self) -> Result<JsValue, Wrong> {
        object(&self.policy.contents())
    }

    /// The names the sources use, or a snapshot of them.
    ///
    /// # Errors
    /// Never in practice: the names are plain data.
    #[wasm_bindgen(getter)]
    pub fn vocabulary(&self) -> Result<JsValue, Wrong> {
        object(&self.compiled.vocabulary())
    }
}

impl Authorizer {
    /// What the documents tell about kinds.
    fn context(&self) -> &Context {
        self.context.get_or_init(|| self.policy.context())
    }
}

/// A source from the bytes of a file, in any encoding people save YAML in.
///
/// # Errors
/// When an argument has the wrong shape.
#[wasm_bindgen(skip_typescript)]
pub fn decode(name: JsValue, bytes: JsValue) -> Result<JsValue, Wrong> {
    let name = Argument::new("name", name).text()?;
    let bytes = Argument::new("bytes", bytes).bytes()?;
    object(&Source::decode(name, &bytes))
}

/// Who an impersonated caller is: the groups given, and those the API server adds.
///
/// # Errors
/// When the argument has the wrong shape.
#[wasm_bindgen(skip_typescript)]
pub fn identity(subject: JsValue) -> Result<JsValue, Wrong> {
    let Identity {
        user,
        groups,
        extra,
    } = request::subject(&Argument::new("subject", subject))?;
    let wanted = Impersonation {
        user,
        groups,
        extra: extra.into_iter().collect(),
        ..Impersonation::default()
    };
    // the way by which a node is in the group of nodes
    object(&wanted.identity(Mode::ArbitraryNode))
}

/// What a request line asks. What is no string is read as an empty one, which no line has.
///
/// # Errors
/// Never in practice: the answer is plain data.
#[wasm_bindgen(js_name = requestInfo, skip_typescript)]
pub fn request_info(method: &JsValue, target: &JsValue) -> Result<JsValue, Wrong> {
    let text = |value: &JsValue| value.as_string().unwrap_or_default();
    object(&RequestInfo::parse(&text(method), &text(target)))
}

/// The version of the engine.
#[wasm_bindgen(skip_typescript)]
pub fn version() -> String {
    aksess::VERSION.to_owned()
}

/// Plain data as a plain object, the same that `JSON.parse` would give.
fn object<T: Serialize + ?Sized>(value: &T) -> Result<JsValue, Wrong> {
    Ok(value.serialize(&Serializer::json_compatible())?)
}
