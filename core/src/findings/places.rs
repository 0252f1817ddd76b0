//! Which assignments do not do here what they seem to?
//!
//! An assignment counts inside this cluster if the cluster asks Azure at all, the role is for this kind of
//! cluster, and the scope is the cluster, above it, or a namespace below it. A deny assignment with data actions
//! can come from Azure alone.
//!
//! *Source:* spec sections 1.1, 1.8, 4.2 and 4.5; seed 000, "Important".

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::Rule;
use super::survey::{Assigned, LISTED, Survey, role_name};
use crate::azure::cluster::{Cluster, Platform};
use crate::azure::guid::Guid;
use crate::azure::scope::Scope;

pub(super) fn look(survey: &mut Survey<'_>) {
    denies(survey);
    unplaced_denies(survey);
    for of in survey.assigned() {
        unplaced(survey, of);
    }
    let Some(cluster) = survey.cluster else {
        return;
    };
    let mut ignored = Vec::new();
    // A role is looked at once, however often it is assigned.
    let mut inside: HashMap<Guid, bool, FixedState> = HashMap::default();
    for of in survey.assigned() {
        let scope = &of.assignment.scope.value;
        let place = Place::of(survey, scope, cluster);
        let is_for_inside = *inside
            .entry(of.role.id)
            .or_insert_with(|| survey.powers.is_for_inside(of.role, cluster.platform));
        match (place, is_for_inside) {
            (Place::Cluster | Place::Namespace, true) if !cluster.asks_azure() => ignored.push(of),
            (Place::Cluster | Place::Namespace, false) => other_platform(survey, of, cluster),
            (Place::Unused, true) => unused(survey, of, cluster),
            (Place::OtherCluster, true) => sibling(survey, of, cluster),
            _ => {}
        }
    }
    not_asked(survey, &ignored, cluster);
}

/// Where a scope lies, seen from a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Holds the cluster.
    Above,
    /// Is the cluster.
    Cluster,
    /// Is a namespace of it that requests can have, or lies below it on the control plane.
    Namespace,
    /// Lies below it where no request is.
    Unused,
    /// Is another cluster, or lies below one.
    OtherCluster,
    /// Anywhere else.
    Elsewhere,
}

impl Place {
    fn of(survey: &Survey<'_>, scope: &Scope, cluster: &Cluster) -> Self {
        let id = cluster.id.value.folded();
        if scope.is(id.as_bytes()) {
            return Self::Cluster;
        }
        if scope.covers(id.as_bytes(), &survey.azure.access.management_groups) {
            return Self::Above;
        }
        if cluster.id.value.covers(
            scope.folded().as_bytes(),
            &survey.azure.access.management_groups,
        ) {
            let below = scope.folded().get(id.len()..).unwrap_or_default();
            return Self::below(survey, below);
        }
        let mut segments = scope.folded().split('/');
        let is_cluster =
            segments.any(|of| ["managedclusters", "connectedclusters", "fleets"].contains(&of));
        if is_cluster {
            Self::OtherCluster
        } else {
            Self::Elsewhere
        }
    }

    /// What lies below the cluster: `/namespaces/dev` and the like.
    fn below(survey: &Survey<'_>, below: &str) -> Self {
        let settings = &survey.authorizer.settings.azure;
        let segments: Vec<&str> = below.split('/').skip(1).collect();
        let is_asked = match segments.as_slice() {
            ["namespaces", _] => !settings.kubernetes_configuration_namespaces,
            [
                "providers",
                "microsoft.kubernetesconfiguration",
                "namespaces",
                _,
            ] => settings.kubernetes_configuration_namespaces,
            ["managednamespaces", _] => settings.managed_namespaces,
            _ => false,
        };
        if is_asked {
            Self::Namespace
        } else {
            Self::Unused
        }
    }
}

fn denies(survey: &mut Survey<'_>) {
    for deny in &survey.azure.access.denies {
        let has_data = deny
            .permissions
            .iter()
            .any(|of| !of.data_actions.is_empty());
        if deny.is_system_protected != Some(false) || !has_data {
            continue;
        }
        let looked_at = vec![survey.see_deny(deny)];
        survey.tell(
            Rule::CustomerDeny,
            format!("{} says that a customer made it and has data actions, which customers cannot deny: Azure made it, or it is not as it stands here.", deny.name.value),
            looked_at,
            "Read it again with `az rest` from the cluster's scope, and keep people out with role assignments instead.",
        );
    }
}

fn unplaced(survey: &mut Survey<'_>, of: Assigned<'_>) {
    let scope = &of.assignment.scope.value;
    let groups = &survey.azure.access.management_groups;
    let Some(group) = scope.unplaced_group(groups) else {
        return;
    };
    let looked_at = vec![
        survey.see("scope", &scope.text, of.assignment.scope.span),
        survey.see_assignment(of.assignment),
    ];
    survey.tell(
        Rule::UnplacedGroup,
        format!("{} is assigned at the management group {group}, and nothing here says which subscriptions are in that. It counts for nothing here and may count for Azure.", role_name(of.role)),
        looked_at,
        SAY_IT,
    );
}

const SAY_IT: &str = "Say it: `managementGroups` of a ClusterSettings document gives each subscription its management groups.";

fn unplaced_denies(survey: &mut Survey<'_>) {
    let groups = &survey.azure.access.management_groups;
    let denies = survey.azure.access.denies.iter().filter(|of| !of.is_audit);
    for deny in denies {
        let Some(scope) = &deny.scope else {
            continue;
        };
        let Some(group) = scope.value.unplaced_group(groups) else {
            continue;
        };
        let looked_at = vec![
            survey.see("scope", &scope.value.text, scope.span),
            survey.see_deny(deny),
        ];
        survey.tell(
            Rule::UnplacedGroup,
            format!("The deny assignment {} is at the management group {group}, and nothing here says which subscriptions are in that. It denies nothing here and may deny in Azure what is allowed here.", deny.name.value),
            looked_at,
            SAY_IT,
        );
    }
}

fn other_platform(survey: &mut Survey<'_>, of: Assigned<'_>, cluster: &Cluster) {
    let platforms = survey.powers.platforms(of.role);
    let Some(other) = platforms
        .first()
        .filter(|_| !platforms.contains(&cluster.platform))
    else {
        return;
    };
    // On Arc, what lies below the connected cluster has roles of its own.
    if of
        .assignment
        .scope
        .value
        .folded()
        .contains("/providers/microsoft.hybridcontainerservice/")
    {
        return;
    }
    let looked_at = vec![
        survey.see_assignment(of.assignment),
        survey.see(
            "scope",
            &of.assignment.scope.value.text,
            of.assignment.scope.span,
        ),
        survey.see_cluster(cluster, cluster.id.span),
    ];
    survey.tell(
        Rule::OtherPlatform,
        format!("{} is a role for {} and is assigned on {}, which is a cluster of {}: none of its actions begins as this cluster's do.", role_name(of.role), other.name(), cluster.name, cluster.platform.name()),
        looked_at,
        format!("Assign the role of the same purpose for {} instead.", cluster.platform.name()),
    );
}

fn not_asked(survey: &mut Survey<'_>, ignored: &[Assigned<'_>], cluster: &Cluster) {
    let Some(first) = ignored.first() else {
        return;
    };
    let more = match ignored.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let (why, at) = match &cluster.entra {
        Some(entra) => ("Azure RBAC is off", entra.azure_rbac_span),
        None => ("it does not sign people in with Entra", cluster.span),
    };
    let mut looked_at = vec![survey.see_cluster(cluster, at)];
    let listed = ignored.iter().take(LISTED);
    looked_at.extend(listed.map(|of| survey.see_assignment(of.assignment)));
    let turn_on = match cluster.platform {
        Platform::Arc => "az connectedk8s enable-features --features azure-rbac",
        _ => "az aks update --enable-azure-rbac",
    };
    survey.tell(
        Rule::NotAsked,
        format!("{}{more} is assigned on {}, and {why} there: what it gives inside the cluster counts for nothing.", role_name(first.role), cluster.name),
        looked_at,
        format!("Turn Azure RBAC on with `{turn_on}`, or bind a role of the cluster and remove the assignment."),
    );
}

fn unused(survey: &mut Survey<'_>, of: Assigned<'_>, cluster: &Cluster) {
    let scope = &of.assignment.scope.value;
    let looked_at = vec![
        survey.see("scope", &scope.text, of.assignment.scope.span),
        survey.see_assignment(of.assignment),
    ];
    let settings = &survey.authorizer.settings.azure;
    let shape = if settings.kubernetes_configuration_namespaces {
        "/providers/Microsoft.KubernetesConfiguration/namespaces/NAME"
    } else {
        "/namespaces/NAME"
    };
    survey.tell(
        Rule::UnusedScope,
        format!("{} is assigned at {}, below {}, where no request of this cluster is, so it gives nothing inside.", role_name(of.role), scope.text, cluster.name),
        looked_at,
        format!("Assign it at the cluster's id followed by `{shape}`, or say in ClusterSettings that the cluster asks for this form."),
    );
}

fn sibling(survey: &mut Survey<'_>, of: Assigned<'_>, cluster: &Cluster) {
    let scope = &of.assignment.scope.value;
    let looked_at = vec![
        survey.see("scope", &scope.text, of.assignment.scope.span),
        survey.see_assignment(of.assignment),
        survey.see_cluster(cluster, cluster.id.span),
    ];
    survey.tell(
        Rule::SiblingScope,
        format!(
            "{} is assigned at {}, which is another cluster than {}: it gives nothing here.",
            role_name(of.role),
            scope.text,
            cluster.name
        ),
        looked_at,
        "Assign it on this cluster if it was meant for this one.",
    );
}
