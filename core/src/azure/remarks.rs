//! What is worth knowing about the documents of Azure taken together?
//!
//! Some things are wrong only beside others: an assignment of a role nobody defined, one at a management
//! group that no table places, roles for another platform than the cluster's, data-plane roles where Azure
//! RBAC is not asked. They are told where they stand.
//!
//! *Invariants.* Nothing here decides; each remark says what the decision does with it.

use super::builtin;
use super::guid::Guid;
use super::model::RoleAssignment;
use super::read::Objects;
use crate::diagnostic::Diagnostics;
use crate::settings::ClusterSettings;
use crate::sorted;

/// Tells what is worth knowing.
pub(crate) fn tell(objects: &Objects, settings: &ClusterSettings, found: &mut Diagnostics) {
    let known = sorted::set(objects.definitions.iter().map(|role| role.id));
    for assignment in &objects.assignments {
        role(assignment, &known, found);
        place(assignment, settings, found);
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

fn place(assignment: &RoleAssignment, settings: &ClusterSettings, found: &mut Diagnostics) {
    let scope = &assignment.scope;
    let Some(group) = scope.value.management_group() else {
        return;
    };
    let placed = settings.management_groups.pairs().iter();
    let mut placed = placed.flat_map(|(_, of)| of);
    if !placed.any(|of| of == group) {
        found.info(
            scope.span,
            format!("which subscriptions are in the management group `{group}` is not said, so this reaches none; `managementGroups` of ClusterSettings says it"),
        );
    }
}
