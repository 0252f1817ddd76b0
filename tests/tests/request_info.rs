//! Is a request read as the API server reads it?

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test without its material fails loudly, and says what it counted"
)]

use std::path::Path;

use aksess::RequestInfo;
use aksess_tests::{lines, root, shared};
use serde_json::{Value, json};

const NOBODY: [&str; 0] = [];

/// Reads every request of a file and compares every field.
fn agree(name: &str, path: &Path) {
    let lines = lines(path);
    let wrong: Vec<String> = lines.iter().filter_map(|line| difference(line)).collect();
    println!("{name} {}/{}", lines.len() - wrong.len(), lines.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn difference(line: &str) -> Option<String> {
    let mut expected: Value = serde_json::from_str(line).unwrap();
    let fields = expected.as_object_mut().unwrap();
    let id = fields.remove("id").unwrap();
    let method = fields.remove("method").unwrap();
    let target = fields.remove("target").unwrap();
    let info = RequestInfo::parse(method.as_str().unwrap(), target.as_str().unwrap());
    if fields.remove("httpError").is_some() {
        let mut nothing = RequestInfo::default();
        nothing.error.clone_from(&info.error);
        let refused = info.error.as_ref().is_some_and(|error| error.code == 400);
        return (!refused || info != nothing).then(|| format!("{id}: {info:?}"));
    }
    if let Some(message) = fields.remove("error") {
        fields.insert("error".into(), json!({"code": 500, "message": message}));
    }
    let found = serde_json::to_value(&info).unwrap();
    (found != expected).then(|| format!("{id}: expected {expected}\n  found {found}"))
}

#[test]
fn every_request_beside_the_project() {
    match shared("vectors/kubernetes/requestinfo.jsonl") {
        Some(path) => agree("requestinfo", &path),
        None => println!("no vectors beside the project: only the kept sample is read"),
    }
}

#[test]
fn the_sample_kept_in_the_project() {
    let sample = root().join("tests/vectors/requestinfo.jsonl");
    agree("requestinfo sample", &sample);
}

/// What kubectl sent, with the attributes that the server's audit log gives.
#[test]
fn every_request_kubectl_sent() {
    let Some(path) = shared("data/kubernetes/kubectl-recordings.jsonl") else {
        println!("no recordings beside the project");
        return;
    };
    let mut asked = 0;
    for line in lines(&path) {
        let recorded: Value = serde_json::from_str(&line).unwrap();
        for request in recorded["requests"].as_array().unwrap() {
            let text = |key: &str| request[key].as_str().unwrap_or_default();
            let info = RequestInfo::parse(text("method"), text("target"));
            let found = [
                &info.verb,
                &info.api_group,
                &info.resource,
                &info.subresource,
                &info.namespace,
                &info.name,
            ];
            let audited = [
                "verb",
                "group",
                "resource",
                "subresource",
                "namespace",
                "name",
            ];
            assert_eq!(found, audited.map(text).each_ref(), "{request}");
            assert_eq!(info.error, None, "{request}");
            asked += 1;
        }
    }
    println!("kubectl recordings {asked}/{asked}");
}

#[test]
fn what_is_no_request_is_refused_whole() {
    for (method, target) in [
        ("", "/"),
        ("G T", "/"),
        ("GÉT", "/"),
        ("GET", ""),
        ("GET", "pods"),
        ("GET", "?watch=1"),
        ("GET", ":x"),
        ("GET", "/a b"),
        ("GET", "/a\tb"),
        ("GET", "/a\r\nb"),
        ("GET", "/\u{7f}"),
        ("GET", "/%"),
        ("GET", "/%4"),
        ("GET", "/%zz"),
        ("GET", "/%É"),
        ("GET", "*x"),
        ("GET", "http://a:b/"),
        ("GET", "http://a:1:2/"),
        ("GET", "http://a%41/"),
        ("GET", "http://a^/"),
        ("GET", "http://u^@a/"),
        ("GET", "http://u%@a/"),
        ("GET", "http://[::1/"),
        ("GET", "http://[::1]x/"),
        ("GET", "http://x[::1]/"),
        ("GET", "http://[1.2.3.4]/"),
        ("GET", "http://[fe80::1%25]/"),
        ("GET", "http://[fe80::1%25%2f]/"),
        ("CONNECT", "a:b"),
        ("CONNECT", "a/%zz"),
    ] {
        let info = RequestInfo::parse(method, target);
        let code = info.error.as_ref().map(|error| error.code);
        assert_eq!(code, Some(400), "{method} {target:?}");
        assert!(info.attributes("alice", &NOBODY).is_err());
        assert!(info.checks("alice", &NOBODY).is_err());
    }
}

#[test]
fn every_form_of_a_target_has_a_path() {
    for (method, target, path) in [
        ("GET", "/", "/"),
        ("GET", "/?", "/"),
        ("GET", "/a?b?c", "/a"),
        ("GET", "/a:b", "/a:b"),
        ("GET", "//other/api", "//other/api"),
        ("GET", "/É%c3%89", "/ÉÉ"),
        ("GET", "/%FF%e2%82x", "/\u{fffd}\u{fffd}\u{fffd}x"),
        ("GET", "/a%00b+", "/a\0b+"),
        ("OPTIONS", "*", "*"),
        ("GET", "http://other", ""),
        ("GET", "http://other?a", ""),
        ("GET", "http:/a", "/a"),
        ("GET", "http:a", ""),
        ("GET", "HTTP://u:%41@[FE80::1%25en%200]:8080/a", "/a"),
        ("GET", "x+y-z.1://É%c3:/a", "/a"),
        ("CONNECT", "other:443", ""),
        ("CONNECT", "other/a", "/a"),
        ("CONNECT", "/a", "/a"),
    ] {
        let info = RequestInfo::parse(method, target);
        assert_eq!(info.error, None, "{method} {target}");
        assert_eq!(info.path, path, "{method} {target}");
        let verb = method.to_lowercase();
        assert_eq!(info.verb, verb, "{method} {target}");
    }
}

#[test]
fn a_path_that_names_no_resource_is_told_as_it_came() {
    for (target, told) in [
        ("/api/v1/watch", "/api/v1/watch"),
        ("//api/v1/watch?", "//api/v1/watch?"),
        ("/%61pi/v1/watch?a=%zz", "/%61pi/v1/watch?a=%zz"),
        ("/api/v1é/watch", "/api/v1%C3%A9/watch"),
        ("/api/v1%5e[]!/watch", "/api/v1%5e[]!/watch"),
        ("/api/v1^!/watch", "/api/v1%5E%21/watch"),
        (
            "HTTP://u%41:p%3a@h%c3%a9:1/api/v1/proxy",
            "http://uA:p%3A@h%C3%A9:1/api/v1/proxy",
        ),
        (
            "http://[::1%25a]/api/v1/proxy",
            "http://[::1%25a]/api/v1/proxy",
        ),
        ("http:///api/v1/proxy", "http:///api/v1/proxy"),
        ("http:/api/v1/proxy", "http:/api/v1/proxy"),
    ] {
        let error = RequestInfo::parse("GET", target).error.unwrap();
        assert_eq!(error.code, 500);
        let expected = format!("unable to determine kind and namespace from url, {told}");
        assert_eq!(error.message, expected);
    }
}

#[test]
fn a_query_too_long_is_no_query() {
    for (blanks, verb) in [(9_999, "watch"), (10_000, "list")] {
        let target = format!("/api/v1/pods?watch=1{}", "&".repeat(blanks));
        assert_eq!(RequestInfo::parse("GET", &target).verb, verb);
    }
}

#[test]
fn long_targets_take_no_longer_than_their_length() {
    let many = 300_000;
    for piece in ["/", "%41", "%2F", "a/", "é"] {
        let target = format!("/api/v1/{}", piece.repeat(many));
        assert_eq!(RequestInfo::parse("GET", &target).error, None);
    }
    for piece in [
        "%2C",
        "metadata.name%3Da%2C",
        "metadata.name%3D%5C%5C",
        "=",
        "%5C",
    ] {
        let target = format!("/api/v1/pods?fieldSelector={}", piece.repeat(many));
        assert_eq!(RequestInfo::parse("GET", &target).error, None);
    }
    for piece in ["a%2C", "%28", "+", "a+in+(b),", "a%00", "!"] {
        let target = format!("/api/v1/pods?labelSelector={}", piece.repeat(many));
        assert_eq!(RequestInfo::parse("GET", &target).error, None);
    }
}

#[test]
fn a_stream_is_asked_twice_when_it_comes_as_a_get() {
    let verbs = |method: &str, target: &str| -> Vec<String> {
        let info = RequestInfo::parse(method, target);
        let checks = info.checks("alice", &["devs"]).unwrap();
        checks.iter().map(|asked| asked.verb.to_owned()).collect()
    };
    let pod = "/api/v1/namespaces/dev/pods/web";
    for stream in ["exec?command=ls", "attach", "portforward"] {
        let target = format!("{pod}/{stream}");
        assert_eq!(verbs("GET", &target), ["get", "create"]);
        assert_eq!(verbs("POST", &target), ["create"]);
        assert_eq!(verbs("HEAD", &target), ["get", "create"]);
    }
    for target in [
        format!("{pod}/proxy"),
        format!("{pod}/log"),
        format!("{pod}/exec/more"),
        "/api/v1/pods/web/exec".to_owned(),
        "/apis/apps/v1/namespaces/dev/pods/web/exec".to_owned(),
        "/api/v1/namespaces/dev/services/web/portforward".to_owned(),
    ] {
        assert_eq!(verbs("GET", &target), ["get"], "{target}");
    }
}
