//! Do the rules someone holds cover the rules someone wants to grant?
//!
//! A wanted rule is broken into atoms: one group, one resource, one verb and at most one name; or one
//! path and one verb. Each atom must be covered by one held rule. A wildcard in an atom is covered only
//! by the same wildcard: all verbs listed singly do not cover `*`.
//!
//! *Source:* `staging/src/k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go`
//! (`Covers`, `BreakdownRule`, `ruleCovers`); `pkg/registry/rbac/validation/policy_compact.go`;
//! `pkg/apis/rbac/v1/helpers.go` (`CompactString`).

use serde::Serialize;

use super::model::PolicyRule;
use crate::quote::quote;
use crate::sorted;
use crate::source::Spanned;

/// One permission that cannot be divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Atom {
    /// A verb on a kind of API object, perhaps of one name.
    #[serde(rename_all = "camelCase")]
    Resource {
        /// The verb.
        verb: String,
        /// The API group.
        api_group: String,
        /// The resource, with its subresource.
        resource: String,
        /// The only name, if the rule has names.
        resource_name: Option<String>,
    },
    /// A verb on a path.
    NonResource {
        /// The verb.
        verb: String,
        /// The path.
        #[serde(rename = "nonResourceURL")]
        url: String,
    },
}

/// The atoms of the wanted rules that no held rule covers, in the order of the rules.
pub fn uncovered(held: &[PolicyRule], wanted: &[PolicyRule]) -> Vec<Atom> {
    let atoms = wanted.iter().flat_map(atoms);
    atoms
        .filter(|atom| !held.iter().any(|rule| covers(rule, atom)))
        .collect()
}

fn atoms(rule: &PolicyRule) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for api_group in &rule.api_groups {
        for resource in &rule.resources {
            for verb in &rule.verbs {
                let atom = |name: Option<&Spanned<String>>| Atom::Resource {
                    verb: verb.value.clone(),
                    api_group: api_group.value.clone(),
                    resource: resource.value.clone(),
                    resource_name: name.map(|name| name.value.clone()),
                };
                if rule.resource_names.is_empty() {
                    atoms.push(atom(None));
                }
                atoms.extend(rule.resource_names.iter().map(|name| atom(Some(name))));
            }
        }
    }
    for url in &rule.non_resource_urls {
        atoms.extend(rule.verbs.iter().map(|verb| Atom::NonResource {
            verb: verb.value.clone(),
            url: url.value.clone(),
        }));
    }
    atoms
}

fn covers(held: &PolicyRule, atom: &Atom) -> bool {
    let has = |list: &[Spanned<String>], wanted: &str| {
        list.iter().any(|of| of.value == "*" || of.value == wanted)
    };
    match atom {
        Atom::Resource {
            verb,
            api_group,
            resource,
            resource_name,
        } => {
            has(&held.verbs, verb)
                && has(&held.api_groups, api_group)
                && covers_resource(&held.resources, resource)
                && match resource_name {
                    None => held.resource_names.is_empty(),
                    Some(name) => {
                        held.resource_names.is_empty()
                            || held.resource_names.iter().any(|of| of.value == *name)
                    }
                }
        }
        // A path has no name, and a rule with names covers only what has one.
        Atom::NonResource { verb, url } => {
            has(&held.verbs, verb)
                && held.resource_names.is_empty()
                && held.non_resource_urls.iter().any(|of| {
                    of.value == *url
                        || (of.value.ends_with('*')
                            && url.starts_with(of.value.trim_end_matches('*')))
                })
        }
    }
}

/// `*`, the resource itself, or `*/sub` for `res/sub`.
fn covers_resource(held: &[Spanned<String>], wanted: &str) -> bool {
    let any = wanted
        .split_once('/')
        .map(|(_, subresource)| format!("*/{subresource}"));
    held.iter()
        .any(|of| of.value == "*" || of.value == wanted || Some(&of.value) == any.as_ref())
}

/// What the API server answers to an attempt to grant more than one holds; `errors` are the roles
/// that could not be looked up.
pub fn message(user: &str, groups: &[&str], missing: &[Atom], errors: &[String]) -> String {
    let lines = sorted::set(compact(missing).iter().map(describe));
    let resolution = match errors {
        [] => String::new(),
        errors => format!("; resolution errors: [{}]", errors.join(" ")),
    };
    format!(
        "user {} (groups={}) is attempting to grant RBAC permissions not currently held:\n{}{resolution}",
        quote(user),
        list(groups),
        lines.join("\n")
    )
}

/// Atoms of one group, resource and name become one, with all their verbs.
fn compact(missing: &[Atom]) -> Vec<(Atom, Vec<&str>)> {
    let mut merged: Vec<(Atom, Vec<&str>)> = Vec::new();
    for atom in missing {
        match atom {
            Atom::Resource {
                verb,
                api_group,
                resource,
                resource_name,
            } => {
                let key = Atom::Resource {
                    verb: String::new(),
                    api_group: api_group.clone(),
                    resource: resource.clone(),
                    resource_name: resource_name.clone(),
                };
                match merged.iter_mut().find(|(of, _)| *of == key) {
                    Some((_, verbs)) => verbs.push(verb),
                    None => merged.push((key, vec![verb])),
                }
            }
            Atom::NonResource { verb, .. } => merged.push((atom.clone(), vec![verb])),
        }
    }
    merged
}

fn describe((atom, verbs): &(Atom, Vec<&str>)) -> String {
    let verbs = list(verbs);
    match atom {
        Atom::Resource {
            api_group,
            resource,
            resource_name,
            ..
        } => {
            let names = resource_name.as_ref().map_or_else(String::new, |name| {
                format!(", ResourceNames:{}", list(&[name]))
            });
            format!(
                "{{APIGroups:{}, Resources:{}{names}, Verbs:{verbs}}}",
                list(&[api_group]),
                list(&[resource]),
            )
        }
        Atom::NonResource { url, .. } => {
            format!("{{NonResourceURLs:{}, Verbs:{verbs}}}", list(&[url]))
        }
    }
}

/// Strings as Go's `%q` prints a slice.
fn list(items: &[&str]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| quote(item)).collect();
    format!("[{}]", quoted.join(" "))
}
