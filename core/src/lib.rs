//! aksess answers who can do what on an AKS (Azure Kubernetes Service) cluster, and exactly why.
//!
//! ```
//! use aksess::{Attributes, Authorizer, Decision, Policy, Resource, Source, Target};
//!
//! let pasted = "
//! kind: Role
//! apiVersion: rbac.authorization.k8s.io/v1
//! metadata: {name: reader, namespace: dev}
//! rules:
//! - {apiGroups: [''], resources: [pods], verbs: [get, list]}
//! ---
//! kind: RoleBinding
//! apiVersion: rbac.authorization.k8s.io/v1
//! metadata: {name: readers, namespace: dev}
//! roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
//! subjects:
//! - {apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}
//! ";
//! let policy = Policy::parse(&[Source::new("pasted", pasted)]);
//! let authorizer = Authorizer::new(&policy);
//! let asked = Attributes {
//!     user: "alice",
//!     groups: vec!["system:authenticated"],
//!     extra: Vec::new(),
//!     verb: "list",
//!     target: Target::Resource(Resource { resource: "pods", namespace: "dev", ..Resource::default() }),
//! };
//! assert_eq!(authorizer.authorize(&asked), Decision::Allow);
//! let trace = authorizer.explain(&asked);
//! assert_eq!(trace.grounds[0].rule.verbs, ["get", "list"]);
//! assert_eq!(trace.grounds[0].binding.location.as_ref().map(|at| at.line), Some(10));
//! ```
//!
//! # The one idea
//!
//! [`Policy`] is what was written. [`Authorizer`] is what it means. [`Attributes`] is what is asked.
//! [`Decision`] is the answer. [`Trace`] is the answer with its reasons. Compile once; ask cheaply
//! with [`Authorizer::authorize`] or fully with [`Authorizer::explain`]. Both run the same function,
//! so the explanation is the decision and never a second opinion.
//!
//! # Scope of this crate
//!
//! Deciding and explaining, from text that is given. It does no input or output, reads no clock, has
//! no globals and no randomness, and knows neither JavaScript nor gateways nor pages: those are hosts.
//! It decides the privileged group, Azure RBAC for Kubernetes and Kubernetes RBAC, who a credential is, and
//! actions on resources of Azure. It does not model the Node authorizer, and it does not check that a token is
//! genuine.

pub mod access_request;
mod attributes;
mod authentication;
pub mod azure;
mod chain;
pub mod command;
pub mod conformance;
mod credential;
mod custom_resource;
mod decision;
mod diagnostic;
mod document;
mod escalation;
mod extra;
pub mod findings;
mod forbidden;
pub mod impersonation;
pub mod impersonation_check;
pub mod json;
mod kind;
mod kubeconfig;
pub mod kubernetes;
mod memory;
mod names;
mod observer;
mod policy;
mod prepared;
pub mod query;
pub mod question;
mod quote;
pub mod report;
mod request;
mod request_info;
pub mod review;
pub mod scenario;
mod settings;
pub mod snapshot;
pub mod sorted;
mod source;
mod status;
mod trace;
mod version;
mod vocabulary;
mod words;

pub use attributes::{
    Attributes, Extra, NonResourceAttributes, Resource, ResourceAttributes,
    SubjectAccessReviewSpec, Target,
};
pub use authentication::{Authentication, Method, Refusal, Step};
pub use chain::{Authorizer, Verdict};
pub use credential::{
    ANONYMOUS, AUTHENTICATED, Claims, Credential, Identity, Overage, PRIVILEGED_GROUP,
    UNAUTHENTICATED,
};
pub use decision::{By, Decision, Order};
pub use diagnostic::{Diagnostic, Severity};
pub use document::reading::{Reading, Readings};
pub use escalation::{Escalation, Pass};
pub use extra::ExtraFields;
pub use kubeconfig::Kubeconfig;
pub use memory::Memory;
pub use observer::Gate;
pub use policy::Policy;
pub use prepared::{Caller, Question};
pub use request_info::{RequestError, RequestInfo, RequestLine};
pub use source::{Location, Source, Sources, Span, Spanned};
pub use status::{ListMeta, Status, StatusDetails, internal_error};
pub use trace::{
    Counts, Difference, Ground, NearMiss, NearMisses, ObjectRef, Opinion, RuleRef, SubjectRef,
    Trace,
};
pub use vocabulary::Vocabulary;

/// The version of this crate.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
