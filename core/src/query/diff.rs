//! What can someone do under one policy that they cannot under another?
//!
//! Two policies are compared by what they mean, not by what they say: a role that was renamed, split or given
//! by another binding is no change as long as its subjects hold the same. In the cluster each rule that a
//! binding gives is broken into single permissions, and those that the subject does not hold under the other
//! policy, there or in the whole cluster, are told. In Azure, assignments and deny assignments are compared,
//! with what their roles permit.
//!
//! A user name that is a service account's is that account. Paths that a binding within a namespace gives are given to
//! nobody. What is bound to `system:masters` changes nothing: its members pass before any binding is read.
//!
//! *Source:* the comparison is that of the escalation check, [`crate::kubernetes::covers`];
//! `authorizerfactory/builtin.go` (`NewPrivilegedGroups`).
//!
//! *Invariants.* Subjects are compared by name: who is in a group no document tells. A wildcard is covered only
//! by the same wildcard. What was gained is told before what was lost, each in document order.

mod azure;
mod circumstances;

pub use circumstances::CircumstanceChange;

use std::collections::HashSet;

use foldhash::fast::FixedState;
use serde::Serialize;

use crate::chain::Authorizer;
use crate::credential::PRIVILEGED_GROUP;
use crate::kubernetes::covers::{Atom, uncovered};
use crate::kubernetes::model::{Binding, PolicyRule};
use crate::kubernetes::recorder::binding_ref;
use crate::kubernetes::subject::{Principal, SERVICE_ACCOUNT_PREFIX, principal};
use crate::sorted::Sorted;
use crate::source::Location;

/// Everything that someone gains or loses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PolicyDifference {
    /// What changes, gains first.
    pub changes: Vec<Change>,
    /// What decides beside bindings and assignments, and is another.
    pub circumstances: Vec<CircumstanceChange>,
}

/// One thing that someone gains or loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// Who: `Group developers`, `Ada (1b9c…)`.
    pub who: String,
    /// What: `get, list pods, pods/log`, the name of a role, `what freeze denies`.
    pub what: String,
    /// Where: `in dev`, `in the whole cluster`, `on /subscriptions/…`.
    pub place: String,
    /// The same as a sentence, without a full stop.
    pub words: String,
    /// What gives it, or gave it.
    pub through: String,
    /// Where that is written; `None` for what aksess brings itself.
    pub location: Option<Location>,
}

/// Which way something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// It is held under the new policy only.
    Gained,
    /// It was held under the old policy only.
    Lost,
}

/// A subject where it is bound: kind, namespace, name, and the namespace of the binding, empty for the whole
/// cluster.
type Key = (String, String, String, String);

/// One binding, the role it gives, and its subjects.
struct Given<'a> {
    binding: std::borrow::Cow<'a, Binding>,
    rules: Vec<PolicyRule>,
    keys: Vec<Key>,
}

impl Authorizer {
    /// What changes for anyone when `other` takes the place of this policy.
    pub fn difference(&self, other: &Self) -> PolicyDifference {
        let (old, new) = (given(self), given(other));
        let mut changes = changed(Direction::Gained, &new, &old, other);
        changes.extend(azure::changed(Direction::Gained, other, self));
        changes.extend(changed(Direction::Lost, &old, &new, self));
        changes.extend(azure::changed(Direction::Lost, self, other));
        PolicyDifference {
            changes,
            circumstances: circumstances::changed(self, other),
        }
    }
}

fn given(authorizer: &Authorizer) -> Vec<Given<'_>> {
    let kubernetes = &authorizer.kubernetes;
    let each = (0..kubernetes.bindings()).filter_map(|position| {
        let role = kubernetes.role(kubernetes.facts.binding(position)?.role)?;
        let binding = kubernetes.binding(position)?;
        let place = binding.scope().to_owned();
        let key = |subject| {
            let (kind, namespace, name) = match principal(subject, &binding)? {
                Principal::User(name) => match account(name) {
                    Some((namespace, name)) => ("ServiceAccount", namespace, name),
                    None => ("User", "", name),
                },
                Principal::Group(name) => ("Group", "", name),
                Principal::ServiceAccount { namespace, name } => {
                    ("ServiceAccount", namespace, name)
                }
            };
            Some((
                kind.to_owned(),
                namespace.to_owned(),
                name.to_owned(),
                place.clone(),
            ))
        };
        let mut rules = role.rules.clone();
        if !place.is_empty() {
            for rule in &mut rules {
                rule.non_resource_urls.clear();
            }
        }
        Some(Given {
            keys: binding.subjects.iter().filter_map(key).collect(),
            rules,
            binding,
        })
    });
    each.collect()
}

/// What the first gives and the second does not.
fn changed(
    direction: Direction,
    having: &[Given<'_>],
    other: &[Given<'_>],
    place: &Authorizer,
) -> Vec<Change> {
    let given = other
        .iter()
        .flat_map(|of| of.keys.iter().map(|key| (key, &of.rules)));
    let held: Sorted<&Key, &Vec<PolicyRule>> = given.collect();
    let add = |covering: &mut Vec<PolicyRule>, key: &Key| {
        for (_, rules) in held.all(&key) {
            covering.extend(rules.iter().cloned());
        }
    };
    let mut told = HashSet::with_hasher(FixedState::default());
    let mut changes = Vec::new();
    for given in having {
        for key in given.keys.iter().filter(|key| !passes_anyway(key)) {
            let mut covering = Vec::new();
            add(&mut covering, key);
            if !key.3.is_empty() {
                let everywhere = (key.0.clone(), key.1.clone(), key.2.clone(), String::new());
                add(&mut covering, &everywhere);
            }
            let mut missing = uncovered(&covering, &given.rules);
            missing.retain(|atom| told.insert((key, format!("{atom:?}"))));
            for what in phrases(missing) {
                changes.push(change(direction, key, what, &given.binding, place));
            }
        }
    }
    changes
}

/// Namespace and name of the service account whose user name this is.
fn account(user: &str) -> Option<(&str, &str)> {
    user.strip_prefix(SERVICE_ACCOUNT_PREFIX)?.split_once(':')
}

/// Whether it is the group whose members pass before any binding is read, whatever is bound to it.
fn passes_anyway((kind, _, name, _): &Key) -> bool {
    kind == "Group" && name == PRIVILEGED_GROUP
}

fn change(
    direction: Direction,
    key: &Key,
    what: String,
    binding: &Binding,
    of: &Authorizer,
) -> Change {
    let (kind, namespace, name, place) = key;
    let through = binding_ref(binding, &of.sources);
    let who = match namespace.as_str() {
        "" => format!("{kind} {name}"),
        namespace => format!("{kind} {namespace}/{name}"),
    };
    let place = match place.as_str() {
        "" => "in the whole cluster".to_owned(),
        place => format!("in {place}"),
    };
    let can = match direction {
        Direction::Gained => "can",
        Direction::Lost => "can no longer",
    };
    Change {
        direction,
        words: format!("{who} {can} {what} {place}"),
        who,
        what,
        place,
        through: format!("{} {}", through.kind, through.name),
        location: through.location,
    }
}

/// Permissions in as few phrases as say them: `get, list pods, pods/log`.
fn phrases(atoms: Vec<Atom>) -> Vec<String> {
    let of_verb = |atom: Atom| match atom {
        Atom::Resource {
            verb,
            api_group,
            resource,
            resource_name,
        } => (verb, shown(&resource, &api_group, resource_name.as_deref())),
        Atom::NonResource { verb, url } => (verb, url),
    };
    let by_target = grouped(atoms.into_iter().map(of_verb).map(|(verb, on)| (on, verb)));
    let by_verbs = grouped(
        by_target
            .into_iter()
            .map(|(on, verbs)| (verbs.join(", "), on)),
    );
    let phrases = by_verbs
        .into_iter()
        .map(|(verbs, on)| format!("{verbs} {}", on.join(", ")));
    phrases.collect()
}

/// The values of each key, keys in the order in which they come.
fn grouped(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, Vec<String>)> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for (key, value) in pairs {
        match groups.iter_mut().find(|(of, _)| *of == key) {
            Some((_, values)) => values.push(value),
            None => groups.push((key, vec![value])),
        }
    }
    groups
}

/// `deployments.apps named web`.
fn shown(resource: &str, api_group: &str, name: Option<&str>) -> String {
    let (plural, subresource) = match resource.split_once('/') {
        Some((plural, subresource)) => (plural, format!("/{subresource}")),
        None => (resource, String::new()),
    };
    let group = match api_group {
        "" => String::new(),
        group => format!(".{group}"),
    };
    let named = name.map_or_else(String::new, |name| format!(" named {name}"));
    format!("{plural}{group}{subresource}{named}")
}
