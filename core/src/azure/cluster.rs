//! Which cluster is asked, and how is it set up?
//!
//! What `az aks show`, `az connectedk8s show` and `az fleet show` print about access: the resource id that
//! scopes are compared with, whether Entra signs people in, whether Azure RBAC is asked, who the admin
//! groups are, and whether local accounts are off.
//!
//! *Source:* spec sections 1.1, 4.6 and 5.4.

use super::guid::Guid;
use super::scope::Scope;
use crate::source::{Span, Spanned};

/// What kind of resource a cluster is to Azure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Platform {
    /// A managed cluster of AKS.
    Aks,
    /// A cluster connected by Arc.
    Arc,
    /// The hub of a fleet.
    Fleet,
}

impl Platform {
    /// What all of its data actions begin with.
    pub fn provider(self) -> &'static str {
        match self {
            Self::Aks => "Microsoft.ContainerService/managedClusters",
            Self::Arc => "Microsoft.Kubernetes/connectedClusters",
            Self::Fleet => "Microsoft.ContainerService/fleets",
        }
    }

    /// The same in lower case.
    pub(crate) fn folded_provider(self) -> &'static str {
        match self {
            Self::Aks => "microsoft.containerservice/managedclusters",
            Self::Arc => "microsoft.kubernetes/connectedclusters",
            Self::Fleet => "microsoft.containerservice/fleets",
        }
    }

    /// The name people know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aks => "AKS",
            Self::Arc => "Arc",
            Self::Fleet => "Fleet",
        }
    }
}

/// A cluster as Azure describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cluster {
    /// What kind it is.
    pub platform: Platform,
    /// Its resource id.
    pub id: Spanned<Scope>,
    /// Its name.
    pub name: String,
    /// How people sign in; `None` for a cluster without Entra.
    pub entra: Option<Entra>,
    /// Whether certificates of local accounts are no longer handed out.
    pub disable_local_accounts: bool,
    /// Where that is written.
    pub local_accounts_span: Span,
    /// `1.35.4`; empty where the document does not say.
    pub kubernetes_version: String,
    /// Whether pods can sign in to Azure without a stored credential.
    pub workload_identity: Option<Spanned<bool>>,
    /// The object id of the cluster's own identity.
    pub identity: Option<Guid>,
    /// The object id of the identity of its nodes.
    pub node_identity: Option<Guid>,
    /// The resource group of its nodes; empty where the document does not say.
    pub node_resource_group: String,
    /// The application whose stored secret the cluster signs in with; `None` for a managed identity.
    pub service_principal: Option<Spanned<String>>,
    /// The whole object.
    pub span: Span,
}

/// How Entra is set up for a cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entra {
    /// Groups whose members AKS makes cluster administrators, as written: they are compared with group
    /// claims byte for byte by the binding that AKS makes.
    pub admin_groups: Vec<Spanned<String>>,
    /// Whether Azure RBAC is asked about requests.
    pub azure_rbac: bool,
    /// Where that is written.
    pub azure_rbac_span: Span,
    /// The tenant that signs people in; empty where the document does not say.
    pub tenant: String,
}

impl Cluster {
    /// Whether Azure RBAC is asked about requests.
    pub fn asks_azure(&self) -> bool {
        self.entra.as_ref().is_some_and(|entra| entra.azure_rbac)
    }
}

#[cfg(test)]
mod tests {
    use super::Platform;

    #[test]
    fn providers_fold_to_themselves() {
        for platform in [Platform::Aks, Platform::Arc, Platform::Fleet] {
            assert_eq!(
                platform.provider().to_ascii_lowercase(),
                platform.folded_provider()
            );
        }
    }
}
