//! What did the caller pass?
//!
//! An [`Argument`] is a JavaScript value and the path by which the caller knows it, so that a
//! complaint can say `spec.groups must be a list of strings, found a number`. `undefined` and `null`
//! count as absent.

use js_sys::{JSON, Reflect};
use wasm_bindgen::prelude::JsValue;

use crate::foreign;
use crate::wrong::Wrong;

/// A value and its path.
pub(crate) struct Argument {
    path: String,
    value: JsValue,
}

impl Argument {
    pub(crate) fn new(path: &str, value: JsValue) -> Self {
        let path = path.to_owned();
        Self { path, value }
    }

    pub(crate) fn is_absent(&self) -> bool {
        self.value.is_undefined() || self.value.is_null()
    }

    /// A string that must be there.
    pub(crate) fn text(&self) -> Result<String, Wrong> {
        self.value
            .as_string()
            .ok_or_else(|| self.must_be("a string"))
    }

    /// A string, empty when absent.
    pub(crate) fn text_or_empty(&self) -> Result<String, Wrong> {
        if self.is_absent() {
            Ok(String::new())
        } else {
            self.text()
        }
    }

    /// The items of a list that must be there.
    pub(crate) fn list(&self, of: &str) -> Result<Vec<Self>, Wrong> {
        if !self.is_list()? {
            return Err(self.must_be(&format!("a list of {of}")));
        }
        let items = foreign::items(&self.value).map_err(|_| self.cannot_be_read())?;
        let item = |(index, value)| Self::new(&format!("{}[{index}]", self.path), value);
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// A list of strings, empty when absent.
    pub(crate) fn texts(&self) -> Result<Vec<String>, Wrong> {
        if self.is_absent() {
            return Ok(Vec::new());
        }
        self.list("strings")?.iter().map(Self::text).collect()
    }

    /// The bytes of a `Uint8Array`, Node's `Buffer` included, or of an `ArrayBuffer`.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Wrong> {
        let bytes = foreign::bytes(&self.value).map_err(|_| self.cannot_be_read())?;
        bytes.ok_or_else(|| self.must_be("a Uint8Array"))
    }

    /// One field of an object that was checked by [`Argument::fields`].
    pub(crate) fn field(&self, name: &str) -> Result<Self, Wrong> {
        let value = Reflect::get(&self.value, &JsValue::from_str(name));
        let path = format!("{}.{name}", self.path);
        match value {
            Ok(value) => Ok(Self { path, value }),
            Err(_) => Err(Wrong::argument(&path, "cannot be read")),
        }
    }

    /// The names of the fields that are present.
    pub(crate) fn names(&self) -> Result<Vec<String>, Wrong> {
        if !self.value.is_object() || self.is_list()? {
            return Err(self.must_be("an object"));
        }
        let keys = foreign::keys(&self.value).map_err(|_| self.cannot_be_read())?;
        Ok(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    fn is_list(&self) -> Result<bool, Wrong> {
        foreign::is_list(&self.value).map_err(|_| self.cannot_be_read())
    }

    /// Checks that this is an object with no other fields than these.
    pub(crate) fn fields(&self, known: &[&str]) -> Result<(), Wrong> {
        let names = self.names()?;
        let Some(unknown) = names.iter().find(|name| !known.contains(&name.as_str())) else {
            return Ok(());
        };
        let (path, known) = (&self.path, known.join(", "));
        let path_of_unknown = format!("{path}.{unknown}");
        Err(Wrong::argument(
            &path_of_unknown,
            &format!("is not known; {path} has {known}"),
        ))
    }

    /// The value as JSON text.
    pub(crate) fn json(&self) -> Result<String, Wrong> {
        let text = JSON::stringify(&self.value).ok();
        // what JSON has no word for, such as `undefined`, is not written at all
        let text = text.and_then(|text| JsValue::from(text).as_string());
        text.ok_or_else(|| self.must_be("plain data"))
    }

    /// `spec.user cannot be read`: the caller's code threw.
    fn cannot_be_read(&self) -> Wrong {
        Wrong::argument(&self.path, "cannot be read")
    }

    /// `request: exactly one of … must be given`.
    pub(crate) fn is_wrong(&self, message: &str) -> Wrong {
        Wrong::content(&self.path, message)
    }

    /// `spec.groups must be a list of strings, found a number`.
    pub(crate) fn must_be(&self, what: &str) -> Wrong {
        let found = found(&self.value);
        Wrong::argument(&self.path, &format!("must be {what}, found {found}"))
    }
}

fn found(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        let short = text.chars().count() <= 40 && !text.contains('\n');
        return if short {
            format!("`{text}`")
        } else {
            "a long string".to_owned()
        };
    }
    if value.is_undefined() || value.is_null() {
        return "nothing".to_owned();
    }
    if foreign::is_list(value).unwrap_or_default() {
        return "a list".to_owned();
    }
    match value.js_typeof().as_string().as_deref() {
        Some("object") => "an object".to_owned(),
        Some(kind) => format!("a {kind}"),
        None => "something else".to_owned(),
    }
}
