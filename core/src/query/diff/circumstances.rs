//! What else decides, and differs between two policies?
//!
//! Bindings and assignments say who holds what. Whether they are asked, and what they reach, hangs on the cluster and
//! its settings: with Azure RBAC off, every assignment is still there and none counts. Such a difference has no one
//! subject, so it is told as what it is: before, and after.
//!
//! *Invariants.* What plays no part in a decision of either policy is not told.

use serde::Serialize;

use crate::azure::cluster::Cluster;
use crate::chain::Authorizer;
use crate::settings::{AzureSettings, ClusterSettings};
use crate::source::{Location, Span};

/// Something that decides beside bindings and assignments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CircumstanceChange {
    /// What: `Azure RBAC for requests`, or a field of `ClusterSettings`.
    pub what: String,
    /// As it was.
    pub before: String,
    /// As it will be.
    pub after: String,
    /// The same as a sentence, without a full stop.
    pub words: String,
    /// Where the new value is written; `None` where no document says it.
    pub location: Option<Location>,
}

/// A circumstance by its name, with its value and where that is written.
type Circumstance = (&'static str, String, Option<Span>);

/// Every circumstance that is another one under the second.
pub(super) fn changed(before: &Authorizer, after: &Authorizer) -> Vec<CircumstanceChange> {
    let clusters = (&before.azure.cluster, &after.azure.cluster);
    let (mut old, mut new) = match clusters {
        (Some(old), Some(new)) => (of_cluster(old), of_cluster(new)),
        _ => (described(before), described(after)),
    };
    let version = |of: &Authorizer| ("the version of Kubernetes", of.version().to_owned(), None);
    old.push(version(before));
    new.push(version(after));
    for (list, of) in [(&mut old, before), (&mut new, after)] {
        list.extend(of_settings(&of.settings));
        if before.asks_azure() && after.asks_azure() {
            list.extend(of_webhook(&of.settings.azure));
        }
    }
    let pairs = old.into_iter().zip(new);
    let differing = pairs.filter(|((_, old, _), (_, new, _))| old != new);
    differing
        .map(|((what, old, _), (_, new, span))| change(what, old, new, span, after))
        .collect()
}

fn change(
    what: &str,
    before: String,
    after: String,
    span: Option<Span>,
    of: &Authorizer,
) -> CircumstanceChange {
    let shown = |value: String| {
        if value.is_empty() {
            "not given".to_owned()
        } else {
            value
        }
    };
    let (before, after) = (shown(before), shown(after));
    CircumstanceChange {
        words: format!("{what}: {before} before, {after} after"),
        what: what.to_owned(),
        before,
        after,
        location: span.and_then(|span| of.sources.location(span)),
    }
}

/// Which cluster is described, where only one of two policies has one.
fn described(of: &Authorizer) -> Vec<Circumstance> {
    let cluster = of.azure.cluster.as_ref();
    let name = cluster.map_or_else(|| "none".to_owned(), |of| of.name.clone());
    vec![("the cluster described", name, cluster.map(|of| of.span))]
}

fn of_cluster(cluster: &Cluster) -> Vec<Circumstance> {
    let entra = cluster.entra.as_ref();
    let groups = entra.map_or(&[][..], |of| &of.admin_groups);
    let names: Vec<&str> = groups.iter().map(|of| of.value.as_str()).collect();
    let is_asked = word(cluster.asks_azure(), "asked", "not asked");
    let local = word(cluster.disable_local_accounts, "off", "on");
    let whole = Some(cluster.span);
    vec![
        (
            "the cluster",
            cluster.id.value.folded().to_owned(),
            Some(cluster.id.span),
        ),
        (
            "signing in with Entra",
            word(entra.is_some(), "on", "off"),
            whole,
        ),
        (
            "the tenant",
            entra.map_or_else(String::new, |of| of.tenant.clone()),
            whole,
        ),
        (
            "Azure RBAC for requests",
            is_asked,
            entra.map(|of| of.azure_rbac_span).or(whole),
        ),
        (
            "the admin groups",
            names.join(", "),
            groups.first().map(|of| of.span).or(whole),
        ),
        ("local accounts", local, Some(cluster.local_accounts_span)),
    ]
}

/// The settings by their names in `ClusterSettings`.
fn of_settings(settings: &ClusterSettings) -> Vec<Circumstance> {
    let placed = settings.management_groups.pairs().iter();
    let placed = placed.map(|(of, groups)| format!("{of} in {}", groups.join(", ")));
    let placed: Vec<String> = placed.collect();
    vec![
        (
            "certificatesRotated",
            switch(settings.certificates_rotated),
            None,
        ),
        ("managementGroups", placed.join("; "), None),
    ]
}

/// Those of the webhook.
fn of_webhook(azure: &AzureSettings) -> Vec<Circumstance> {
    let fleet = azure.fleet.as_ref();
    let denies = |is: bool| word(is, "Deny", "NoOpinion");
    let values = [
        ("customResourceCheck", switch(azure.custom_resource_check)),
        ("subresourceCheck", switch(azure.subresource_check)),
        (
            "kubernetesConfigurationNamespaces",
            switch(azure.kubernetes_configuration_namespaces),
        ),
        ("managedNamespaces", switch(azure.managed_namespaces)),
        (
            "fleetId",
            fleet.map_or_else(String::new, |of| of.text.clone()),
        ),
        ("skipUsers", azure.skip_users.join(", ")),
        ("nonEntraUsers", denies(azure.refuses_others)),
        ("onWebhookError", denies(azure.denies_on_error)),
        ("discoveryPaths", switch(azure.discovery_paths)),
        ("adminGroupBinding", switch(azure.admin_group_binding)),
    ];
    values.map(|(what, value)| (what, value, None)).into()
}

fn switch(is: bool) -> String {
    word(is, "on", "off")
}

fn word(is: bool, yes: &str, no: &str) -> String {
    if is { yes } else { no }.to_owned()
}
