//! Do pasted texts give back the question, the caller and the answer they tell?

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::command::{self, Context, Need, Pasted, PastedKind, Question, Spoke, UserInfo};
use aksess_tests::recordings::recordings;
use aksess_tests::shared;

fn read(text: &str) -> Pasted {
    command::parse(text, &Context::default())
}

/// The requests in short, those assumed left out.
fn asked(pasted: &Pasted) -> Vec<String> {
    let counted = pasted
        .requests
        .iter()
        .filter(|asked| asked.need != Need::Assumed);
    counted.map(ToString::to_string).collect()
}

fn caller(pasted: &Pasted) -> &UserInfo {
    pasted.caller.as_ref().unwrap()
}

#[test]
fn sentences_of_refusal() {
    let refused = "pods \"web\" is forbidden: User \"alice\" cannot get resource \"pods/log\" in API group \"\" in the namespace \"dev\"";
    let log = "get pods/log web in dev";
    let quoted = refused.replace('"', "\\\"");
    for (text, expected) in [
        (refused.to_owned(), log),
        (format!("Error from server (Forbidden): {refused}"), log),
        (format!("error: unable to upgrade connection: {refused}\n"), log),
        (format!("E1122 10:00:00 1 reflector.go:1] \"Failed\" err=\"{quoted}\" logger=\"x\""), log),
        (format!("{{\"kind\":\"Status\",\"message\":\"{quoted}\",\"code\":403}}"), log),
        (format!("{{\n  \"kind\": \"Status\",\n  \"message\": \"{quoted}\"\n}}"), log),
        (format!("{{\"level\":\"error\",\"msg\":\"{quoted}\"}}"), log),
        (format!("<pre>{}</pre>", refused.replace('"', "&quot;")), log),
        (
            "deployments.apps is forbidden: User \"alice\" cannot list resource \"deployments\" in API group \"apps\" at the cluster scope".to_owned(),
            "list deployments.apps at the cluster scope",
        ),
        (
            "User \"alice\" cannot list pods in the namespace \"sre\"".to_owned(),
            "list pods in sre",
        ),
        (
            "deployments.extensions is forbidden: User \"alice\" cannot list deployments.extensions in the namespace \"sre\".".to_owned(),
            "list deployments.extensions in sre",
        ),
        ("forbidden: User \"alice\" cannot get path \"/x&lt;y&gt;&amp;z\"".to_owned(), "get /x<y>&z"),
        (
            "nodes is forbidden: User \"alice\" cannot  resource \"nodes\" in API group \"\" at the cluster scope".to_owned(),
            " nodes at the cluster scope",
        ),
    ] {
        let pasted = read(&text);
        assert_eq!(asked(&pasted), [expected], "{text}");
        assert_eq!(caller(&pasted).user, "alice", "{text}");
        assert_eq!(pasted.what, PastedKind::Forbidden, "{text}");
        let reported = pasted.reported.unwrap();
        assert_eq!((reported.allowed, reported.spoke), (false, Spoke::Nobody), "{text}");
    }
}

#[test]
fn the_reason_tells_who_spoke_last() {
    let refused = "Error from server (Forbidden): pods is forbidden: User \"a\" cannot list resource \"pods\" in API group \"\" in the namespace \"b\"";
    let azure = "User does not have access to the resource in Azure. Update role assignment to allow access.";
    let missing = "RBAC: role.rbac.authorization.k8s.io \"gone\" not found";
    let abstains = "Azure does not have opinion for this user.";
    for (reason, spoke) in [
        (azure.to_owned(), Spoke::Azure),
        (abstains.to_owned(), Spoke::AzureAbstained),
        (missing.to_owned(), Spoke::KubernetesRbac),
        (format!("{abstains}\n{missing}"), Spoke::KubernetesRbac),
    ] {
        let pasted = read(&format!("{refused}: {reason}"));
        let reported = pasted.reported.unwrap();
        assert_eq!((reported.reason, reported.spoke), (reason, spoke));
    }
}

#[test]
fn a_log_of_refusals_names_each_once() {
    let line = |user: &str, of: &str| {
        format!(
            "{of} is forbidden: User \"{user}\" cannot list resource \"{of}\" in API group \"\" at the cluster scope\n"
        )
    };
    let text = [
        line("a", "pods"),
        line("a", "nodes"),
        line("b", "nodes"),
        line("a", "pods"),
    ]
    .concat();
    let pasted = read(&text);
    assert_eq!(
        asked(&pasted),
        [
            "list pods at the cluster scope",
            "list nodes at the cluster scope",
            "list nodes at the cluster scope"
        ]
    );
    let callers: Vec<_> = pasted
        .requests
        .iter()
        .map(|of| of.caller.as_ref().map(|of| of.user.as_str()))
        .collect();
    assert_eq!(callers, [None, None, Some("b")]);
}

#[test]
fn what_was_not_held_is_asked_one_by_one() {
    let text = "error: failed to create rolebinding: roles.rbac.authorization.k8s.io \"r\" is forbidden: user \"w\" (groups=[\"g\" \"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods/log\"], ResourceNames:[\"x\"], Verbs:[\"get\" \"list\"]}\n{NonResourceURLs:[\"/metrics\"], Verbs:[\"get\"]}\n";
    let context = Context {
        namespace: Some("dev".to_owned()),
        ..Context::default()
    };
    for text in [
        text.to_owned(),
        format!(
            "{{\"kind\":\"Status\",\"message\":{}}}",
            serde_json::to_string(text).unwrap()
        ),
    ] {
        let pasted = command::parse(&text, &context);
        assert_eq!(caller(&pasted).groups, ["g", "system:authenticated"]);
        assert_eq!(
            asked(&pasted),
            [
                "escalate roles.rbac.authorization.k8s.io r in dev",
                "get pods/log x in dev",
                "list pods/log x in dev",
                "get /metrics",
            ]
        );
    }
    let signer = read(
        "certificatesigningrequests.certificates.k8s.io \"c\" is forbidden: user not permitted to approve requests with signerName \"k8s.io/x\"",
    );
    assert_eq!(
        asked(&signer),
        ["approve signers.certificates.k8s.io k8s.io/x at the cluster scope"]
    );
}

#[test]
fn impersonation_that_was_refused_says_so() {
    let pasted = read(
        "users \"carol\" is forbidden: User \"alice\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
    );
    assert_eq!(
        asked(&pasted),
        ["impersonate users carol at the cluster scope"]
    );
    let pasted = read(
        "pods is forbidden: User \"alice\" cannot impersonate-on:user-info:list resource \"pods\" in API group \"\" in the namespace \"dev\"",
    );
    assert_eq!(
        asked(&pasted),
        ["impersonate-on:user-info:list pods in dev"]
    );
    assert_eq!(pasted.notes.len(), 1);
}

#[test]
fn refusals_of_azure() {
    let pasted = read(
        "(AuthorizationFailed) The client 'eve@contoso.com' with object id '1234' does not have authorization to perform action 'Microsoft.ContainerService/managedClusters/read' over scope '/subscriptions/s/x' or the scope is invalid.",
    );
    let plane = pasted.control_plane.clone().unwrap();
    assert_eq!(pasted.what, PastedKind::Az);
    assert_eq!(
        plane.actions,
        ["Microsoft.ContainerService/managedClusters/read"]
    );
    assert_eq!(plane.scope.as_deref(), Some("/subscriptions/s/x"));
    assert_eq!(plane.object_id.as_deref(), Some("1234"));
    assert_eq!(caller(&pasted).user, "eve@contoso.com");
}

#[test]
fn every_refusal_that_was_recorded() {
    let Some(recordings) = recordings() else {
        return;
    };
    let mut read_back = 0;
    for recording in recordings {
        let Some(refused) = recording.requests.iter().rfind(|of| of.code == 403) else {
            continue;
        };
        let error = recording.error.unwrap_or_default();
        if !error.contains("\" cannot ") || error.contains("impersonate") {
            continue;
        }
        let pasted = read(&error);
        let Question::Resource {
            verb,
            api_group,
            resource,
            subresource,
            namespace,
            name,
        } = &pasted.requests[0].question
        else {
            panic!("{error}");
        };
        let recorded = [
            &refused.group,
            &refused.resource,
            &refused.subresource,
            &refused.namespace,
            &refused.name,
        ];
        assert_eq!(
            [api_group, resource, subresource, namespace, name],
            recorded,
            "{error}"
        );
        // A server-side apply is refused for the creation it would come to.
        assert!(*verb == refused.verb || verb == "create", "{error}");
        if let Some(user) = recording.user {
            assert_eq!(caller(&pasted).user, user, "{error}");
        }
        read_back += 1;
    }
    println!("refusals read back: {read_back}");
    assert!(read_back > 30);
}

#[test]
fn every_message_of_the_samples() {
    for file in ["apiserver-samples.json", "impersonation-samples.json"] {
        let Some(path) = shared(&format!("data/kubernetes/samples/{file}")) else {
            return;
        };
        let samples: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        for sample in samples.as_array().unwrap() {
            let body = &sample["body"];
            let message = body["message"].as_str().unwrap_or_default();
            if body["reason"] != "Forbidden" || !message.contains("ser \"") {
                continue;
            }
            let pasted = read(&body.to_string());
            let resource = |asked: &command::Asked| match &asked.question {
                Question::Resource { resource, name, .. } => Some((resource.clone(), name.clone())),
                Question::NonResource { .. } => None,
            };
            let details = &body["details"];
            let expected = details["kind"].as_str().map(str::to_owned);
            let first = &pasted.requests[0];
            if !message.contains("attempting to grant") {
                assert_eq!(resource(first).map(|of| of.0), expected, "{message}");
                let name = resource(first).map(|of| of.1).unwrap_or_default();
                assert_eq!(
                    name,
                    details["name"].as_str().unwrap_or_default(),
                    "{message}"
                );
            }
            assert_eq!(read(message).requests, pasted.requests, "{message}");
        }
    }
}

#[test]
fn a_review_that_the_server_would_not_answer_asks_nothing() {
    let pods = "resourceAttributes: {namespace: dev, verb: list, resource: pods}";
    let path = "nonResourceAttributes: {path: /healthz, verb: get}";
    let of = |kind: &str, metadata: &str, spec: &str| {
        read(&format!(
            "kind: {kind}\napiVersion: authorization.k8s.io/v1\nmetadata: {metadata}\nspec: {{user: ann, {spec}}}\n"
        ))
    };
    for (kind, metadata, spec, told) in [
        (
            "SubjectAccessReview",
            "{}",
            format!("{pods}, {path}"),
            "exactly one",
        ),
        ("SubjectAccessReview", "{}", "uid: x".to_owned(), "neither"),
        (
            "LocalSubjectAccessReview",
            "{namespace: sre}",
            pods.to_owned(),
            "another namespace",
        ),
        (
            "LocalSubjectAccessReview",
            "{namespace: sre}",
            path.to_owned(),
            "another namespace",
        ),
    ] {
        let pasted = of(kind, metadata, &spec);
        assert!(asked(&pasted).is_empty(), "{spec}");
        assert!(
            pasted.problems.iter().any(|of| of.message.contains(told)),
            "{:?}",
            pasted.problems
        );
    }
    let local = of("LocalSubjectAccessReview", "{namespace: dev}", pods);
    assert_eq!(asked(&local), ["list pods in dev"]);
}
