//! Is what comes from documents only ever text in a review's Markdown?

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{Authorizer, Policy, Source, report};

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
        // What follows a backslash is text in Markdown.
        let outside: String = outside
            .split('\\')
            .enumerate()
            .map(|(at, part)| part.chars().skip(usize::from(at > 0)).collect::<String>())
            .collect();
        assert!(!outside.contains('<'), "{line}");
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
