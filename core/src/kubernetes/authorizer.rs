//! Does some binding grant this request?
//!
//! For the user name and then for each group, the walk follows the edges of the index to roles and
//! asks their rules. The first grant is enough. Nothing is ever refused here: without a grant there
//! is no opinion. A RoleBinding counts only for a request in its own namespace, so never for a
//! non-resource request.
//!
//! *Source:* `plugin/pkg/auth/authorizer/rbac/rbac.go` (`Authorize`),
//! `pkg/registry/rbac/validation/rule.go` (`VisitRulesFor`).
//!
//! *Invariants.* [`Authorizer::decide`] is the only function that decides; it allocates nothing and
//! cannot fail. The order of visiting is no promise: [`super::recorder`] puts what it saw into
//! document order.

use std::collections::HashMap;

use super::index::{Edge, Index, Seed, Table, seed};
use super::model::{Binding, Role, RoleKind, RoleRef};
use super::read::Objects;
use super::rule;
use crate::attributes::Attributes;
use crate::decision::Decision;
use crate::observer::Observer;

/// The compiled roles and bindings.
#[derive(Debug, Clone)]
pub struct Authorizer {
    pub(crate) roles: Vec<Role>,
    pub(crate) bindings: Vec<Binding>,
    /// What the reference of each binding resolves to.
    pub(crate) resolved: Vec<Option<u32>>,
    index: Index,
}

impl Authorizer {
    pub(crate) fn new(objects: Objects) -> Self {
        let Objects { roles, bindings } = objects;
        let seed = seed(&bindings);
        let resolved = resolve(&roles, &bindings, &seed);
        let index = Index::new(&bindings, &resolved, &seed);
        Self {
            roles,
            bindings,
            resolved,
            index,
        }
    }

    /// Decides one request and tells the observer how.
    pub(crate) fn decide(&self, asked: &Attributes<'_>, observer: &mut impl Observer) -> Decision {
        let namespace = asked.namespace();
        let users = self.index.user(asked.user, namespace);
        let groups = asked
            .groups
            .iter()
            .flat_map(|group| self.index.group(group, namespace));
        let mut decision = Decision::NoOpinion;
        for edge in users.chain(groups) {
            let grants = self.grants(edge, asked);
            if grants {
                decision = Decision::Allow;
            }
            if observer.edge(edge, grants).is_break() && grants {
                break;
            }
        }
        decision
    }

    fn grants(&self, edge: Edge, asked: &Attributes<'_>) -> bool {
        self.role(edge.role)
            .is_some_and(|role| role.rules.iter().any(|rule| rule::allows(rule, asked)))
    }

    pub(crate) fn role(&self, position: Option<u32>) -> Option<&Role> {
        self.roles.get(position? as usize)
    }
}

/// Finds the role each binding refers to. `roleRef.apiGroup` is not looked at.
fn resolve(roles: &[Role], bindings: &[Binding], seed: &Seed) -> Vec<Option<u32>> {
    let mut cluster: Table<u32> = HashMap::with_hasher(seed.clone());
    let mut namespaced: Table<Table<u32>> = HashMap::with_hasher(seed.clone());
    for (position, role) in (0u32..).zip(roles) {
        let of_scope = match &role.namespace {
            None => &mut cluster,
            Some(namespace) => namespaced
                .entry(namespace.value.clone())
                .or_insert_with(|| HashMap::with_hasher(seed.clone())),
        };
        of_scope.insert(role.name.value.clone(), position);
    }
    let find = |binding: &Binding| {
        let name = &binding.role_ref.name;
        match role_kind(&binding.role_ref)? {
            RoleKind::ClusterRole => cluster.get(name).copied(),
            RoleKind::Role => namespaced.get(binding.scope())?.get(name).copied(),
        }
    };
    bindings.iter().map(find).collect()
}

/// The kind a reference names; `None` for one that cannot resolve.
pub(crate) fn role_kind(reference: &RoleRef) -> Option<RoleKind> {
    match reference.kind.as_str() {
        "Role" => Some(RoleKind::Role),
        "ClusterRole" => Some(RoleKind::ClusterRole),
        _ => None,
    }
}
