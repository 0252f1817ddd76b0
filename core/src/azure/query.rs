//! What is asked of Azure RBAC, and what can it answer?
//!
//! One action on one resource, by a caller with their groups. Actions are managed on one plane and data on
//! another; each plane has lists of its own in a permission.

use super::condition::Attribute;
use super::guid::Guid;
use super::time::Instant;

/// Which lists of a permission an action is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Plane {
    /// `actions` and `notActions`: managing resources.
    Actions,
    /// `dataActions` and `notDataActions`: what is inside them.
    DataActions,
}

/// One action to decide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<'a> {
    /// The ids of the caller: their own first, then their groups'.
    pub(crate) me: &'a [Guid],
    /// The action in lower case.
    pub(crate) action: &'a [u8],
    /// The same as it is written, for words; may be empty where nothing is told.
    pub(crate) written: &'a str,
    pub(crate) plane: Plane,
    /// The resource in lower case, without a slash at the end.
    pub(crate) resource: &'a [u8],
    /// What conditions can see beside the action.
    pub(crate) attributes: &'a [Attribute<'a>],
    /// The instant the request is about, if it says one.
    pub(crate) at: Option<Instant>,
}

/// The answer to one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A role assignment grants it.
    Allowed,
    /// A deny assignment denies it.
    Denied,
    /// Nothing grants it.
    NotAllowed,
}
