//! In which API group is a resource, and does it live in namespaces?
//!
//! What `kubectl api-resources` would print for a plain cluster: enough to read `deployments` as
//! `deployments.apps` and `nodes` at the cluster scope. It only helps to write a question; no
//! decision reads it.
//!
//! *Source:* the discovery documents of Kubernetes 1.36.

/// An API group with its resources in namespaces and those at the cluster scope.
type Group = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const GROUPS: [Group; 20] = [
    (
        "",
        &[
            "pods",
            "services",
            "configmaps",
            "secrets",
            "serviceaccounts",
            "events",
            "endpoints",
            "persistentvolumeclaims",
            "replicationcontrollers",
            "resourcequotas",
            "limitranges",
            "podtemplates",
            "bindings",
        ],
        &[
            "nodes",
            "namespaces",
            "persistentvolumes",
            "componentstatuses",
        ],
    ),
    (
        "apps",
        &[
            "deployments",
            "statefulsets",
            "daemonsets",
            "replicasets",
            "controllerrevisions",
        ],
        &[],
    ),
    ("batch", &["jobs", "cronjobs"], &[]),
    ("autoscaling", &["horizontalpodautoscalers"], &[]),
    (
        "networking.k8s.io",
        &["ingresses", "networkpolicies"],
        &["ingressclasses", "ipaddresses", "servicecidrs"],
    ),
    ("policy", &["poddisruptionbudgets"], &[]),
    (
        "rbac.authorization.k8s.io",
        &["roles", "rolebindings"],
        &["clusterroles", "clusterrolebindings"],
    ),
    (
        "storage.k8s.io",
        &["csistoragecapacities"],
        &[
            "storageclasses",
            "volumeattachments",
            "csidrivers",
            "csinodes",
            "volumeattributesclasses",
        ],
    ),
    ("coordination.k8s.io", &["leases"], &[]),
    ("discovery.k8s.io", &["endpointslices"], &[]),
    ("apiextensions.k8s.io", &[], &["customresourcedefinitions"]),
    ("apiregistration.k8s.io", &[], &["apiservices"]),
    (
        "admissionregistration.k8s.io",
        &[],
        &[
            "mutatingwebhookconfigurations",
            "validatingwebhookconfigurations",
            "mutatingadmissionpolicies",
            "mutatingadmissionpolicybindings",
            "validatingadmissionpolicies",
            "validatingadmissionpolicybindings",
        ],
    ),
    ("scheduling.k8s.io", &[], &["priorityclasses"]),
    ("node.k8s.io", &[], &["runtimeclasses"]),
    (
        "certificates.k8s.io",
        &[],
        &["certificatesigningrequests", "clustertrustbundles"],
    ),
    (
        "flowcontrol.apiserver.k8s.io",
        &[],
        &["flowschemas", "prioritylevelconfigurations"],
    ),
    (
        "authentication.k8s.io",
        &[],
        &["tokenreviews", "selfsubjectreviews"],
    ),
    (
        "authorization.k8s.io",
        &["localsubjectaccessreviews"],
        &[
            "subjectaccessreviews",
            "selfsubjectaccessreviews",
            "selfsubjectrulesreviews",
        ],
    ),
    (
        "resource.k8s.io",
        &["resourceclaims", "resourceclaimtemplates"],
        &["resourceslices", "deviceclasses"],
    ),
];

const SUBRESOURCES: [(&str, &[&str]); 8] = [
    (
        "pods",
        &[
            "log",
            "exec",
            "attach",
            "portforward",
            "eviction",
            "status",
            "ephemeralcontainers",
            "proxy",
            "resize",
        ],
    ),
    ("services", &["proxy", "status"]),
    ("nodes", &["proxy", "status", "metrics", "stats", "log"]),
    ("serviceaccounts", &["token"]),
    ("namespaces", &["finalize", "status"]),
    ("deployments", &["scale", "status"]),
    ("statefulsets", &["scale", "status"]),
    ("replicasets", &["scale", "status"]),
];

/// Every known resource with its API group, the most used groups first.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    GROUPS.iter().flat_map(|(group, namespaced, cluster)| {
        let names = namespaced.iter().chain(cluster.iter());
        names.map(move |name| (*name, *group))
    })
}

/// Every known API group but the core group.
pub(crate) fn groups() -> impl Iterator<Item = &'static str> {
    let named = GROUPS.iter().map(|(group, ..)| *group);
    named.filter(|group| !group.is_empty())
}

/// The API group of a resource.
pub(crate) fn group_of(resource: &str) -> Option<&'static str> {
    all()
        .find(|(name, _)| *name == resource)
        .map(|(_, group)| group)
}

/// Whether a resource is known to live in no namespace.
pub(crate) fn is_cluster_scoped(group: &str, resource: &str) -> bool {
    GROUPS
        .iter()
        .any(|(of, _, cluster)| *of == group && cluster.contains(&resource))
}

/// The well-known subresources of a resource.
pub(crate) fn subresources(resource: &str) -> &'static [&'static str] {
    SUBRESOURCES
        .iter()
        .find(|(of, _)| *of == resource)
        .map_or(&[], |(_, names)| names)
}
