//! Are there ways into the cluster beside Entra, and is there one at all?
//!
//! Local accounts are certificates that pass before every authorizer and that Entra knows nothing of. Where
//! they are off, someone who signs in with Entra has to be administrator, or nobody is: a member of an admin
//! group, whoever a binding gives everything, or with Azure RBAC whoever a role assignment gives everything, at
//! once or after it is activated.
//!
//! *Source:* seed 003, "Disable local accounts"; spec section 5.4.

use super::Rule;
use super::elevation::{allows, everything_of};
use super::survey::{Bound, Survey, is_someone};
use crate::azure::access::AccessControl;
use crate::azure::cluster::Platform;
use crate::azure::guid::Guid;
use crate::azure::model::Standing;
use crate::azure::webhook::Webhook;
use crate::azure::webhook::answer::Answer;
use crate::kubernetes::Subject;
use crate::sorted;

pub(super) fn look(survey: &mut Survey<'_>) {
    let Some(cluster) = survey.cluster.filter(|of| of.platform == Platform::Aks) else {
        return;
    };
    let looked_at = vec![survey.see_cluster(cluster, cluster.local_accounts_span)];
    match (&cluster.entra, cluster.disable_local_accounts) {
        (Some(_), false) => survey.tell(
            Rule::LocalAccounts,
            format!("{} signs people in with Entra and also hands out certificates of local accounts, which know neither conditional access nor sign-in logs and outlive every account.", cluster.name),
            looked_at,
            "Name an admin group, then disable them: `az aks update --disable-local-accounts`; then rotate the certificates that are out.",
        ),
        (None, true) => survey.tell(
            Rule::LockOut,
            format!("{} has local accounts off and does not sign people in with Entra, so no kubeconfig is handed out to anyone.", cluster.name),
            looked_at,
            "Enable Entra with an admin group: `az aks update --enable-aad --aad-admin-group-object-ids ID`.",
        ),
        (Some(entra), true)
            if entra.admin_groups.is_empty()
                && !bound_to_everything(survey)
                && !assigned_everything(survey) =>
        {
                let also = if entra.azure_rbac {
                    ", no binding and no role assignment gives anyone everything"
                } else {
                    " and no binding gives anyone everything"
                };
                survey.tell(
                    Rule::LockOut,
                    format!("{} has local accounts off, no admin group is named{also}: nobody known here can administer it.", cluster.name),
                    looked_at,
                    "Name an admin group: `az aks update --aad-admin-group-object-ids ID`, or with Azure RBAC assign Azure Kubernetes Service RBAC Cluster Admin on the cluster.",
                );
        }
        _ => {}
    }
}

/// Whether a binding makes someone of Entra administrator.
fn bound_to_everything(survey: &Survey<'_>) -> bool {
    let is_entra =
        |of: &Subject| matches!(of.kind.as_str(), "User" | "Group") && is_someone(&of.name);
    let mut bound = survey.bound.iter().map(Bound::parts);
    bound.any(|(binding, role)| {
        binding.namespace.is_none()
            && role.is_some_and(|role| allows(role, &everything_of("")))
            && binding.subjects.iter().any(is_entra)
    })
}

/// Whether Azure gives someone everything in the cluster, activation allowed for.
fn assigned_everything(survey: &Survey<'_>) -> bool {
    let Some(webhook) = &survey.azure.webhook else {
        return false;
    };
    let control = &survey.azure.access;
    let activated = activated(control);
    let principals = control.assignments.iter().map(|of| of.principal.id);
    sorted::set(principals)
        .into_iter()
        .any(|of| administers(webhook, &activated, of))
}

/// The same documents with every eligible assignment activated.
fn activated(control: &AccessControl) -> AccessControl {
    let mut assignments = control.assignments.clone();
    for of in &mut assignments {
        if of.standing == Standing::Eligible {
            of.standing = Standing::Permanent;
        }
    }
    AccessControl::new(
        control.definitions.clone(),
        assignments,
        control.denies.clone(),
        control.management_groups.clone(),
    )
}

/// Whether a principal may do everything Azure knows of in a cluster.
fn administers(webhook: &Webhook, control: &AccessControl, principal: Guid) -> bool {
    let oid = [principal.to_string()];
    let mut asked = everything_of("");
    asked.user = oid.first().map_or("", String::as_str);
    asked.extra = vec![("oid", &oid)];
    webhook.decide(control, &asked, None, &mut ()) == Answer::Allowed
}
