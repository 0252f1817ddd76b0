//! Does an identity hold what AKS needs of it, and what is the least that would supply the rest?
//!
//! AKS creates and changes resources for its users: the identity that creates a cluster, the cluster's own and
//! that of its nodes need permissions for it. Each is told as held, with the assignments that give it, or as
//! missing. What is missing is supplied by the smallest known built-in role, or by a custom role that says
//! exactly that.
//!
//! *Source:* the head of `preflight/permissions.txt`; seed 001.
//!
//! *Invariants.* Each permission is decided by
//! `AccessControl::check`, deny assignments and conditions
//! included, and so is whether a role that is proposed would do.

mod custom_role;
mod decide;
mod supplement;
mod table;

use serde::Serialize;

use crate::azure::cluster::Cluster;
use crate::azure::explain::References;
use crate::azure::guid::Guid;
use crate::azure::query::Plane;
use crate::azure::scope::Scope;
use crate::azure::trace::{AzureGround, Denial, PrincipalRef, Standing};
use crate::chain::Authorizer;
use decide::Asked;

pub use custom_role::CustomRole;
pub use supplement::{RoleProposal, Supplement};
pub use table::Purpose;

/// Whose permissions to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreflightRequest {
    /// What the identity is for.
    pub purpose: Purpose,
    /// Its object id; without one, the identity that the cluster's document names.
    pub principal: Option<String>,
    /// Object ids of groups it is in, beside those the directory knows.
    pub groups: Vec<String>,
    /// Where the permissions are needed; without one, the resource group of the cluster, or of its nodes.
    pub scope: Option<String>,
}

/// What an identity holds of what AKS needs of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    /// What the identity is for.
    pub purpose: Purpose,
    /// The same in words.
    pub title: &'static str,
    /// Whose permissions these are.
    pub principal: PrincipalRef,
    /// Where they are needed, unless a permission says another place.
    pub scope: String,
    /// Whether all are held.
    pub passes: bool,
    /// Each permission, in the order of the table.
    pub permissions: Vec<PermissionCheck>,
    /// What would supply the missing ones; absent where none is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub supplement: Option<Supplement>,
    /// What is worth knowing about the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One permission, and whether it is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PermissionCheck {
    /// The action; one that ends in a star is every action that begins so.
    pub action: String,
    /// Which plane it is on.
    pub plane: Plane,
    /// Where it is needed.
    pub scope: String,
    /// What it is needed for.
    pub reason: &'static str,
    /// When it is needed at all; empty for always.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub needed_if: &'static str,
    /// Whether it is held.
    pub outcome: Outcome,
    /// The assignments that give it.
    pub grounds: Vec<AzureGround>,
    /// The deny assignments that take it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub denials: Vec<Denial>,
    /// Of many actions, those that are not held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<String>,
    /// Who says that it is needed.
    pub source: &'static str,
    /// How well that is known.
    pub standing: Standing,
}

/// Whether a permission is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is.
    Held,
    /// Of many actions, some are not.
    Partly,
    /// A deny assignment takes it, whatever the roles say.
    Denied,
    /// No assignment gives it.
    Missing,
}

impl Authorizer {
    /// What an identity holds of what AKS needs of it.
    ///
    /// # Errors
    /// When it is not said whose permissions to look at or where, or an id or a scope is none.
    pub fn preflight(&self, asked: &PreflightRequest) -> Result<Preflight, String> {
        let cluster = self.azure.cluster.as_ref();
        let principal = principal(asked, cluster)?;
        let scope = place(asked, cluster)?;
        let groups = asked.groups.iter().filter_map(|of| Guid::parse(of));
        let me = std::iter::once(principal).chain(groups).collect();
        let me = self.azure.with_groups(me);
        let references = References {
            azure: &self.azure,
            sources: &self.sources,
        };
        let own = cluster
            .filter(|_| asked.scope.is_none())
            .map(|of| &of.id.value);
        let permissions = table::permissions(asked.purpose).into_iter();
        let permissions = permissions.map(|permission| {
            let at = own.filter(|_| permission.on_cluster).unwrap_or(&scope);
            let one = Asked {
                control: &self.azure.access,
                me: &me,
                resource: at.folded(),
                at: self.at(),
            };
            one.explain(&permission, at, &references)
        });
        let permissions: Vec<PermissionCheck> = permissions.collect();
        let supplement = supplement::supplement(self, &permissions, &me, asked.purpose);
        Ok(Preflight {
            purpose: asked.purpose,
            title: asked.purpose.title(),
            principal: references.principal(principal),
            scope: scope.text.clone(),
            passes: permissions.iter().all(|of| of.outcome == Outcome::Held),
            notes: notes(asked, &permissions, cluster),
            permissions,
            supplement,
        })
    }
}

/// Whose permissions are asked about.
fn principal(asked: &PreflightRequest, cluster: Option<&Cluster>) -> Result<Guid, String> {
    if let Some(said) = &asked.principal {
        return Guid::parse(said.trim()).ok_or_else(|| {
            format!("`{said}` is no object id; Entra names every identity by a GUID")
        });
    }
    let (named, key) = match asked.purpose {
        Purpose::ClusterCreator => (None, "principal"),
        Purpose::ClusterIdentity | Purpose::Features => {
            (cluster.and_then(|of| of.identity), "identity.principalId")
        }
        Purpose::NodeAccess => (
            cluster.and_then(|of| of.node_identity),
            "identityProfile.kubeletidentity.objectId",
        ),
    };
    named.ok_or_else(|| match asked.purpose {
        Purpose::ClusterCreator => {
            "whose permissions? give the object id of the identity that creates the cluster".to_owned()
        }
        _ => format!(
            "the cluster document does not say `{key}`; give the object id of the identity, or add what `az aks show -o json` prints"
        ),
    })
}

/// Where the permissions are needed.
fn place(asked: &PreflightRequest, cluster: Option<&Cluster>) -> Result<Scope, String> {
    if let Some(said) = &asked.scope {
        return Scope::parse(said).map_err(|why| format!("`{said}` is no scope: {why}"));
    }
    let Some(cluster) = cluster else {
        return Err("where? give a scope, or add what `az aks show -o json` prints".to_owned());
    };
    let segments: Vec<&str> = cluster.id.value.text.split('/').collect();
    let ["", subscriptions, subscription, groups, group, ..] = segments.as_slice() else {
        return Ok(cluster.id.value.clone());
    };
    let nodes = cluster.node_resource_group.as_str();
    let group = match asked.purpose {
        Purpose::ClusterIdentity if !nodes.is_empty() => nodes,
        _ => group,
    };
    let text = format!("/{subscriptions}/{subscription}/{groups}/{group}");
    Scope::parse(&text).map_err(|why| format!("`{text}` is no scope: {why}"))
}

fn notes(
    asked: &PreflightRequest,
    permissions: &[PermissionCheck],
    cluster: Option<&Cluster>,
) -> Vec<String> {
    let mut notes = Vec::new();
    if asked.purpose == Purpose::Features && asked.scope.is_none() {
        notes.push(
            "These are about resources outside the cluster's resource group; ask again with the id of each as the scope."
                .to_owned(),
        );
    }
    if asked.purpose == Purpose::ClusterIdentity
        && asked.scope.is_none()
        && cluster.is_some_and(|of| of.node_resource_group.is_empty())
    {
        notes.push(
            "The cluster document does not say `nodeResourceGroup`, where AKS itself assigns most of these; this is about the cluster's own resource group."
                .to_owned(),
        );
    }
    let is_wider = |action: &str| action.contains("/locations/") || action.contains("/operations/");
    if permissions.iter().any(|of| is_wider(&of.action)) {
        notes.push(
            "Actions on locations and operations belong to the subscription; they are asked here like the others, since the page names no other scope."
                .to_owned(),
        );
    }
    if permissions.iter().any(|of| of.outcome == Outcome::Denied) {
        notes.push(
            "No role supplies what a deny assignment takes: exclude the identity from it, or remove it."
                .to_owned(),
        );
    }
    let mut grounds = permissions.iter().flat_map(|of| &of.grounds);
    if grounds.any(|of| !of.standing.is_empty()) {
        notes.push("An activated assignment counts as in force, and it ends.".to_owned());
    }
    notes
}
