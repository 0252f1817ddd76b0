//! Which kinds does Azure have data actions for?
//!
//! The webhook keeps a map of the kinds a cluster serves for which Azure lists operations: the discovery of
//! the API server intersected with the operations of the provider. A kind that is not in it is a custom
//! resource to Azure, whether or not Kubernetes brings it: `validatingadmissionpolicies`,
//! `resource.k8s.io`, `gateway.networking.k8s.io` and every CRD.
//!
//! *Source:* guard `util/azure/utils.go` and `checkaccessreqhelper.go` (`isCustomResourceAccessRequest`); the
//! operations are those of the Azure documentation, "Permissions for containers", of
//! `Microsoft.ContainerService/managedClusters`. Kinds that Azure lists and Kubernetes no longer serves
//! (`extensions`, `podsecuritypolicies`, `initializerconfigurations`) are not discovered and not here; nor are
//! `users`, `groups` and `userextras`, which no server lists.

/// The operations of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operations {
    pub(super) group: &'static str,
    pub(super) resource: &'static str,
    pub(super) is_namespaced: bool,
    suffixes: Suffixes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffixes {
    /// read, write, delete.
    All,
    Read,
    Write,
    /// All and `exec/action`.
    Exec,
    /// All and `impersonate/action`.
    Impersonate,
    /// All, `bind/action` and `escalate/action`.
    Grant,
}

impl Operations {
    /// What follows the kind in its actions.
    pub(super) fn suffixes(self) -> &'static [&'static str] {
        match self.suffixes {
            Suffixes::All => &["read", "write", "delete"],
            Suffixes::Read => &["read"],
            Suffixes::Write => &["write"],
            Suffixes::Exec => &["read", "write", "delete", "exec/action"],
            Suffixes::Impersonate => &["read", "write", "delete", "impersonate/action"],
            Suffixes::Grant => &["read", "write", "delete", "bind/action", "escalate/action"],
        }
    }
}

/// The operations of a kind, if Azure has any.
pub(super) fn of(group: &str, resource: &str) -> Option<Operations> {
    all().find(|known| known.group == group && known.resource == resource)
}

/// Whether Azure has operations for some kind of a group.
pub(super) fn has_group(group: &str) -> bool {
    GROUPS.iter().any(|(known, ..)| *known == group)
}

/// Whether a kind is a custom resource to Azure. The core group and the wildcard never are.
pub(super) fn is_custom(group: &str, resource: &str) -> bool {
    match (group, resource) {
        ("" | "*", _) => false,
        (group, "" | "*") => !has_group(group),
        (group, resource) => of(group, resource).is_none(),
    }
}

/// Every kind with operations.
pub(super) fn all() -> impl Iterator<Item = Operations> {
    GROUPS
        .iter()
        .flat_map(|(group, namespaced, suffixes, resources)| {
            resources.iter().map(|resource| Operations {
                group,
                resource,
                is_namespaced: *namespaced,
                suffixes: *suffixes,
            })
        })
}

/// Kinds by group, whether they live in namespaces, and what may be done with them.
const GROUPS: &[(&str, bool, Suffixes, &[&str])] = &[
    (
        "",
        false,
        Suffixes::All,
        &[
            "componentstatuses",
            "namespaces",
            "nodes",
            "persistentvolumes",
        ],
    ),
    (
        "",
        true,
        Suffixes::All,
        &[
            "configmaps",
            "endpoints",
            "events",
            "limitranges",
            "persistentvolumeclaims",
            "podtemplates",
            "replicationcontrollers",
            "resourcequotas",
            "secrets",
            "services",
        ],
    ),
    ("", true, Suffixes::Exec, &["pods"]),
    ("", true, Suffixes::Impersonate, &["serviceaccounts"]),
    ("", true, Suffixes::Write, &["bindings"]),
    (
        "admissionregistration.k8s.io",
        false,
        Suffixes::All,
        &[
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
        ],
    ),
    (
        "apiextensions.k8s.io",
        false,
        Suffixes::All,
        &["customresourcedefinitions"],
    ),
    (
        "apiregistration.k8s.io",
        false,
        Suffixes::All,
        &["apiservices"],
    ),
    (
        "apps",
        true,
        Suffixes::All,
        &[
            "controllerrevisions",
            "daemonsets",
            "deployments",
            "replicasets",
            "statefulsets",
        ],
    ),
    (
        "authentication.k8s.io",
        false,
        Suffixes::Write,
        &["tokenreviews"],
    ),
    (
        "authorization.k8s.io",
        false,
        Suffixes::Write,
        &[
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
            "subjectaccessreviews",
        ],
    ),
    (
        "authorization.k8s.io",
        true,
        Suffixes::Write,
        &["localsubjectaccessreviews"],
    ),
    (
        "autoscaling",
        true,
        Suffixes::All,
        &["horizontalpodautoscalers"],
    ),
    ("batch", true, Suffixes::All, &["cronjobs", "jobs"]),
    (
        "certificates.k8s.io",
        false,
        Suffixes::All,
        &["certificatesigningrequests"],
    ),
    ("coordination.k8s.io", true, Suffixes::All, &["leases"]),
    ("discovery.k8s.io", true, Suffixes::All, &["endpointslices"]),
    ("events.k8s.io", true, Suffixes::All, &["events"]),
    (
        "flowcontrol.apiserver.k8s.io",
        false,
        Suffixes::All,
        &["flowschemas", "prioritylevelconfigurations"],
    ),
    ("metrics.k8s.io", false, Suffixes::Read, &["nodes"]),
    ("metrics.k8s.io", true, Suffixes::Read, &["pods"]),
    (
        "networking.k8s.io",
        false,
        Suffixes::All,
        &["ingressclasses"],
    ),
    (
        "networking.k8s.io",
        true,
        Suffixes::All,
        &["ingresses", "networkpolicies"],
    ),
    ("node.k8s.io", false, Suffixes::All, &["runtimeclasses"]),
    ("policy", true, Suffixes::All, &["poddisruptionbudgets"]),
    (
        "rbac.authorization.k8s.io",
        false,
        Suffixes::All,
        &["clusterrolebindings"],
    ),
    (
        "rbac.authorization.k8s.io",
        true,
        Suffixes::All,
        &["rolebindings"],
    ),
    (
        "rbac.authorization.k8s.io",
        false,
        Suffixes::Grant,
        &["clusterroles"],
    ),
    (
        "rbac.authorization.k8s.io",
        true,
        Suffixes::Grant,
        &["roles"],
    ),
    (
        "scheduling.k8s.io",
        false,
        Suffixes::All,
        &["priorityclasses"],
    ),
    (
        "storage.k8s.io",
        false,
        Suffixes::All,
        &[
            "csidrivers",
            "csinodes",
            "storageclasses",
            "volumeattachments",
        ],
    ),
    (
        "storage.k8s.io",
        true,
        Suffixes::All,
        &["csistoragecapacities"],
    ),
];
