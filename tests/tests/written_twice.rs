//! What counts where the same object is written twice?

use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target};

const BINDING: &str = "
kind: RoleBinding
apiVersion: rbac.authorization.k8s.io/v1
metadata: {name: readers, namespace: dev}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: alice}]
";

fn role(resource: &str) -> String {
    format!(
        "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {{name: reader, namespace: dev}}\nrules:\n- {{apiGroups: [''], resources: [{resource}], verbs: [get]}}\n"
    )
}

/// Whether someone may get a resource in dev; who comes from Entra has an object id.
fn may_get(policy: &Policy, user: &str, oid: &[String], resource: &str) -> bool {
    let is_of_entra = !oid.is_empty();
    let asked = Attributes {
        user,
        groups: vec!["system:authenticated"],
        extra: is_of_entra.then_some(("oid", oid)).into_iter().collect(),
        verb: "get",
        target: Target::Resource(Resource {
            resource,
            namespace: "dev",
            ..Resource::default()
        }),
    };
    Authorizer::new(policy).authorize(&asked).is_allowed()
}

fn allows(policy: &Policy, resource: &str) -> bool {
    may_get(policy, "alice", &[], resource)
}

/// What was told of these documents, with its lines.
fn told(policy: &Policy) -> Vec<(u32, &str)> {
    let told = policy.diagnostics().iter();
    told.map(|of| (of.location.line, of.message.as_str()))
        .collect()
}

#[test]
fn of_a_role_the_last_one_counts_and_those_before_are_told() {
    let text = [
        role("pods"),
        role("secrets"),
        role("services"),
        BINDING.to_owned(),
    ]
    .join("---\n");
    let policy = Policy::parse(&[Source::new("twice", text)]);
    assert_eq!(policy.roles().len(), 1);
    for (resource, counts) in [("pods", false), ("secrets", false), ("services", true)] {
        assert_eq!(allows(&policy, resource), counts, "{resource}");
    }
    let again = "this Role is written again further on; the last one counts";
    assert_eq!(told(&policy), [(3, again), (9, again)]);
}

#[test]
fn a_role_of_another_namespace_or_kind_is_another() {
    let other = role("secrets").replace("namespace: dev", "namespace: prod");
    let cluster = role("services")
        .replace("kind: Role", "kind: ClusterRole")
        .replace(", namespace: dev", "");
    let text = [role("pods"), other, cluster, BINDING.to_owned()].join("---\n");
    let policy = Policy::parse(&[Source::new("thrice", text)]);
    assert_eq!(policy.roles().len(), 3);
    assert!(allows(&policy, "pods") && !allows(&policy, "secrets"));
    assert_eq!(told(&policy), []);
}

const CLUSTER: &str = "/subscriptions/11111111-1111-4111-8111-111111111111/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/shop";

/// A definition that gives a data action.
fn definition(action: &str) -> String {
    format!(
        r#"{{"name": "dddddddd-0000-4000-8000-000000000001", "roleName": "Custom", "roleType": "CustomRole",
 "permissions": [{{"actions": [], "notActions": [], "dataActions": ["{action}"], "notDataActions": []}}], "assignableScopes": ["/"]}}"#
    )
}

fn assignment(name: &str) -> String {
    format!(
        r#"{{"id": "{CLUSTER}/providers/Microsoft.Authorization/roleAssignments/{name}", "name": "{name}", "scope": "{CLUSTER}",
 "principalId": "aaaaaaaa-0000-4000-8000-000000000001", "principalType": "User",
 "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/dddddddd-0000-4000-8000-000000000001"}}"#
    )
}

fn azure(documents: &[String]) -> Policy {
    let cluster = format!(
        r#"{{"id": "{CLUSTER}", "type": "Microsoft.ContainerService/ManagedClusters", "name": "shop",
 "aadProfile": {{"managed": true, "enableAzureRbac": true}}}}"#
    );
    let all = documents.iter().map(String::as_str);
    let all: Vec<&str> = std::iter::once(cluster.as_str()).chain(all).collect();
    Policy::parse(&[Source::new("azure.json", format!("[{}]", all.join(",\n")))])
}

fn azure_allows(policy: &Policy, resource: &str) -> bool {
    let oid = ["aaaaaaaa-0000-4000-8000-000000000001".to_owned()];
    may_get(policy, "alice@contoso.com", &oid, resource)
}

#[test]
fn of_role_definitions_that_differ_the_last_one_counts() {
    let pods = definition("Microsoft.ContainerService/managedClusters/pods/read");
    let services = definition("Microsoft.ContainerService/managedClusters/services/read");
    let name = "cccccccc-0000-4000-8000-000000000001";
    for (first, last, wins) in [(&pods, &services, "services"), (&services, &pods, "pods")] {
        let policy = azure(&[first.clone(), assignment(name), last.clone()]);
        assert_eq!(policy.role_definitions().len(), 1);
        for resource in ["pods", "services"] {
            assert_eq!(
                azure_allows(&policy, resource),
                resource == wins,
                "{resource}"
            );
        }
        let told = told(&policy);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(
            told[0]
                .1
                .starts_with("this role definition is written again"),
            "{told:?}"
        );
    }
}

#[test]
fn what_says_the_same_again_is_one_object_and_nothing_is_told() {
    let pods = definition("Microsoft.ContainerService/managedClusters/pods/read");
    let name = "cccccccc-0000-4000-8000-000000000001";
    let upper = assignment(name).replace(name, &name.to_uppercase());
    let policy = azure(&[
        pods.clone(),
        assignment(name),
        pods,
        assignment(name),
        upper,
    ]);
    assert_eq!(policy.role_definitions().len(), 1);
    assert_eq!(policy.role_assignments().len(), 1);
    // the first of those that say the same is kept, and its place with it
    assert_eq!(policy.role_assignments().first().unwrap().name.value, name);
    assert!(azure_allows(&policy, "pods"));
    assert_eq!(told(&policy), []);
}
