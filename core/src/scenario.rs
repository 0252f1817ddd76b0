//! Does a policy decide as its author expects?
//!
//! A scenario stands beside ordinary documents as `kind: Scenario`. It lists requests with the answer
//! each should get, and optionally what decided, by which bindings and in which words. The same file
//! is a test, a conformance case for every host, an example on the page and in the docs, and the form
//! in which users keep tests of their own policies.
//!
//! *Invariants.* Running decides through [`Authorizer::review`] and nothing else. A request that
//! cannot be understood is an error with its place and never counts as passed.

mod fields;

use serde::Serialize;

use crate::attributes::{Attributes, Resource, Target};
use crate::chain::Authorizer;
use crate::credential::{Credential, Identity};
use crate::impersonation::Impersonation;
use crate::policy::Policy;
use crate::report;
use crate::review::{AccessRequest, AccessReview, Ask};
use crate::source::{Location, Span};

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
    /// Who asks.
    pub credential: Credential,
    /// As whom the caller acts, if as someone else.
    pub impersonate: Option<Impersonation>,
    /// What is asked, as it is written.
    pub ask: Ask,
    /// The role or binding that is written, for the escalation check.
    pub object: Option<Box<Policy>>,
    /// What should be the answer.
    pub expected: Expected,
    /// Where the request stands.
    pub span: Span,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A verb on an API object or collection.
    Resource {
        /// The verb.
        verb: String,
        /// The API group.
        api_group: String,
        /// The plural.
        resource: String,
        /// The subresource.
        subresource: String,
        /// The namespace.
        namespace: String,
        /// The object's name.
        name: String,
    },
    /// A verb on a path.
    NonResource {
        /// The lower-case method.
        verb: String,
        /// The path.
        path: String,
    },
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

/// How one request of a scenario came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The title of the scenario.
    pub title: String,
    /// The request in one line.
    pub request: String,
    /// Where it stands.
    pub location: Option<Location>,
    /// What differs from what was expected; empty when it passed.
    pub failures: Vec<String>,
    /// The answer with its reasons, as text; empty when it passed.
    pub report: String,
    /// The answer with its reasons.
    pub review: AccessReview,
}

/// Runs every scenario of a policy against the policy itself.
pub fn run(policy: &Policy) -> Vec<Outcome> {
    let authorizer = Authorizer::new(policy);
    let context = policy.context();
    let mut outcomes = Vec::new();
    for scenario in policy.scenarios() {
        for request in &scenario.requests {
            let review = authorizer.review(&request.access_request(), &context);
            let caller = request.credential.identity().user;
            let failures = request.expected.failures(&review);
            outcomes.push(Outcome {
                title: scenario.title.clone(),
                request: format!("{caller}: {}", request.ask.line()),
                location: policy.sources.location(request.span),
                report: match failures.as_slice() {
                    [] => String::new(),
                    _ => report::render_review(&review),
                },
                failures,
                review,
            });
        }
    }
    outcomes
}

impl Request {
    /// The request without its expectations.
    pub fn access_request(&self) -> AccessRequest {
        AccessRequest {
            credential: self.credential.clone(),
            impersonate: self.impersonate.clone(),
            ask: self.ask.clone(),
            object: self.object.clone(),
        }
    }
}

impl Question {
    /// The question as an authorizer sees it.
    pub fn attributes<'a>(&'a self, identity: &'a Identity) -> Attributes<'a> {
        let (verb, target) = match self {
            Self::Resource {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
            } => (
                verb,
                Target::Resource(Resource {
                    api_group,
                    resource,
                    subresource,
                    namespace,
                    name,
                }),
            ),
            Self::NonResource { verb, path } => (verb, Target::NonResource { path }),
        };
        Attributes {
            user: &identity.user,
            groups: identity.groups.iter().map(String::as_str).collect(),
            verb,
            target,
        }
    }

    /// `list pods in dev`.
    pub fn what(&self) -> String {
        let nobody = Identity {
            user: String::new(),
            groups: Vec::new(),
        };
        let asked = self.attributes(&nobody);
        let what = match asked.target {
            Target::NonResource { path } => path.to_owned(),
            Target::Resource(on) => {
                let group = match on.api_group {
                    "" => String::new(),
                    group => format!(".{group}"),
                };
                let name = match on.name {
                    "" => String::new(),
                    name => format!(" {name}"),
                };
                let place = match on.namespace {
                    "" => " at the cluster scope".to_owned(),
                    namespace => format!(" in {namespace}"),
                };
                let resource = crate::forbidden::combined(on);
                format!("{resource}{group}{name}{place}")
            }
        };
        format!("{} {what}", asked.verb)
    }
}

impl From<&Attributes<'_>> for Question {
    fn from(asked: &Attributes<'_>) -> Self {
        let verb = asked.verb.to_owned();
        match asked.target {
            Target::Resource(on) => Self::Resource {
                verb,
                api_group: on.api_group.to_owned(),
                resource: on.resource.to_owned(),
                subresource: on.subresource.to_owned(),
                namespace: on.namespace.to_owned(),
                name: on.name.to_owned(),
            },
            Target::NonResource { path } => Self::NonResource {
                verb,
                path: path.to_owned(),
            },
        }
    }
}

impl Expected {
    /// What of this a review does not fulfil.
    fn failures(&self, review: &AccessReview) -> Vec<String> {
        let mut failures = Vec::new();
        let mut compare = |what: &str, expected: Option<&str>, found: &str| {
            if expected.is_some_and(|expected| expected != found) {
                let expected = expected.unwrap_or_default();
                failures.push(format!("expected {what}{expected}, found {found}"));
            }
        };
        let word = |allowed: bool| if allowed { "Allow" } else { "Deny" };
        let allowed = review.decision.is_allowed();
        compare("", self.allowed.map(word), word(allowed));
        compare("by ", self.by.as_deref(), review.by.word());
        compare(
            "message ",
            self.message.as_deref(),
            review.message.as_deref().unwrap_or("no message"),
        );
        compare("reason ", self.reason.as_deref(), &review.reason);
        let grounds = || review.requests.iter().flat_map(|of| &of.trace.grounds);
        for name in &self.because {
            if !grounds().any(|ground| &ground.binding.name == name) {
                failures.push(format!("expected {name} among the grounds"));
            }
        }
        failures
    }
}
