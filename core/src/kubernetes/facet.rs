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

impl Facet {
    /// Every facet, in order.
    const ALL: [Self; 9] = [
        Self::Subject,
        Self::Namespace,
        Self::RoleRef,
        Self::Verb,
        Self::ApiGroup,
        Self::Resource,
        Self::Subresource,
        Self::ResourceName,
        Self::NonResourceUrl,
    ];
}

/// A set of facets: what a binding fails is worked out for every binding, so it costs a few bits and no
/// allocation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Facets(u16);

impl Facets {
    /// Adds the facet where a test fails.
    pub(crate) fn unless(self, passes: bool, facet: Facet) -> Self {
        if passes { self } else { self.with(facet) }
    }

    pub(crate) fn with(self, facet: Facet) -> Self {
        Self(self.0 | 1 << facet as u16)
    }

    pub(crate) fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    pub(crate) fn has(self, facet: Facet) -> bool {
        self.0 & (1 << facet as u16) != 0
    }

    pub(crate) fn len(self) -> u32 {
        self.0.count_ones()
    }

    /// The facets in the order the API server meets them.
    pub(crate) fn iter(self) -> impl Iterator<Item = Facet> {
        let all = Facet::ALL.into_iter();
        all.filter(move |facet| self.has(*facet))
    }
}
