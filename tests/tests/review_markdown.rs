//! Is what comes from documents only ever text in a review's Markdown?

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{Authorizer, Policy, Source, report};

/// A name is shown and does nothing: no line of its own, no link, no tag, no table cell, no end of its code.
#[test]
fn names_do_nothing() {
    let hostile = "x\n# y | ![z](http://e.example) `q` <img src=x> ](u) @team \u{202e}";
    let quoted = serde_json::to_string(hostile).unwrap();
    let documents = format!(
        r#"[{{"kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {{"name": {quoted}}},
            "rules": [{{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}}]}},
           {{"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {{"name": {quoted}}},
            "roleRef": {{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": {quoted}}},
            "subjects": [{{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": {quoted}}}]}},
           {{"type": "Microsoft.ContainerService/ManagedClusters", "aadProfile": {{"enableAzureRbac": true}},
            "id": "/subscriptions/s/resourceGroups/r/providers/Microsoft.ContainerService/managedClusters/c"}},
           {{"type": "Microsoft.Authorization/roleAssignments", "name": {quoted}, "scope": "/subscriptions/s",
            "principalId": "a11ce000-0000-4000-8000-00000000000a", "principalName": {quoted},
            "roleDefinitionId": "7f6c6a51-bcf8-42ba-9220-52d62157d7db", "roleDefinitionName": {quoted}}}]"#
    );
    let policy = Policy::parse(&[Source::new(hostile, documents)]);
    let authorizer = Authorizer::new(&policy);
    for verb in ["get", "delete"] {
        for extra in ["{}", r#"{"oid": ["a11ce000-0000-4000-8000-00000000000a"]}"#] {
            let request = format!(
                r#"{{"as": {{"user": {quoted}, "groups": [{quoted}], "extra": {extra}}}, "verb": "{verb}",
                    "resource": "pods", "name": {quoted}, "namespace": {quoted}}}"#
            );
            let request = AccessRequest::parse(&request).unwrap();
            let review = authorizer.review(&request, &Context::default());
            let page = report::review_markdown(&review);
            assert!(!page.contains('\u{202e}'));
            let titles = page.lines().filter(|line| line.starts_with("# "));
            assert_eq!(titles.count(), 1, "{page}");
            let mut outside = String::new();
            // A line that is indented so far is code as well.
            for line in page.lines().filter(|line| !line.starts_with("    ")) {
                // What is between backticks is code.
                let parts: Vec<&str> = line.split('`').collect();
                for (at, part) in parts.iter().enumerate() {
                    if at % 2 == 0 || at + 1 == parts.len() {
                        outside.push_str(part);
                    }
                }
                if line.starts_with('|') {
                    assert_eq!(line.replace("\\|", "").matches('|').count(), 4, "{line}");
                }
                outside.push('\n');
            }
            for live in ["<img", "](", "http://", "@team"] {
                let escaped = outside.replace("\\<", "").replace("\\]", "");
                assert!(!escaped.contains(live), "{live} in {outside}");
            }
        }
    }
}
