//! Are impersonation and the escalation check decided as by a running server?
//!
//! The answers of a real kube-apiserver 1.36.2 lie beside the project. Its policies are rebuilt here from
//! what the answers tell; every denial must read the same, word for word.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::impersonation::{Impersonation, Mode};
use aksess::{Authorizer, Escalation, Identity, Pass, Policy, RequestInfo, Source};
use aksess_tests::shared;
use serde_json::Value;
use std::fs;

/// What `alice` holds on the server without constrained impersonation.
const LEGACY: &str = "
kind: ClusterRole
metadata: {name: impersonator}
rules:
- {apiGroups: [''], resources: [users], resourceNames: [bob], verbs: [impersonate]}
- {apiGroups: [''], resources: [groups], resourceNames: [g1], verbs: [impersonate]}
- {apiGroups: [''], resources: [serviceaccounts], resourceNames: [default], verbs: [impersonate]}
- {apiGroups: [authentication.k8s.io], resources: [userextras/scopes], resourceNames: [dev], verbs: [impersonate]}
- {apiGroups: [authentication.k8s.io], resources: [uids], resourceNames: ['77'], verbs: [impersonate]}
---
kind: ClusterRoleBinding
metadata: {name: impersonators}
roleRef: {kind: ClusterRole, name: impersonator}
subjects: [{kind: User, name: alice}]
";

/// What `alice` holds on the server with it.
const CONSTRAINED: &str = "
kind: ClusterRole
metadata: {name: impersonator}
rules:
- {apiGroups: [authentication.k8s.io], resources: [users], resourceNames: [bob], verbs: ['impersonate:user-info']}
- {apiGroups: [authentication.k8s.io], resources: [groups], resourceNames: [g1, 'system:masters'], verbs: ['impersonate:user-info']}
- {apiGroups: [authentication.k8s.io], resources: [selfsubjectreviews], verbs: ['impersonate-on:user-info:create']}
- {apiGroups: [''], resources: [pods], verbs: ['impersonate-on:user-info:list']}
---
kind: ClusterRoleBinding
metadata: {name: impersonators}
roleRef: {kind: ClusterRole, name: impersonator}
subjects: [{kind: User, name: alice}]
";

const DEFAULTS: &str = "---\nkind: ClusterSettings\nkubernetesDefaults: true\n";

fn authorizer(text: &str) -> Authorizer {
    Authorizer::new(&Policy::parse(&[Source::new(
        "t",
        format!("{text}{DEFAULTS}"),
    )]))
}

fn samples(file: &str) -> Vec<Value> {
    let Some(path) = shared(&format!("data/kubernetes/samples/{file}")) else {
        println!("no {file} beside the project");
        return Vec::new();
    };
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// The headers of a sample, as they ask to act as someone.
fn wanted(sample: &Value, remembered: Option<Mode>) -> Impersonation {
    let mut wanted = Impersonation {
        remembered,
        ..Impersonation::default()
    };
    for (header, value) in sample["request"]["headers"].as_object().unwrap() {
        let value = value.as_str().unwrap().to_owned();
        match header.to_lowercase().as_str() {
            "impersonate-user" => wanted.user = value,
            "impersonate-group" => wanted.groups.push(value),
            "impersonate-uid" => wanted.uid = value,
            extra => {
                let key = extra.strip_prefix("impersonate-extra-").unwrap().to_owned();
                wanted.extra.push((key, vec![value]));
            }
        }
    }
    wanted
}

/// What the server would answer: the message of a refusal, or who it serves.
fn answer(
    authorizer: &Authorizer,
    sample: &Value,
    remembered: Option<Mode>,
) -> Result<Vec<String>, String> {
    let request = &sample["request"];
    let info = RequestInfo::parse(
        request["method"].as_str().unwrap(),
        request["path"].as_str().unwrap(),
    );
    let alice = ["system:authenticated"];
    let asked = info.attributes("alice", &alice).unwrap();
    let (identity, _) = authorizer
        .impersonate(&asked, None, &wanted(sample, remembered))
        .outcome?;
    let groups: Vec<&str> = identity.groups.iter().map(String::as_str).collect();
    let trace = authorizer.explain(&info.attributes(&identity.user, &groups).unwrap());
    match trace.message {
        Some(message) => Err(message),
        None => Ok(identity.groups),
    }
}

#[test]
fn every_recorded_impersonation() {
    let (legacy, constrained, nothing) =
        (authorizer(LEGACY), authorizer(CONSTRAINED), authorizer(""));
    let mut count = 0;
    let all = samples("impersonation-samples.json")
        .into_iter()
        .chain(samples("apiserver-samples.json"));
    for sample in all {
        let label = sample["label"].as_str().unwrap().to_owned();
        let (world, remembered) = if label.starts_with("legacy") {
            (&legacy, Some(Mode::Legacy))
        } else if label.starts_with("constrained") {
            (&constrained, None)
        } else if label.starts_with("403 impersonate") {
            (&nothing, None)
        } else {
            continue;
        };
        let body = &sample["body"];
        match answer(world, &sample, remembered) {
            Err(message) => assert_eq!(Some(message.as_str()), body["message"].as_str(), "{label}"),
            Ok(groups) => {
                assert_eq!(sample["status"], 201, "{label}");
                let expected = body["status"]["userInfo"]["groups"].as_array().unwrap();
                assert_eq!(
                    serde_json::json!(groups),
                    serde_json::json!(expected),
                    "{label}"
                );
            }
        }
        count += 1;
    }
    println!("impersonation {count} answers agree");
}

#[test]
fn a_fresh_server_names_the_first_way_and_wildcards_do_not_grow() {
    let info = RequestInfo::parse("GET", "/api/v1/namespaces/dev/pods");
    let groups = ["system:authenticated"];
    let asked = info.attributes("alice", &groups).unwrap();
    let carol = Impersonation {
        user: "carol".into(),
        ..Impersonation::default()
    };
    let outcome = authorizer(LEGACY).impersonate(&asked, None, &carol);
    assert_eq!(
        outcome.outcome.unwrap_err(),
        "pods is forbidden: User \"alice\" cannot impersonate-on:user-info:list resource \"pods\" in API group \"\" in the namespace \"dev\""
    );
    // The old verb does not give the new one, and bob passes by the old way last.
    let bob = Impersonation {
        user: "bob".into(),
        ..Impersonation::default()
    };
    let outcome = authorizer(LEGACY).impersonate(&asked, None, &bob);
    assert_eq!(outcome.outcome.unwrap().1, Mode::Legacy);
    assert_eq!(outcome.checks.len(), 2);
}

/// What `writer` holds on the recorded server: writing roles and bindings, and getting pods.
const WRITER: &str = "
kind: ClusterRole
metadata: {name: writer}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles, clusterrolebindings], verbs: [create]}
- {apiGroups: [''], resources: [pods], verbs: [get]}
---
kind: ClusterRoleBinding
metadata: {name: writers}
roleRef: {kind: ClusterRole, name: writer}
subjects: [{kind: User, name: writer}]
";

#[test]
fn every_recorded_escalation() {
    let mut count = 0;
    for sample in samples("apiserver-samples.json") {
        let label = sample["label"].as_str().unwrap();
        if !label.starts_with("escalation") {
            continue;
        }
        let authorizer = authorizer(WRITER);
        let object = Policy::parse(&[Source::new("o", sample["request"]["body"].to_string())]);
        let writer = Identity {
            user: "writer".into(),
            groups: vec!["system:authenticated".into()],
            ..Identity::default()
        };
        let (kind, name, found) = match (object.roles(), object.bindings()) {
            ([role], []) => (
                "clusterroles",
                &role.name.value,
                authorizer.escalation_of_role(&writer, role),
            ),
            ([], [binding]) => (
                "clusterrolebindings",
                &binding.name.value,
                authorizer.escalation_of_binding(&writer, binding),
            ),
            other => panic!("{label}: {other:?}"),
        };
        let message = sample["body"]["message"].as_str();
        match found {
            Escalation::Passes { because } => {
                assert_eq!((because, message), (Pass::Held, None), "{label}");
            }
            Escalation::NotFound { message: found } => {
                assert_eq!(Some(found.as_str()), message, "{label}");
            }
            Escalation::Refuses { why, .. } => {
                let full =
                    format!("{kind}.rbac.authorization.k8s.io \"{name}\" is forbidden: {why}");
                assert_eq!(Some(full.as_str()), message, "{label}");
            }
        }
        count += 1;
    }
    println!("escalation {count} answers agree");
}

#[test]
fn bind_and_escalate_excuse_from_holding() {
    let more = "
---
kind: ClusterRole
metadata: {name: binder}
rules:
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [cluster-admin], verbs: [bind]}
- {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], resourceNames: [free], verbs: [escalate]}
---
kind: ClusterRoleBinding
metadata: {name: binders}
roleRef: {kind: ClusterRole, name: binder}
subjects: [{kind: User, name: writer}]
";
    let authorizer = authorizer(&format!("{WRITER}{more}"));
    let writer = Identity {
        user: "writer".into(),
        groups: vec![],
        ..Identity::default()
    };
    let object = |text: &str| Policy::parse(&[Source::new("o", text)]);
    let bound = object(
        "kind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: cluster-admin}\n",
    );
    assert_eq!(
        authorizer.escalation_of_binding(&writer, &bound.bindings()[0]),
        Escalation::Passes {
            because: Pass::Bind
        }
    );
    let free = object(
        "kind: ClusterRole\nmetadata: {name: free}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n",
    );
    assert_eq!(
        authorizer.escalation_of_role(&writer, &free.roles()[0]),
        Escalation::Passes {
            because: Pass::Escalate
        }
    );
    let master = Identity {
        user: "root".into(),
        groups: vec!["system:masters".into()],
        ..Identity::default()
    };
    let other = object(
        "kind: ClusterRole\nmetadata: {name: other}\nrules: [{apiGroups: ['*'], resources: ['*'], verbs: ['*']}]\n",
    );
    assert_eq!(
        authorizer.escalation_of_role(&master, &other.roles()[0]),
        Escalation::Passes {
            because: Pass::Superuser
        }
    );
}
