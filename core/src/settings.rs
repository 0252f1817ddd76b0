//! What decides access but is printed by no command?
//!
//! `kind: ClusterSettings` is our own document for it: flags of the API server and of the authorization
//! webhook, where management groups lie, and which defaults a cluster brings. Every field is optional, and at
//! most one document counts.
//!
//! *Source:* the flags of guard (`authz/options/options.go`); spec sections 1.2 and 6.4. `customResourceCheck`
//! is on by default although guard's own default is off: what AKS documents needs it.

mod read;

use crate::azure::scope::{ManagementGroups, Scope};

pub(crate) use read::read;

/// The settings of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ClusterSettings {
    /// Whether the default policy of Kubernetes is there; `None` where nothing says so.
    pub(crate) kubernetes_defaults: Option<bool>,
    /// The version of Kubernetes; empty where nothing says so.
    pub(crate) kubernetes_version: String,
    /// Whether certificates in requests are older than the last rotation.
    pub(crate) certificates_rotated: bool,
    pub(crate) management_groups: ManagementGroups,
    pub(crate) azure: AzureSettings,
}

/// The settings of the authorization webhook.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the webhook by its own name"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AzureSettings {
    /// Kinds that Azure has no operation for ask for `customresources` and carry attributes.
    pub(crate) custom_resource_check: bool,
    /// Certain subresources travel as an attribute.
    pub(crate) subresource_check: bool,
    /// The scope of a namespace goes through `Microsoft.KubernetesConfiguration`.
    pub(crate) kubernetes_configuration_namespaces: bool,
    /// The scope of the managed namespace is tried second.
    pub(crate) managed_namespaces: bool,
    /// The fleet the cluster has joined, which is tried last.
    pub(crate) fleet: Option<Scope>,
    /// Users that Azure has no opinion on, on Arc.
    pub(crate) skip_users: Vec<String>,
    /// Whether users without an object id are refused rather than left to others.
    pub(crate) refuses_others: bool,
    /// Whether discovery paths are free.
    pub(crate) discovery_paths: bool,
    /// Whether an error of the webhook refuses rather than abstains.
    pub(crate) denies_on_error: bool,
    /// Whether the binding of the admin groups exists although Azure RBAC is on.
    pub(crate) admin_group_binding: bool,
}

impl Default for AzureSettings {
    fn default() -> Self {
        Self {
            custom_resource_check: true,
            subresource_check: false,
            kubernetes_configuration_namespaces: false,
            managed_namespaces: false,
            fleet: None,
            skip_users: Vec::new(),
            refuses_others: false,
            discovery_paths: true,
            denies_on_error: false,
            admin_group_binding: true,
        }
    }
}
