//! Local accounts, lock-out, stored credentials, standing administrators.

use super::{
    ANN, CLUSTER_ADMIN_FILE, CONTRIBUTOR, GROUP, RBAC_ADMIN, RBAC_CLUSTER_ADMIN, assignment,
    binding, cluster, cluster_role, cluster_with, none, only, prod, rule, service_account, subject,
};
use serde_json::{Value, json};

#[test]
fn local_accounts_beside_entra() {
    let on = cluster_with(&[("disableLocalAccounts", json!(false))]);
    let found = only(&[on], "local-accounts");
    assert_eq!(found.looked_at[0].name, "prod");
    none(&[cluster()], "local-accounts");
    none(
        &[cluster_with(&[
            ("disableLocalAccounts", Value::Null),
            ("aadProfile", Value::Null),
        ])],
        "local-accounts",
    );
}

fn without_admin_group(azure_rbac: bool) -> Value {
    cluster_with(&[(
        "aadProfile",
        json!({"enableAzureRbac": azure_rbac, "adminGroupObjectIDs": []}),
    )])
}

#[test]
fn nobody_can_administer() {
    let found = only(&[without_admin_group(false)], "lock-out");
    assert_eq!(found.level.word(), "high");
    only(&[without_admin_group(true)], "lock-out");
    none(&[cluster()], "lock-out");
    // Everything short of everything is not enough.
    let almost = assignment(ANN, "User", RBAC_ADMIN, &prod());
    only(&[without_admin_group(true), almost], "lock-out");
    let admin = assignment(ANN, "User", RBAC_CLUSTER_ADMIN, &prod());
    none(&[without_admin_group(true), admin.clone()], "lock-out");
    // It counts for nothing where Azure RBAC is off.
    only(&[without_admin_group(false), admin.clone()], "lock-out");
    let mut eligible = admin;
    eligible["type"] = json!("Microsoft.Authorization/roleEligibilityScheduleInstances");
    none(&[without_admin_group(true), eligible], "lock-out");
    let by_binding = |kind, name| {
        binding(
            "admins",
            None,
            ("ClusterRole", "cluster-admin"),
            &[subject(kind, name)],
        )
    };
    none(
        &[without_admin_group(false), by_binding("Group", GROUP)],
        "lock-out",
    );
    only(
        &[
            without_admin_group(false),
            by_binding("User", "system:node:a"),
        ],
        "lock-out",
    );
    let no_entra = cluster_with(&[("aadProfile", Value::Null)]);
    let found = only(&[no_entra], "lock-out");
    assert!(found.words.contains("does not sign people in with Entra"));
}

#[test]
fn stored_credentials() {
    let application = cluster_with(&[(
        "servicePrincipalProfile",
        json!({"clientId": "ee000000-0000-4000-8000-000000000001"}),
    )]);
    let found = only(&[application], "stored-credentials");
    assert!(found.remedy.contains("--enable-managed-identity"));
    none(&[cluster()], "stored-credentials");

    let off = || {
        cluster_with(&[(
            "securityProfile",
            json!({"workloadIdentity": {"enabled": false}}),
        )])
    };
    assert_eq!(only(&[off()], "stored-credentials").level.word(), "low");
    let reader = cluster_role("reads-secrets", &[rule(&[""], &["secrets"], &["get"])]);
    let bound = |namespace: &str| {
        binding(
            "app",
            Some("shop"),
            ("ClusterRole", "reads-secrets"),
            &[service_account(namespace, "app")],
        )
    };
    let found = only(
        &[off(), reader.clone(), bound("shop")],
        "stored-credentials",
    );
    assert_eq!(found.level.word(), "medium");
    assert!(
        found
            .words
            .starts_with("The ServiceAccount app reads Secrets")
    );
    none(
        &[cluster(), reader.clone(), bound("shop")],
        "stored-credentials",
    );
    let system = only(&[off(), reader, bound("kube-system")], "stored-credentials");
    assert_eq!(system.level.word(), "low");
}

#[test]
fn administrators_at_all_times() {
    let admin = |kind| assignment(ANN, kind, RBAC_CLUSTER_ADMIN, &prod());
    let found = only(&[cluster(), admin("Group")], "standing-admin");
    assert!(found.words.contains("administrator of everything inside"));
    none(&[cluster(), admin("ServicePrincipal")], "standing-admin");
    none(
        &[cluster(), assignment(ANN, "User", RBAC_ADMIN, &prod())],
        "standing-admin",
    );
    let mut timed = admin("User");
    timed["type"] = json!("Microsoft.Authorization/roleAssignmentScheduleInstances");
    timed["endDateTime"] = json!("2026-12-01T00:00:00Z");
    none(&[cluster(), timed], "standing-admin");

    let on = cluster_with(&[("disableLocalAccounts", json!(false))]);
    let file = assignment(ANN, "User", CLUSTER_ADMIN_FILE, &prod());
    let found = only(&[on.clone(), file.clone()], "standing-admin");
    assert!(found.words.contains("able to fetch the admin certificate"));
    none(&[cluster(), file], "standing-admin");
    // Who may write the cluster is told as such.
    none(
        &[on, assignment(ANN, "User", CONTRIBUTOR, &prod())],
        "standing-admin",
    );
}
