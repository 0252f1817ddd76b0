//! Roles of Azure that give more than they are called.

use super::{
    ACCESS_ADMINISTRATOR, ANN, CLUSTER_ADMIN_FILE, CONTRIBUTOR, OWNER, RBAC_ADMIN,
    RBAC_CLUSTER_ADMIN, RBAC_READER, SUBSCRIPTION, assignment, cluster, cluster_with, none, of,
    only, prod,
};
use serde_json::{Value, json};

const CUSTOM: &str = "dd000000-0000-4000-8000-000000000001";

fn custom(permission: &Value) -> Value {
    json!({
        "name": CUSTOM, "roleName": "made here", "roleType": "CustomRole", "assignableScopes": [SUBSCRIPTION],
        "permissions": [permission],
    })
}

#[test]
fn who_may_change_the_cluster_can_become_its_administrator() {
    let contributor = assignment(ANN, "User", CONTRIBUTOR, SUBSCRIPTION);
    let found = only(&[cluster(), contributor.clone()], "changes-the-cluster");
    assert_eq!(found.level.word(), "high");
    assert!(
        found.words.contains("turn local accounts on again"),
        "{}",
        found.words
    );
    let on = cluster_with(&[("disableLocalAccounts", json!(false))]);
    let found = only(&[on, contributor.clone()], "changes-the-cluster");
    assert!(
        found
            .words
            .contains("fetch the admin kubeconfig, whose certificate")
    );
    none(
        &[
            cluster(),
            assignment(ANN, "User", CLUSTER_ADMIN_FILE, &prod()),
        ],
        "changes-the-cluster",
    );

    // The same by what a role gives, whatever its name.
    let writer = custom(
        &json!({"actions": ["Microsoft.ContainerService/managedClusters/*"], "notActions": ["*/listClusterAdminCredential/action"]}),
    );
    let assigned = assignment(ANN, "User", CUSTOM, &prod());
    let found = only(
        &[cluster(), writer, assigned.clone()],
        "changes-the-cluster",
    );
    assert_eq!(found.level.word(), "medium");
    assert!(found.words.contains("admin group"));
    let reader = custom(
        &json!({"actions": ["Microsoft.ContainerService/managedClusters/*"], "notActions": ["*/write"]}),
    );
    none(&[cluster(), reader, assigned], "changes-the-cluster");

    // Elsewhere, denied, or the cluster's own identity.
    none(
        &[
            cluster(),
            assignment(
                ANN,
                "User",
                CONTRIBUTOR,
                &format!("{SUBSCRIPTION}/resourceGroups/r"),
            ),
        ],
        "changes-the-cluster",
    );
    let deny = json!({
        "denyAssignmentName": "locked", "scope": SUBSCRIPTION, "isSystemProtected": true,
        "principals": [{"id": ANN, "type": "User"}], "excludePrincipals": [],
        "permissions": [{"actions": ["*/write"]}],
    });
    none(
        &[cluster(), contributor.clone(), deny],
        "changes-the-cluster",
    );
    // Denied to a group they are in.
    let member = json!({"group": {"id": super::GROUP}, "members": [{"id": ANN}]});
    let of_group = json!({
        "denyAssignmentName": "locked", "scope": SUBSCRIPTION, "isSystemProtected": true,
        "principals": [{"id": super::GROUP, "type": "Group"}], "excludePrincipals": [],
        "permissions": [{"actions": ["*/write"]}],
    });
    none(
        &[cluster(), contributor.clone(), of_group, member],
        "changes-the-cluster",
    );
    let own = cluster_with(&[("identity", json!({"principalId": ANN}))]);
    none(&[own, contributor], "changes-the-cluster");
}

#[test]
fn who_may_assign_roles_can_assign_themselves_any() {
    for role in [ACCESS_ADMINISTRATOR, OWNER] {
        let found = only(
            &[cluster(), assignment(ANN, "User", role, SUBSCRIPTION)],
            "grants-itself-roles",
        );
        assert!(found.words.contains("every permission in the cluster"));
    }
    none(
        &[
            cluster(),
            assignment(ANN, "User", CONTRIBUTOR, SUBSCRIPTION),
        ],
        "grants-itself-roles",
    );
    none(
        &[assignment(ANN, "User", OWNER, SUBSCRIPTION)],
        "grants-itself-roles",
    );
    let mut narrowed = assignment(ANN, "User", ACCESS_ADMINISTRATOR, SUBSCRIPTION);
    narrowed["conditionVersion"] = json!("2.0");
    narrowed["condition"] = json!(format!(
        "@Request[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals {{{RBAC_READER}}}"
    ));
    none(&[cluster(), narrowed], "grants-itself-roles");
}

#[test]
fn who_may_bind_any_role_is_administrator_of_the_whole_cluster() {
    let at = |scope: &str| vec![cluster(), assignment(ANN, "User", RBAC_ADMIN, scope)];
    let found = only(&at(&prod()), "escalates");
    assert!(found.words.contains("bind cluster-admin to themselves"));
    none(&at(&format!("{}/namespaces/shop", prod())), "escalates");
    none(
        &[
            cluster(),
            assignment(ANN, "User", RBAC_CLUSTER_ADMIN, &prod()),
        ],
        "escalates",
    );
    none(
        &[cluster(), assignment(ANN, "User", RBAC_READER, &prod())],
        "escalates",
    );
    let impersonates = custom(
        &json!({"dataActions": ["Microsoft.ContainerService/managedClusters/*/impersonate/action"]}),
    );
    let found = only(
        &[
            cluster(),
            impersonates,
            assignment(ANN, "User", CUSTOM, &prod()),
        ],
        "escalates",
    );
    assert!(found.words.contains("act as any user"));
}

#[test]
fn secrets_by_a_star_of_azure() {
    let star =
        custom(&json!({"dataActions": ["Microsoft.ContainerService/managedClusters/*/read"]}));
    let assigned = |scope: &str| assignment(ANN, "User", CUSTOM, scope);
    let found = only(
        &[cluster(), star.clone(), assigned(&prod())],
        "secrets-by-wildcard",
    );
    assert_eq!(
        found.looked_at[0].name,
        "Microsoft.ContainerService/managedClusters/*/read"
    );
    only(
        &[
            cluster(),
            star.clone(),
            assigned(&format!("{}/namespaces/shop", prod())),
        ],
        "secrets-by-wildcard",
    );
    // Off, elsewhere, left out, named on purpose, or an administrator's.
    let off = cluster_with(&[("aadProfile", json!({"adminGroupObjectIDs": [super::GROUP]}))]);
    none(
        &[off, star.clone(), assigned(&prod())],
        "secrets-by-wildcard",
    );
    none(
        &[
            cluster(),
            star,
            assigned(&format!("{SUBSCRIPTION}/resourceGroups/r")),
        ],
        "secrets-by-wildcard",
    );
    let without = custom(&json!({
        "dataActions": ["Microsoft.ContainerService/managedClusters/*/read"],
        "notDataActions": ["Microsoft.ContainerService/managedClusters/secrets/read"],
    }));
    none(
        &[cluster(), without, assigned(&prod())],
        "secrets-by-wildcard",
    );
    let named = custom(
        &json!({"dataActions": ["Microsoft.ContainerService/managedClusters/secrets/*"], "notDataActions": ["*/write"]}),
    );
    none(
        &[cluster(), named, assigned(&prod())],
        "secrets-by-wildcard",
    );
    for role in [RBAC_READER, RBAC_ADMIN, RBAC_CLUSTER_ADMIN] {
        none(
            &[cluster(), assignment(ANN, "User", role, &prod())],
            "secrets-by-wildcard",
        );
    }
}

#[test]
fn a_role_is_told_by_what_it_gives_and_not_by_its_name() {
    let mut harmless =
        custom(&json!({"actions": ["Microsoft.ContainerService/managedClusters/read"]}));
    harmless["roleName"] = json!("Azure Kubernetes Service RBAC Cluster Admin");
    let found = of(
        &[
            cluster(),
            harmless,
            assignment(ANN, "User", CUSTOM, &prod()),
        ],
        "standing-admin",
    );
    assert!(found.is_empty());
}
