//! Does every scenario file come out as it says?

#![expect(
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::{Order, Policy, Severity, Source, conformance, report};
use aksess_tests::{files, root};
use std::fmt::Write;
use std::fs;

#[test]
fn every_scenario_passes_and_its_traces_read_well() {
    let folder = root().join("tests/scenarios");
    let mut count = 0;
    let mut failures = Vec::new();
    for path in files(&folder, &["yaml"]) {
        let name = path.strip_prefix(&folder).unwrap().display().to_string();
        let text = fs::read_to_string(&path).unwrap();
        let policy = Policy::parse(&[Source::new(name.clone(), text)]);
        for told in policy.diagnostics() {
            assert_ne!(told.severity, Severity::Error, "{name}: {told:?}");
        }
        let requests: usize = policy.scenarios().iter().map(|of| of.requests.len()).sum();
        let outcomes = conformance::run(&policy);
        assert!(requests > 0 && outcomes.len() == requests, "{name}");
        assert!(
            policy
                .scenarios()
                .iter()
                .all(|of| !of.source.is_empty() && !of.title.is_empty()),
            "{name} cites no source"
        );
        let mut told = String::new();
        for outcome in &outcomes {
            let rendered = report::render_review(&outcome.review);
            if !outcome.failures.is_empty() {
                let line = &outcome.request;
                let what = outcome.failures.join("; ");
                failures.push(format!("{name}: {line}: {what}\n{rendered}"));
            }
            writeln!(told, "# {}\n{rendered}\n", outcome.request).unwrap();
        }
        // A request that names no order has the same answer in the others too.
        for order in [Order::KubernetesFirst, Order::AzureExclusive] {
            for outcome in conformance::run_in(&policy, order) {
                if !outcome.failures.is_empty() {
                    let (line, what) = (&outcome.request, outcome.failures.join("; "));
                    failures.push(format!("{name} {}: {line}: {what}", order.word()));
                }
            }
        }
        count += requests;
        if !failures.is_empty() {
            continue;
        }
        let snapshot = name.replace('/', "__").replace(".yaml", "");
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(snapshot, told.trim_end());
        });
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    println!("{count} requests of scenarios");
}
