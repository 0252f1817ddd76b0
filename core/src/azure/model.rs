//! What was written: role definitions, assignments, denies, groups and clusters, each with its place.
//!
//! Azure prints the same objects in several shapes; here each is one type. Ids are compared by value and
//! scopes without letter case, but what was written is kept to be shown.
//!
//! *Source:* spec section 4.6; the REST types of `Microsoft.Authorization`.
//!
//! *Invariants.* What could not be read never widens access: an assignment whose condition cannot be read
//! grants nothing, a deny assignment whose scope or principal cannot be read denies more, not less.

use super::condition::Condition;
use super::guid::Guid;
use super::pattern::Pattern;
use super::scope::Scope;
use super::time::Instant;
use crate::source::{Span, Spanned};

/// A role definition: what may be done by whoever is assigned it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDefinition {
    /// Its GUID, by which assignments refer to it.
    pub id: Guid,
    /// The name people see.
    pub name: Spanned<String>,
    /// Whether a customer made it.
    pub is_custom: bool,
    /// Blocks of permissions; each is judged by itself.
    pub permissions: Vec<Permission>,
    /// Where it can be assigned. Plays no part in deciding.
    pub assignable_scopes: Vec<String>,
    /// The whole object.
    pub span: Span,
}

/// One block of permissions of a role definition or a deny assignment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Permission {
    /// Control-plane actions.
    pub actions: Vec<Pattern>,
    /// What is taken away from `actions` of this block.
    pub not_actions: Vec<Pattern>,
    /// Data-plane actions.
    pub data_actions: Vec<Pattern>,
    /// What is taken away from `dataActions` of this block.
    pub not_data_actions: Vec<Pattern>,
    /// A condition on the whole block.
    pub condition: Option<Restriction>,
}

/// A condition that was written, whether or not it could be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// As written.
    pub written: Spanned<String>,
    /// What it says; `None` for one that could not be read.
    pub condition: Option<Condition>,
}

/// A role assignment: who has which role where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleAssignment {
    /// Its name, which is a GUID.
    pub name: Spanned<String>,
    /// Its resource id, as written; empty where the shape has none.
    pub id: String,
    /// Where it reaches.
    pub scope: Spanned<Scope>,
    /// The role it gives.
    pub role: RoleReference,
    /// To whom.
    pub principal: Principal,
    /// What narrows it.
    pub condition: Option<Restriction>,
    /// Whether it is in force.
    pub standing: Standing,
    /// The whole object.
    pub span: Span,
}

/// How an assignment refers to its role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleReference {
    /// The GUID of the role definition.
    pub id: Guid,
    /// The name the assignment gives it; often absent, and never used to find it.
    pub name: Option<String>,
    /// Where the reference stands.
    pub span: Span,
}

/// Someone named by an assignment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The object id in Entra.
    pub id: Guid,
    /// A name, where the document gives one. Plays no part in deciding.
    pub name: Option<String>,
    /// `User`, `Group`, `ServicePrincipal`, as written; may be empty. Plays no part in deciding.
    pub kind: String,
    /// Where the id stands.
    pub span: Span,
}

/// Whether an assignment is in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// An ordinary assignment.
    Permanent,
    /// In force between two instants; an end that is not known is open.
    Active {
        /// When it begins.
        from: Option<Instant>,
        /// When it ends.
        until: Option<Instant>,
    },
    /// May be activated, and grants nothing until then.
    Eligible,
}

/// A deny assignment: what nobody it names can do, whatever their roles say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DenyAssignment {
    /// The name people see.
    pub name: Spanned<String>,
    /// Where it reaches; `None` for a scope that could not be read, which then is everywhere.
    pub scope: Option<Spanned<Scope>>,
    /// Whether it reaches only its scope itself.
    pub is_not_inherited: bool,
    /// What it denies.
    pub permissions: Vec<Permission>,
    /// To whom.
    pub principals: Vec<Principal>,
    /// To whom not.
    pub excluded: Vec<Principal>,
    /// What narrows it.
    pub condition: Option<Restriction>,
    /// Whether it only reports.
    pub is_audit: bool,
    /// Whether Azure made it; `None` where the document does not say.
    pub is_system_protected: Option<bool>,
    /// The whole object.
    pub span: Span,
}

/// A group with its direct members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its object id.
    pub id: Guid,
    /// The name people see; empty where the document gives none.
    pub name: String,
    /// Direct members.
    pub members: Vec<Member>,
    /// The whole object.
    pub span: Span,
}

/// A direct member of a group, or a user by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The object id.
    pub id: Guid,
    /// The name people see; empty where the document gives none.
    pub name: String,
    /// The sign-in name; empty for what has none.
    pub user_principal_name: String,
    /// Where it stands.
    pub span: Span,
}
