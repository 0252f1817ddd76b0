//! Is bad input answered with a diagnostic, whatever it is?

mod for_all;

use aksess::{Attributes, Authorizer, Decision, Policy, Resource, Severity, Source, Target};
use for_all::for_all;
use proptest::prelude::*;
use std::fmt::Write;

const GOOD: &str = "\
kind: ClusterRole
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: reader}
rules: [{apiGroups: [''], resources: [pods], verbs: [list]}]
---
kind: ClusterRoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
";

/// The bad text is told with its line, and the good documents beside it still count.
#[track_caller]
fn check(bad: &str, severity: Severity, line: u32, words: &str) {
    let text = format!("{bad}\n---\n{GOOD}");
    let policy = Policy::parse(&[Source::new("pasted", text)]);
    let found = policy.diagnostics();
    assert!(
        found.iter().any(|of| of.severity == severity
            && of.location.line == line
            && of.message.contains(words)),
        "{found:#?}"
    );
    let asked = Attributes {
        user: "alice",
        groups: vec![],
        extra: vec![],
        verb: "list",
        target: Target::Resource(Resource {
            resource: "pods",
            ..Resource::default()
        }),
    };
    assert_eq!(Authorizer::new(&policy).authorize(&asked), Decision::Allow);
}

#[test]
fn truncated_yaml() {
    check("kind: Role\nmetadata: {name: a", Severity::Error, 2, "");
}

#[test]
fn truncated_json() {
    check(
        "{\"kind\": \"Role\",\n \"metadata\": {\"name\"",
        Severity::Error,
        2,
        "the text is cut off",
    );
}

#[test]
fn tabs() {
    check(
        "kind: Role\nmetadata:\n\tname: a",
        Severity::Error,
        3,
        "tab",
    );
}

#[test]
fn an_alias_bomb() {
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
    for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
        let ten = format!("*{from},").repeat(10);
        writeln!(bomb, "{to}: &{to} [{ten}]").unwrap();
    }
    check(&bomb, Severity::Error, 5, "excessive aliasing");
}

#[test]
fn duplicate_keys() {
    check(
        "kind: Role\nmetadata: {name: a, namespace: b}\nrules: []\nrules: []",
        Severity::Warning,
        4,
        "`rules` is written twice",
    );
}

#[test]
fn deep_nesting() {
    check(&"[".repeat(5_000), Severity::Error, 1, "");
    check(&"- ".repeat(5_000), Severity::Error, 1, "");
}

#[test]
fn nul_and_other_control_characters() {
    check("kind: Ro\0le", Severity::Error, 1, "U+0000");
    check("kind: R\u{1b}[31mole", Severity::Error, 1, "U+001B");
}

#[test]
fn ten_megabytes_of_noise() {
    let mut state = 1u32;
    let noise: String = (0..10_000_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b' ' + u8::try_from(state >> 24).unwrap() % 95)
        })
        .collect();
    let policy = Policy::parse(&[Source::new("noise", noise)]);
    assert!(!policy.diagnostics().is_empty());
}

/// A scenario with a typing error must not pass by testing nothing.
#[test]
fn mistakes_in_a_scenario() {
    for (request, words) in [
        (
            "{as: {user: a}, verb: get, path: /, order: First}",
            "`First` is none of AzureFirst",
        ),
        (
            "{as: {user: a}, verb: get, path: /, expects: Deny}",
            "`expects` is not a field",
        ),
        (
            "{as: {user: a}, verb: get, path: /, expect: Maybe}",
            "`expect` is `Allow` or `Deny`",
        ),
        (
            "{as: {usr: a}, verb: get, path: /}",
            "`usr` does not say who asks",
        ),
        ("{as: {user: a}, verb: get}", "exactly one of"),
    ] {
        check(
            &format!("kind: Scenario\nrequests:\n- {request}"),
            Severity::Error,
            3,
            words,
        );
    }
}

#[test]
fn a_flood_of_remarks_is_cut_and_the_gravest_stay() {
    let mut text = String::from("kind: Role\nmetadata: {name: a, namespace: b}\n");
    for _ in 0..5_000 {
        text.push_str("rules: []\n");
    }
    text.push_str("---\nkind: Role\nmetadata: {name: no, namespace: b}\n");
    let policy = Policy::parse(&[Source::new("t", text)]);
    let found = policy.diagnostics();
    assert_eq!(found.len(), 1_001);
    assert!(found.iter().any(|of| of.severity == Severity::Error));
    assert_eq!(found[1_000].message, "4002 more remarks are not listed");
}

#[test]
fn wrong_types() {
    check(
        "kind: Role\nmetadata: {name: a, namespace: no}",
        Severity::Error,
        2,
        "`namespace` must be a string, not the boolean `false`; put it in quotes",
    );
    check(
        "kind: Role\nmetadata: {name: a, namespace: b}\nrules:\n- {verbs: get, apiGroups: [''], resources: [pods]}",
        Severity::Error,
        4,
        "`verbs` must be a list, not a string",
    );
    check(
        "kind: RoleBinding\nmetadata: {name: a, namespace: b}\nroleRef: view",
        Severity::Error,
        3,
        "`roleRef` must be a mapping, not a string",
    );
}

#[test]
fn unknown_kinds_and_fields() {
    check(
        "kind: Deployment\napiVersion: apps/v1",
        Severity::Info,
        1,
        "`Deployment` plays no part in access",
    );
    check(
        "apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBindng",
        Severity::Error,
        2,
        "`RoleBindng` is no kind of this API group; expected Role, ClusterRole, RoleBinding or ClusterRoleBinding",
    );
    check(
        "kind: ClusterSetting\napiVersion: aksess.dev/v1",
        Severity::Error,
        1,
        "`ClusterSetting` is no kind of this API group; expected Scenario or ClusterSettings",
    );
    check(
        "kind: Role\nmetadata: {name: a, namespace: b}\nrules:\n- {verb: [get], apiGroups: [''], resources: [pods]}",
        Severity::Warning,
        4,
        "unknown field `verb` is ignored; did you mean `verbs`?",
    );
    check(
        "hello",
        Severity::Warning,
        1,
        "expected a Kubernetes object",
    );
    check(
        "NAME   AGE\nview   3d",
        Severity::Warning,
        1,
        "add `-o yaml`",
    );
    check("a: 1", Severity::Warning, 1, "no `kind`");
}

#[test]
fn what_the_api_server_would_refuse_is_told() {
    for (binding, words) in [
        (
            "roleRef: {kind: Role, name: x}\nsubjects: []",
            "cannot refer to a Role",
        ),
        (
            "roleRef: {kind: ClusterRole, name: x}\nsubjects: [{kind: ServiceAccount, name: a}]",
            "means nobody",
        ),
        (
            "roleRef: {kind: ClusterRole, name: x}\nsubjects: [{kind: user, name: a}]",
            "subject kind `user` is none of",
        ),
        (
            "roleRef: {kind: ClusterRole, name: x, apiGroup: rbac}\nsubjects: []",
            "apiGroup `rbac` should be",
        ),
    ] {
        let text = format!("kind: ClusterRoleBinding\nmetadata: {{name: a}}\n{binding}");
        let line = if words.contains("Role") || words.contains("apiGroup") {
            3
        } else {
            4
        };
        check(&text, Severity::Warning, line, words);
    }
}

/// Mutations of good text, and any text at all, never panic; every remark lies inside the text.
#[test]
fn any_text_is_answered() {
    let pieces = [
        "---\n", "{", "}", "[", "]", "\"", "'", "\\", ": ", "- ", "&a ", "*a ", "<<: ", "!t,",
        "\t", "\r", "|\n", "? ", "é😀", "\u{85}", "%YAML", "#",
    ];
    let edit = (
        any::<prop::sample::Index>(),
        prop::sample::select(pieces.to_vec()),
        0usize..6,
    );
    let strategy = prop_oneof![
        prop::collection::vec(edit, 1..6).prop_map(|edits| {
            let mut text: Vec<char> = GOOD.chars().collect();
            for (at, piece, remove) in edits {
                let at = at.index(text.len() + 1);
                let end = (at + remove).min(text.len());
                text.splice(at..end, piece.chars());
            }
            text.into_iter().collect::<String>()
        }),
        any::<String>(),
    ];
    for_all(4_000, &strategy, |text| {
        let lines = u32::try_from(text.split(['\n', '\r']).count()).unwrap();
        let policy = Policy::parse(&[Source::new("t", text)]);
        for remark in policy.diagnostics() {
            prop_assert!(remark.location.line <= lines && !remark.message.is_empty());
        }
        let _ = Authorizer::new(&policy);
        Ok(())
    });
}
