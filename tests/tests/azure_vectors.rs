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

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{
    Authorizer, Identity, Order, Policy, Severity, Source, SubjectAccessReviewSpec, Trace,
    conformance, snapshot,
};
use aksess_tests::{files, lines, root, shared};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
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
    let kept = worlds.iter().map(|(name, authorizer)| {
        let bytes = snapshot::write_of(authorizer);
        (name.clone(), snapshot::read(&bytes).unwrap())
    });
    let kept: BTreeMap<String, Authorizer> = kept.collect();
    let cases = lines(&folder.join("cases.jsonl"));
    let mut failures = Vec::new();
    for line in &cases {
        let case: Case = serde_json::from_str(line).unwrap();
        let order = Order::of(&case.order).unwrap();
        let authorizer = worlds[&case.world].in_order(order);
        let asked = case.spec.attributes().unwrap();
        let trace = authorizer.explain(&asked);
        assert_eq!(authorizer.authorize(&asked), trace.decision, "{}", case.id);
        let prepared = authorizer.prepare(&Identity {
            user: case.spec.user.clone(),
            groups: case.spec.groups.clone(),
            extra: case.spec.extra.clone(),
        });
        let again = prepared.authorize(asked.verb, asked.target);
        assert_eq!(again, trace.decision, "{} prepared", case.id);
        let kept = kept[&case.world].in_order(order);
        assert_eq!(
            kept.authorize(&asked),
            trace.decision,
            "{} as a snapshot",
            case.id
        );
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

/// The questions to Azure Resource Manager: decision, what decided, and through which assignments.
fn control_plane(folder: &Path) {
    let worlds = worlds(&folder.join("worlds.jsonl"));
    let cases = lines(&folder.join("control-plane.jsonl"));
    let mut failures = Vec::new();
    for line in &cases {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let names = |key: &str| {
            let names = case[key].as_array().into_iter().flatten();
            names
                .filter_map(|of| of.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        };
        let request = AccessRequest::parse(&case["request"].to_string()).unwrap();
        let review = worlds[&text("world")].review(&request, &Context::default());
        let decision = if review.decision.is_allowed() {
            "Allow"
        } else {
            "Deny"
        };
        let azure = review.actions.first().map(|of| &of.azure);
        let grounds = azure.map(|of| &of.grounds).into_iter().flatten();
        let grounds: Vec<&str> = grounds.map(|of| of.assignment.name.as_str()).collect();
        let denials = azure.map(|of| &of.denials).into_iter().flatten();
        let denials: Vec<&str> = denials.map(|of| of.assignment.name.as_str()).collect();
        let fits = decision == text("expected")
            && review.by.word() == text("by")
            && (case["assignments"].is_null() || names("assignments") == grounds.join(" "))
            && (case["denyAssignments"].is_null() || names("denyAssignments") == denials.join(" "))
            && (review.decision.is_allowed() == review.message.is_none());
        if !fits {
            failures.push(format!(
                "{line}\n  {decision} {} {grounds:?} {denials:?}",
                review.by.word()
            ));
        }
    }
    println!(
        "control plane {}/{}",
        cases.len() - failures.len(),
        cases.len()
    );
    let shown = failures.iter().take(6).cloned().collect::<Vec<_>>();
    assert!(failures.is_empty(), "{}", shown.join("\n"));
}

/// Every scenario file, as `aksess test` runs it; a request without an order in all three.
#[test]
fn every_scenario_beside_the_project() {
    let Some(folder) = shared("vectors/azure/scenarios") else {
        println!("no scenarios beside the project");
        return;
    };
    let mut count = 0;
    for path in files(&folder, &["yaml"]) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let policy = Policy::parse(&[Source::new(name.clone(), text)]);
        let told = policy
            .diagnostics()
            .iter()
            .filter(|of| of.severity != Severity::Info);
        let told: Vec<_> = told.collect();
        assert!(told.is_empty(), "{name}: {told:?}");
        for order in Order::ALL {
            let outcomes = conformance::run_in(&policy, order);
            assert!(!outcomes.is_empty(), "{name}");
            for outcome in outcomes {
                assert!(
                    outcome.failures.is_empty(),
                    "{name} {order:?} {}: {:?}\n{}",
                    outcome.request,
                    outcome.failures,
                    outcome.report
                );
            }
        }
        count += 1;
    }
    println!("{count} scenario files");
}

#[test]
fn every_case_beside_the_project() {
    match shared("vectors/azure") {
        Some(folder) => {
            agree(&folder);
            control_plane(&folder);
        }
        None => println!("no vectors beside the project: only the kept sample is asked"),
    }
}

#[test]
fn the_sample_kept_in_the_project() {
    agree(&root().join("tests/vectors/azure"));
    control_plane(&root().join("tests/vectors/azure"));
}
