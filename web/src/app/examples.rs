//! What can be tried without having anything at hand?
//!
//! The scenario files of the workspace: what is tested is what can be tried. The first one is part of the
//! program, so that the page opens with an answer; the list with all texts is one file beside it, fetched
//! when the page has come to rest, and found there without a network from then on.

use aksess::azure::letter_case::folded;
use std::cell::RefCell;
use std::rc::Rc;

use aksess::{Policy, Source};
use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

use super::asked::Asked;
use super::host;

/// The example the page opens with.
const FIRST: (&str, &str) = (
    "kubernetes/seed-004-dev-and-sre.yaml",
    include_str!("../../../tests/scenarios/kubernetes/seed-004-dev-and-sre.yaml"),
);

/// An example as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// Its path below the scenarios' folder.
    pub(crate) path: String,
    /// The folder it is in, which names the subject.
    pub(crate) folder: String,
    pub(crate) title: String,
    /// How its first request should be answered.
    pub(crate) allowed: Option<bool>,
    /// Its first request in words.
    pub(crate) request: String,
    text: String,
}

thread_local! {
    /// What was fetched stays.
    static FETCHED: RefCell<Option<Rc<Vec<Example>>>> = const { RefCell::new(None) };
}

/// Gives all examples to `then`: at once if they are there, else as soon as they are.
pub(crate) fn all(then: impl FnOnce(Rc<Vec<Example>>) + 'static) {
    let known = FETCHED.with_borrow(Clone::clone);
    if let Some(known) = known {
        return then(known);
    }
    wasm_bindgen_futures::spawn_local(async move {
        let found = match host::examples().await {
            Ok(list) => Rc::new(read(&list)),
            // the page works without; the list says that there is none
            Err(_) => return then(Rc::default()),
        };
        FETCHED.with_borrow_mut(|fetched| *fetched = Some(Rc::clone(&found)));
        then(found);
    });
}

/// The one the page opens with, as its path and a source.
pub(crate) fn first() -> (String, Source) {
    let (path, text) = FIRST;
    (path.to_owned(), Source::new(name(path), text))
}

impl Example {
    /// Its text as a source named like its file.
    pub(crate) fn source(&self) -> Source {
        Source::new(name(&self.path), self.text.clone())
    }

    /// Whether it is about what was typed, in lower case.
    pub(crate) fn matches(&self, typed: &str) -> bool {
        let holds = |of: &str| folded(of).contains(typed);
        holds(&self.title) || holds(&self.request) || holds(&self.path)
    }
}

/// What the documents ask of themselves first.
pub(crate) fn first_asked(policy: &Policy) -> Option<Asked> {
    let mut requests = policy.scenarios().iter().flat_map(|of| &of.requests);
    let first = requests.next()?;
    Some(Asked::by(first, &policy.context()))
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn read(list: &JsValue) -> Vec<Example> {
    let text = |of: &JsValue, key: &str| {
        let value = Reflect::get(of, &JsValue::from_str(key)).ok();
        value.and_then(|of| of.as_string()).unwrap_or_default()
    };
    let example = |of: JsValue| {
        let path = text(&of, "path");
        Example {
            folder: path.split('/').next().unwrap_or_default().to_owned(),
            title: text(&of, "title"),
            request: text(&of, "request"),
            allowed: match text(&of, "expect").as_str() {
                "Allow" => Some(true),
                "Deny" => Some(false),
                _ => None,
            },
            text: text(&of, "text"),
            path,
        }
    };
    Array::from(list).iter().map(example).collect()
}
