//! How does a workspace leave the page and come back?
//!
//! As one text: the documents, the question as a scenario, and what is open. A link carries it packed; the
//! browser keeps it for the tab; an export is its documents, or the scenario alone.
//!
//! *Invariants.* What is read back is checked like anything pasted: a text that is not of this form changes
//! nothing.

use aksess::{Policy, Source};
use js_sys::{Array, JSON, Reflect};
use wasm_bindgen::JsValue;

use super::asked::Asked;
use super::host::object;
use super::view::View;

/// What is kept.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Kept {
    pub(crate) sources: Vec<Source>,
    /// The question as a scenario.
    pub(crate) question: String,
    pub(crate) view: View,
    pub(crate) defaults: bool,
}

impl Kept {
    /// One text of it.
    pub(crate) fn text(&self) -> String {
        let pair = |of: &Source| {
            let pair = Array::of2(&JsValue::from_str(&of.name), &JsValue::from_str(&of.text));
            JsValue::from(pair)
        };
        let files: Array = self.sources.iter().map(pair).collect();
        let whole = object([
            ("v", JsValue::from_f64(1.0)),
            ("files", files.into()),
            ("ask", JsValue::from_str(&self.question)),
            ("view", JsValue::from_str(self.view.word())),
            ("defaults", JsValue::from_bool(self.defaults)),
        ]);
        JSON::stringify(&whole)
            .map(String::from)
            .unwrap_or_default()
    }

    /// What a text keeps; `None` if it is none of ours.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let whole = JSON::parse(text).ok()?;
        let get = |key: &str| Reflect::get(&whole, &JsValue::from_str(key)).ok();
        if get("v")? != JsValue::from_f64(1.0) {
            return None;
        }
        let files = get("files").filter(Array::is_array)?;
        let mut sources = Vec::new();
        for pair in Array::from(&files).iter().filter(Array::is_array) {
            let pair = Array::from(&pair);
            let (name, text) = (pair.get(0).as_string()?, pair.get(1).as_string()?);
            sources.push(Source::new(name, text));
        }
        Some(Self {
            sources,
            question: get("ask")?.as_string().unwrap_or_default(),
            view: get("view")?
                .as_string()
                .and_then(|of| View::of(&of))
                .unwrap_or(View::Journey),
            defaults: get("defaults")?.is_truthy(),
        })
    }

    /// What is asked.
    pub(crate) fn asked(&self, context: &aksess::command::Context) -> Option<Asked> {
        let policy = Policy::parse(&[Source::new("question", self.question.as_str())]);
        let mut requests = policy.scenarios().iter().flat_map(|of| &of.requests);
        requests.next().map(|of| Asked::of(&of.asked, context))
    }
}
