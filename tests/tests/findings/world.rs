//! A whole world, told in every form.

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::query::{PreflightRequest, Purpose};
use aksess::{Authorizer, Policy, Severity, Source, report};
use aksess_tests::{files, root};
use std::fs;

/// The policy in `tests/policies/contoso`.
fn contoso() -> Policy {
    let folder = root().join("tests/policies/contoso");
    let sources = files(&folder, &["json", "yaml"]).into_iter().map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Source::new(name, fs::read_to_string(&path).unwrap())
    });
    let policy = Policy::parse(&sources.collect::<Vec<_>>());
    for told in policy.diagnostics() {
        assert_ne!(told.severity, Severity::Error, "{told:?}");
    }
    policy
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({snapshot_path => "../../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn findings_read_well() {
    let findings = Authorizer::new(&contoso()).findings();
    snapshot("findings__contoso", &report::render_findings(&findings));
    snapshot(
        "findings__contoso-markdown",
        &report::findings_markdown(&findings),
    );
    let sarif = serde_json::to_string_pretty(&report::findings_sarif(&findings)).unwrap();
    snapshot("findings__contoso-sarif", &sarif);
}

#[test]
fn preflights_read_well() {
    let authorizer = Authorizer::new(&contoso());
    let ask = |purpose| PreflightRequest {
        purpose,
        principal: None,
        groups: Vec::new(),
        scope: None,
    };
    let cluster = authorizer
        .preflight(&ask(Purpose::ClusterIdentity))
        .unwrap();
    snapshot(
        "preflight__contoso-cluster-identity",
        &report::render_preflight(&cluster),
    );
    let features = authorizer.preflight(&ask(Purpose::Features)).unwrap();
    snapshot(
        "preflight__contoso-features-markdown",
        &report::preflight_markdown(&features),
    );
}

/// A review can be told which findings it touches.
#[test]
fn findings_that_a_review_stands_on() {
    let authorizer = Authorizer::new(&contoso());
    let findings = authorizer.findings();
    let touched = |name: &str| {
        let request = format!(
            "as: {{user: {name}, groups: ['system:authenticated']}}\nkubectl: get secrets -n shop"
        );
        let request = AccessRequest::parse(&request).unwrap();
        let review = authorizer.review(&request, &Context::default());
        let touching = findings.touching(&review);
        touching.map(|of| of.rule.word()).collect::<Vec<_>>()
    };
    assert_eq!(
        touched("someone@contoso.com"),
        ["everyone-bound", "secrets-by-wildcard"]
    );
}

/// What was compiled before is told the same, without lines. It keeps nothing that no decision reads, such as
/// the namespace of a group.
#[test]
fn a_compiled_policy_has_the_same_findings() {
    let policy = contoso();
    let compiled = aksess::snapshot::read(&aksess::snapshot::write(&policy)).unwrap();
    let told = |authorizer: &Authorizer| {
        let found = authorizer.findings().listed.into_iter();
        let told = found.map(|of| (of.rule.word(), of.words));
        let told = told.filter(|(rule, _)| *rule != "namespace-on-subject");
        told.collect::<Vec<_>>()
    };
    assert!(told(&compiled).len() > 15);
    assert_eq!(told(&compiled), told(&Authorizer::new(&policy)));
}
