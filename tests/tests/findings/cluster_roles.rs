//! Roles and bindings of the cluster that give more than they seem to.

use super::{
    GROUP, assignment, binding, cluster, cluster_role, none, only, prod, rule, service_account,
    subject,
};
use serde_json::{Value, json};

const RBAC: &str = "rbac.authorization.k8s.io";

fn bound_to(role: Value, namespace: Option<&str>, subject: Value) -> Vec<Value> {
    let binding = binding("made", namespace, ("ClusterRole", "made"), &[subject]);
    vec![cluster(), role, binding]
}

fn bound(rules: &[Value]) -> Vec<Value> {
    bound_to(cluster_role("made", rules), None, subject("Group", GROUP))
}

#[test]
fn escalate_bind_and_impersonate() {
    let found = only(
        &bound(&[rule(&[RBAC], &["clusterroles"], &["update", "escalate"])]),
        "escalates",
    );
    assert!(
        found
            .words
            .contains("escalate clusterroles in the whole cluster")
    );
    let found = only(
        &bound(&[rule(&[RBAC], &["roles", "clusterroles"], &["bind"])]),
        "escalates",
    );
    assert!(found.words.contains("bind clusterroles and bind roles"));
    only(
        &bound(&[rule(&[""], &["groups"], &["impersonate"])]),
        "escalates",
    );
    only(
        &bound(&[rule(&[""], &["serviceaccounts"], &["impersonate"])]),
        "escalates",
    );
    let named = |names: Value| {
        let mut rule = rule(&[""], &["groups"], &["impersonate"]);
        rule["resourceNames"] = names;
        bound(&[rule])
    };
    only(&named(json!(["system:masters"])), "escalates");
    none(&named(json!(["shop"])), "escalates");
    // Writing roles and bindings is held in by the escalation check.
    none(
        &bound(&[rule(&[RBAC], &["*"], &["create", "update", "patch"])]),
        "escalates",
    );
    none(&bound(&[rule(&["*"], &["*"], &["*"])]), "escalates");
    // In a namespace nobody acts as a user, and acting as its service accounts is what running pods there is.
    let acts = cluster_role(
        "made",
        &[rule(&[""], &["users", "serviceaccounts"], &["impersonate"])],
    );
    none(
        &bound_to(acts, Some("shop"), subject("Group", GROUP)),
        "escalates",
    );
    for name in ["edit", "admin", "cluster-admin"] {
        let usual = binding(
            "usual",
            Some("shop"),
            ("ClusterRole", name),
            &[subject("Group", GROUP)],
        );
        none(&[cluster(), usual], "escalates");
    }
}

#[test]
fn secrets_by_a_star() {
    let found = only(
        &bound(&[rule(&[""], &["*"], &["get", "list", "watch"])]),
        "secrets-by-wildcard",
    );
    assert_eq!(found.level.word(), "medium");
    let found = only(
        &bound(&[rule(&["", "apps"], &["*"], &["*"])]),
        "secrets-by-wildcard",
    );
    assert_eq!(found.level.word(), "low");
    none(
        &bound(&[rule(&["*"], &["*"], &["*"])]),
        "secrets-by-wildcard",
    );
    none(
        &bound(&[rule(&[""], &["secrets"], &["get"])]),
        "secrets-by-wildcard",
    );
    none(
        &bound(&[rule(&["apps"], &["*"], &["get"])]),
        "secrets-by-wildcard",
    );
    none(
        &bound(&[rule(&[""], &["*"], &["create"])]),
        "secrets-by-wildcard",
    );
    // A role that nobody has.
    none(
        &[
            cluster(),
            cluster_role("made", &[rule(&[""], &["*"], &["get"])]),
        ],
        "secrets-by-wildcard",
    );
}

#[test]
fn groups_that_hold_everyone() {
    let role = || cluster_role("made", &[rule(&[""], &["pods"], &["list"])]);
    let to = |subject| bound_to(role(), None, subject);
    let found = only(
        &to(subject("Group", "system:authenticated")),
        "everyone-bound",
    );
    assert_eq!(found.level.word(), "high");
    only(
        &to(subject("Group", "system:unauthenticated")),
        "everyone-bound",
    );
    only(&to(subject("User", "system:anonymous")), "everyone-bound");
    let found = only(
        &to(subject("Group", "system:serviceaccounts")),
        "everyone-bound",
    );
    assert_eq!(found.level.word(), "medium");
    none(&to(subject("Group", GROUP)), "everyone-bound");
    none(&to(service_account("shop", "web")), "everyone-bound");
    // What everyone has by default is no more.
    let version = json!({"nonResourceURLs": ["/version", "/healthz"], "verbs": ["get"]});
    let harmless = cluster_role("made", &[version]);
    none(
        &bound_to(harmless, None, subject("Group", "system:unauthenticated")),
        "everyone-bound",
    );
}

#[test]
fn answers_that_hang_on_the_order() {
    let pods = || cluster_role("made", &[rule(&[""], &["pods"], &["list"])]);
    let by_binding = bound_to(pods(), Some("shop"), subject("Group", GROUP));
    let found = only(&by_binding, "orders-differ");
    assert!(
        found
            .words
            .starts_with(&format!("RoleBinding made for {GROUP} grants")),
        "{}",
        found.words
    );
    // Azure grants the same, or is not asked, or does not know the subject.
    let mut both = by_binding;
    both.push(assignment(GROUP, "Group", super::RBAC_READER, &prod()));
    none(&both, "orders-differ");
    let off = super::cluster_with(&[("aadProfile", json!({"adminGroupObjectIDs": [GROUP]}))]);
    let made = binding(
        "made",
        Some("shop"),
        ("ClusterRole", "made"),
        &[subject("Group", GROUP)],
    );
    none(&[off, pods(), made], "orders-differ");
    none(
        &bound_to(pods(), None, service_account("shop", "web")),
        "orders-differ",
    );
}
