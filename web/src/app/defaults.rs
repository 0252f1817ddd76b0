//! Which roles does every cluster have?
//!
//! Documents pasted from a repository refer to roles such as `view` that only the cluster holds. One
//! document of settings brings them all.

use std::sync::OnceLock;

use aksess::kubernetes::Facet;
use aksess::sorted;
use aksess::{NearMiss, Policy, Source, Span};

/// What every cluster has.
#[derive(Debug)]
pub(crate) struct Defaults {
    pub(crate) roles: usize,
    pub(crate) bindings: usize,
    names: Vec<String>,
}

/// The document that brings the default roles.
pub(crate) fn source() -> Source {
    let text = "apiVersion: aksess.dev/v1\nkind: ClusterSettings\nkubernetesDefaults: true\n";
    Source::new("the defaults of Kubernetes", text)
}

/// What that document brings. Read once, when first asked for.
pub(crate) fn all() -> &'static Defaults {
    static ALL: OnceLock<Defaults> = OnceLock::new();
    ALL.get_or_init(|| {
        let policy = Policy::parse(&[source()]);
        let cluster_roles = policy.roles().iter().filter(|of| of.namespace.is_none());
        Defaults {
            roles: policy.roles().len(),
            bindings: policy.bindings().len(),
            names: sorted::set(cluster_roles.map(|of| of.name.value.clone())),
        }
    })
}

/// Whether a binding came near only because its role is one of these.
pub(crate) fn would_help(near: &NearMiss) -> bool {
    let missing = near
        .differences
        .iter()
        .filter(|of| of.facet == Facet::RoleRef);
    let mut roles = missing.flat_map(|of| &of.written);
    roles.any(|role| {
        let name = role.strip_prefix("ClusterRole ");
        name.is_some_and(|name| all().names.iter().any(|of| of == name))
    })
}

/// Whether they are among what was read.
pub(crate) fn are_in(policy: &Policy) -> bool {
    let roles = policy.roles().iter().map(|of| of.span);
    let mut spans = roles.chain(policy.bindings().iter().map(|of| of.span));
    spans.any(|span| span == Span::BUNDLED)
}
