//! Policies that need no look: what Kubernetes and AKS make, and what is set up as advised.

use super::{GROUP, binding, cluster, find, of, subject};
use aksess::findings::Findings;
use aksess::report;
use aksess_tests::shared;
use serde_json::{Value, json};
use std::fs;

#[track_caller]
fn quiet(documents: &[Value]) {
    let found = find(documents);
    assert_eq!(
        found,
        Findings::default(),
        "{}",
        report::render_findings(&found)
    );
}

#[test]
fn nothing_and_a_cluster_set_up_as_advised() {
    quiet(&[]);
    quiet(&[cluster()]);
    assert_eq!(report::render_findings(&find(&[])), "Nothing to look at.");
}

/// Seed 003's own example: a group of Entra may view a namespace.
#[test]
fn a_group_bound_in_a_namespace() {
    let bound = binding(
        "dev-team-readers",
        Some("retail-app"),
        ("ClusterRole", "view"),
        &[subject("Group", GROUP)],
    );
    let off = super::cluster_with(&[("aadProfile", json!({"adminGroupObjectIDs": [GROUP]}))]);
    quiet(&[off, bound]);
}

/// The default policy as `kubectl get … -o json` prints it.
#[test]
fn the_default_policy_read_back_from_a_cluster() {
    let Some(path) = shared("vectors/kubernetes/bootstrap-world.json") else {
        return;
    };
    let mut world: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // The vectors add bindings of their own beside those every cluster has.
    let items = world["items"].as_array_mut().unwrap();
    items.retain(|item| {
        let name = item["metadata"]["name"].as_str().unwrap();
        let is_default = name.starts_with("system:") || name == "cluster-admin";
        is_default || !item["kind"].as_str().unwrap().ends_with("Binding")
    });
    let bindings = items.iter().filter(|item| item["subjects"].is_array());
    let bindings = bindings.count();
    assert!(bindings > 50, "{bindings}");
    quiet(&[cluster(), world]);
}

fn made_by_aks() -> Vec<Value> {
    let admin = ("ClusterRole", "cluster-admin");
    vec![
        cluster(),
        binding(
            "aks-cluster-admin-binding",
            None,
            admin,
            &[
                subject("User", "clusterAdmin"),
                subject("User", "clusterUser"),
            ],
        ),
        binding(
            "aks-cluster-admin-binding-aad",
            None,
            admin,
            &[subject("Group", GROUP)],
        ),
        binding(
            "aks-service-rolebinding",
            None,
            ("ClusterRole", "aks-service"),
            &[subject("User", "aks-support")],
        ),
    ]
}

#[test]
fn what_aks_makes() {
    quiet(&made_by_aks());
}

/// A name alone excuses nothing.
#[test]
fn what_only_looks_as_if_it_came_with_the_cluster() {
    for name in [
        "aks-cluster-admin-binding-aad",
        "aks-cluster-admin-binding",
        "cluster-admin",
        "system:basic-user",
    ] {
        let everyone = binding(
            name,
            None,
            ("ClusterRole", "cluster-admin"),
            &[subject("Group", "system:authenticated")],
        );
        let found = of(&[cluster(), everyone], "everyone-bound");
        assert_eq!(found.len(), 1, "{name}");
    }
    let discovery = binding(
        "system:discovery",
        None,
        ("ClusterRole", "view"),
        &[subject("Group", "system:authenticated")],
    );
    assert_eq!(of(&[cluster(), discovery], "everyone-bound").len(), 1);
}
