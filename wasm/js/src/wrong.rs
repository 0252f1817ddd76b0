//! What does the caller catch?
//!
//! A `TypeError` with the code of what went wrong and the argument at fault, so that a program can tell a
//! mistake of its own from a damaged snapshot without reading the message.

use std::fmt::Display;

use js_sys::{Reflect, TypeError};
use wasm_bindgen::prelude::JsValue;

/// What was wrong with a call.
#[derive(Debug)]
pub struct Wrong {
    code: &'static str,
    argument: String,
    message: String,
}

impl Wrong {
    /// `spec.groups must be a list of strings`: a value of the wrong shape.
    pub(crate) fn argument(argument: &str, is: &str) -> Self {
        Self {
            code: "argument",
            argument: argument.to_owned(),
            message: format!("{argument} {is}"),
        }
    }

    /// `request: exactly one of … must be given`: a value of the right shape that cannot be understood.
    pub(crate) fn content(argument: &str, why: impl Display) -> Self {
        Self {
            code: "content",
            argument: argument.to_owned(),
            message: format!("{argument}: {why}"),
        }
    }
}

impl From<aksess::snapshot::Refusal> for Wrong {
    fn from(refusal: aksess::snapshot::Refusal) -> Self {
        Self {
            code: "snapshot",
            argument: "bytes".to_owned(),
            message: refusal.to_string(),
        }
    }
}

impl From<serde_wasm_bindgen::Error> for Wrong {
    fn from(error: serde_wasm_bindgen::Error) -> Self {
        Self::content("answer", error)
    }
}

impl From<Wrong> for JsValue {
    fn from(wrong: Wrong) -> Self {
        let error = TypeError::new(&wrong.message);
        for (key, value) in [("code", wrong.code), ("argument", &wrong.argument)] {
            // a new error is extensible, so this does not fail
            let _ = Reflect::set(&error, &key.into(), &value.into());
        }
        error.into()
    }
}
