//! Does every scenario file come out as it says?

#![expect(
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::{Policy, Severity, Source, conformance, report};
use aksess_tests::{files, root};
use std::fmt::Write;
use std::fs;

#[test]
fn every_scenario_passes_and_its_traces_read_well() {
    let folder = root().join("tests/scenarios");
    let mut count = 0;
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
            assert_eq!(
                outcome.failures,
                [""; 0],
                "{name}: {}\n{}",
                outcome.request,
                report::render_review(&outcome.review)
            );
            let rendered = report::render_review(&outcome.review);
            writeln!(told, "# {}\n{rendered}\n", outcome.request).unwrap();
        }
        let snapshot = name.replace('/', "__").replace(".yaml", "");
        insta::with_settings!({snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true}, {
            insta::assert_snapshot!(snapshot, told.trim_end());
        });
        count += requests;
    }
    println!("{count} requests of scenarios");
}
