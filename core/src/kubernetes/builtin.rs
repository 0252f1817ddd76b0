//! What is in every cluster before anyone adds anything?
//!
//! The default policy of Kubernetes 1.36: the roles people bind to (`view`, `edit`, `admin`,
//! `cluster-admin`), those of the control plane, and what everyone may do. It is kept as a text of our own,
//! whose head tells how it is written, and is added where the settings say so. A pasted object with the
//! same kind, namespace and name takes the place of a default one.
//!
//! *Source:* `plugin/pkg/auth/authorizer/rbac/bootstrappolicy` of Kubernetes 1.36.2.
//!
//! *Invariants.* Default objects come before pasted ones, and have no place in a text.

pub(crate) mod aks;
mod usual;

use super::model::{Binding, PolicyRule, Role, RoleRef, Subject};
use super::read::{API_GROUP, Objects};
use super::selector::LabelSelector;
use crate::source::{Span, Spanned};

pub(crate) use usual::Usual;

const DEFAULT_POLICY: &str = include_str!("builtin/default-policy.txt");

/// Puts the default objects that are not pasted before those that are.
pub(crate) fn add_defaults(objects: &mut Objects) {
    let Objects { roles, bindings } = default_policy();
    let mut merged = Objects { roles, bindings };
    merged.roles.retain(|default| {
        !objects
            .roles
            .iter()
            .any(|role| role.name.value == default.name.value && role.scope() == default.scope())
    });
    merged.bindings.retain(|default| {
        !objects
            .bindings
            .iter()
            .any(|of| of.name.value == default.name.value && of.scope() == default.scope())
    });
    merged.roles.append(&mut objects.roles);
    merged.bindings.append(&mut objects.bindings);
    *objects = merged;
}

/// Whether a ClusterRole of this name is among the defaults.
pub(crate) fn is_default_cluster_role(name: &str) -> bool {
    let mut lines = DEFAULT_POLICY.lines();
    lines.any(|line| {
        line.strip_prefix("ClusterRole ")
            .and_then(|rest| rest.split(' ').next())
            == Some(name)
    })
}

fn default_policy() -> Objects {
    let mut objects = Objects::default();
    let mut in_role = true;
    for line in DEFAULT_POLICY.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            [kind @ ("Role" | "ClusterRole"), name, labels @ ..] => {
                objects.roles.push(role(kind, name, labels));
                in_role = true;
            }
            [_, name, kind, role] if !line.starts_with([' ', '#']) => {
                objects.bindings.push(binding(name, kind, role));
                in_role = false;
            }
            parts if line.starts_with("  ") && in_role => {
                if let Some(role) = objects.roles.last_mut() {
                    fill(role, parts);
                }
            }
            [kind, name] if line.starts_with("  ") => {
                if let Some(binding) = objects.bindings.last_mut() {
                    binding.subjects.push(subject(kind, name));
                }
            }
            _ => {}
        }
    }
    objects
}

fn role(kind: &str, name: &str, labels: &[&str]) -> Role {
    let (namespace, name) = namespaced(name);
    Role {
        name: bundled(name),
        namespace: (kind == "Role").then(|| bundled(namespace)),
        rules: Vec::new(),
        labels: labels.iter().filter_map(|label| pair(label)).collect(),
        aggregation: None,
        is_live: false,
        span: Span::BUNDLED,
    }
}

/// One line of a role: what it gathers, or a rule.
fn fill(role: &mut Role, parts: &[&str]) {
    if let ["gathers", labels @ ..] = parts {
        role.aggregation
            .get_or_insert_default()
            .push(LabelSelector {
                match_labels: labels.iter().filter_map(|label| pair(label)).collect(),
                match_expressions: Vec::new(),
            });
        return;
    }
    let mut rule = PolicyRule::default();
    match parts {
        [verbs, urls] => {
            rule.verbs = list(verbs);
            rule.non_resource_urls = list(urls);
        }
        [verbs, groups, resources, names @ ..] => {
            rule.verbs = list(verbs);
            rule.api_groups = list(groups);
            rule.resources = list(resources);
            let names = names.iter().filter_map(|names| names.strip_prefix('='));
            rule.resource_names = names.flat_map(list).collect();
        }
        _ => return,
    }
    role.rules.push(rule);
}

fn binding(name: &str, kind: &str, role: &str) -> Binding {
    let (namespace, plain) = namespaced(name);
    Binding {
        name: bundled(plain),
        namespace: (!namespace.is_empty()).then(|| bundled(namespace)),
        role_ref: RoleRef {
            kind: kind.to_owned(),
            name: role.to_owned(),
            span: Span::BUNDLED,
        },
        subjects: Vec::new(),
        span: Span::BUNDLED,
    }
}

fn subject(kind: &str, name: &str) -> Subject {
    let account = kind == "ServiceAccount";
    let (namespace, plain) = if account {
        namespaced(name)
    } else {
        ("", name)
    };
    Subject {
        kind: kind.to_owned(),
        api_group: (!account).then(|| API_GROUP.to_owned()),
        name: plain.to_owned(),
        namespace: account.then(|| namespace.to_owned()),
        span: Span::BUNDLED,
    }
}

fn list(words: &str) -> Vec<Spanned<String>> {
    let words = match words {
        "@read" => "get,list,watch",
        "@write" => "create,delete,deletecollection,patch,update",
        words => words,
    };
    let word = |word: &str| bundled(if word == "-" { "" } else { word });
    words.split(',').map(word).collect()
}

/// `namespace/name`, or a name alone.
fn namespaced(name: &str) -> (&str, &str) {
    name.split_once('/').unwrap_or(("", name))
}

fn pair(label: &str) -> Option<(String, String)> {
    let (key, value) = label.split_once('=')?;
    Some((key.to_owned(), value.to_owned()))
}

fn bundled(text: &str) -> Spanned<String> {
    Spanned {
        value: text.to_owned(),
        span: Span::BUNDLED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_read_whole() {
        let objects = default_policy();
        let count = |namespaced: bool| {
            let roles = objects.roles.iter();
            let bindings = objects.bindings.iter();
            (
                roles
                    .filter(|of| of.namespace.is_some() == namespaced)
                    .count(),
                bindings
                    .filter(|of| of.namespace.is_some() == namespaced)
                    .count(),
            )
        };
        assert_eq!((count(false), count(true)), ((70, 51), (7, 7)));
        // Nodes are bound to it no longer; the binding stays, without subjects.
        let unbound = objects.bindings.iter().filter(|of| of.subjects.is_empty());
        let unbound: Vec<&str> = unbound.map(|of| of.name.value.as_str()).collect();
        assert_eq!(unbound, ["system:node"]);
        let empty = |role: &&Role| role.rules.is_empty() && role.aggregation.is_none();
        assert_eq!(objects.roles.iter().filter(empty).count(), 0);
        assert!(is_default_cluster_role("view") && !is_default_cluster_role("viewer"));
    }
}
