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
        match (cluster.platform, self) {
            (Platform::Arc, Self::Admin) => format!(
                "{}/providers/Microsoft.HybridContainerService/provisionedClusterInstances/default",
                id.trim_end_matches('/')
            ),
            _ => id.clone(),
        }
    }

    /// Whether the file holds a certificate of the cluster's own.
    pub(crate) fn has_certificate(self, cluster: &Cluster) -> bool {
        self == Self::Admin || cluster.entra.is_none()
    }
}

/// What a caller reads who asks for a certificate where local accounts are off.
pub(crate) const LOCAL_ACCOUNTS_DISABLED: &str = "(BadRequest) Getting static credential is not allowed because this cluster is set to disable local accounts.";
