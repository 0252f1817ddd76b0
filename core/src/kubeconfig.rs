//! May this caller fetch a kubeconfig?
//!
//! Before anything reaches the cluster, Azure hands out the file that says where it is. On a cluster with
//! Entra the user's file holds no secret: it makes kubectl sign in. The admin's file holds a certificate in
//! `system:masters`, which passes before every authorizer. Each is an action on the cluster's resource that
//! Azure RBAC decides. Where local accounts are off, the file with a certificate is not handed out to anyone:
//! that is the admin's, and without Entra the user's as well, for it holds the same certificate.
//!
//! *Source:* spec sections 5.1 to 5.4; azure-aks-docs `control-kubeconfig-access.md`, `local-accounts.md`.

use serde::Serialize;

use crate::azure::cluster::{Cluster, Platform};
use crate::azure::scope::Scope;

/// The files there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kubeconfig {
    /// The one for people.
    User,
    /// The one with the administrator's certificate.
    Admin,
}

impl Kubeconfig {
    /// The word for this one.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Admin => "admin",
        }
    }

    /// The action that hands it out, for a kind of cluster. `None` where there is no such file.
    pub fn action(self, platform: Platform) -> Option<&'static str> {
        match (platform, self) {
            (Platform::Aks, Self::User) => {
                Some("Microsoft.ContainerService/managedClusters/listClusterUserCredential/action")
            }
            (Platform::Aks, Self::Admin) => {
                Some("Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action")
            }
            (Platform::Arc, Self::User) => {
                Some("Microsoft.Kubernetes/connectedClusters/listClusterUserCredential/action")
            }
            (Platform::Arc, Self::Admin) => Some(
                "Microsoft.HybridContainerService/provisionedClusterInstances/listAdminKubeconfig/action",
            ),
            (Platform::Fleet, Self::User) => {
                Some("Microsoft.ContainerService/fleets/listCredentials/action")
            }
            (Platform::Fleet, Self::Admin) => None,
        }
    }

    /// The resource the action is on. On Arc the admin's file belongs to what lies below the connected
    /// cluster.
    pub(crate) fn scope(self, cluster: &Cluster) -> String {
        let id = &cluster.id.value.text;
        let action = self.action(cluster.platform);
        let below = action.and_then(|action| below(action, cluster));
        below.unwrap_or_else(|| id.clone())
    }

    /// Whether an action on a scope hands out a file that holds a certificate of the cluster's own, whoever words the
    /// ask. Of another cluster nothing is known.
    pub(crate) fn is_certificate(action: &str, scope: &str, cluster: &Cluster) -> bool {
        let Ok(scope) = Scope::parse(scope) else {
            return false;
        };
        [Self::User, Self::Admin].into_iter().any(|file| {
            let of_file = file.action(cluster.platform);
            let resource = Scope::parse(&file.scope(cluster));
            of_file.is_some_and(|of| of.eq_ignore_ascii_case(action.trim()))
                && resource.is_ok_and(|of| of.is(scope.folded().as_bytes()))
                && file.has_certificate(cluster)
        })
    }

    /// Whether the file holds a certificate of the cluster's own.
    pub(crate) fn has_certificate(self, cluster: &Cluster) -> bool {
        self == Self::Admin || cluster.entra.is_none()
    }
}

/// The resource below a cluster that an action is on; `None` for one on the cluster itself. On Arc some belong to what
/// lies below the connected cluster.
///
/// *Source:* spec sections 4.2 and 5.1.
pub(crate) fn below(action: &str, cluster: &Cluster) -> Option<String> {
    const INSTANCES: &str = "Microsoft.HybridContainerService/provisionedClusterInstances/";
    let begins = action.get(..INSTANCES.len())?;
    let is_below = cluster.platform == Platform::Arc && begins.eq_ignore_ascii_case(INSTANCES);
    let id = cluster.id.value.text.trim_end_matches('/');
    is_below.then(|| format!("{id}/providers/{INSTANCES}default"))
}

/// What a caller reads who asks for a certificate where local accounts are off.
///
/// *Source:* what the service answers, as `az` and Terraform print it (hashicorp/terraform-provider-azurerm pull request
/// 15489, Azure/bicep issue 11601). azure-aks-docs `local-accounts.md` writes "isn't" there, which the service does not.
pub(crate) const LOCAL_ACCOUNTS_DISABLED: &str = "(BadRequest) Getting static credential is not allowed because this cluster is set to disable local accounts.";
