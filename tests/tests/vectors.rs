//! Does the core answer as the genuine Kubernetes code does?

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::{Authorizer, Decision, Gate, Policy, Severity, Source};
use aksess_tests::vectors::{Case, cases, worlds};
use aksess_tests::{root, shared};
use std::collections::BTreeMap;
use std::fs;

/// Asks every case twice, cheaply and fully, and compares decision, reason and message.
fn agree(name: &str, policies: &BTreeMap<String, Policy>, cases: &[Case]) {
    let authorizers: BTreeMap<&str, Authorizer> = policies
        .iter()
        .map(|(name, policy)| (name.as_str(), Authorizer::new(policy)))
        .collect();
    let mut wrong = Vec::new();
    for case in cases {
        let authorizer = &authorizers[case.world.as_str()];
        let asked = case.attributes();
        let trace = authorizer.explain(&asked);
        assert_eq!(authorizer.authorize(&asked), trace.decision, "{}", case.id);
        // The vectors' reason is that of RBAC alone, also for a caller who passed before it.
        let rbac = trace
            .opinions
            .iter()
            .find(|of| of.gate == Gate::KubernetesRbac);
        let mut reasons: Vec<&str> = trace.grounds.iter().map(|g| g.reason.as_str()).collect();
        reasons.dedup();
        let fits = (trace.decision == Decision::Allow) == case.allowed()
            && (case.chain_expected.is_some() || rbac.unwrap().reason == case.reason)
            && (case.chain_expected.is_some()
                || case.all_reasons.is_empty()
                || reasons == case.all_reasons)
            && (case.message.is_none() || trace.message == case.message)
            && (trace.decision == Decision::Allow
                || trace
                    .near_misses
                    .iter()
                    .all(|near| !near.differences.is_empty()));
        if !fits {
            wrong.push(format!("{case:?}\n  answered {trace:?}"));
        }
    }
    println!("{name} {}/{}", cases.len() - wrong.len(), cases.len());
    assert!(
        wrong.is_empty(),
        "{}",
        wrong[..wrong.len().min(3)].join("\n")
    );
}

fn bootstrap(path: &std::path::Path) -> BTreeMap<String, Policy> {
    let text = fs::read_to_string(path).unwrap();
    let policy = Policy::parse(&[Source::new("bootstrap", text)]);
    let told = policy.diagnostics().iter();
    assert_eq!(told.filter(|of| of.severity != Severity::Info).count(), 0);
    BTreeMap::from([("bootstrap".to_owned(), policy)])
}

#[test]
fn every_vector_beside_the_project() {
    let Some(folder) = shared("vectors/kubernetes") else {
        println!("no vectors beside the project: only the kept sample is asked");
        return;
    };
    let world = bootstrap(&folder.join("bootstrap-world.json"));
    agree(
        "bootstrap",
        &world,
        &cases(&folder.join("bootstrap-cases.jsonl")),
    );
    let random = worlds(&folder.join("random-worlds.jsonl"));
    agree(
        "random",
        &random,
        &cases(&folder.join("random-cases.jsonl")),
    );
}

#[test]
fn the_sample_kept_in_the_project() {
    let folder = root().join("tests/vectors");
    let random = worlds(&folder.join("random-worlds.jsonl"));
    agree(
        "random sample",
        &random,
        &cases(&folder.join("random-cases.jsonl")),
    );
}
