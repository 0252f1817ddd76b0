//! What does a caller read who is not served?
//!
//! Refusals are a `Status` object of kind Failure: 403 with the sentence of the authorizer, 401
//! without any detail. Its `details.kind` carries the resource, not the kind. A request line that
//! names no resource is answered by a line of text instead. Programs get one line of JSON; the API
//! server indents it for curl and browsers.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go`
//! (`ForbiddenStatusError`, `InternalError`), `staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go`
//! (`NewForbidden`, `NewUnauthorized`), `pkg/apis/meta/v1/types.go` (`Status`, `StatusDetails`);
//! `staging/src/k8s.io/apiserver/pkg/endpoints/filters/requestinfo.go`.
//!
//! *Invariants.* [`Status::to_json`] writes the bytes the API server writes.

mod json;

use serde::Serialize;

use crate::attributes::{Attributes, Target};
use crate::forbidden;
use crate::quote::quote;
use crate::request_info::RequestError;

/// An answer that refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// Always `Status`.
    pub kind: &'static str,
    /// Always `v1`.
    pub api_version: &'static str,
    /// Always empty.
    pub metadata: ListMeta,
    /// Always `Failure`.
    pub status: &'static str,
    /// What the caller reads.
    pub message: String,
    /// The one word for why: `Forbidden`.
    pub reason: &'static str,
    /// What the refusal is about; a 401 does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<StatusDetails>,
    /// The HTTP status of the answer.
    pub code: u16,
}

/// The metadata of a [`Status`], of which there is none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ListMeta {}

/// What a refusal is about. All are empty when it is about a path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StatusDetails {
    /// The object's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The API group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// The resource, never the subresource: `pods`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
}

impl Status {
    /// The media type of the body.
    pub const CONTENT_TYPE: &str = "application/json";

    /// The answer to what nobody allows. The reason is the authorizer's and may be empty.
    pub fn forbidden(asked: &Attributes<'_>, reason: &str) -> Self {
        Self::refusal(asked, forbidden::message(asked, reason))
    }

    /// The answer of a check that comes after the authorizers and has its own words for why: the second
    /// question of a stream ([`RequestInfo::checks`](crate::RequestInfo::checks)), where they are the
    /// authorizer's reason and often empty, or the escalation check.
    pub fn forbidden_with(asked: &Attributes<'_>, why: &str) -> Self {
        Self::refusal(asked, forbidden::wrapped(asked, why))
    }

    /// The answer to a caller whose credential is not accepted.
    pub fn unauthorized() -> Self {
        Self::failure("Unauthorized".to_owned(), "Unauthorized", None, 401)
    }

    fn refusal(asked: &Attributes<'_>, message: String) -> Self {
        let details = match asked.target {
            Target::NonResource { .. } => StatusDetails::default(),
            Target::Resource(on) => StatusDetails {
                name: on.name.to_owned(),
                group: on.api_group.to_owned(),
                kind: on.resource.to_owned(),
            },
        };
        Self::failure(message, "Forbidden", Some(details), 403)
    }

    fn failure(
        message: String,
        reason: &'static str,
        details: Option<StatusDetails>,
        code: u16,
    ) -> Self {
        Self {
            kind: "Status",
            api_version: "v1",
            metadata: ListMeta {},
            status: "Failure",
            message,
            reason,
            details,
            code,
        }
    }

    /// The body of the answer to a request with this method: nothing for HEAD.
    pub fn body(&self, method: &str) -> String {
        if method == "HEAD" {
            return String::new();
        }
        self.to_json()
    }

    /// One line of JSON and its line feed, as programs get it.
    pub fn to_json(&self) -> String {
        let mut text = json::write(&self.fields(), json::Layout::Line);
        text.push('\n');
        text
    }

    /// Indented JSON without a line feed at its end, as curl and browsers get it.
    pub fn to_json_pretty(&self) -> String {
        json::write(&self.fields(), json::Layout::Indented)
    }

    fn fields(&self) -> Vec<json::Field<'_>> {
        use json::Value::{Number, Object, Text};
        let mut fields = vec![
            ("kind", Text(self.kind)),
            ("apiVersion", Text(self.api_version)),
            ("metadata", Object(Vec::new())),
            ("status", Text(self.status)),
            ("message", Text(&self.message)),
            ("reason", Text(self.reason)),
        ];
        if let Some(of) = &self.details {
            let mut details = vec![("name", &of.name), ("group", &of.group), ("kind", &of.kind)];
            details.retain(|(_, value)| !value.is_empty());
            let details = details.into_iter().map(|(key, value)| (key, Text(value)));
            fields.push(("details", Object(details.collect())));
        }
        fields.push(("code", Number(self.code)));
        fields
    }
}

/// The text, `text/plain; charset=utf-8`, of the 500 for a request that names no resource.
pub fn internal_error(target: &str, error: &RequestError) -> String {
    let (target, wrong) = (quote(target), &error.message);
    let said = format!("Internal Server Error: {target}: failed to create RequestInfo: {wrong}");
    forbidden::escape(&said) + "\n"
}
