//! Which resources can be suggested, and where do they live?
//!
//! The kinds are the core's own table, the one a pasted line is read by. The subresources people ask
//! for stand here: they only help to write a question, and no decision reads them.
//!
//! *Source:* the discovery documents of Kubernetes 1.36.

use aksess::command::built_in;

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

/// Every known resource with its API group, the core group first.
pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    built_in().map(|kind| (kind.resource, kind.group))
}

/// Every known API group but the core group, each once.
pub(crate) fn groups() -> impl Iterator<Item = &'static str> {
    let mut before = "";
    built_in().map(|kind| kind.group).filter(move |group| {
        let is_new = *group != before;
        before = *group;
        is_new
    })
}

/// The API group of a resource.
pub(crate) fn group_of(resource: &str) -> Option<&'static str> {
    all()
        .find(|(name, _)| *name == resource)
        .map(|(_, group)| group)
}

/// Whether a resource is known to live in no namespace.
pub(crate) fn is_cluster_scoped(group: &str, resource: &str) -> bool {
    built_in().any(|kind| kind.group == group && kind.resource == resource && !kind.is_namespaced)
}

/// The well-known subresources of a resource.
pub(crate) fn subresources(resource: &str) -> &'static [&'static str] {
    SUBRESOURCES
        .iter()
        .find(|(of, _)| *of == resource)
        .map_or(&[], |(_, names)| names)
}
