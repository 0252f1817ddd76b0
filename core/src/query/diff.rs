//! What can someone do under one policy that they cannot under another?
//!
//! Two policies are compared by what they mean, not by what they say: a role that was renamed, split or given
//! by another binding is no change as long as its subjects hold the same. In the cluster each rule that a
//! binding gives is broken into single permissions, and those that the subject does not hold under the other
//! policy, there or in the whole cluster, are told. In Azure, assignments and deny assignments are compared,
//! with what their roles permit.
//!
//! *Source:* the comparison is that of the escalation check, [`crate::kubernetes::covers`].
//!
//! *Invariants.* Subjects are compared by name: who is in a group no document tells. A wildcard is covered only
//! by the same wildcard. What was gained is told before what was lost, each in document order.

mod azure;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::chain::Authorizer;
use crate::kubernetes::covers::{Atom, uncovered};
use crate::kubernetes::model::{Binding, PolicyRule};
use crate::kubernetes::recorder::binding_ref;
use crate::kubernetes::subject::service_account_namespace;
use crate::source::Location;
use crate::words::{api_group, list};

/// Everything that someone gains or loses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PolicyDifference {
    /// What changes, gains first.
    pub changes: Vec<Change>,
}

/// One thing that someone gains or loses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Which way.
    pub direction: Direction,
    /// Who: `Group developers`, `Ada (1b9c…)`.
    pub who: String,
    /// What: `get, list on pods in API group "" (core)`, the name of a role.
    pub what: String,
    /// Where: `in dev`, `in the whole cluster`, `on /subscriptions/…`.
    pub place: String,
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
        PolicyDifference { changes }
    }
}

fn given(authorizer: &Authorizer) -> Vec<Given<'_>> {
    let kubernetes = &authorizer.kubernetes;
    let each = (0..kubernetes.bindings()).filter_map(|position| {
        let role = kubernetes.role(kubernetes.facts.binding(position)?.role)?;
        let binding = kubernetes.binding(position)?;
        let place = binding.scope().to_owned();
        let key = |subject| {
            let namespace = service_account_namespace(subject, &binding);
            let namespace = namespace.filter(|_| subject.kind == "ServiceAccount");
            let namespace = namespace.unwrap_or_default().to_owned();
            (
                subject.kind.clone(),
                namespace,
                subject.name.clone(),
                place.clone(),
            )
        };
        Some(Given {
            keys: binding.subjects.iter().map(key).collect(),
            rules: role.rules.clone(),
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
    let mut held: BTreeMap<&Key, Vec<PolicyRule>> = BTreeMap::new();
    for given in other {
        for key in &given.keys {
            held.entry(key)
                .or_default()
                .extend(given.rules.iter().cloned());
        }
    }
    let mut told = BTreeSet::new();
    let mut changes = Vec::new();
    for given in having {
        for key in &given.keys {
            let mut covering = held.get(key).cloned().unwrap_or_default();
            if !key.3.is_empty() {
                let everywhere = (key.0.clone(), key.1.clone(), key.2.clone(), String::new());
                covering.extend(held.get(&everywhere).into_iter().flatten().cloned());
            }
            let missing = uncovered(&covering, &given.rules);
            for (atom, verbs) in merged(missing) {
                let what = words(&atom, &verbs);
                if told.insert((key, what.clone())) {
                    changes.push(change(direction, key, what, &given.binding, place));
                }
            }
        }
    }
    changes
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
    Change {
        direction,
        who: match namespace.as_str() {
            "" => format!("{kind} {name}"),
            namespace => format!("{kind} {namespace}/{name}"),
        },
        what,
        place: match place.as_str() {
            "" => "in the whole cluster".to_owned(),
            place => format!("in {place}"),
        },
        through: format!("{} {}", through.kind, through.name),
        location: through.location,
    }
}

/// Permissions on the same become one, with all their verbs.
fn merged(atoms: Vec<Atom>) -> Vec<(Atom, Vec<String>)> {
    let mut merged: Vec<(Atom, Vec<String>)> = Vec::new();
    for mut atom in atoms {
        let (Atom::Resource { verb, .. } | Atom::NonResource { verb, .. }) = &mut atom;
        let verb = std::mem::take(verb);
        match merged.iter_mut().find(|(of, _)| *of == atom) {
            Some((_, verbs)) => verbs.push(verb),
            None => merged.push((atom, vec![verb])),
        }
    }
    merged
}

fn words(atom: &Atom, verbs: &[String]) -> String {
    let verbs = list(verbs);
    match atom {
        Atom::Resource {
            api_group: group,
            resource,
            resource_name,
            ..
        } => {
            let named = resource_name
                .as_ref()
                .map_or_else(String::new, |name| format!(" named {name}"));
            format!(
                "{verbs} on {resource}{named} in API group {}",
                api_group(group)
            )
        }
        Atom::NonResource { url, .. } => format!("{verbs} on {url}"),
    }
}
