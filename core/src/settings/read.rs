//! How is a `kind: ClusterSettings` document written?
//!
//! A value of the wrong type is told and its field stays as it was.

use super::{AzureSettings, ClusterSettings};
use crate::azure::letter_case::folded;
use crate::azure::scope::Scope;
use crate::diagnostic::Diagnostics;
use crate::document::fields::Fields;
use crate::document::{Node, Value};
use crate::sorted::Sorted;

const FIELDS: [&str; 17] = [
    "apiVersion",
    "kind",
    "metadata",
    "customResourceCheck",
    "subresourceCheck",
    "kubernetesConfigurationNamespaces",
    "managedNamespaces",
    "fleetId",
    "skipUsers",
    "nonEntraUsers",
    "discoveryPaths",
    "onWebhookError",
    "kubernetesVersion",
    "managementGroups",
    "adminGroupBinding",
    "certificatesRotated",
    "kubernetesDefaults",
];

/// Reads a settings document over those known so far.
pub(crate) fn read(node: &Node<'_>, settings: &mut ClusterSettings, found: &mut Diagnostics) {
    let Ok(mut fields) = Fields::of(node, "ClusterSettings", found) else {
        return;
    };
    fields.only(&FIELDS);
    let before = settings.kubernetes_defaults;
    if let Some(wanted) = flag(&mut fields, "kubernetesDefaults") {
        if before.is_some_and(|known| known != wanted) {
            let span = fields
                .node("kubernetesDefaults")
                .map_or(node.span, |of| of.span);
            let told = "another ClusterSettings says otherwise; this last one counts";
            fields.found().warning(span, told);
        }
        settings.kubernetes_defaults = Some(wanted);
    }
    if let Some(rotated) = flag(&mut fields, "certificatesRotated") {
        settings.certificates_rotated = rotated;
    }
    if let Ok(Some(version)) = fields.text("kubernetesVersion") {
        settings.kubernetes_version = version.value;
    }
    management_groups(&mut fields, settings);
    azure(&mut fields, &mut settings.azure);
}

fn azure(fields: &mut Fields<'_, '_, '_>, azure: &mut AzureSettings) {
    let flags = [
        ("customResourceCheck", &mut azure.custom_resource_check),
        ("subresourceCheck", &mut azure.subresource_check),
        (
            "kubernetesConfigurationNamespaces",
            &mut azure.kubernetes_configuration_namespaces,
        ),
        ("managedNamespaces", &mut azure.managed_namespaces),
        ("discoveryPaths", &mut azure.discovery_paths),
        ("adminGroupBinding", &mut azure.admin_group_binding),
    ];
    for (key, setting) in flags {
        if let Some(wanted) = flag(fields, key) {
            *setting = wanted;
        }
    }
    if let Some(denies) = denies(fields, "nonEntraUsers") {
        azure.refuses_others = denies;
    }
    if let Some(denies) = denies(fields, "onWebhookError") {
        azure.denies_on_error = denies;
    }
    if let Ok(users) = fields.texts("skipUsers")
        && !users.is_empty()
    {
        azure.skip_users = users.into_iter().map(|of| of.value).collect();
    }
    if let Ok(Some(fleet)) = fields.text("fleetId") {
        match fleet_scope(&fleet.value) {
            Ok(scope) => azure.fleet = Some(scope),
            Err(why) => {
                let message = format!("`{}` is no resource id of a fleet: {why}", fleet.value);
                fields.found().error(fleet.span, message);
            }
        }
    }
}

fn fleet_scope(text: &str) -> Result<Scope, &'static str> {
    let scope = Scope::parse(text)?;
    let mut segments = scope.folded().rsplit('/').skip(1);
    match (segments.next(), segments.next()) {
        (Some("fleets"), Some("microsoft.containerservice")) => Ok(scope),
        _ => Err("it ends in `/providers/Microsoft.ContainerService/fleets/NAME`"),
    }
}

/// Subscription ids with their management groups, nearest first; all compared without letter case.
fn management_groups(fields: &mut Fields<'_, '_, '_>, settings: &mut ClusterSettings) {
    let Some(node) = fields.node("managementGroups") else {
        return;
    };
    let Ok(mut table) = Fields::of(node, "managementGroups", fields.found()) else {
        return;
    };
    let mut placed = settings.management_groups.pairs().to_vec();
    for entry in node.entries() {
        if let Ok(groups) = table.texts(&entry.key) {
            let names = groups.iter().map(|of| {
                let name = of.value.rsplit('/').next().unwrap_or_default();
                folded(name)
            });
            let subscription = entry.key.trim_start_matches("/subscriptions/");
            placed.push((folded(subscription), names.collect()));
        }
    }
    settings.management_groups = placed.into_iter().collect::<Sorted<_, _>>().lasts();
}

fn flag(fields: &mut Fields<'_, '_, '_>, key: &str) -> Option<bool> {
    let node = fields.node(key)?;
    if let Value::Boolean(wanted) = node.value {
        return Some(wanted);
    }
    let message = format!("`{key}` is `true` or `false`, not {}", node.describe());
    fields.found().error(node.span, message);
    None
}

/// Whether a field says `Deny` rather than `NoOpinion`.
fn denies(fields: &mut Fields<'_, '_, '_>, key: &str) -> Option<bool> {
    let written = fields.text(key).ok()??;
    match written.value.as_str() {
        "Deny" => Some(true),
        "NoOpinion" => Some(false),
        other => {
            let message = format!("`{key}` is `NoOpinion` or `Deny`, not `{other}`");
            fields.found().error(written.span, message);
            None
        }
    }
}
