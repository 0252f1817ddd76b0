//! Is the bundled default policy the one a Kubernetes 1.36 server has?

#![expect(
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::kubernetes::{Binding, Role};
use aksess::{Attributes, Authorizer, Decision, Policy, Resource, Source, Target};
use aksess_tests::shared;
use std::collections::BTreeMap;
use std::fs;

const SETTINGS: &str = "kind: ClusterSettings\nkubernetesDefaults: true\n";

fn parse(texts: &[&str]) -> Policy {
    let sources: Vec<Source> = texts.iter().map(|text| Source::new("t", *text)).collect();
    Policy::parse(&sources)
}

fn rules(role: &Role) -> Vec<Vec<Vec<&str>>> {
    role.rules
        .iter()
        .map(|rule| {
            [
                &rule.verbs,
                &rule.api_groups,
                &rule.resources,
                &rule.resource_names,
                &rule.non_resource_urls,
            ]
            .iter()
            .map(|names| names.iter().map(|name| name.value.as_str()).collect())
            .collect()
        })
        .collect()
}

type Whom = (String, Option<String>, String);

fn bound(binding: &Binding) -> (String, String, Vec<Whom>) {
    let subjects = binding.subjects.iter();
    let subjects = subjects.map(|of| (of.kind.clone(), of.namespace.clone(), of.name.clone()));
    (
        binding.role_ref.kind.clone(),
        binding.role_ref.name.clone(),
        subjects.collect(),
    )
}

#[test]
fn it_is_what_a_running_server_has() {
    let Some(path) = shared("data/kubernetes/bootstrap/live-1.36.2.json") else {
        println!("no dump of a running server beside the project");
        return;
    };
    let live = fs::read_to_string(path).unwrap();
    let (live, bundled) = (parse(&[&live]), parse(&[SETTINGS]));
    let roles = |policy: &Policy| -> BTreeMap<(String, String), Vec<Vec<Vec<String>>>> {
        let roles = policy.roles().iter();
        roles
            .map(|role| {
                let rules = rules(role);
                let owned = rules
                    .iter()
                    .map(|rule| {
                        rule.iter()
                            .map(|list| list.iter().map(|&s| s.to_owned()).collect())
                            .collect()
                    })
                    .collect();
                ((role.scope().to_owned(), role.name.value.clone()), owned)
            })
            .collect()
    };
    assert_eq!(roles(&live), roles(&bundled));
    let bindings = |policy: &Policy| -> BTreeMap<(String, String), _> {
        let bindings = policy.bindings().iter();
        bindings
            .map(|of| ((of.scope().to_owned(), of.name.value.clone()), bound(of)))
            .collect()
    };
    assert_eq!(bindings(&live), bindings(&bundled));
    println!(
        "{} roles and {} bindings agree",
        live.roles().len(),
        live.bindings().len()
    );
}

fn may(policy: &Policy, user: &str, verb: &str, resource: &str, namespace: &str) -> bool {
    let asked = Attributes {
        user,
        groups: vec!["system:authenticated"],
        extra: vec![],
        verb,
        target: Target::Resource(Resource {
            resource,
            namespace,
            ..Resource::default()
        }),
    };
    Authorizer::new(policy).authorize(&asked) == Decision::Allow
}

const BINDING: &str = "
kind: RoleBinding
metadata: {name: viewers, namespace: dev}
roleRef: {kind: ClusterRole, name: view}
subjects: [{kind: User, name: alice}]
";

#[test]
fn defaults_are_there_only_where_asked_for_and_a_pasted_role_takes_the_place_of_one() {
    assert!(!may(&parse(&[BINDING]), "alice", "list", "pods", "dev"));
    assert!(may(
        &parse(&[BINDING, SETTINGS]),
        "alice",
        "list",
        "pods",
        "dev"
    ));
    assert!(!may(
        &parse(&[BINDING, SETTINGS]),
        "alice",
        "list",
        "secrets",
        "dev"
    ));
    let own = "kind: ClusterRole\nmetadata: {name: view}\nrules: []\n";
    assert!(!may(
        &parse(&[BINDING, SETTINGS, own]),
        "alice",
        "list",
        "pods",
        "dev"
    ));
}

#[test]
fn a_labelled_role_feeds_the_default_ones() {
    let more = "
kind: ClusterRole
metadata: {name: aggregate-widgets, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}
rules: [{apiGroups: [''], resources: [widgets], verbs: [list]}]
";
    assert!(may(
        &parse(&[BINDING, SETTINGS, more]),
        "alice",
        "list",
        "widgets",
        "dev"
    ));
    let trace = Authorizer::new(&parse(&[BINDING, SETTINGS])).explain(&Attributes {
        user: "alice",
        groups: vec![],
        extra: vec![],
        verb: "list",
        target: Target::Resource(Resource {
            resource: "pods",
            namespace: "dev",
            ..Resource::default()
        }),
    });
    assert_eq!(trace.grounds[0].role.location, None);
}
