//! Where is a credential stored that need not be?
//!
//! A cluster that signs in to Azure as an application keeps that application's secret; a managed identity has
//! none. Workloads that read Secrets to sign in to Azure can have workload identity instead, if the cluster has
//! it on.
//!
//! *Source:* seed 003, the note on workload identity.

use std::rc::Rc;

use super::elevation::{allows, asked, everything_of};
use super::survey::{Bound, LISTED, Survey};
use super::{Level, Rule};
use crate::azure::cluster::{Cluster, Platform};
use crate::kubernetes::Subject;

pub(super) fn look(survey: &mut Survey<'_>) {
    let Some(cluster) = survey.cluster.filter(|of| of.platform == Platform::Aks) else {
        return;
    };
    if let Some(application) = &cluster.service_principal {
        let looked_at = vec![survey.see("service principal", &application.value, application.span)];
        survey.tell(
            Rule::StoredCredentials,
            format!("{} signs in to Azure as the application {}, whose secret it stores and which expires.", cluster.name, application.value),
            looked_at,
            "Change the cluster to a managed identity: `az aks update --enable-managed-identity`.",
        );
    }
    if cluster
        .workload_identity
        .as_ref()
        .is_some_and(|of| of.value)
    {
        return;
    }
    workloads(survey, cluster);
}

/// Workloads that read Secrets, or at least a cluster that says workload identity is off.
fn workloads(survey: &mut Survey<'_>, cluster: &Cluster) {
    let mut readers = Vec::new();
    let bound = Rc::clone(&survey.bound);
    for (binding, role) in bound.iter().map(Bound::parts) {
        let reads = role.is_some_and(|role| {
            let on = |verb| asked(verb, "", "secrets", binding.scope(), "");
            (allows(role, &on("get")) || allows(role, &on("list")))
                && !allows(role, &everything_of(binding.scope()))
        });
        let is_workload = |of: &&Subject| {
            let namespace = of.namespace.as_deref().unwrap_or(binding.scope());
            of.kind == "ServiceAccount" && !namespace.starts_with("kube-")
        };
        if reads {
            let workloads = binding.subjects.iter().filter(is_workload);
            readers.extend(workloads.map(|of| (binding, of)));
        }
    }
    let off = cluster.workload_identity.as_ref();
    let off = off.map(|of| survey.see("workload identity", "off", of.span));
    let Some((binding, subject)) = readers.first() else {
        if let Some(off) = off {
            survey.tell_as(
                Rule::StoredCredentials,
                Level::Low,
                format!("Workload identity is off for {}, so workloads that sign in to Azure have to keep a credential.", cluster.name),
                vec![off],
                "Enable it: `az aks update --enable-oidc-issuer --enable-workload-identity`.",
            );
        }
        return;
    };
    let more = match readers.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let mut looked_at = vec![survey.see_binding(binding)];
    looked_at.extend(
        readers
            .iter()
            .take(LISTED)
            .map(|(_, of)| survey.see_subject(of)),
    );
    looked_at.extend(off);
    survey.tell(
        Rule::StoredCredentials,
        format!("The ServiceAccount {}{more} reads Secrets, and workload identity is not on for {}: credentials for Azure that are kept there can be read, copied and forgotten.", subject.name, cluster.name),
        looked_at,
        "Enable workload identity, `az aks update --enable-oidc-issuer --enable-workload-identity`, and take credentials for Azure out of Secrets.",
    );
}
