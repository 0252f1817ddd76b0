//! What does a request line ask, in the words of the line?
//!
//! Nearly every part of a request stands in its line as it is. The few that do not (what was percent-encoded, a
//! name in a selector, the verb of an unusual method) are kept with the line, so that all parts can be borrowed.

use std::borrow::Cow;

use super::RequestInfo;
use super::query::{ListOptions, Query};
use super::url::{self, Url};
use crate::quote::quote;

/// A request line, taken apart. What it asks is borrowed from it.
#[derive(Debug)]
pub struct RequestLine<'t> {
    pub(super) method: &'t str,
    /// The method as the verb of a path.
    pub(super) lower_case: Cow<'t, str>,
    /// Or what is wrong with the line.
    pub(super) url: Result<Url<'t>, String>,
    pub(super) query: Query<'t>,
    pub(super) options: ListOptions,
}

impl<'t> RequestLine<'t> {
    /// Reads the method and the target of a request line.
    pub fn read(method: &'t str, target: &'t str) -> Self {
        let url = if is_token(method) {
            url::parse(method, target)
        } else {
            Err(format!("invalid method {}", quote(method)))
        };
        let query = match &url {
            Ok(url) => Query::parse(url.query),
            Err(_) => Query::default(),
        };
        Self {
            method,
            lower_case: match method {
                "GET" => Cow::Borrowed("get"),
                _ => Cow::Owned(method.to_ascii_lowercase()),
            },
            url,
            options: query.list_options(),
            query,
        }
    }

    /// The verb of a request about a path, whatever the path is.
    pub fn method_as_verb(&self) -> &str {
        &self.lower_case
    }
}

impl RequestInfo<&str> {
    /// The same in texts of its own.
    pub(super) fn into_owned(self) -> RequestInfo {
        RequestInfo {
            is_resource_request: self.is_resource_request,
            path: self.path.to_owned(),
            verb: self.verb.to_owned(),
            api_prefix: self.api_prefix.to_owned(),
            api_group: self.api_group.to_owned(),
            api_version: self.api_version.to_owned(),
            namespace: self.namespace.to_owned(),
            resource: self.resource.to_owned(),
            subresource: self.subresource.to_owned(),
            name: self.name.to_owned(),
            parts: self.parts.into_iter().map(str::to_owned).collect(),
            field_selector: self.field_selector.to_owned(),
            label_selector: self.label_selector.to_owned(),
            error: self.error,
            opens_stream: self.opens_stream,
        }
    }
}

/// Whether the method is a token of RFC 9110, section 5.6.2.
fn is_token(method: &str) -> bool {
    let token = |byte| {
        matches!(
            byte,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9'
                | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~'
        )
    };
    !method.is_empty() && method.bytes().all(token)
}
