//! What did Azure say, with all its reasons?
//!
//! The part of a [`Trace`](crate::Trace) that is Azure's: what was asked of it, at which scopes, which
//! assignment granted it through which role and pattern, or what kept the nearest ones from it. Plain data
//! with names and places; the sentences were made with it.

use serde::Serialize;

use super::condition::ConditionTrace;
use super::query::Plane;
use super::webhook::answer::Abstention;
use crate::source::Location;

/// What Azure RBAC was asked and found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureTrace {
    /// What it answered, or why it was not asked.
    pub answer: AzureAnswer,
    /// The same as a sentence.
    pub why: String,
    /// Why it abstains, where it does; the sentence says it too.
    #[serde(skip)]
    pub(crate) abstention: Option<Abstention>,
    /// The caller's object id, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<PrincipalRef>,
    /// The caller's groups that are object ids, which are all that Azure knows of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<PrincipalRef>,
    /// The scopes that were tried, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attempts: Vec<AttemptTrace>,
    /// Every assignment that alone is enough, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<AzureGround>,
    /// Every deny assignment that denies it, in document order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub denials: Vec<Denial>,
    /// Without a grant: the assignments that came near, nearest first; at most
    /// [`Trace::NEAR_MISSES`](crate::Trace::NEAR_MISSES).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub near_misses: Vec<AzureNearMiss>,
    /// How many assignments there are, and how many play which part.
    pub counts: AzureCounts,
    /// What is worth knowing about the answer, each with its standing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Claim>,
}

/// What Azure answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AzureAnswer {
    /// A role assignment grants it.
    Allowed,
    /// A discovery path, free for everyone from Entra.
    Discovery,
    /// A deny assignment denies it.
    Denied,
    /// Nothing grants it.
    NotAllowed,
    /// The caller is not from Entra, and such callers are refused.
    NonEntraDenied,
    /// Azure leaves the caller to others.
    Abstains,
    /// The request cannot be put to Azure.
    Failed,
    /// The cluster does not ask Azure RBAC.
    Off,
}

/// One scope that was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AttemptTrace {
    /// The scope: the cluster, or a namespace of it.
    pub scope: String,
    /// The actions asked for there; at most [`AttemptTrace::LISTED`].
    pub actions: Vec<ActionTrace>,
    /// How many actions were asked for.
    pub count: usize,
    /// `allowed`, `denied` or `not-allowed`.
    pub answer: AzureAnswer,
}

impl AttemptTrace {
    /// The most actions that are listed: a review with wildcards asks for hundreds.
    pub const LISTED: usize = 20;
}

/// One action that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionTrace {
    /// The action.
    pub action: String,
    /// `allowed`, `denied` or `not-allowed`.
    pub answer: AzureAnswer,
}

/// Names a principal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrincipalRef {
    /// The object id.
    pub id: String,
    /// A name, where a document gives one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Names an assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AssignmentRef {
    /// Its name: a GUID for a role assignment, the display name for a deny assignment.
    pub name: String,
    /// Its scope, as written.
    pub scope: String,
    /// Where it is written.
    pub location: Option<Location>,
}

/// Names a role definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleDefinitionRef {
    /// Its GUID.
    pub id: String,
    /// The name people see; empty where nobody gives one.
    pub name: String,
    /// Whether its permissions are known.
    pub is_known: bool,
    /// Whether a customer made it.
    pub is_custom: bool,
    /// Where it is written; `None` for a built-in one.
    pub location: Option<Location>,
}

/// The entry of a block of permissions that names the action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PermissionRef {
    /// The block's place in the role, from 1.
    pub number: usize,
    /// How many blocks the role has.
    pub of: usize,
    /// The list it is in.
    pub list: Plane,
    /// The entry, as written.
    pub pattern: String,
    /// Where it is written.
    pub location: Option<Location>,
}

/// An assignment that grants the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AzureGround {
    /// The assignment.
    pub assignment: AssignmentRef,
    /// Whom it names: the caller, or a group of theirs.
    pub principal: PrincipalRef,
    /// How the caller is that principal, in words: `the caller`, `a group of the caller`.
    pub membership: String,
    /// Where it reaches and why that is enough, in words.
    pub reach: String,
    /// The role it gives.
    pub role: RoleDefinitionRef,
    /// The entry that names the (first) action.
    pub permission: PermissionRef,
    /// The conditions it meets, clause by clause.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionTrace>,
    /// From when to when it is in force, in words; empty for an ordinary assignment.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub standing: String,
}

/// A deny assignment that denies the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Denial {
    /// The deny assignment.
    pub assignment: AssignmentRef,
    /// Whom it names, in words: `everyone`, `the caller`, a group.
    pub principal: String,
    /// Where it reaches and why that is enough, in words.
    pub reach: String,
    /// The action that is denied.
    pub action: String,
    /// The entry that names it.
    pub permission: PermissionRef,
}

/// An assignment that does not grant the request, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AzureNearMiss {
    /// The assignment.
    pub assignment: AssignmentRef,
    /// Whom it names.
    pub principal: PrincipalRef,
    /// The role it gives.
    pub role: RoleDefinitionRef,
    /// What keeps it from granting, in the order it is looked at; never empty.
    pub differences: Vec<AzureDifference>,
    /// The conditions it does not meet, clause by clause.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<ConditionTrace>,
    /// What it does grant, in one line.
    pub title: String,
}

/// One respect in which an assignment does not fit the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AzureDifference {
    /// Which respect.
    pub facet: AzureFacet,
    /// As a sentence.
    pub words: String,
    /// Where it is written.
    pub location: Option<Location>,
}

/// The tests of an assignment, in the order they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AzureFacet {
    /// Azure RBAC is not asked.
    Off,
    /// It names someone else.
    Principal,
    /// It may be activated, or its time is not now.
    Standing,
    /// It reaches somewhere else.
    Scope,
    /// The definition of its role is not known.
    Role,
    /// Its role is for another kind of cluster.
    Platform,
    /// Its role says nothing on this plane: no data actions, or nothing but data actions.
    OtherPlane,
    /// Its role does not name the action.
    Action,
    /// Its role takes the action away.
    NotActions,
    /// A condition is not met.
    Condition,
}

/// How many assignments there are, and how many play which part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct AzureCounts {
    /// All role assignments known.
    pub assignments: usize,
    /// All deny assignments known.
    pub denies: usize,
    /// Those that name the caller or a group of theirs.
    pub naming: usize,
    /// Those that came near, also where the trace does not list them.
    pub near: usize,
}

/// Something that is said about Azure, and how well it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// What is said.
    pub words: String,
    /// How it is known.
    pub standing: Standing,
    /// Where it is from.
    pub source: String,
}

/// How something is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The documentation or published code says it.
    Documented,
    /// It was seen on clusters.
    Observed,
    /// No source settles it.
    Assumed,
}

impl Standing {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Assumed => "assumed",
        }
    }
}
