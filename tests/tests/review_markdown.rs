//! Does a review read well, to someone who was not there?
//!
//! Every request of the walkthrough with its two users, as Markdown. The text is kept and read as prose.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::fs;

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{Authorizer, Policy, Source, conformance, report};
use aksess_tests::root;

#[test]
fn the_walkthrough() {
    let path = root().join("tests/scenarios/kubernetes/seed-004-dev-and-sre.yaml");
    let policy = Policy::parse(&[Source::new(
        "walkthrough.yaml",
        fs::read_to_string(path).unwrap(),
    )]);
    let outcomes = conformance::run(&policy);
    let reviews = outcomes.iter().map(|of| {
        format!(
            "> {}\n\n{}",
            of.request,
            report::review_markdown(&of.review)
        )
    });
    let text = reviews.collect::<Vec<_>>().join("\n\n---\n\n");
    insta::assert_snapshot!("review-walkthrough", text);
}

#[test]
fn names_are_text() {
    let hostile = "<img src=x>\\n# [a](https://b)|`c`";
    let policy = Policy::parse(&[Source::new(
        "a|b.yaml",
        format!(
            "kind: Role\nmetadata: {{name: \"{hostile}\", namespace: dev}}\nrules: [{{apiGroups: [''], resources: [pods], verbs: [get]}}]\n---\nkind: RoleBinding\nmetadata: {{name: \"{hostile}\", namespace: dev}}\nroleRef: {{kind: Role, name: \"{hostile}\"}}\nsubjects: [{{kind: Group, name: \"{hostile}\"}}]"
        ),
    )]);
    let request = format!(
        "as: {{user: \"{hostile}\", groups: [\"{hostile}\"]}}\nverb: get\nresource: pods\nnamespace: dev\n"
    );
    let request = AccessRequest::parse(&request).unwrap();
    let review = Authorizer::new(&policy).review(&request, &Context::default());
    let text = report::review_markdown(&review);
    for line in text.lines() {
        let outside: String = line.split('`').step_by(2).collect();
        assert!(!outside.replace("\\<", "").contains('<'), "{line}");
        assert!(
            !outside.contains("](") && !outside.contains("://"),
            "{line}"
        );
    }
    assert_eq!(
        text.lines().filter(|line| line.starts_with("# ")).count(),
        1,
        "{text}"
    );
}
