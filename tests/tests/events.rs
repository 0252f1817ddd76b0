//! Do reviews, audit events and the answers about oneself give back question, caller and decision?

use aksess::command::{self, Context, Pasted, PastedKind};
use serde_json::json;

fn read(text: &str) -> Pasted {
    command::parse(text, &Context::default())
}

fn asked(pasted: &Pasted) -> Vec<String> {
    pasted.requests.iter().map(ToString::to_string).collect()
}

#[test]
fn objects_that_are_questions() {
    let review = read(
        "kind: SubjectAccessReview\napiVersion: authorization.k8s.io/v1\nspec:\n  user: eve\n  groups: [devs]\n  \
         extra: {oid: ['1']}\n  resourceAttributes: {verb: get, resource: pods, subresource: log, namespace: dev, name: web}\n\
         status: {allowed: true, reason: 'RBAC: allowed by …'}\n",
    );
    assert_eq!(review.what, PastedKind::SubjectAccessReview);
    assert_eq!(asked(&review), ["get pods/log web in dev"]);
    assert_eq!(review.caller.as_ref().unwrap().groups, ["devs"]);
    assert!(review.reported.unwrap().allowed);
    let own = read(
        r#"{"kind":"SelfSubjectAccessReview","spec":{"nonResourceAttributes":{"verb":"get","path":"/x"}}}"#,
    );
    assert_eq!((asked(&own), own.caller), (vec!["get /x".to_owned()], None));
    let empty = read(r#"{"kind":"SubjectAccessReview","spec":{"user":"eve"}}"#);
    assert_eq!(empty.problems.len(), 1);
}

#[test]
fn audit_events_tell_question_caller_and_answer() {
    let event = |id: &str, stage: &str, verb: &str, uri: &str, rest: serde_json::Value| {
        let mut event = json!({
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "auditID": id, "stage": stage, "verb": verb,
            "requestURI": uri, "user": {"username": "eve", "groups": ["devs"]},
        });
        event
            .as_object_mut()
            .unwrap()
            .extend(rest.as_object().unwrap().clone());
        event
    };
    let forbid = json!({"annotations": {
        "authorization.k8s.io/decision": "forbid",
        "authorization.k8s.io/reason": "User does not have access to the resource in Azure.",
    }});
    let create = json!({
        "objectRef": {"resource": "pods", "namespace": "dev", "name": "from-the-body", "apiVersion": "v1"},
        "annotations": {"authorization.k8s.io/decision": "allow", "authorization.k8s.io/reason": ""},
    });
    let odd = json!({
        "objectRef": {"resource": "pods", "subresource": "exec", "namespace": "dev", "name": "web"},
        "impersonatedUser": {"username": "root"}, "responseStatus": {"code": 403},
    });
    let events = [
        event(
            "1",
            "RequestReceived",
            "list",
            "/api/v1/namespaces/dev/pods?limit=500",
            json!({}),
        ),
        event(
            "1",
            "ResponseComplete",
            "list",
            "/api/v1/namespaces/dev/pods?limit=500",
            forbid,
        ),
        event(
            "2",
            "ResponseComplete",
            "create",
            "/api/v1/namespaces/dev/pods",
            create,
        ),
        event(
            "3",
            "ResponseComplete",
            "create",
            "/api/v1/namespaces/dev/pods/web/exec",
            odd,
        ),
        event(
            "4",
            "ResponseComplete",
            "get",
            "/healthz?verbose",
            json!({}),
        ),
    ];
    let lines = events.each_ref().map(ToString::to_string).join("\n");
    let wrapped = json!([{"category": "kube-audit", "properties": {"log": events[1].to_string()}}]);
    for text in [
        lines,
        json!({"kind": "EventList", "items": events}).to_string(),
    ] {
        let pasted = read(&text);
        assert_eq!(pasted.what, PastedKind::AuditEvent);
        assert_eq!(
            asked(&pasted),
            [
                "list pods in dev",
                "create pods in dev",
                "create pods/exec web in dev",
                "get /healthz"
            ]
        );
        assert_eq!(pasted.caller.as_ref().unwrap().user, "eve");
        let reported = pasted.reported.as_ref().unwrap();
        assert_eq!(
            (reported.allowed, reported.spoke),
            (false, command::Spoke::Azure)
        );
        let acting = pasted.requests[2].caller.as_ref().unwrap();
        assert_eq!(acting.user, "root");
        assert!(!pasted.requests[2].reported.as_ref().unwrap().allowed);
        assert!(pasted.requests[1].reported.as_ref().unwrap().allowed);
    }
    assert_eq!(asked(&read(&wrapped.to_string())), ["list pods in dev"]);
}

#[test]
fn who_somebody_is() {
    let table = "ATTRIBUTE                                           VALUE\n\
                 Username                                            eve@contoso.com\n\
                 UID                                                 42\n\
                 Groups                                              [devs system:authenticated]\n\
                 Extra: oid                                          [1]\n";
    let yaml = "apiVersion: authentication.k8s.io/v1\nkind: SelfSubjectReview\nmetadata: {}\nstatus:\n  userInfo:\n    \
                username: eve@contoso.com\n    uid: '42'\n    groups: [devs, 'system:authenticated']\n    extra: {oid: ['1']}\n";
    for text in [
        table.to_owned(),
        yaml.to_owned(),
        format!("$ kubectl auth whoami\n{table}"),
    ] {
        let pasted = read(&text);
        let who = pasted.caller.unwrap();
        assert_eq!(who.user, "eve@contoso.com", "{text}");
        assert_eq!(who.groups, ["devs", "system:authenticated"], "{text}");
        assert_eq!((who.uid.as_str(), who.extra.len()), ("42", 1), "{text}");
    }
}
