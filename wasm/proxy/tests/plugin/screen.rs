//! Are paths that could be read in two ways refused, and no others?

use aksess_tests::gateway::conformance::{enforce, handed_on};
use aksess_tests::gateway::{Plugin, Request};
use serde_json::json;

use crate::native::Native;

const POLICY: &str = r#"{"kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "all"},
 "rules": [{"nonResourceURLs": ["*"], "verbs": ["*"]}, {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}]}
---
{"kind": "ClusterRoleBinding", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": "all"},
 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "all"},
 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "root"}]}"#;

fn code(plugin: &mut Native, target: &str) -> u32 {
    let request: Request = handed_on("GET", target, "root", &[]);
    plugin.ask(&request).code()
}

#[test]
fn a_path_that_could_mean_another_is_refused() {
    let mut plugin = Native::start();
    let mut configuration = enforce(POLICY);
    let settings = configuration["mode"]["enforce"].as_object_mut().unwrap();
    settings.insert("oddRequests".to_owned(), json!("refuse"));
    assert!(plugin.configure(configuration.to_string().as_bytes()));
    for target in [
        "/api/v1/./pods",
        "/api/v1/../v1/pods",
        "/api/v1/pods/..",
        "/.",
        "/..;x=1/api",
        "/api/v1/.;x/pods",
        "/api/v1/namespaces/dev%2Fpods",
        "/api/v1/namespaces/%2e%2e/pods",
        "/api/v1/%2e/pods",
        "/api/v1/pods%2541",
        "/api/v1/pods%5Cx",
        "/api/v1\\pods",
        "/api/v1/pods#x",
        "/api/v1/pods%0a",
        "/api/v1/pods%zz",
        "/api/v1/pods%ff",
    ] {
        assert_eq!(code(&mut plugin, target), 400, "{target}");
    }
    for target in [
        "/api/v1/namespaces/dev/pods",
        "/.well-known/openid-configuration",
        "/api/v1/namespaces/dev/configmaps/.hidden",
        "/api/v1/namespaces/dev/configmaps/a..b",
        "/api/v1/namespaces/dev/pods/a;b",
        "/api/v1/namespaces/dev/pods/a%20b",
        "/api/v1/pods?continue=%2F..%2F",
    ] {
        assert_eq!(code(&mut plugin, target), 200, "{target}");
    }
}
