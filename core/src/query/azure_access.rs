//! Who may do an action of Azure, and which roles give it?
//!
//! Everyone whom a role assignment gives the action where it is asked about, and everyone the directory puts
//! into a group that has it. Deny assignments are considered: whom they take it from is listed as such, with
//! both. Asked of roles, every definition that is known and names the action is listed, built-in or pasted.
//!
//! *Source:* spec sections 4.1 and 5.2; Azure RBAC, "List role assignments".
//!
//! *Invariants.* Each principal is decided by `AccessControl::check`,
//! each role by the predicate that it uses.

use serde::Serialize;

use crate::azure::authorizer::Authorizer as Azure;
use crate::azure::block;
use crate::azure::explain::{References, settled};
use crate::azure::guid::Guid;
use crate::azure::query::{Access, Plane, Query};
use crate::azure::scope::Scope;
use crate::azure::trace::{AzureGround, Denial, PermissionRef, PrincipalRef, RoleDefinitionRef};
use crate::chain::Authorizer;
use crate::sorted;

/// An action of Azure on a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AzureAction {
    /// The action, in any letter case.
    pub action: String,
    /// Whether it manages resources or reaches what is inside them.
    pub plane: Plane,
    /// The resource, or what holds it.
    pub scope: String,
}

/// Everyone who may do an action, in the order of documents: those that assignments name, then members of
/// groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AzureAccess {
    /// Everyone to whom an assignment gives the action.
    pub principals: Vec<PrincipalAccess>,
    /// How many more were not looked at: more than [`AzureAccess::MOST`] are known.
    pub unlisted: usize,
}

impl AzureAccess {
    /// The most principals that are looked at.
    pub const MOST: usize = 10_000;
}

/// One principal to whom an assignment gives the action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalAccess {
    /// Who.
    pub principal: PrincipalRef,
    /// `User`, `Group`, `ServicePrincipal`, as documents say; may be empty.
    pub kind: String,
    /// Whether they may: `false` where a deny assignment takes away what an assignment gives.
    pub allowed: bool,
    /// Every assignment that gives it to them.
    pub grounds: Vec<AzureGround>,
    /// Every deny assignment that takes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub denials: Vec<Denial>,
}

/// A role definition that gives an action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleGrant {
    /// The role.
    pub role: RoleDefinitionRef,
    /// The first entry that names the action.
    pub permission: PermissionRef,
    /// Whether every block that names the action has a condition.
    pub is_conditional: bool,
}

impl Authorizer {
    /// Everyone who may do an action of Azure on a scope, each with what gives it.
    ///
    /// # Errors
    /// When the scope is none: what is wrong with it.
    pub fn who_can_act(&self, asked: &AzureAction) -> Result<AzureAccess, String> {
        let scope = Scope::parse(&asked.scope)
            .map_err(|why| format!("`{}` is no scope: {why}", asked.scope))?;
        let action = asked.action.trim().to_ascii_lowercase();
        let references = References {
            azure: &self.azure,
            sources: &self.sources,
        };
        let everyone = everyone(&self.azure);
        let mut found = AzureAccess {
            principals: Vec::new(),
            unlisted: everyone.len().saturating_sub(AzureAccess::MOST),
        };
        for (id, kind) in everyone.into_iter().take(AzureAccess::MOST) {
            let me = self.azure.with_groups(vec![id]);
            let query = Query {
                me: &me,
                action: action.as_bytes(),
                written: asked.action.trim(),
                plane: asked.plane,
                resource: scope.folded().as_bytes(),
                attributes: &[],
                at: self.at(),
            };
            let settled = settled(&references, &query);
            if settled.grounds.is_empty() {
                continue;
            }
            found.principals.push(PrincipalAccess {
                principal: references.principal(id),
                kind: kind.to_owned(),
                allowed: settled.access == Access::Allowed,
                grounds: settled.grounds,
                denials: settled.denials,
            });
        }
        Ok(found)
    }

    /// Every known role definition that gives an action: built-in ones that were not pasted, then those that
    /// were, which have a place.
    pub fn roles_granting(&self, action: &str, plane: Plane) -> Vec<RoleGrant> {
        let action = action.trim().to_ascii_lowercase();
        let query = Query {
            me: &[],
            action: action.as_bytes(),
            written: &action,
            plane,
            resource: b"",
            attributes: &[],
            at: None,
        };
        let references = References {
            azure: &self.azure,
            sources: &self.sources,
        };
        let roles = self.azure.roles();
        let granting = roles.iter().filter_map(|role| {
            let blocks = role.permissions.iter();
            let naming = blocks
                .enumerate()
                .filter(|(_, block)| block::covers(block, &query).is_some());
            let naming: Vec<_> = naming.collect();
            let free = naming.iter().find(|(_, block)| block.condition.is_none());
            let (at, _) = free.or(naming.first())?;
            Some(RoleGrant {
                role: references.definition(role),
                permission: references.permission(&role.permissions, *at, &query)?,
                is_conditional: free.is_none(),
            })
        });
        granting.collect()
    }
}

/// Everyone known: principals of assignments, then members of groups; each once.
fn everyone(azure: &Azure) -> Vec<(Guid, &str)> {
    let assignments = azure.access.assignments.iter();
    let named = assignments.map(|of| (of.principal.id, of.principal.kind.as_str()));
    let groups = azure.directory.groups();
    let members = groups.iter().flat_map(|of| &of.members);
    let is_group = sorted::set(groups.iter().map(|of| of.id));
    let kind = |id| {
        if is_group.binary_search(&id).is_ok() {
            "Group"
        } else {
            ""
        }
    };
    let all = named.chain(members.map(|of| (of.id, kind(of.id))));
    sorted::firsts(all, |(id, _)| *id)
}
