//! What is worth knowing about the documents of Azure taken together?
//!
//! Some things are wrong only beside others: an assignment of a role nobody defined, one or a deny
//! assignment at a management group that no table places, roles for another platform than the cluster's, data-plane roles where Azure
//! RBAC is not asked. They are told where they stand.
//!
//! *Invariants.* Nothing here decides; each remark says what the decision does with it.

use super::builtin;
use super::guid::Guid;
use super::model::RoleAssignment;
use super::read::Objects;
use super::scope::Scope;
use crate::diagnostic::Diagnostics;
use crate::settings::ClusterSettings;
use crate::sorted;
use crate::source::Spanned;

/// Tells what is worth knowing.
pub(crate) fn tell(objects: &Objects, settings: &ClusterSettings, found: &mut Diagnostics) {
    let known = sorted::set(objects.definitions.iter().map(|role| role.id));
    for assignment in &objects.assignments {
        role(assignment, &known, found);
        if let Some(group) = unplaced(&assignment.scope, settings) {
            found.info(
                assignment.scope.span,
                format!("{group}, so this reaches none; {SAY_IT}"),
            );
        }
    }
    // Of a deny assignment this is more than worth knowing: what it would take away stays.
    let denies = objects.denies.iter().filter(|of| !of.is_audit);
    for scope in denies.filter_map(|of| of.scope.as_ref()) {
        if let Some(group) = unplaced(scope, settings) {
            found.warning(
                scope.span,
                format!("{group}, so this denies in none, and Azure may refuse what is allowed here; {SAY_IT}"),
            );
        }
    }
    if objects.clusters.is_empty()
        && let Some(first) = objects.assignments.first()
    {
        found.info(
            first.name.span,
            "no cluster is described, so Azure is not asked about Kubernetes requests; add what `az aks show -o json` prints",
        );
    }
}

fn role(assignment: &RoleAssignment, known: &[Guid], found: &mut Diagnostics) {
    let id = assignment.role.id;
    if known.binary_search(&id).is_ok() || builtin::name(id).is_some() {
        return;
    }
    let named = assignment.role.name.as_ref();
    let named = named.map_or_else(|| format!("`{id}`"), |name| format!("`{name}`"));
    found.info(
        assignment.role.span,
        format!("the definition of role {named} is not here, so this assignment grants nothing; `az role definition list` prints it"),
    );
}

const SAY_IT: &str = "`managementGroups` of ClusterSettings says it";

/// What is not said of a scope that is a management group.
fn unplaced(scope: &Spanned<Scope>, settings: &ClusterSettings) -> Option<String> {
    let group = scope.value.unplaced_group(&settings.management_groups)?;
    Some(format!(
        "which subscriptions are in the management group `{group}` is not said"
    ))
}
