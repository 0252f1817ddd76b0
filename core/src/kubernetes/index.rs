//! Which bindings name a principal where a request is made?
//!
//! Every subject of every binding becomes an edge: *this principal, in this scope, through this
//! binding, to this role*. Edges are found by principal, then by scope: those of ClusterRoleBindings
//! hold everywhere, those of RoleBindings in their namespace. So a decision reads only bindings that
//! name the caller where it asks, however many others there are.
//!
//! *Invariants.* The index changes the order of visiting and nothing else; it compares whole strings,
//! so names that collide in the hash cost time, never a wrong answer. The hash is seeded from the
//! documents: there is no randomness.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::quality::{FixedState, SeedableRandomState};

use super::model::Binding;
use super::subject::{Principal, principal, service_account};

/// One way from a principal to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Position of the binding in document order.
    pub(crate) binding: u32,
    /// Position of the subject within the binding.
    pub(crate) subject: u32,
    /// Position of the role; `None` when the reference resolves to nothing.
    pub(crate) role: Option<u32>,
}

/// Edges by principal and scope.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    users: Table<Scopes>,
    groups: Table<Scopes>,
}

pub(crate) type Table<V> = HashMap<String, V, Seed>;
pub(crate) type Seed = FixedState;

#[derive(Debug, Clone, Default)]
struct Scopes {
    cluster: Vec<Edge>,
    namespaces: Option<Table<Vec<Edge>>>,
}

/// A seed that differs with the documents, so that no list of colliding names works twice.
pub(crate) fn seed(bindings: &[Binding]) -> Seed {
    let base = SeedableRandomState::fixed();
    let names = bindings.iter().map(|binding| binding.name.value.as_str());
    let mixed = names.fold(0u64, |seed, name| {
        base.hash_one((seed, name.len(), Hashed(name)))
    });
    FixedState::with_seed(mixed)
}

/// A string by its bytes only.
struct Hashed<'a>(&'a str);

impl Hash for Hashed<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write(self.0.as_bytes());
    }
}

impl Index {
    /// Indexes the bindings; `roles` gives what each one's reference resolves to.
    pub(crate) fn new(bindings: &[Binding], roles: &[Option<u32>], seed: &Seed) -> Self {
        let mut index = Self {
            users: HashMap::with_hasher(seed.clone()),
            groups: HashMap::with_hasher(seed.clone()),
        };
        for ((position, binding), role) in (0u32..).zip(bindings).zip(roles) {
            for (subject_position, subject) in (0u32..).zip(&binding.subjects) {
                let edge = Edge {
                    binding: position,
                    subject: subject_position,
                    role: *role,
                };
                let scopes = match principal(subject, binding) {
                    Some(Principal::User(name)) => index.users.entry(name.to_owned()),
                    Some(Principal::ServiceAccount { namespace, name }) => {
                        index.users.entry(service_account(namespace, name))
                    }
                    Some(Principal::Group(name)) => index.groups.entry(name.to_owned()),
                    None => continue,
                };
                let scopes = scopes.or_default();
                match &binding.namespace {
                    None => scopes.cluster.push(edge),
                    Some(namespace) => scopes
                        .namespaces
                        .get_or_insert_with(|| HashMap::with_hasher(seed.clone()))
                        .entry(namespace.value.clone())
                        .or_default()
                        .push(edge),
                }
            }
        }
        index
    }

    /// The edges of a user name that hold for a request in a namespace, or in none if it is empty.
    pub(crate) fn user(&self, name: &str, namespace: &str) -> impl Iterator<Item = Edge> {
        edges(self.users.get(name), namespace)
    }

    /// The edges of a group, likewise.
    pub(crate) fn group(&self, name: &str, namespace: &str) -> impl Iterator<Item = Edge> {
        edges(self.groups.get(name), namespace)
    }
}

fn edges<'a>(scopes: Option<&'a Scopes>, namespace: &str) -> impl Iterator<Item = Edge> + 'a {
    let cluster = scopes.map_or(&[][..], |scopes| &scopes.cluster);
    let namespaced = scopes
        .and_then(|scopes| scopes.namespaces.as_ref())
        .and_then(|namespaces| namespaces.get(namespace))
        .map_or(&[][..], Vec::as_slice);
    cluster.iter().chain(namespaced).copied()
}
