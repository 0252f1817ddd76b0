//! Does a policy decide as its author expects?
//!
//! A scenario stands beside ordinary documents as `kind: Scenario`. It lists requests with the answer
//! each should get, and optionally what decided, by which bindings and in which words. The same file
//! is a test, a conformance case for every host, an example on the page and in the docs, and the form
//! in which users keep tests of their own policies.
//!
//! *Invariants.* A request that cannot be understood is an error with its place and never counts as
//! passed. How scenarios are run is told in [`crate::conformance`].

mod fields;

use crate::access_request::AccessRequest;
use crate::source::Span;

pub(crate) use fields::read;

/// The API group of our own kinds.
pub(crate) const API_GROUP: &str = "aksess.dev";

/// Requests with their expected answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What it shows, in one line.
    pub title: String,
    /// Where the expectation comes from.
    pub source: String,
    /// The requests, in the order written.
    pub requests: Vec<Request>,
}

/// One request and what is expected of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The request without its expectations.
    pub asked: AccessRequest,
    /// What should be the answer.
    pub expected: Expected,
    /// Where the request stands.
    pub span: Span,
}

/// What an answer should be; what is not given is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Whether the caller gets through.
    pub allowed: Option<bool>,
    /// What decides, in the words of [`crate::By`].
    pub by: Option<String>,
    /// Names of bindings that must be among the grounds.
    pub because: Vec<String>,
    /// What the caller reads, exactly.
    pub message: Option<String>,
    /// What the authorizer reports, exactly.
    pub reason: Option<String>,
}
