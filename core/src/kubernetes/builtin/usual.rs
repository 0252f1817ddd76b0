//! Does a binding give no more than every cluster has?
//!
//! What `kubectl get clusterrolebindings -o yaml` prints of an AKS cluster holds dozens of bindings that nobody
//! wrote. One of these is as usual if it has the name and the role of a default one, or of one that AKS makes,
//! and no subject beside those.
//!
//! *Source:* the default policy; public dumps of AKS clusters (spec section 3.1).

use super::{aks, default_policy};
use crate::kubernetes::model::{Binding, PolicyRule, Role, Subject};
use crate::kubernetes::read::Objects;
use crate::sorted::Sorted;

/// The bindings every cluster has.
#[derive(Debug)]
pub(crate) struct Usual {
    /// By scope and name.
    bindings: Sorted<(String, String), Binding>,
    roles: Vec<Role>,
}

impl Usual {
    pub(crate) fn new() -> Self {
        let Objects { roles, bindings } = default_policy();
        let keyed = bindings.into_iter();
        Self {
            bindings: keyed
                .map(|of| ((of.scope().to_owned(), of.name.value.clone()), of))
                .collect(),
            roles,
        }
    }

    /// Whether a binding is one of these and names nobody else.
    pub(crate) fn gives(&self, binding: &Binding) -> bool {
        if aks::made(binding) {
            return true;
        }
        let key = (binding.scope().to_owned(), binding.name.value.clone());
        self.bindings.last(&key).is_some_and(|usual| {
            let same = |of: &Subject, other: &Subject| {
                of.kind == other.kind
                    && of.name == other.name
                    && (of.kind != "ServiceAccount" || of.namespace == other.namespace)
            };
            let is_usual = |of: &Subject| usual.subjects.iter().any(|other| same(of, other));
            binding.role_ref.kind == usual.role_ref.kind
                && binding.role_ref.name == usual.role_ref.name
                && binding.subjects.iter().all(is_usual)
        })
    }

    /// The rules that a group has by default.
    pub(crate) fn rules_of(&self, group: &str) -> Vec<PolicyRule> {
        let named = self
            .bindings
            .pairs()
            .iter()
            .map(|(_, of)| of)
            .filter(|binding| {
                let mut subjects = binding.subjects.iter();
                subjects.any(|of| of.kind == "Group" && of.name == group)
            });
        let roles = named.flat_map(|binding| {
            let named = |role: &&Role| role.name.value == binding.role_ref.name;
            self.roles.iter().filter(named)
        });
        roles.flat_map(|role| role.rules.clone()).collect()
    }
}
