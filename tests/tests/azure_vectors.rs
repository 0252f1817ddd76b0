//! Does the core answer as the Azure vectors say?
//!
//! 200 pasted worlds with 25 reviews each. Their answers come from an evaluator that was written from the
//! specification and shares no code with this one.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::{Authorizer, Order, Policy, Source, SubjectAccessReviewSpec, Trace};
use aksess_tests::{lines, root, shared};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[derive(Deserialize)]
struct World {
    world: String,
    sources: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    id: String,
    world: String,
    order: String,
    spec: SubjectAccessReviewSpec,
    expected: String,
    by: Option<String>,
    assignment: Option<String>,
    #[serde(default)]
    assignments: Vec<String>,
    #[serde(default)]
    bindings: Vec<String>,
    #[serde(default)]
    deny_assignments: Vec<String>,
}

fn worlds(path: &Path) -> BTreeMap<String, Authorizer> {
    let worlds = lines(path).into_iter().map(|line| {
        let World { world, sources } = serde_json::from_str(&line).unwrap();
        (world, Authorizer::new(&Policy::parse(&sources)))
    });
    worlds.collect()
}

/// What is wrong with an answer; nothing where it is as expected.
fn wrong(case: &Case, trace: &Trace) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut compare = |what: &str, expected: &str, found: &str| {
        if expected != found {
            wrong.push(format!("{what}: expected {expected}, found {found}"));
        }
    };
    let decision = if trace.decision.is_allowed() {
        "Allow"
    } else {
        "Deny"
    };
    compare("decision", &case.expected, decision);
    if let Some(by) = &case.by {
        compare("by", by, trace.by.word());
    }
    let azure = trace.azure.as_ref();
    if !case.assignments.is_empty() {
        let grounds = azure.map(|of| &of.grounds).into_iter().flatten();
        let names: Vec<&str> = grounds.map(|of| of.assignment.name.as_str()).collect();
        compare("assignments", &case.assignments.join(" "), &names.join(" "));
        compare(
            "assignment",
            case.assignment.as_deref().unwrap_or_default(),
            names.first().unwrap_or(&""),
        );
    }
    if !case.bindings.is_empty() {
        let grounds = trace.grounds.iter().map(|of| match &of.binding.namespace {
            Some(namespace) => format!("{}/{namespace}/{}", of.binding.kind, of.binding.name),
            None => format!("{}/{}", of.binding.kind, of.binding.name),
        });
        let found: BTreeSet<String> = grounds.collect();
        let expected: BTreeSet<String> = case.bindings.iter().cloned().collect();
        compare("bindings", &format!("{expected:?}"), &format!("{found:?}"));
    }
    if !case.deny_assignments.is_empty() {
        let denials = azure.map(|of| &of.denials).into_iter().flatten();
        let found: BTreeSet<&str> = denials.map(|of| of.assignment.name.as_str()).collect();
        let expected: BTreeSet<&str> = case.deny_assignments.iter().map(String::as_str).collect();
        compare(
            "deny assignments",
            &format!("{expected:?}"),
            &format!("{found:?}"),
        );
    }
    wrong
}

fn agree(folder: &Path) {
    let worlds = worlds(&folder.join("worlds.jsonl"));
    let cases = lines(&folder.join("cases.jsonl"));
    let mut failures = Vec::new();
    for line in &cases {
        let case: Case = serde_json::from_str(line).unwrap();
        let order = Order::of(&case.order).unwrap();
        let authorizer = worlds[&case.world].in_order(order);
        let asked = case.spec.attributes().unwrap();
        let trace = authorizer.explain(&asked);
        assert_eq!(authorizer.authorize(&asked), trace.decision, "{}", case.id);
        let wrong = wrong(&case, &trace);
        if !wrong.is_empty() {
            failures.push(format!(
                "{}: {}\n  {:?}",
                case.id,
                wrong.join("; "),
                case.spec
            ));
        }
    }
    println!("{}/{}", cases.len() - failures.len(), cases.len());
    let shown = failures.iter().take(12).cloned().collect::<Vec<_>>();
    assert!(failures.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn every_case_beside_the_project() {
    match shared("vectors/azure") {
        Some(folder) => agree(&folder),
        None => println!("no vectors beside the project: only the kept sample is asked"),
    }
}

#[test]
fn the_sample_kept_in_the_project() {
    agree(&root().join("tests/vectors/azure"));
}
