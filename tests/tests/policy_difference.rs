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

#[test]
fn paths_within_a_namespace_are_given_to_nobody_and_an_account_is_its_user() {
    let health = "{nonResourceURLs: [/healthz], verbs: [get]}";
    let within = role("r", health) + &binding("b", "r", "dev", DEVS);
    assert_eq!(words(&within, ""), Vec::<String>::new());
    let everywhere = role("r", health) + &binding("b", "r", "", DEVS);
    assert_eq!(
        words(&everywhere, &within),
        ["Group devs can no longer get /healthz in the whole cluster"]
    );
    let account = "{kind: ServiceAccount, name: web, namespace: dev}";
    let user = "{kind: User, name: 'system:serviceaccount:dev:web'}";
    let old = role("r", PODS) + &binding("b", "r", "", account);
    let new = role("r", PODS) + &binding("b", "r", "", user);
    assert_eq!(words(&old, &new), Vec::<String>::new());
    let nobody = role("r", PODS) + &binding("b", "r", "", "{kind: ServiceAccount, name: web}");
    assert_eq!(words(&nobody, ""), Vec::<String>::new());
}

/// A cluster of AKS, and what else.
fn cluster(rbac: bool, more: &str) -> String {
    format!(
        "type: Microsoft.ContainerService/ManagedClusters\nid: {CLUSTER}\nname: shop\naadProfile: {{managed: true, enableAzureRbac: {rbac}, tenantID: {TENANT}}}\n{more}"
    )
}

const TENANT: &str = "22222222-2222-4222-8222-222222222222";
const CLUSTER: &str = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/shop";

#[test]
fn what_else_decides_is_told() {
    let told = |old: &str, new: &str| {
        let difference = authorizer(old).difference(&authorizer(new));
        assert_eq!(difference.changes, []);
        let circumstances = difference.circumstances.into_iter();
        circumstances
            .map(|of| (of.words, of.location.map(|at| at.line)))
            .collect::<Vec<_>>()
    };
    let said = |words: &str, line| vec![(words.to_owned(), line)];
    let asked = cluster(true, "");
    assert_eq!(told(&asked, &asked), []);
    assert_eq!(
        told(&asked, &cluster(false, "")),
        said(
            "Azure RBAC for requests: asked before, not asked after",
            Some(4)
        )
    );
    assert_eq!(
        told(&asked, &cluster(true, "disableLocalAccounts: true\n")),
        said("local accounts: on before, off after", Some(5))
    );
    for (setting, words) in [
        (
            "managementGroups: {11111111-1111-4111-8111-111111111111: [mg-shop]}",
            "managementGroups: not given before, 11111111-1111-4111-8111-111111111111 in mg-shop after",
        ),
        (
            "kubernetesConfigurationNamespaces: true",
            "kubernetesConfigurationNamespaces: off before, on after",
        ),
        (
            "onWebhookError: Deny",
            "onWebhookError: NoOpinion before, Deny after",
        ),
    ] {
        let settings = format!("---\nkind: ClusterSettings\n{setting}\n");
        assert_eq!(told(&asked, &cluster(true, &settings)), said(words, None));
    }
    assert_eq!(
        told("", "kind: ClusterSettings\nonWebhookError: Deny\n"),
        []
    );
    // with a cluster come its defaults
    let described = authorizer("").difference(&authorizer(&asked));
    assert_eq!(
        described.circumstances[0].words,
        "the cluster described: none before, shop after"
    );
}

#[test]
fn what_is_eligible_is_not_held_and_what_only_watches_stops_nobody() {
    let eligible = format!(
        "{}---\n- name: e1\n  principalId: aaaaaaaa-0000-4000-8000-000000000001\n  roleDefinitionName: Reader\n  roleDefinitionId: /subscriptions/11111111-1111-4111-8111-111111111111/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7\n  scope: {CLUSTER}\n  type: Microsoft.Authorization/roleEligibilityScheduleInstances\n",
        cluster(true, "")
    );
    let told = words(&cluster(true, ""), &eligible);
    assert_eq!(
        told,
        [format!(
            "aaaaaaaa-0000-4000-8000-000000000001 may activate Reader on {CLUSTER}"
        )]
    );
}
