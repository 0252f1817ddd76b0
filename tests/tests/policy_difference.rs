//! What changes when one policy takes the place of another?

use aksess::query::{Change, Direction};
use aksess::{Authorizer, Policy, Source};

fn authorizer(text: &str) -> Authorizer {
    Authorizer::new(&Policy::parse(&[Source::new("policy.yaml", text)]))
}

fn words(old: &str, new: &str) -> Vec<String> {
    let changes = authorizer(old).difference(&authorizer(new)).changes;
    changes.into_iter().map(|of| of.words).collect()
}

fn role(name: &str, rules: &str) -> String {
    format!("kind: ClusterRole\nmetadata: {{name: {name}}}\nrules: [{rules}]\n---\n")
}

fn binding(name: &str, role: &str, namespace: &str, subject: &str) -> String {
    let kind = if namespace.is_empty() {
        "ClusterRoleBinding"
    } else {
        "RoleBinding"
    };
    let place = if namespace.is_empty() {
        String::new()
    } else {
        format!(", namespace: {namespace}")
    };
    format!(
        "kind: {kind}\nmetadata: {{name: {name}{place}}}\nroleRef: {{kind: ClusterRole, name: {role}}}\nsubjects: [{subject}]\n---\n"
    )
}

const PODS: &str = "{apiGroups: [''], resources: [pods, pods/log], verbs: [get, list]}";
const DEVS: &str = "{kind: Group, name: devs}";

#[test]
fn names_and_shapes_of_documents_are_no_change() {
    let old = role("reader", PODS) + &binding("a", "reader", "dev", DEVS);
    let split = [
        role(
            "r1",
            "{apiGroups: [''], resources: [pods], verbs: [list, get]}",
        ),
        role(
            "r2",
            "{apiGroups: [''], resources: ['pods/log'], verbs: [get, list]}",
        ),
        binding("b", "r2", "dev", DEVS),
        binding("c", "r1", "dev", DEVS),
    ];
    assert_eq!(words(&old, &split.concat()), Vec::<String>::new());
    assert_eq!(words(&old, &old), Vec::<String>::new());
}

#[test]
fn what_is_bound_to_masters_is_neither_gained_nor_lost() {
    let masters = "{kind: Group, name: 'system:masters'}";
    let user = "{kind: User, name: 'system:masters'}";
    let with = |subjects: &str| role("reader", PODS) + &binding("a", "reader", "", subjects);
    let without = role("reader", PODS);
    assert_eq!(words(&with(masters), &without), Vec::<String>::new());
    assert_eq!(words(&without, &with(masters)), Vec::<String>::new());
    // others in the same binding, and a user of that name, hold only what is bound to them
    assert_eq!(
        words(&with(&format!("{masters}, {DEVS}")), &without),
        ["Group devs can no longer get, list pods, pods/log in the whole cluster"]
    );
    assert_eq!(
        words(&without, &with(user)),
        ["User system:masters can get, list pods, pods/log in the whole cluster"]
    );
}

#[test]
fn gains_and_losses_are_told_with_where_and_through_what() {
    let old = role("reader", PODS) + &binding("a", "reader", "dev", DEVS);
    let new = role(
        "reader",
        "{apiGroups: ['', apps], resources: [pods, pods/log, deployments], resourceNames: [], verbs: [get, list]}",
    ) + &binding("a", "reader", "dev", "{kind: ServiceAccount, name: web}");
    assert_eq!(
        words(&old, &new),
        [
            "ServiceAccount dev/web can get, list pods, pods/log, deployments, pods.apps, pods.apps/log, deployments.apps in dev",
            "Group devs can no longer get, list pods, pods/log in dev",
        ]
    );
    let changes = authorizer(&old).difference(&authorizer(&new)).changes;
    let Change {
        direction,
        through,
        location,
        ..
    } = changes.last().unwrap();
    assert_eq!(
        (*direction, through.as_str()),
        (Direction::Lost, "RoleBinding a")
    );
    assert_eq!(location.as_ref().map(|at| at.line), Some(6));
}

#[test]
fn what_holds_in_the_whole_cluster_holds_in_a_namespace() {
    let narrow = role("reader", PODS) + &binding("a", "reader", "dev", DEVS);
    let wide = role("reader", PODS) + &binding("a", "reader", "", DEVS);
    assert_eq!(
        words(&narrow, &wide),
        ["Group devs can get, list pods, pods/log in the whole cluster"]
    );
    assert_eq!(
        words(&wide, &narrow),
        ["Group devs can no longer get, list pods, pods/log in the whole cluster"]
    );
    let any = role("all", "{apiGroups: ['*'], resources: ['*'], verbs: ['*']}")
        + &binding("a", "all", "", DEVS);
    assert_eq!(
        words(&wide, &any),
        ["Group devs can * *.* in the whole cluster"]
    );
    let paths =
        role("p", "{nonResourceURLs: [/healthz], verbs: [get]}") + &binding("a", "p", "", DEVS);
    assert_eq!(
        words("", &paths),
        ["Group devs can get /healthz in the whole cluster"]
    );
}

const ASSIGNMENT: &str = r#"[{"id": "/subscriptions/5b000000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleAssignments/11111111-0000-4000-8000-000000000001",
 "name": "11111111-0000-4000-8000-000000000001", "principalId": "AA000000-0000-4000-8000-000000000001", "principalType": "User",
 "roleDefinitionId": "/subscriptions/5b000000-0000-4000-8000-000000000001/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c",
 "scope": "/subscriptions/5b000000-0000-4000-8000-000000000001", "type": "Microsoft.Authorization/roleAssignments"}]"#;

#[test]
fn assignments_are_compared_by_what_they_give() {
    assert_eq!(
        words("", ASSIGNMENT),
        [
            "aa000000-0000-4000-8000-000000000001 has Contributor on /subscriptions/5b000000-0000-4000-8000-000000000001"
        ]
    );
    let renamed = ASSIGNMENT
        .replace("11111111-0000", "22222222-0000")
        .replace("AA000000", "aa000000")
        .replace("/subscriptions/5b", "/SUBSCRIPTIONS/5B");
    assert_eq!(words(ASSIGNMENT, &renamed), Vec::<String>::new());
    let narrower = ASSIGNMENT.replace(r#"0001", "type"#, r#"0001/resourceGroups/rg", "type"#);
    let changes = words(ASSIGNMENT, &narrower);
    assert_eq!(changes.len(), 2, "{changes:?}");
    let expected = "aa000000-0000-4000-8000-000000000001 no longer has Contributor on /subscriptions/5b000000-0000-4000-8000-000000000001";
    assert_eq!(changes.last().map(String::as_str), Some(expected));
}
