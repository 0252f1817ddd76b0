//! Subjects: people one by one, and names that no token carries.

use super::{binding, cluster, cluster_with, none, only, subject};
use serde_json::{Value, json};

const VIEW: (&str, &str) = ("ClusterRole", "view");

fn directory() -> Value {
    json!([
        {"id": "aa000000-0000-4000-8000-000000000001", "displayName": "Ann Ames", "userPrincipalName": "ann@contoso.com"},
        {"id": "aa000000-0000-4000-8000-000000000002", "displayName": "Guest Gil", "userPrincipalName": "gil_fabrikam.com#EXT#@contoso.onmicrosoft.com"},
        {"group": {"id": "99000000-0000-4000-8000-00000000000a", "displayName": "Shop Developers"}, "members": []},
    ])
}

fn bound(subject: Value) -> Vec<Value> {
    vec![
        cluster(),
        directory(),
        binding("readers", Some("shop"), VIEW, &[subject]),
    ]
}

fn user(name: &str) -> Vec<Value> {
    bound(subject("User", name))
}

fn group(name: &str) -> Vec<Value> {
    bound(subject("Group", name))
}

#[test]
fn individual_users() {
    let two = [
        subject("User", "ann@contoso.com"),
        subject("User", "bo@contoso.com"),
    ];
    let found = only(
        &[cluster(), binding("readers", Some("shop"), VIEW, &two)],
        "individual-users",
    );
    assert!(
        found
            .words
            .starts_with("RoleBinding readers names 2 users, ann@contoso.com among them.")
    );
    assert_eq!(found.looked_at.len(), 3);
    assert_eq!(found.looked_at[0].what, "RoleBinding in shop");
    none(
        &group("99000000-0000-4000-8000-00000000000a"),
        "individual-users",
    );
    none(&user("system:kube-proxy"), "individual-users");
    none(&user("clusterUser"), "individual-users");
    // Without Entra there are no groups of it to bind to.
    let plain = [
        cluster_with(&[("aadProfile", Value::Null)]),
        binding("r", None, VIEW, &two),
    ];
    none(&plain, "individual-users");
}

#[test]
fn a_member_of_the_tenant_is_known_by_sign_in_name() {
    let found = only(
        &user("aa000000-0000-4000-8000-000000000001"),
        "user-by-object-id",
    );
    assert_eq!(
        found.remedy,
        "Write `ann@contoso.com` instead of the object id."
    );
    none(&user("ann@contoso.com"), "user-by-object-id");
    // A guest's token carries the object id, and so does that of someone unknown.
    none(
        &user("aa000000-0000-4000-8000-000000000002"),
        "user-by-object-id",
    );
    none(
        &user("aa000000-0000-4000-8000-000000000009"),
        "user-by-object-id",
    );
}

#[test]
fn a_guest_is_known_by_object_id() {
    let found = only(
        &user("gil_fabrikam.com#EXT#@contoso.onmicrosoft.com"),
        "guest-by-name",
    );
    assert!(
        found
            .remedy
            .contains("aa000000-0000-4000-8000-000000000002")
    );
    none(&user("ann@contoso.com"), "guest-by-name");
}

#[test]
fn letter_case_counts() {
    let found = only(&user("Ann@Contoso.com"), "letter-case");
    assert_eq!(found.remedy, "Write `ann@contoso.com`.");
    let found = only(
        &group("99000000-0000-4000-8000-00000000000A"),
        "letter-case",
    );
    assert_eq!(
        found.remedy,
        "Write `99000000-0000-4000-8000-00000000000a`."
    );
    none(&user("ann@contoso.com"), "letter-case");
    none(
        &group("99000000-0000-4000-8000-00000000000a"),
        "letter-case",
    );
    none(&user("bo@contoso.com"), "letter-case");
}

#[test]
fn display_names_are_in_no_token() {
    let found = only(&group("shop developers"), "display-name");
    assert_eq!(found.level.word(), "medium");
    assert!(
        found
            .remedy
            .contains("99000000-0000-4000-8000-00000000000a")
    );
    let found = only(&group("unknown"), "display-name");
    assert_eq!(found.level.word(), "low");
    let found = only(&user("Ann Ames"), "display-name");
    assert_eq!(found.remedy, "Write `ann@contoso.com` instead.");
    none(&group("system:nodes"), "display-name");
    none(
        &group("99000000-0000-4000-8000-00000000000a"),
        "display-name",
    );
    // Without Entra a group may have any name, unless the directory knows it.
    let plain = [
        cluster_with(&[("aadProfile", Value::Null)]),
        binding("r", None, VIEW, &[subject("Group", "ops")]),
    ];
    none(&plain, "display-name");
}

#[test]
fn a_namespace_on_a_group_is_not_read() {
    let mut written = subject("Group", "99000000-0000-4000-8000-00000000000a");
    written["namespace"] = json!("shop");
    let found = only(&bound(written), "namespace-on-subject");
    assert!(
        found.words.contains("the binding reaches shop"),
        "{}",
        found.words
    );
    none(
        &bound(super::service_account("shop", "web")),
        "namespace-on-subject",
    );
}
