//! Does a refused caller read what a running API server would answer?

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test without its material fails loudly, and says what it counted"
)]

use std::fs;
use std::path::Path;

use aksess::{AUTHENTICATED, Attributes, Authorizer, Decision, Policy, Resource, Target};
use aksess::{RequestInfo, Source, Status, internal_error};
use aksess_tests::{lines, root, shared};
use serde_json::Value;

fn world(path: &Path) -> Authorizer {
    let text = fs::read_to_string(path).unwrap();
    Authorizer::new(&Policy::parse(&[Source::new("world", text)]))
}

/// The refusal of a request.
fn refused(world: &Authorizer, method: &str, target: &str, user: &str, groups: &[&str]) -> Status {
    let info = RequestInfo::parse(method, target);
    let asked = info.attributes(user, groups).unwrap();
    let trace = world.explain(&asked);
    assert_eq!(
        trace.decision,
        Decision::NoOpinion,
        "{method} {target} as {user}"
    );
    let status = Status::forbidden(&asked, &trace.reason);
    assert_eq!(trace.message.as_deref(), Some(status.message.as_str()));
    status
}

/// Whether a Status, its two texts and the text of the vector say the same.
fn same(status: &Status, body: &Value) -> bool {
    let (line, indented) = (status.to_json(), status.to_json_pretty());
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    serde_json::to_value(status).unwrap() == *body
        && read(&line) == *body
        && read(&indented) == *body
        && line.lines().count() == 1
        && line.ends_with("}\n")
}

fn agree(name: &str, world: &Authorizer, path: &Path) {
    let lines = lines(path);
    let mut wrong = Vec::new();
    for line in &lines {
        let vector: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| vector[key].as_str().unwrap();
        let mut groups: Vec<&str> = vector["groups"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .collect();
        groups.push(AUTHENTICATED);
        let method = text("method");
        let status = refused(world, method, text("target"), text("user"), &groups);
        let info = RequestInfo::parse(method, text("target"));
        let body = match &vector["body"] {
            Value::Null => status.body(method).is_empty(),
            body => status.body(method) == status.to_json() && same(&status, body),
        };
        if !body
            || vector["status"] != status.code
            || vector["contentType"] != Status::CONTENT_TYPE
            || vector["verb"] != *info.verb
            || vector["isResourceRequest"] != info.is_resource_request
        {
            wrong.push(format!("{line}\n  found {status:?}"));
        }
    }
    println!("{name} {}/{}", lines.len() - wrong.len(), lines.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_refusal_beside_the_project() {
    let Some(folder) = shared("vectors/kubernetes") else {
        println!("no vectors beside the project: only the kept sample is refused");
        return;
    };
    let world = world(&folder.join("bootstrap-world.json"));
    agree("forbidden", &world, &folder.join("forbidden.jsonl"));
}

#[test]
fn the_sample_kept_in_the_project() {
    let folder = root().join("tests/vectors");
    let world = world(&folder.join("forbidden-world.json"));
    agree("forbidden sample", &world, &folder.join("forbidden.jsonl"));
}

/// Recorded answers: refusals and what stands for them, each reproduced whole.
#[test]
fn every_refusal_recorded() {
    let Some(folder) = shared("data/kubernetes/samples") else {
        println!("no recorded answers beside the project");
        return;
    };
    let world = world(&shared("vectors/kubernetes/bootstrap-world.json").unwrap());
    let mut reproduced = 0;
    for file in ["apiserver-samples.json", "impersonation-samples.json"] {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        for sample in serde_json::from_str::<Vec<Value>>(&text).unwrap() {
            let code = sample["status"].as_u64().unwrap();
            if matches!(code, 401 | 403 | 500) {
                reproduce(&world, &sample);
                reproduced += 1;
            }
        }
    }
    println!("recorded refusals {reproduced}/{reproduced}");
}

fn reproduce(world: &Authorizer, sample: &Value) {
    let (request, body) = (&sample["request"], &sample["body"]);
    let (method, path) = (
        request["method"].as_str().unwrap(),
        request["path"].as_str().unwrap(),
    );
    let info = RequestInfo::parse(method, path);
    if let Some(error) = &info.error {
        assert_eq!(internal_error(path, error), *body);
        assert_eq!(sample["status"], error.code);
        return;
    }
    if sample["status"] == 401 {
        assert!(same(&Status::unauthorized(), body));
        return;
    }
    let message = body["message"].as_str().unwrap_or_default();
    let status = match message.split_once("cannot impersonate") {
        Some((_, rest)) => impersonation(&info, &format!("impersonate{rest}"), sample),
        None if message.contains("attempting to grant") || message.contains("must have") => {
            let (_, why) = message.split_once(" is forbidden: ").unwrap();
            let asked = about(&info, "create", &body["details"]);
            Status::forbidden_with(&asked, why)
        }
        None => {
            let named = request["headers"]["Impersonate-User"].as_str();
            let (user, groups) = match (named, request["as"].as_str()) {
                (Some(user), _) => (user, [AUTHENTICATED]),
                (None, Some(_)) => ("alice", [AUTHENTICATED]),
                (None, None) => (aksess::ANONYMOUS, [aksess::UNAUTHENTICATED]),
            };
            refused(world, method, path, user, &groups)
        }
    };
    if method == "HEAD" {
        assert_eq!(*body, *status.body(method));
    } else {
        assert!(same(&status, body), "{sample}\n  found {status:?}");
    }
}

/// A refused impersonation is an ordinary refusal with a verb of its own.
fn impersonation(info: &RequestInfo, told: &str, sample: &Value) -> Status {
    let (verb, _) = told.split_once(' ').unwrap();
    if verb.starts_with("impersonate-on:") {
        let asked = Attributes {
            verb,
            ..info.attributes("alice", &[AUTHENTICATED]).unwrap()
        };
        return Status::forbidden(&asked, "");
    }
    let mut asked = about(info, verb, &sample["body"]["details"]);
    if let (Target::Resource(on), "userextras") = (&mut asked.target, told_kind(sample)) {
        on.subresource = "scopes";
    }
    let reason = told
        .split_once("cluster scope: ")
        .map_or("", |(_, reason)| reason);
    Status::forbidden(&asked, reason)
}

fn told_kind(sample: &Value) -> &str {
    sample["body"]["details"]["kind"]
        .as_str()
        .unwrap_or_default()
}

/// Attributes on what the details of an answer name.
fn about<'a>(info: &'a RequestInfo, verb: &'a str, details: &'a Value) -> Attributes<'a> {
    let text = |key: &str| details[key].as_str().unwrap_or_default();
    Attributes {
        verb,
        target: Target::Resource(Resource {
            api_group: text("group"),
            resource: text("kind"),
            name: text("name"),
            ..Resource::default()
        }),
        ..info.attributes("alice", &[AUTHENTICATED]).unwrap()
    }
}

/// Recorded bytes: the whole body and its length, in one line and indented.
#[test]
fn every_byte_recorded() {
    let Some(path) = shared("data/kubernetes/samples/raw-http-403.txt") else {
        println!("no recorded bytes beside the project");
        return;
    };
    let world = world(&shared("vectors/kubernetes/bootstrap-world.json").unwrap());
    let text = fs::read_to_string(path).unwrap();
    let mut reproduced = 0;
    for section in text.split("== ").filter(|section| !section.is_empty()) {
        let (title, answer) = section.split_once('\n').unwrap();
        let words: Vec<&str> = title.split(' ').collect();
        let status = match words.as_slice() {
            [method, target, "as", user] => refused(&world, method, target, user, &[AUTHENTICATED]),
            ["401"] => Status::unauthorized(),
            _ => refused(&world, "GET", "/api/v1/nodes", "alice", &[AUTHENTICATED]),
        };
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) => {
                assert_eq!(body, status.to_json());
                let length = format!("Content-Length: {}", status.to_json().len());
                assert!(head.lines().any(|line| line.trim_end() == length), "{head}");
                assert!(head.contains(&format!("Content-Type: {}", Status::CONTENT_TYPE)));
            }
            None => assert_eq!(answer.trim_end(), status.to_json_pretty()),
        }
        reproduced += 1;
    }
    println!("recorded bytes {reproduced}/{reproduced}");
}

#[test]
fn a_stream_refused_at_the_second_question_says_little() {
    let info = RequestInfo::parse("GET", "/api/v1/namespaces/dev/pods/p1/exec");
    let checks = info.checks("getexec", &[AUTHENTICATED]).unwrap();
    let status = Status::forbidden_with(&checks[1], "");
    assert_eq!(status.message, "pods \"p1\" is forbidden: ");
    assert_eq!(status.details.unwrap().kind, "pods");
}

#[test]
fn odd_names_are_written_as_json_and_never_as_markup() {
    let path = "/api/v1/namespaces/dev/pods/%3Cb%3E%0A%22%E2%80%A8";
    let info = RequestInfo::parse("GET", path);
    let asked = info.attributes("a\u{0}&", &[AUTHENTICATED]).unwrap();
    let status = Status::forbidden(&asked, "");
    let json = status.to_json();
    assert!(same(&status, &serde_json::to_value(&status).unwrap()));
    assert!(
        !json.trim_end().contains(['<', '>', '&', '\n', '\u{2028}']),
        "{json}"
    );
}
