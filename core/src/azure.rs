//! Does Azure allow this, and why?
//!
//! Two planes share one evaluation. On the *control plane* an action on a resource is asked for, such as
//! fetching a kubeconfig. On the *data plane* a Kubernetes request becomes data actions on the cluster or a
//! namespace of it, as the authorization webhook of AKS, Arc and Fleet puts them.
//!
//! | module | question |
//! |---|---|
//! | `read` | which documents of Azure does a paste hold |
//! | [`model`], [`cluster`] | what they say |
//! | [`scope`], [`pattern`], [`guid`], `name`, `letter_case` | how places, actions, ids and names are compared |
//! | `condition` | what narrows an assignment |
//! | `query`, `block` | what is asked, and does a block of permissions cover it |
//! | `access` | does Azure RBAC allow one action |
//! | `webhook` | what does the webhook answer to a Kubernetes request |
//! | `directory` | who is in which group |
//!
//! A decision is watched by `recorder` and told by `explain` as a [`trace`]; `remarks` tells what is
//! wrong only beside other documents.
//!
//! *Source:* guard, and Azure's documentation of RBAC; each module names its own.

pub(crate) mod access;
pub(crate) mod authorizer;
pub(crate) mod block;
pub(crate) mod builtin;
pub mod cluster;
pub(crate) mod condition;
pub(crate) mod control_plane;
pub(crate) mod directory;
pub(crate) mod explain;
pub mod guid;
pub(crate) mod index;
pub mod letter_case;
pub mod model;
pub(crate) mod name;
pub mod pattern;
pub(crate) mod query;
pub(crate) mod read;
pub(crate) mod recorder;
pub(crate) mod remarks;
pub mod scope;
pub mod time;
pub mod trace;
pub(crate) mod webhook;

pub use builtin::names as built_in_roles;
pub use condition::{
    Attribute, AttributeSource, AttributeValue, Condition, ConditionClause, ConditionTrace, Facts,
    Problem, Truth,
};
pub use query::Plane;
