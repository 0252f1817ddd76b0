//! Which worlds and questions are tried?
//!
//! A few names that meet often, and spellings of resources that can be cut in several ways.

use aksess_tests::naive::{Asked, Binding, Role, Rule, World};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

const USERS: [&str; 4] = ["alice", "bob", "system:serviceaccount:dev:web", "dev"];
const GROUPS: [&str; 4] = ["devs", "system:authenticated", "alice", "system:masters"];
const NAMESPACES: [&str; 3] = ["dev", "ops", "web"];
const VERBS: [&str; 4] = ["get", "list", "delete", "*"];
const API_GROUPS: [&str; 3] = ["", "apps", "*"];
const RESOURCES: [&str; 10] = [
    "pods",
    "pods/log",
    "*/log",
    "deployments",
    "*",
    "pods/*",
    "log",
    "pods/log/x",
    "*/log/x",
    "pods/",
];
const NAMES: [&str; 3] = ["web", "", "*"];
const PATHS: [&str; 5] = ["/healthz", "/healthz/*", "/logs/**", "*", "/a*b"];

fn some<'a>(from: &'a [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> + use<'a> {
    let chosen = subsequence(from.to_vec(), 0..=most.min(from.len()));
    chosen.prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn one(from: &[&'static str]) -> impl Strategy<Value = String> + use<> {
    select(from.to_vec()).prop_map(str::to_owned)
}

fn namespace() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(one(&NAMESPACES))
}

fn rule() -> impl Strategy<Value = Rule> {
    let lists = (
        some(&VERBS, 2),
        some(&API_GROUPS, 2),
        some(&RESOURCES, 3),
        some(&NAMES, 1),
        some(&PATHS, 1),
    );
    lists.prop_map(
        |(verbs, api_groups, resources, resource_names, urls)| Rule {
            verbs,
            api_groups,
            resources,
            resource_names,
            urls,
        },
    )
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let subject = (
        one(&["User", "Group", "ServiceAccount", "Robot"]),
        namespace(),
        one(&["alice", "bob", "devs", "web", "system:authenticated"]),
    );
    let role = (namespace(), prop::collection::vec(rule(), 0..4));
    let binding = (
        namespace(),
        one(&["Role", "ClusterRole", "Other"]),
        0usize..6,
        prop::collection::vec(subject, 0..4),
    );
    let parts = (
        prop::collection::vec(role, 0..6),
        prop::collection::vec(binding, 0..8),
    );
    parts.prop_map(|(roles, bindings)| World {
        roles: (0..)
            .zip(roles)
            .map(|(number, (namespace, rules))| Role {
                namespace,
                name: format!("role-{number}"),
                rules,
            })
            .collect(),
        bindings: (0..)
            .zip(bindings)
            .map(|(number, (namespace, kind, role, subjects))| Binding {
                namespace,
                name: format!("binding-{number}"),
                role: (kind, format!("role-{role}")),
                subjects,
            })
            .collect(),
    })
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    let on = (
        one(&["", "apps", "batch", "*"]),
        one(&["pods", "deployments", "log", "pods/log", "jobs", "*", ""]),
        one(&["", "", "log", "*", "log/x", "x", "scale"]),
        one(&["", "dev", "ops", "web"]),
        one(&["", "web", "other"]),
    );
    let path = proptest::option::weighted(0.2, one(&["/healthz", "/healthz/x", "/logs/a", "/aXb"]));
    let parts = (
        one(&USERS),
        some(&GROUPS[..3], 2),
        prop::bool::weighted(0.05),
        one(&["get", "list", "delete", "watch", "*"]),
        path,
        on,
    );
    parts.prop_map(|(user, mut groups, master, verb, path, on)| {
        if master {
            groups.push("system:masters".to_owned());
        }
        let (group, resource, subresource, namespace, name) = on;
        Asked {
            user,
            groups,
            verb,
            path,
            on: [group, resource, subresource, namespace, name],
        }
    })
}

/// The documents of a world, as the API server would print them.
pub(crate) fn documents(world: &World) -> Vec<Value> {
    let api = "rbac.authorization.k8s.io/v1";
    let roles = world.roles.iter().map(|role| {
        let kind = if role.namespace.is_some() { "Role" } else { "ClusterRole" };
        json!({"apiVersion": api, "kind": kind, "metadata": {"name": role.name, "namespace": role.namespace}, "rules": role.rules})
    });
    let bindings = world.bindings.iter().map(|of| {
        let kind = if of.namespace.is_some() { "RoleBinding" } else { "ClusterRoleBinding" };
        let subjects: Vec<Value> = of.subjects.iter()
            .map(|(kind, namespace, name)| json!({"kind": kind, "namespace": namespace, "name": name}))
            .collect();
        let (role_kind, role) = &of.role;
        json!({"apiVersion": api, "kind": kind, "metadata": {"name": of.name, "namespace": of.namespace},
            "roleRef": {"kind": role_kind, "name": role}, "subjects": subjects})
    });
    roles.chain(bindings).collect()
}
