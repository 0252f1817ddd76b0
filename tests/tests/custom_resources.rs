//! What do CustomResourceDefinitions tell, and what is told of broken ones?

use aksess::command::{self, Context};
use aksess::{Authorizer, Policy, Severity, Source, snapshot};

const WIDGETS: &str = "apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.stable.example.com}
spec:
  group: stable.example.com
  scope: Cluster
  names: {plural: widgets, singular: gizmo, kind: Widget, shortNames: [wd], categories: [shop]}
  versions:
  - {name: v1alpha1, served: false, storage: false, subresources: {scale: {}}}
  - {name: v1, served: true, storage: true, subresources: {status: {}}}
";

/// The first format: no scope, one version, subresources of all.
const TABS: &str = "apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: {name: tabs.acme.io}
spec:
  group: acme.io
  version: v1beta2
  subresources: {scale: {specReplicasPath: .spec.replicas}}
  names: {plural: tabs, kind: Tab, categories: [shop, all]}
";

fn policy(text: &str) -> Policy {
    Policy::parse(&[Source::new("crd.yaml", text)])
}

fn asked(line: &str, context: &Context) -> Vec<String> {
    let requests = command::kubectl(line, context).requests;
    let of_objects = requests.iter().map(ToString::to_string);
    of_objects.filter(|of| !of.contains(" /api")).collect()
}

#[test]
fn a_kind_is_known_by_each_of_its_names_and_asked_for_where_it_lives() {
    let policy = policy(&format!("{TABS}---\n{WIDGETS}"));
    assert_eq!(policy.diagnostics(), []);
    let context = policy.context();
    for word in ["widgets", "gizmo", "Widget", "wd", "widgets.stable"] {
        assert_eq!(
            asked(&format!("get {word} -n dev"), &context),
            ["list widgets.stable.example.com at the cluster scope"],
            "{word}"
        );
    }
    assert_eq!(
        asked("get tab -n dev", &context),
        ["list tabs.acme.io in dev"]
    );
    let category = asked("get shop -n dev", &context);
    assert_eq!(
        category,
        [
            "list tabs.acme.io in dev",
            "list widgets.stable.example.com at the cluster scope"
        ]
    );
    let all = asked("get all -n dev", &context);
    assert_eq!(all.len(), 11);
    assert_eq!(all.last().unwrap(), "list tabs.acme.io in dev");
    let notes = command::kubectl("get widgets,tabs", &context).notes;
    assert!(!notes.iter().any(|of| of.contains("is taken as a kind")));
    let refused = command::kubectl("get wodgets", &context);
    assert!(
        refused.problems[0]
            .message
            .contains("no kind that is known here")
    );
}

#[test]
fn names_can_be_suggested_and_a_snapshot_keeps_them() {
    let policy = policy(&format!("{WIDGETS}---\n{TABS}"));
    let vocabulary = policy.vocabulary();
    assert_eq!(vocabulary.api_groups, ["acme.io", "stable.example.com"]);
    assert_eq!(
        vocabulary.resources,
        ["tabs", "tabs/scale", "widgets", "widgets/status"]
    );
    // no rule names them
    assert_eq!(vocabulary.typed, Vec::<String>::new());
    let bytes = snapshot::write(&policy);
    let kept = snapshot::read_with_kinds(&bytes).unwrap();
    assert_eq!(kept.context().kinds, policy.context().kinds);
    assert_eq!(kept.vocabulary(), vocabulary);
    assert_eq!(snapshot::write_of(&kept), bytes);
    assert_eq!(snapshot::write_of(&Authorizer::new(&policy)), bytes);
    // a host that only decides has no use for them
    assert!(snapshot::read_kubernetes(&bytes).is_ok());
}

#[test]
fn a_definition_says_more_than_a_rule_that_names_the_kind() {
    let rule = "---
kind: Role
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: r, namespace: dev}
rules: [{apiGroups: [stable.example.com], resources: [widgets], verbs: [get]}]
";
    let named = policy(rule).context();
    assert_eq!(
        asked("get widgets -n dev", &named),
        ["list widgets.stable.example.com in dev"]
    );
    let defined = policy(&format!("{rule}---\n{WIDGETS}")).context();
    assert_eq!(defined.kinds.len(), 1);
    assert_eq!(
        asked("get widgets -n dev", &defined),
        ["list widgets.stable.example.com at the cluster scope"]
    );
}

#[test]
fn a_broken_definition_is_told_with_its_place_and_defines_nothing() {
    let cases = [
        (
            "  group: stable.example.com\n",
            "",
            2,
            7,
            "`spec.group` is missing",
        ),
        (
            "plural: widgets, ",
            "",
            7,
            10,
            "`spec.names.plural` is missing",
        ),
        ("kind: Widget, ", "", 7, 10, "`spec.names.kind` is missing"),
        (
            "scope: Cluster",
            "scope: Global",
            6,
            10,
            "`spec.scope` must be `Namespaced` or `Cluster`",
        ),
        (
            "  scope: Cluster\n",
            "",
            2,
            7,
            "`spec.scope` must be `Namespaced` or `Cluster`",
        ),
        (
            "[wd]",
            "wd",
            7,
            71,
            "`shortNames` must be a list, not a string",
        ),
        (
            "group: stable.example.com",
            "group: 7",
            5,
            10,
            "`group` must be a string",
        ),
        (
            "spec:",
            "speck:",
            2,
            7,
            "a CustomResourceDefinition needs a `spec`",
        ),
    ];
    for (from, to, line, column, message) in cases {
        let policy = policy(&WIDGETS.replacen(from, to, 1));
        let [told] = policy.diagnostics() else {
            panic!("{to}: {:?}", policy.diagnostics());
        };
        assert!(told.message.starts_with(message), "{}", told.message);
        assert_eq!(told.severity, Severity::Error, "{message}");
        assert_eq!(
            (told.location.line, told.location.column),
            (line, column),
            "{message}"
        );
        assert!(told.message.contains("the API server refuses it"));
        assert_eq!(policy.context().kinds, []);
    }
}

#[test]
fn the_last_of_two_definitions_counts() {
    let twice = format!("{WIDGETS}---\n{}", WIDGETS.replace("Cluster", "Namespaced"));
    let policy = policy(&twice);
    assert_eq!(policy.context().kinds[0].namespaced, Some(true));
    let [told] = policy.diagnostics() else {
        panic!("{:?}", policy.diagnostics());
    };
    assert_eq!(told.location.line, 7);
    assert_eq!(
        told.message,
        "this CustomResourceDefinition is written again further on; the last one counts"
    );
    // the same once more is not worth a word
    let same = format!("{WIDGETS}---\n{WIDGETS}");
    assert_eq!(Policy::parse(&[Source::new("s", same)]).diagnostics(), []);
}

#[test]
fn resources_are_typed_with_their_group_where_the_name_alone_means_another() {
    let policy = policy(
        "kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: c}
rules:
- {apiGroups: ['', metrics.k8s.io], resources: [pods, pods/log], verbs: [get]}
- {apiGroups: [apps, example.com, ''], resources: [deployments], verbs: [get]}
- {apiGroups: ['*'], resources: [things, '*/scale'], verbs: [get]}
- {apiGroups: [acme.io], resources: [tabs], verbs: [get]}
",
    );
    let typed = policy.vocabulary().typed;
    assert_eq!(
        typed,
        [
            "deployments",
            "deployments.example.com",
            "deployments.v1.",
            "pods",
            "pods.metrics.k8s.io",
            "pods.metrics.k8s.io/log",
            "pods/log",
            "tabs",
            "things",
        ]
    );
    let context = policy.context();
    let groups = ["apps", "example.com", ""].map(|group| match group {
        "" => "list deployments in default".to_owned(),
        group => format!("list deployments.{group} in default"),
    });
    let asked: Vec<String> = typed
        .iter()
        .take(3)
        .flat_map(|word| asked(&format!("get {word}"), &context))
        .collect();
    assert_eq!(asked, groups);
}
