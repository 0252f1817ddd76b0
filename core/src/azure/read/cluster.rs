//! How is a cluster written?
//!
//! `az aks show`, `az connectedk8s show` and `az fleet show`. `aadProfile` is null where Entra does not sign
//! people in, and its spellings differ between them.
//!
//! *Source:* spec section 4.6.

use super::fields::Fields;
use crate::azure::cluster::{Cluster, Entra, Platform};
use crate::azure::guid::Guid;
use crate::azure::scope::Scope;
use crate::source::Spanned;

#[inline(never)]
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Option<Cluster> {
    let head = fields.head();
    let Some(id) = fields.text(&["id"]) else {
        fields.error(
            head,
            "this cluster has no `id`, with which scopes are compared; it is left out",
        );
        return None;
    };
    let scope = match Scope::parse(&id.value) {
        Ok(scope) => scope,
        Err(why) => {
            let message = format!(
                "`{}` is no resource id: {why}; the cluster is left out",
                id.value
            );
            fields.error(id.span, message);
            return None;
        }
    };
    let Some(platform) = platform(&scope) else {
        let message = format!(
            "`{}` is no managed cluster, connected cluster or fleet; it is passed over",
            id.value
        );
        fields.warning(id.span, message);
        return None;
    };
    let local_accounts = fields.flag(&["disableLocalAccounts"]);
    let version = fields
        .text(&["currentKubernetesVersion"])
        .or_else(|| fields.text(&["kubernetesVersion"]));
    let entra = match platform {
        // A hub has no profile of its own: its people sign in with Entra and Azure RBAC decides.
        Platform::Fleet => Some(hub(head)),
        _ => entra(fields),
    };
    let identity = identity(fields);
    let node_identity = node_identity(fields);
    let node_resource_group = fields.plain("nodeResourceGroup").unwrap_or_default();
    let service_principal = service_principal(fields);
    Some(Cluster {
        platform,
        name: scope.name().to_owned(),
        id: Spanned {
            value: scope,
            span: id.span,
        },
        entra,
        disable_local_accounts: local_accounts.as_ref().is_some_and(|of| of.value),
        local_accounts_span: local_accounts.map_or(head, |of| of.span),
        kubernetes_version: version.map(|of| of.value).unwrap_or_default(),
        workload_identity: workload_identity(fields),
        identity,
        node_identity,
        node_resource_group,
        service_principal,
        span: fields.span(),
    })
}

/// The kind of resource an id ends in.
fn platform(id: &Scope) -> Option<Platform> {
    let mut segments = id.folded().rsplit('/').skip(1);
    let (kind, provider) = (segments.next()?, segments.next()?);
    match (provider, kind) {
        ("microsoft.containerservice", "managedclusters") => Some(Platform::Aks),
        ("microsoft.kubernetes", "connectedclusters") => Some(Platform::Arc),
        ("microsoft.containerservice", "fleets") => Some(Platform::Fleet),
        _ => None,
    }
}

fn entra(fields: &mut Fields<'_, '_, '_>) -> Option<Entra> {
    let profile = fields.node(&["aadProfile"])?;
    let head = fields.head();
    let mut profile = fields.inside(profile);
    let azure_rbac = profile.flag(&["enableAzureRbac"]);
    let mut admin_groups = Vec::new();
    for item in profile.items(&["adminGroupObjectIDs"]) {
        let Some(text) = item.text() else {
            continue;
        };
        if Guid::parse(text).is_none() {
            let message =
                format!("`{text}` is no object id; admin groups are named by their GUID in Entra");
            profile.warning(item.span, message);
        }
        admin_groups.push(Spanned {
            value: text.to_owned(),
            span: item.span,
        });
    }
    Some(Entra {
        admin_groups,
        azure_rbac: azure_rbac.as_ref().is_some_and(|of| of.value),
        azure_rbac_span: azure_rbac.map_or(head, |of| of.span),
        tenant: profile
            .text(&["tenantId"])
            .map(|of| of.value)
            .unwrap_or_default(),
    })
}

fn hub(span: crate::source::Span) -> Entra {
    Entra {
        admin_groups: Vec::new(),
        azure_rbac: true,
        azure_rbac_span: span,
        tenant: String::new(),
    }
}

fn workload_identity(fields: &mut Fields<'_, '_, '_>) -> Option<Spanned<bool>> {
    let profile = fields.node(&["securityProfile"])?;
    let identity = fields.inside(profile).node(&["workloadIdentity"])?;
    fields.inside(identity).flag(&["enabled"])
}

/// The identity of the cluster: its own, or the first of those that were made for it.
fn identity(fields: &mut Fields<'_, '_, '_>) -> Option<Guid> {
    let node = fields.node(&["identity"])?;
    let mut identity = fields.inside(node);
    if let Some(own) = identity.plain("principalId") {
        return Guid::parse(&own);
    }
    let made = identity.node(&["userAssignedIdentities"])?;
    let first = &made.entries().first()?.value;
    Guid::parse(&identity.inside(first).plain("principalId")?)
}

fn node_identity(fields: &mut Fields<'_, '_, '_>) -> Option<Guid> {
    let profile = fields.node(&["identityProfile"])?;
    let kubelet = fields.inside(profile).node(&["kubeletidentity"])?;
    Guid::parse(&fields.inside(kubelet).plain("objectId")?)
}

/// A cluster with a managed identity says `msi` here.
fn service_principal(fields: &mut Fields<'_, '_, '_>) -> Option<Spanned<String>> {
    let profile = fields.node(&["servicePrincipalProfile"])?;
    let id = fields.inside(profile).text(&["clientId"])?;
    (!id.value.eq_ignore_ascii_case("msi")).then_some(id)
}
