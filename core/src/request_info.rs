//! What does an HTTP request ask?
//!
//! The API server reads a request line before it knows the caller, and everything an authorizer is
//! told about the request comes from that reading: whether it is about an API object or about a plain
//! path, and with which verb. [`RequestInfo`] is the result, field for field what the API server
//! holds. The method decides the verb only for API objects; a `watch` or `proxy` segment, a `watch`
//! parameter and a `fieldSelector` change verb and name behind the method's back.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go` (`NewRequestInfo`),
//! `staging/src/k8s.io/apiserver/pkg/endpoints/filters/authorization.go` (`GetAuthorizerAttributes`),
//! `pkg/registry/core/pod/rest/authorize.go` (`ensureAuthorizedForVerb`); Go's `net/http`
//! (`readRequest`) and `net/url` (`ParseRequestURI`).
//!
//! *Invariants.* The line is one of HTTP/1.1; what only HTTP/2 could carry is an error. Reading never
//! fails: what the API server would not serve is told by [`RequestInfo::error`], and then there are no
//! [`Attributes`] to decide. Decoded bytes that are not UTF-8 stand as U+FFFD, one for each.
//!
//! A gateway reads each request it lets through, so a [`RequestLine`] gives the same in texts that are
//! borrowed where they stand in the line.

mod authority;
mod field_selector;
mod label_selector;
mod line;
mod percent;
mod query;
mod resolve;
mod url;

use serde::Serialize;

pub use line::RequestLine;

use crate::attributes::{Attributes, Resource, Target};

/// A request line as the API server understands it. A part that is absent is empty. `T` are its texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestInfo<T = String> {
    /// Whether the request is about an API object or collection; otherwise it is about [`Self::path`].
    pub is_resource_request: bool,
    /// The decoded path, which rules on `nonResourceURLs` are compared with.
    pub path: T,
    /// `get`, `list`, `deletecollection`, …; the lower-case method of a non-resource request; empty
    /// for a method that no verb belongs to.
    pub verb: T,
    /// `api` or `apis`.
    pub api_prefix: T,
    /// Empty for the core group.
    pub api_group: T,
    /// `v1` of `/api/v1/pods`.
    pub api_version: T,
    /// The namespace; for a request about a namespace, that one.
    pub namespace: T,
    /// The plural, `pods`.
    pub resource: T,
    /// `log` of `/api/v1/namespaces/dev/pods/web/log`.
    pub subresource: T,
    /// The object's name: from the path, or from a field selector that requires one.
    pub name: T,
    /// The segments from the resource on, those after the subresource included.
    pub parts: Vec<T>,
    /// The unread field selector of a list, watch or deletecollection.
    pub field_selector: T,
    /// The unread label selector of a list, watch or deletecollection.
    pub label_selector: T,
    /// Why the API server does not serve the request, if so: then the other fields only tell how far
    /// it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<RequestError>,
    /// Whether the request opens a stream into a pod, which is asked twice.
    #[serde(skip)]
    opens_stream: bool,
}

/// Why a request is answered before anybody is asked whether it is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequestError {
    /// The status of the answer: 400 for what is not a request, 500 for a path that names no resource.
    pub code: u16,
    /// What is wrong, in the API server's words.
    pub message: String,
}

impl RequestInfo {
    /// Reads the method and the target of a request line.
    ///
    /// ```
    /// let target = "/api/v1/namespaces/dev/secrets?fieldSelector=metadata.name%3Dtoken";
    /// let info = aksess::RequestInfo::parse("GET", target);
    /// assert_eq!([info.verb.as_str(), info.name.as_str()], ["list", "token"]);
    /// ```
    pub fn parse(method: &str, target: &str) -> Self {
        RequestLine::read(method, target).info().into_owned()
    }
}

impl<T: AsRef<str>> RequestInfo<T> {
    /// The question this request puts to the authorizers.
    ///
    /// # Errors
    /// When the API server answers before asking them.
    pub fn attributes<'a>(
        &'a self,
        user: &'a str,
        groups: &'a [impl AsRef<str>],
    ) -> Result<Attributes<'a>, &'a RequestError> {
        if let Some(error) = &self.error {
            return Err(error);
        }
        let target = if self.is_resource_request {
            Target::Resource(Resource {
                api_group: self.api_group.as_ref(),
                resource: self.resource.as_ref(),
                subresource: self.subresource.as_ref(),
                namespace: self.namespace.as_ref(),
                name: self.name.as_ref(),
            })
        } else {
            Target::NonResource {
                path: self.path.as_ref(),
            }
        };
        Ok(Attributes {
            user,
            groups: groups.iter().map(AsRef::as_ref).collect(),
            extra: Vec::new(),
            verb: self.verb.as_ref(),
            target,
        })
    }

    /// The question that is asked after the first one was allowed, if there is one.
    ///
    /// There is where a `get` opens exec, attach or portforward, as every WebSocket does:
    /// from Kubernetes 1.35 the API server then asks again with the verb `create`. Earlier versions
    /// ask the first question alone. A refusal of the second is worded by
    /// [`Status::forbidden_with`](crate::Status::forbidden_with).
    ///
    pub fn second<'a>(&self, first: &Attributes<'a>) -> Option<Attributes<'a>> {
        self.opens_stream.then(|| Attributes {
            verb: "create",
            ..first.clone()
        })
    }

    /// Every question of this request, in the order asked: all must be allowed.
    ///
    /// # Errors
    /// When the API server answers before asking.
    pub fn checks<'a>(
        &'a self,
        user: &'a str,
        groups: &'a [impl AsRef<str>],
    ) -> Result<Vec<Attributes<'a>>, &'a RequestError> {
        let first = self.attributes(user, groups)?;
        let second = self.second(&first);
        Ok([Some(first), second].into_iter().flatten().collect())
    }
}
