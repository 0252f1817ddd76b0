//! In which respect does a binding not grant a request?

use serde::{Deserialize, Serialize};

/// One thing that keeps a binding from granting a request, in the order the API server meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Facet {
    /// No subject is the caller.
    Subject,
    /// The RoleBinding is in another namespace than the request, or the request is in none.
    Namespace,
    /// The role referred to is not known, or cannot be referred to.
    RoleRef,
    /// No rule has the verb.
    Verb,
    /// No rule has the API group.
    ApiGroup,
    /// No rule has the resource.
    Resource,
    /// A rule has the resource, but with another subresource or with none.
    Subresource,
    /// The rule is limited to other object names.
    ResourceName,
    /// No rule has the path.
    NonResourceUrl,
}
