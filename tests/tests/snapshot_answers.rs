//! Does a snapshot answer as its documents do?
//!
//! Everything but what it does not keep: places, scenarios, and the namespace that a User or Group has no use
//! for. What has no place is not called a default, unless it is one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use aksess::command::Context;
use aksess::{Authorizer, Policy, Source, report, snapshot};
use aksess_tests::{files, root};
use std::fs;

fn read(name: &str, text: impl Into<String>) -> (Policy, Authorizer) {
    read_all(&[Source::new(name, text)])
}

/// A policy, and what is left of it in a snapshot.
fn read_all(sources: &[Source]) -> (Policy, Authorizer) {
    let policy = Policy::parse(sources);
    let kept = snapshot::read_with_kinds(&snapshot::write(&policy)).unwrap();
    (policy, kept)
}

/// Lines without the places at their ends.
fn unplaced(text: &str) -> String {
    let line = |line: &str| {
        let place = line.rfind("  (").map(|at| line.split_at(at));
        match place {
            Some((line, place)) if place.ends_with(')') && place != "  (default)" => {
                line.to_owned()
            }
            _ => line.to_owned(),
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn scenarios_are_answered_in_the_same_words() {
    let folder = root().join("tests/scenarios");
    let (mut asked, mut placed) = (0, 0);
    // documents of Azure travel as they are: those of every other room are enough
    let rooms = ["kubectl", "kubernetes", "questions"].map(|room| folder.join(room));
    for path in rooms.iter().flat_map(|room| files(room, &["yaml"])) {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let (policy, kept) = read(&name, fs::read_to_string(&path).unwrap());
        let written = Authorizer::new(&policy);
        assert_eq!(kept.vocabulary(), policy.vocabulary(), "{name}");
        let context = policy.context();
        assert_eq!(kept.context().kinds, context.kinds, "{name}");
        let of_kept = Context {
            objects: context.objects.clone(),
            ..kept.context()
        };
        let requests = policy.scenarios().iter().flat_map(|of| &of.requests);
        for request in requests {
            let told = report::render_review(&written.review(&request.asked, &context));
            let again = report::render_review(&kept.review(&request.asked, &of_kept));
            assert_eq!(unplaced(&again), unplaced(&told), "{name}");
            asked += 1;
            placed += usize::from(unplaced(&told) != told);
        }
    }
    assert!(
        asked > 150 && placed > 100,
        "{asked} asked, {placed} placed"
    );
}

#[test]
fn findings_are_those_of_the_documents_but_for_what_is_not_kept() {
    let folder = root().join("tests/policies/contoso");
    let sources = files(&folder, &["yaml", "json"]).into_iter().map(|path| {
        let name = path.file_name().unwrap().display().to_string();
        Source::new(name, fs::read_to_string(&path).unwrap())
    });
    let (policy, kept) = read_all(&sources.collect::<Vec<_>>());
    let mut findings = Authorizer::new(&policy).findings();
    let all = findings.listed.len();
    findings
        .listed
        .retain(|of| of.rule.word() != "namespace-on-subject");
    assert_eq!(findings.listed.len(), all - 1);
    let told = report::render_findings(&findings);
    let again = report::render_findings(&kept.findings());
    assert_eq!(unplaced(&again), unplaced(&told));
    assert!(told.contains("ClusterRoleBinding dashboards  (cluster-rbac.yaml:31)"));
    assert!(again.contains("ClusterRoleBinding dashboards\n"));
}

const CRON_TABS: &str = "
kind: ClusterSettings
kubernetesDefaults: true
---
kind: ClusterRole
metadata: {name: tabs}
rules: [{apiGroups: [stable.example.com], resources: [crontabs], verbs: [get]}]
---
kind: ClusterRoleBinding
metadata: {name: tabs}
roleRef: {kind: ClusterRole, name: tabs}
subjects: [{kind: User, name: ann}]
---
kind: ClusterRoleBinding
metadata: {name: viewers}
roleRef: {kind: ClusterRole, name: view}
subjects: [{kind: User, name: ann}]
";

#[test]
fn what_is_not_placed_is_no_default_and_what_is_one_says_so() {
    let (_, kept) = read("tabs.yaml", CRON_TABS);
    let asked = |line: &str| {
        let asked = aksess::access_request::AccessRequest::parse(&format!(
            "as: {{user: ann, groups: [\"system:authenticated\"]}}\nkubectl: {line}"
        ));
        report::render_review(&kept.review(&asked.unwrap(), &kept.context()))
    };
    let own = asked("get crontabs x -n dev");
    assert!(own.starts_with("Allowed"), "{own}");
    assert!(own.contains("1. ClusterRoleBinding tabs\n   subject User ann\n   ClusterRole tabs\n"));
    assert!(!own.contains("(default)"), "{own}");
    let default = asked("get pods -n dev");
    assert!(
        default.contains(
            "1. ClusterRoleBinding viewers\n   subject User ann\n   ClusterRole view  (default)\n"
        ),
        "{default}"
    );
}
