//! Does a line that names a file ask about what is in it?

use aksess::access_request::{AccessRequest, Ask};
use aksess::{Authorizer, Credential, ExtraFields, Policy, Source};

const POLICY: &str = "
kind: ClusterRole
metadata: {name: deployer}
rules: [{apiGroups: [apps], resources: [deployments], verbs: [get, create, patch]}]
---
kind: RoleBinding
metadata: {name: deployers, namespace: dev}
roleRef: {kind: ClusterRole, name: deployer}
subjects: [{kind: User, name: alice}]
";

const WEB: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
---
apiVersion: v1
kind: Service
metadata: {name: web}
";

#[test]
fn apply_asks_for_every_object_of_the_file() {
    let sources = [
        Source::new("policy.yaml", POLICY),
        Source::new("web.yaml", WEB),
    ];
    let policy = Policy::parse(&sources);
    let authorizer = Authorizer::new(&policy);
    let review = |line: &str| {
        let request = AccessRequest {
            credential: Credential::Review {
                user: "alice".to_owned(),
                groups: vec!["system:authenticated".to_owned()],
                extra: ExtraFields::default(),
            },
            impersonate: None,
            order: None,
            at: None,
            ask: Ask::Kubectl(line.to_owned()),
            object: None,
        };
        authorizer.review(&request, &policy.context())
    };
    let applied = review("apply -f web.yaml -n dev");
    let lines: Vec<&str> = applied.requests.iter().map(|of| of.line.as_str()).collect();
    assert!(
        lines.contains(&"get deployments.apps web in dev"),
        "{lines:?}"
    );
    assert_eq!(
        applied.message.as_deref(),
        Some(
            "services \"web\" is forbidden: User \"alice\" cannot get resource \"services\" in API group \"\" in the namespace \"dev\""
        )
    );
    let unknown = review("apply -f other.yaml -n dev");
    let told = unknown.message.as_deref();
    assert!(told.is_some_and(|told| told.contains("`other.yaml`")));
    assert!(!unknown.decision.is_allowed());
}
