//! What can the webhook answer, and where does it ask?

use crate::azure::name::Name;

/// What the webhook answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// A role assignment grants it.
    Allowed,
    /// A discovery path, free for everyone from Entra.
    Discovery,
    /// A deny assignment denies it.
    Denied,
    /// Nothing grants it.
    NotAllowed,
    /// The caller is not from Entra, and such callers are refused.
    NotEntraRefused,
    /// Azure leaves the caller to others.
    Abstains(Abstention),
    /// The request cannot be put to Azure.
    Failed(Failure),
}

/// Why Azure has no opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abstention {
    /// The user name begins with `system:`.
    SystemUser,
    /// The user is on the skip list of an Arc cluster.
    SkipList,
    /// The user has no object id.
    NotEntra,
}

/// Why a request cannot be put to Azure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// `extra.oid` is not exactly one GUID.
    ObjectId,
    /// A custom resource with a verb that Azure has no action for.
    NoCustomAction,
    /// A wildcard that means no action Azure knows.
    NoOperations,
}

/// One scope that is tried, with what its actions begin with, both in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attempt {
    pub(crate) provider: &'static str,
    pub(crate) scope: Name,
}
