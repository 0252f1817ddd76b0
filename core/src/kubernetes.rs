//! What does Kubernetes RBAC say?
//!
//! Subjects are bound to roles by (Cluster)RoleBindings; a role is a list of rules; a request is
//! granted when one rule of one bound role allows it. RBAC never refuses: it grants or has no
//! opinion.
//!
//! *Source:* Kubernetes 1.36, `plugin/pkg/auth/authorizer/rbac` and `pkg/registry/rbac/validation`.

pub(crate) mod aggregation;
pub(crate) mod authorizer;
pub(crate) mod builtin;
pub mod covers;
pub(crate) mod facet;
pub(crate) mod facts;
pub(crate) mod index;
pub(crate) mod model;
pub(crate) mod near_miss;
pub(crate) mod read;
pub(crate) mod recorder;
pub(crate) mod rule;
pub(crate) mod selector;
pub(crate) mod subject;
pub(crate) mod symbols;

pub use authorizer::Authorizer;
pub use facet::Facet;
pub use model::{Binding, PolicyRule, Role, RoleKind, RoleRef, Subject};
pub use read::Objects;
pub use selector::{Expression, LabelSelector};
