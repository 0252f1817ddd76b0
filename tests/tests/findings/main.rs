//! Is everything found that should be looked at, and nothing else?
//!
//! Each rule is shown by a policy that has the fault and by one that has not. A whole world with many faults is
//! told in every form, and policies without any give nothing.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail"
)]

mod access;
mod accounts;
mod cluster_roles;
mod hostile;
mod names;
mod places;
mod quiet;
mod world;

use aksess::findings::{Finding, Findings};
use aksess::{Authorizer, Policy, Source};
use serde_json::{Value, json};

const SUBSCRIPTION: &str = "/subscriptions/5b000000-0000-4000-8000-000000000001";
const ANN: &str = "aa000000-0000-4000-8000-000000000001";
const GROUP: &str = "99000000-0000-4000-8000-00000000000d";

const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONTRIBUTOR: &str = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const ACCESS_ADMINISTRATOR: &str = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";
const CLUSTER_ADMIN_FILE: &str = "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8";
const RBAC_READER: &str = "7f6c6a51-bcf8-42ba-9220-52d62157d7db";
const RBAC_ADMIN: &str = "3498e952-d568-435e-9b2c-8d77e338d7f7";
const RBAC_CLUSTER_ADMIN: &str = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b";
const ARC_VIEWER: &str = "63f0a09d-1495-4db4-a681-037d84835eb4";

/// The id of the cluster `prod`.
fn prod() -> String {
    format!(
        "{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod"
    )
}

/// A cluster with Entra, an admin group and local accounts off: nothing to look at.
fn cluster() -> Value {
    json!({
        "id": prod(), "type": "Microsoft.ContainerService/ManagedClusters", "name": "prod", "disableLocalAccounts": true,
        "aadProfile": {"enableAzureRbac": true, "adminGroupObjectIDs": [GROUP]},
        "securityProfile": {"workloadIdentity": {"enabled": true}},
        "servicePrincipalProfile": {"clientId": "msi"},
    })
}

/// The same with some fields written otherwise.
fn cluster_with(fields: &[(&str, Value)]) -> Value {
    let mut cluster = cluster();
    for (key, value) in fields {
        cluster[*key] = value.clone();
    }
    cluster
}

fn assignment(principal: &str, kind: &str, role: &str, scope: &str) -> Value {
    json!({
        "name": format!("to-{}-of-{role}", principal.get(30..).unwrap_or_default()),
        "principalId": principal, "principalType": kind, "scope": scope,
        "roleDefinitionId": format!("/providers/Microsoft.Authorization/roleDefinitions/{role}"),
    })
}

fn binding(name: &str, namespace: Option<&str>, role: (&str, &str), subjects: &[Value]) -> Value {
    let kind = if namespace.is_some() {
        "RoleBinding"
    } else {
        "ClusterRoleBinding"
    };
    let mut binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": role.0, "name": role.1},
        "subjects": subjects,
    });
    if let Some(namespace) = namespace {
        binding["metadata"]["namespace"] = json!(namespace);
    }
    binding
}

fn cluster_role(name: &str, rules: &[Value]) -> Value {
    json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": name}, "rules": rules,
    })
}

fn rule(groups: &[&str], resources: &[&str], verbs: &[&str]) -> Value {
    json!({"apiGroups": groups, "resources": resources, "verbs": verbs})
}

fn subject(kind: &str, name: &str) -> Value {
    json!({"kind": kind, "name": name, "apiGroup": "rbac.authorization.k8s.io"})
}

fn service_account(namespace: &str, name: &str) -> Value {
    json!({"kind": "ServiceAccount", "namespace": namespace, "name": name})
}

fn find(documents: &[Value]) -> Findings {
    let text = serde_json::to_string_pretty(documents).unwrap();
    Authorizer::new(&Policy::parse(&[Source::new("world.json", text)])).findings()
}

/// The findings of one rule.
fn of(documents: &[Value], rule: &str) -> Vec<Finding> {
    let found = find(documents).listed.into_iter();
    found.filter(|of| of.rule.word() == rule).collect()
}

/// The one finding of a rule.
#[track_caller]
fn only(documents: &[Value], rule: &str) -> Finding {
    let mut found = of(documents, rule);
    assert_eq!(found.len(), 1, "{rule}: {found:?}");
    let finding = found.remove(0);
    assert!(!finding.words.is_empty() && !finding.source.is_empty());
    assert!(
        finding.looked_at.iter().any(|of| of.location.is_some()),
        "{rule} stands on no line"
    );
    let verb = finding.remedy.chars().next().unwrap();
    assert!(verb.is_uppercase(), "{}", finding.remedy);
    finding
}

/// Nothing of a rule.
#[track_caller]
fn none(documents: &[Value], rule: &str) {
    assert_eq!(of(documents, rule), [], "{rule}");
}
