//! Assignments that do not do here what they seem to.

use super::{
    ANN, ARC_VIEWER, CONTRIBUTOR, RBAC_ADMIN, RBAC_READER, SUBSCRIPTION, assignment, cluster,
    cluster_with, none, only, prod,
};
use serde_json::{Value, json};

fn at(role: &str, scope: &str) -> Vec<Value> {
    vec![cluster(), assignment(ANN, "User", role, scope)]
}

#[test]
fn roles_that_the_cluster_does_not_ask_for() {
    let off = cluster_with(&[(
        "aadProfile",
        json!({"enableAzureRbac": false, "adminGroupObjectIDs": [super::GROUP]}),
    )]);
    let reader = assignment(
        ANN,
        "User",
        RBAC_READER,
        &format!("{}/namespaces/shop", prod()),
    );
    let admin = assignment(ANN, "User", RBAC_ADMIN, &prod());
    let found = only(&[off.clone(), reader.clone(), admin], "azure-rbac-off");
    assert!(
        found
            .words
            .contains("and 1 more is assigned on prod, and Azure RBAC is off there"),
        "{}",
        found.words
    );
    assert_eq!(found.looked_at.len(), 3);
    none(&[cluster(), reader], "azure-rbac-off");
    // Those at a subscription may be for other clusters, those of the control plane count.
    none(
        &[
            off.clone(),
            assignment(ANN, "User", RBAC_READER, SUBSCRIPTION),
        ],
        "azure-rbac-off",
    );
    none(
        &[off, assignment(ANN, "User", CONTRIBUTOR, &prod())],
        "azure-rbac-off",
    );
}

#[test]
fn roles_on_another_cluster() {
    let other = prod().replace("prod", "test");
    let found = only(&at(RBAC_READER, &other), "sibling-scope");
    assert!(found.words.contains("another cluster than prod"));
    only(
        &at(RBAC_READER, &format!("{other}/namespaces/shop")),
        "sibling-scope",
    );
    none(&at(RBAC_READER, &prod()), "sibling-scope");
    none(&at(CONTRIBUTOR, &other), "sibling-scope");
    none(
        &at(RBAC_READER, &format!("{SUBSCRIPTION}/resourceGroups/other")),
        "sibling-scope",
    );
}

#[test]
fn management_groups_that_are_not_placed() {
    let scope = "/providers/Microsoft.Management/managementGroups/Corp";
    only(&at(RBAC_READER, scope), "unplaced-management-group");
    let mut placed = at(RBAC_READER, scope);
    placed.push(json!({
        "apiVersion": "aksess.dev/v1", "kind": "ClusterSettings",
        "managementGroups": {"5b000000-0000-4000-8000-000000000001": ["corp"]},
    }));
    none(&placed, "unplaced-management-group");
    none(&at(RBAC_READER, SUBSCRIPTION), "unplaced-management-group");
}

#[test]
fn deny_assignments_at_management_groups_that_are_not_placed() {
    let deny = |scope: &str, effect: &str| {
        let deny = json!({
            "type": "Microsoft.Authorization/denyAssignments", "name": "d1",
            "properties": {
                "denyAssignmentName": "frozen", "scope": scope, "denyAssignmentEffect": effect, "isSystemProtected": true,
                "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}],
                "permissions": [{"actions": ["*/write"]}],
            },
        });
        vec![cluster(), deny]
    };
    let scope = "/providers/Microsoft.Management/managementGroups/Corp";
    let found = only(&deny(scope, "enforced"), "unplaced-management-group");
    assert!(
        found
            .words
            .contains("The deny assignment frozen is at the management group corp"),
        "{}",
        found.words
    );
    none(&deny(scope, "audit"), "unplaced-management-group");
    none(&deny(SUBSCRIPTION, "enforced"), "unplaced-management-group");
    let mut placed = deny(scope, "enforced");
    placed.push(json!({
        "apiVersion": "aksess.dev/v1", "kind": "ClusterSettings",
        "managementGroups": {"5b000000-0000-4000-8000-000000000001": ["corp"]},
    }));
    none(&placed, "unplaced-management-group");
}

#[test]
fn roles_of_another_platform() {
    let found = only(&at(ARC_VIEWER, &prod()), "other-platform");
    assert!(found.words.contains("is a role for Arc") && found.words.contains("a cluster of AKS"));
    none(&at(RBAC_READER, &prod()), "other-platform");
    none(&at(ARC_VIEWER, SUBSCRIPTION), "other-platform");
    let connected = format!(
        "{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Kubernetes/connectedClusters/edge"
    );
    let arc = json!({
        "id": connected, "type": "Microsoft.Kubernetes/connectedClusters", "name": "edge",
        "aadProfile": {"enableAzureRBAC": true, "adminGroupObjectIDs": [super::GROUP]},
    });
    let found = only(
        &[
            arc.clone(),
            assignment(ANN, "User", RBAC_READER, &connected),
        ],
        "other-platform",
    );
    assert!(found.words.contains("is a role for AKS") && found.words.contains("a cluster of Arc"));
    none(
        &[arc.clone(), assignment(ANN, "User", ARC_VIEWER, &connected)],
        "other-platform",
    );
    // General roles are for every platform.
    none(
        &[arc, assignment(ANN, "User", CONTRIBUTOR, &connected)],
        "other-platform",
    );
}

#[test]
fn scopes_that_no_request_has() {
    only(
        &at(RBAC_READER, &format!("{}/namespace/shop", prod())),
        "unused-scope",
    );
    let long = format!(
        "{}/providers/Microsoft.KubernetesConfiguration/namespaces/shop",
        prod()
    );
    only(&at(RBAC_READER, &long), "unused-scope");
    none(
        &at(RBAC_READER, &format!("{}/namespaces/shop", prod())),
        "unused-scope",
    );
    none(
        &at(CONTRIBUTOR, &format!("{}/agentPools/blue", prod())),
        "unused-scope",
    );
    let settings = json!({
        "apiVersion": "aksess.dev/v1", "kind": "ClusterSettings", "kubernetesConfigurationNamespaces": true,
    });
    let mut asked = at(RBAC_READER, &long);
    asked.push(settings);
    none(&asked, "unused-scope");
}

#[test]
fn a_customer_cannot_deny_data_actions() {
    let deny = |is_protected: bool, permission: Value| {
        json!({
            "denyAssignmentName": "no secrets", "scope": prod(), "isSystemProtected": is_protected,
            "principals": [{"id": ANN, "type": "User"}], "excludePrincipals": [], "permissions": [permission],
        })
    };
    let data = json!({"dataActions": ["*/secrets/read"]});
    let found = only(&[cluster(), deny(false, data.clone())], "customer-deny");
    assert_eq!(found.looked_at[0].name, "no secrets");
    none(&[cluster(), deny(true, data)], "customer-deny");
    none(
        &[cluster(), deny(false, json!({"actions": ["*/delete"]}))],
        "customer-deny",
    );
}
