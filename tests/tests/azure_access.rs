//! Who may do an action of Azure, and which of all roles give it?

#![expect(
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::azure::Plane;
use aksess::query::AzureAction;
use aksess::{Authorizer, Policy, Severity, Source, report};
use aksess_tests::shared;
use std::fs;

const CLUSTERS: &str = "Microsoft.ContainerService/managedClusters";

/// The table of section 5.2 of the specification: what is asked, and every role that gives it, sorted.
const TABLE: [(&str, Plane, &[&str]); 9] = [
    (
        "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Cluster Admin Role",
            "Azure Kubernetes Service Contributor Role",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Cluster User Role",
            "Azure Kubernetes Service Contributor Role",
            "Azure Kubernetes Service RBAC Admin",
            "Azure Kubernetes Service RBAC Cluster Admin",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/runcommand/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Cluster Admin Role",
            "Azure Kubernetes Service Contributor Role",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/listClusterMonitoringUserCredential/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Cluster Monitoring User",
            "Azure Kubernetes Service Contributor Role",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/managedNamespaces/listCredential/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Contributor Role",
            "Azure Kubernetes Service Namespace Contributor",
            "Azure Kubernetes Service Namespace User",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.HybridContainerService/provisionedClusterInstances/listAdminKubeconfig/action",
        Plane::Actions,
        &[
            "Azure Kubernetes Service Arc Cluster Admin Role",
            "Azure Kubernetes Service Hybrid Cluster Admin Role",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.Kubernetes/connectedClusters/listClusterUserCredential/action",
        Plane::Actions,
        &[
            "Azure Arc Enabled Kubernetes Cluster User Role",
            "Azure Kubernetes Service Arc Contributor Role",
            "Azure Kubernetes Service Hybrid Contributor Role",
            "Contributor",
            "Owner",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/secrets/read",
        Plane::DataActions,
        &[
            "Azure Kubernetes Service RBAC Admin",
            "Azure Kubernetes Service RBAC Cluster Admin",
            "Azure Kubernetes Service RBAC Writer",
        ],
    ),
    (
        "Microsoft.ContainerService/managedClusters/customresources/read",
        Plane::DataActions,
        &[
            "Azure Kubernetes Service RBAC Admin",
            "Azure Kubernetes Service RBAC Cluster Admin",
        ],
    ),
];

fn table(authorizer: &Authorizer, is_pasted: bool) {
    for (action, plane, expected) in TABLE {
        let granting = authorizer.roles_granting(action, plane);
        let mut names: Vec<&str> = granting.iter().map(|of| of.role.name.as_str()).collect();
        names.sort_unstable();
        let plane = if plane == Plane::Actions {
            ""
        } else {
            "data: "
        };
        println!("{plane}{action}\n  {}", names.join("; "));
        assert_eq!(names, expected, "{action}");
        for role in granting {
            assert_eq!(
                role.role.location.is_some(),
                is_pasted,
                "{}",
                role.role.name
            );
            assert!(!role.is_conditional && !role.role.is_custom);
        }
    }
}

#[test]
fn the_roles_that_give_kubeconfigs_are_those_of_the_specification() {
    let Some(path) = shared("data/azure/role-definitions-all/built-in-roles-raw.full.json") else {
        println!("no role definitions beside the project");
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let policy = Policy::parse(&[Source::new("all", text)]);
    let errors = policy.diagnostics().iter();
    let errors: Vec<_> = errors.filter(|of| of.severity != Severity::Info).collect();
    for told in errors.iter().take(5) {
        println!("{told:?}");
    }
    println!(
        "{} definitions, {} remarks",
        policy.role_definitions().len(),
        errors.len()
    );
    assert_eq!(policy.role_definitions().len(), 928);
    // One role has a condition of version 1.0, which is told.
    assert_eq!(errors.len(), 1);
    table(&Authorizer::new(&policy), true);
}

#[test]
fn the_bundled_roles_give_the_same_table() {
    table(&Authorizer::new(&Policy::parse(&[])), false);
}

const WORLD: &str = r#"
[{"id": "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod",
  "type": "Microsoft.ContainerService/ManagedClusters", "name": "prod", "aadProfile": {"enableAzureRbac": true}},
 {"group": {"id": "99000000-0000-4000-8000-000000000001", "displayName": "platform"},
  "members": [{"id": "99000000-0000-4000-8000-000000000002", "displayName": "platform-leads"},
              {"id": "aa000000-0000-4000-8000-000000000001", "userPrincipalName": "ann@contoso.com"}]},
 {"group": {"id": "99000000-0000-4000-8000-000000000002", "displayName": "platform-leads"},
  "members": [{"id": "aa000000-0000-4000-8000-000000000002", "userPrincipalName": "bo@contoso.com"}]},
 {"name": "a1", "principalId": "99000000-0000-4000-8000-000000000001", "principalType": "Group",
  "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8",
  "scope": "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg"},
 {"name": "a2", "principalId": "aa000000-0000-4000-8000-000000000009", "principalType": "ServicePrincipal",
  "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/4abbcc35-e782-43d8-92c5-2d3f1bd2253f",
  "scope": "/subscriptions/5b000000-0000-4000-8000-000000000001"},
 {"denyAssignmentName": "not bo", "principals": [{"id": "aa000000-0000-4000-8000-000000000002", "type": "User"}], "excludePrincipals": [],
  "permissions": [{"actions": ["*/listClusterAdminCredential/action"]}], "scope": "/subscriptions/5b000000-0000-4000-8000-000000000001"}]
"#;

fn ask(action: &str, below: &str) -> AzureAction {
    AzureAction {
        action: format!("{CLUSTERS}/{action}"),
        plane: Plane::Actions,
        scope: format!(
            "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/{below}"
        ),
    }
}

#[test]
fn everyone_who_may_is_listed_with_what_gives_it() {
    let authorizer = Authorizer::new(&Policy::parse(&[Source::new("world.json", WORLD)]));
    let prod = format!("rg/providers/{CLUSTERS}/prod");
    let admin = authorizer
        .who_can_act(&ask("listClusterAdminCredential/action", &prod))
        .unwrap();
    let told: Vec<(Option<&str>, bool, usize)> = admin
        .principals
        .iter()
        .map(|of| (of.principal.name.as_deref(), of.allowed, of.grounds.len()))
        .collect();
    assert_eq!(
        told,
        [
            (Some("platform"), true, 1),
            (Some("platform-leads"), true, 1),
            (Some("ann@contoso.com"), true, 1),
            (Some("bo@contoso.com"), false, 1),
        ]
    );
    let bo = &admin.principals[3];
    assert_eq!(bo.denials[0].assignment.name, "not bo");
    assert_eq!(bo.grounds[0].assignment.name, "a1");
    assert_eq!(
        bo.grounds[0].membership,
        "names a group that the caller is in through platform-leads"
    );
    assert_eq!(bo.grounds[0].assignment.location.as_ref().unwrap().line, 9);
    let text = report::render_azure_access(&admin);
    assert!(
        text.contains("bo@contoso.com (aa000000-0000-4000-8000-000000000002), but it is denied"),
        "{text}"
    );
    assert!(text.contains("denied by not bo  (world.json:15)"), "{text}");

    let user = authorizer
        .who_can_act(&ask("LISTCLUSTERUSERCREDENTIAL/action", &prod))
        .unwrap();
    let ids: Vec<&str> = user
        .principals
        .iter()
        .map(|of| of.principal.id.as_str())
        .collect();
    assert_eq!(ids, ["aa000000-0000-4000-8000-000000000009"]);
    assert_eq!(user.principals[0].kind, "ServicePrincipal");

    let elsewhere = authorizer
        .who_can_act(&ask("listClusterAdminCredential/action", "other"))
        .unwrap();
    assert!(elsewhere.principals.is_empty());
    assert_eq!(
        report::render_azure_access(&elsewhere),
        "Nobody known here."
    );
}

/// An assignment of a group that gives something else stands first: whom the second one names is still found,
/// on both planes.
#[test]
fn an_assignment_that_gives_something_else_hides_nobody() {
    let [first, second] = [
        ("99000000-0000-4000-8000-000000000001", "managedNamespaces/dev"),
        ("aa000000-0000-4000-8000-000000000001", ""),
    ]
    .map(|(principal, below)| {
        let scope = format!("/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg/providers/{CLUSTERS}/prod/{below}");
        move |role: &str| {
            format!(r#"{{"name": "{role}", "principalId": "{principal}", "roleDefinitionId": "/x/roleDefinitions/{role}", "scope": "{scope}"}}"#)
        }
    });
    let user_role = "4abbcc35-e782-43d8-92c5-2d3f1bd2253f";
    let group = r#"{"group": {"id": "99000000-0000-4000-8000-000000000001"}, "members": [{"id": "aa000000-0000-4000-8000-000000000001"}]}"#;
    for (role, action, plane) in [
        (
            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
            "listClusterAdminCredential/action",
            Plane::Actions,
        ),
        (
            "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
            "secrets/read",
            Plane::DataActions,
        ),
    ] {
        let text = format!("[{group}, {}, {}]", first(user_role), second(role));
        let authorizer = Authorizer::new(&Policy::parse(&[Source::new("world.json", text)]));
        let prod = format!("rg/providers/{CLUSTERS}/prod");
        let asked = AzureAction {
            plane,
            ..ask(action, &prod)
        };
        let found = authorizer.who_can_act(&asked).unwrap();
        let told: Vec<_> = found
            .principals
            .iter()
            .map(|of| {
                (
                    of.principal.id.as_str(),
                    of.allowed,
                    of.grounds[0].assignment.name.as_str(),
                )
            })
            .collect();
        assert_eq!(told, [("aa000000-0000-4000-8000-000000000001", true, role)]);
    }
}

#[test]
fn a_scope_that_is_none_is_told() {
    let authorizer = Authorizer::new(&Policy::parse(&[]));
    let asked = AzureAction {
        action: "x".to_owned(),
        plane: Plane::Actions,
        scope: "prod".to_owned(),
    };
    assert_eq!(
        authorizer.who_can_act(&asked).unwrap_err(),
        "`prod` is no scope: a scope begins with `/`"
    );
}
