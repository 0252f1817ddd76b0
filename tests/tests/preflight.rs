//! Does a preflight tell what an identity holds, and the least that would supply the rest?

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::query::preflight::Outcome;
use aksess::query::{Preflight, PreflightRequest, Purpose};
use aksess::{Authorizer, Policy, Source, report};
use aksess_tests::shared;
use serde_json::{Value, json};
use std::fs;

const SUBSCRIPTION: &str = "/subscriptions/5b000000-0000-4000-8000-000000000001";
const IDENTITY: &str = "cc000000-0000-4000-8000-000000000001";
const KUBELET: &str = "cc000000-0000-4000-8000-000000000002";
const PERSON: &str = "aa000000-0000-4000-8000-000000000001";
const GROUP: &str = "99000000-0000-4000-8000-000000000001";

const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const CONTRIBUTOR: &str = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const READER: &str = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

fn cluster() -> Value {
    json!({
        "id": format!("{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod"),
        "type": "Microsoft.ContainerService/ManagedClusters",
        "name": "prod",
        "aadProfile": null,
        "nodeResourceGroup": "MC_rg_prod",
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {"/x/y": {"principalId": IDENTITY}}},
        "identityProfile": {"kubeletidentity": {"objectId": KUBELET}},
    })
}

fn assignment(principal: &str, role: &str, scope: &str) -> Value {
    json!({
        "name": format!("{role} at {scope}"),
        "principalId": principal,
        "roleDefinitionId": format!("/providers/Microsoft.Authorization/roleDefinitions/{role}"),
        "scope": format!("{SUBSCRIPTION}{scope}"),
    })
}

fn role(id: &str, actions: &[&str], not_actions: &[&str]) -> Value {
    json!({
        "name": id, "roleName": format!("role {id}"), "roleType": "CustomRole", "assignableScopes": [SUBSCRIPTION],
        "permissions": [{"actions": actions, "notActions": not_actions, "dataActions": [], "notDataActions": []}],
    })
}

fn authorizer(documents: &[Value]) -> Authorizer {
    let text = Value::from(documents.to_vec()).to_string();
    Authorizer::new(&Policy::parse(&[Source::new("world.json", text)]))
}

fn ask(purpose: Purpose) -> PreflightRequest {
    PreflightRequest {
        purpose,
        principal: None,
        groups: Vec::new(),
        scope: None,
    }
}

fn creator(principal: &str) -> PreflightRequest {
    PreflightRequest {
        principal: Some(principal.to_owned()),
        ..ask(Purpose::ClusterCreator)
    }
}

fn outcome(preflight: &Preflight, action: &str) -> Outcome {
    let mut all = preflight.permissions.iter();
    all.find(|of| of.action == action).unwrap().outcome
}

#[test]
fn what_is_held_names_the_assignment_and_its_scope() {
    let world = authorizer(&[
        cluster(),
        json!({"group": {"id": GROUP, "displayName": "builders"}, "members": [{"id": PERSON, "displayName": "Ann"}]}),
        assignment(GROUP, CONTRIBUTOR, "/resourceGroups/rg"),
    ]);
    let told = world.preflight(&creator(PERSON)).unwrap();
    assert!(told.passes);
    assert!(told.supplement.is_none());
    assert_eq!(told.scope, format!("{SUBSCRIPTION}/resourceGroups/rg"));
    assert_eq!(told.permissions.len(), 14);
    let first = &told.permissions[0];
    assert_eq!(first.action, "Microsoft.Compute/diskEncryptionSets/read");
    assert_eq!(first.grounds[0].role.name, "Contributor");
    assert_eq!(first.grounds[0].membership, "names a group of the caller");
    assert_eq!(
        first.grounds[0].assignment.scope,
        format!("{SUBSCRIPTION}/resourceGroups/rg")
    );
    assert!(report::render_preflight(&told).starts_with(
        "The identity that creates and operates the cluster: 14 of 14 permissions held\nAnn (aa000000-"
    ));
}

#[test]
fn what_is_missing_is_supplied_by_the_smallest_role_and_by_a_custom_one() {
    let world = authorizer(&[cluster(), assignment(PERSON, READER, "")]);
    let told = world.preflight(&creator(PERSON)).unwrap();
    let held = told
        .permissions
        .iter()
        .filter(|of| of.outcome == Outcome::Held);
    let held: Vec<&str> = held.map(|of| of.action.as_str()).collect();
    assert_eq!(
        held,
        [
            "Microsoft.Compute/diskEncryptionSets/read",
            "Microsoft.Network/applicationGateways/read",
            "Microsoft.OperationalInsights/workspaces/sharedkeys/read",
            "Microsoft.OperationalInsights/workspaces/read",
            "Microsoft.OperationsManagement/solutions/read",
        ]
    );
    let supplement = told.supplement.unwrap();
    // Owner would do as well and gives more.
    assert_eq!(supplement.role.as_ref().unwrap().role.name, "Contributor");
    assert_eq!(supplement.missing.len(), 8);
    assert_eq!(supplement.custom.actions, supplement.missing);
    let written: Value = serde_json::from_str(&supplement.custom.to_json()).unwrap();
    assert_eq!(written, serde_json::to_value(&supplement.custom).unwrap());
}

/// The custom role, created and assigned as it is written, leaves nothing missing.
#[test]
fn built_in_roles_are_known_where_nothing_is_from_azure() {
    let proposed = |documents: &[Value]| {
        let asked = PreflightRequest {
            scope: Some(format!("{SUBSCRIPTION}/resourceGroups/rg")),
            ..creator(PERSON)
        };
        let told = authorizer(documents).preflight(&asked).unwrap();
        let role = told.supplement.unwrap().role.unwrap();
        (role.role.name, role.extra, role.of)
    };
    let beside_another = proposed(&[assignment(GROUP, READER, "")]);
    assert_eq!(beside_another.0, "Contributor");
    assert_eq!(proposed(&[]), beside_another);
}

#[test]
fn the_custom_role_supplies_exactly_what_is_missing() {
    for purpose in Purpose::ALL {
        let asked = PreflightRequest {
            principal: Some(PERSON.to_owned()),
            ..ask(purpose)
        };
        let before = authorizer(&[cluster()]).preflight(&asked).unwrap();
        assert!(
            before
                .permissions
                .iter()
                .all(|of| of.outcome == Outcome::Missing)
        );
        let custom = before.supplement.unwrap().custom;
        let mut made: Value = serde_json::from_str(&custom.to_json()).unwrap();
        let id = "dd000000-0000-4000-8000-000000000001";
        made["Id"] = json!(id);
        let mut world = vec![cluster(), made];
        let scopes = custom.assignable_scopes.iter();
        world.extend(
            scopes.map(|of| assignment(PERSON, id, of.strip_prefix(SUBSCRIPTION).unwrap())),
        );
        let after = authorizer(&world).preflight(&asked).unwrap();
        assert!(after.passes, "{}", report::render_preflight(&after));
        let expected = if purpose == Purpose::ClusterIdentity {
            2
        } else {
            1
        };
        assert_eq!(custom.assignable_scopes.len(), expected, "{purpose:?}");
    }
}

#[test]
fn the_cluster_document_says_whose_and_where() {
    let world = authorizer(&[
        cluster(),
        assignment(IDENTITY, CONTRIBUTOR, "/resourceGroups/MC_rg_prod"),
        assignment(
            IDENTITY,
            CONTRIBUTOR,
            "/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/prod",
        ),
    ]);
    let told = world.preflight(&ask(Purpose::ClusterIdentity)).unwrap();
    assert_eq!(told.principal.id, IDENTITY);
    assert!(told.scope.ends_with("/resourceGroups/MC_rg_prod"));
    assert!(told.passes, "{}", report::render_preflight(&told));
    let nodes = world.preflight(&ask(Purpose::NodeAccess)).unwrap();
    assert_eq!(nodes.principal.id, KUBELET);
    assert!(nodes.scope.ends_with("/resourceGroups/rg"));
    assert!(!nodes.passes);
}

#[test]
fn a_star_is_held_only_whole() {
    const ALL: &str = "Microsoft.ContainerService/managedClusters/*";
    let narrow = "dd000000-0000-4000-8000-000000000001";
    let other = "dd000000-0000-4000-8000-000000000002";
    let scope = "/resourceGroups/rg";
    let mut world = vec![
        cluster(),
        role(
            narrow,
            &["Microsoft.ContainerService/*"],
            &["*/managedClusters/Delete"],
        ),
        role(
            other,
            &["Microsoft.ContainerService/managedClusters/delete"],
            &[],
        ),
        assignment(IDENTITY, narrow, scope),
    ];
    let asked = PreflightRequest {
        scope: Some(format!("{SUBSCRIPTION}{scope}")),
        ..ask(Purpose::ClusterIdentity)
    };
    let told = authorizer(&world).preflight(&asked).unwrap();
    assert_eq!(outcome(&told, ALL), Outcome::Partly);
    assert_eq!(told.permissions[0].exceptions, ["*/managedClusters/Delete"]);
    // A second role gives back what the first takes away.
    world.push(assignment(IDENTITY, other, scope));
    let told = authorizer(&world).preflight(&asked).unwrap();
    assert_eq!(outcome(&told, ALL), Outcome::Held);
    // So does a deny assignment take one of them.
    world.push(json!({
        "denyAssignmentName": "kept", "scope": SUBSCRIPTION, "excludePrincipals": [],
        "principals": [{"id": IDENTITY, "type": "ServicePrincipal"}],
        "permissions": [{"actions": ["Microsoft.ContainerService/managedClusters/write"]}],
    }));
    let told = authorizer(&world).preflight(&asked).unwrap();
    assert_eq!(outcome(&told, ALL), Outcome::Partly);
    assert_eq!(
        told.permissions[0].exceptions,
        ["Microsoft.ContainerService/managedClusters/write"]
    );
    // What reads everything is no star as wide.
    let world = [cluster(), assignment(IDENTITY, READER, scope)];
    assert_eq!(
        outcome(&authorizer(&world).preflight(&asked).unwrap(), ALL),
        Outcome::Missing
    );
}

#[test]
fn deny_assignments_conditions_and_eligibility_count() {
    let deny = |actions: &[&str]| {
        json!({
            "denyAssignmentName": "locked", "scope": SUBSCRIPTION, "excludePrincipals": [],
            "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}],
            "permissions": [{"actions": actions}],
        })
    };
    let world = authorizer(&[
        cluster(),
        assignment(PERSON, OWNER, ""),
        deny(&[
            "Microsoft.Compute/*/write",
            "Microsoft.Network/applicationGateways/read",
        ]),
    ]);
    let told = world.preflight(&creator(PERSON)).unwrap();
    let action = "Microsoft.Compute/proximityPlacementGroups/write";
    assert_eq!(outcome(&told, action), Outcome::Denied);
    let denied = told
        .permissions
        .iter()
        .find(|of| of.action == action)
        .unwrap();
    assert_eq!(denied.denials[0].assignment.name, "locked");
    assert_eq!(denied.grounds.len(), 1, "what gives it is told beside");
    assert!(!told.passes);
    assert!(told.supplement.is_none(), "no role supplies what is denied");
    assert!(told.notes[0].starts_with("No role supplies what a deny assignment takes"));

    let mut narrowed = assignment(PERSON, OWNER, "");
    narrowed["condition"] =
        json!("@Resource[Microsoft.Storage/storageAccounts:name] StringEquals 'x'");
    narrowed["conditionVersion"] = json!("2.0");
    let told = authorizer(&[cluster(), narrowed])
        .preflight(&creator(PERSON))
        .unwrap();
    assert_eq!(outcome(&told, action), Outcome::Missing);

    let mut eligible = assignment(PERSON, OWNER, "");
    eligible["type"] = json!("Microsoft.Authorization/roleEligibilityScheduleInstances");
    let told = authorizer(&[cluster(), eligible])
        .preflight(&creator(PERSON))
        .unwrap();
    assert_eq!(outcome(&told, action), Outcome::Missing);
}

#[test]
fn what_is_not_said_is_asked_for() {
    let empty = authorizer(&[]);
    let error = |request: &PreflightRequest| empty.preflight(request).unwrap_err();
    assert!(error(&ask(Purpose::ClusterCreator)).starts_with("whose permissions?"));
    assert!(
        error(&ask(Purpose::NodeAccess)).contains("`identityProfile.kubeletidentity.objectId`")
    );
    assert!(error(&creator(PERSON)).starts_with("where?"));
    assert!(error(&creator("ann")).starts_with("`ann` is no object id"));
    let nowhere = PreflightRequest {
        scope: Some("rg".to_owned()),
        ..creator(PERSON)
    };
    assert_eq!(error(&nowhere), "`rg` is no scope: a scope begins with `/`");
}

/// Of all built-in roles the smallest one that would do, compared with a count made here.
#[test]
fn the_smallest_of_all_built_in_roles() {
    let Some(path) = shared("data/azure/role-definitions-all/built-in-roles-raw.full.json") else {
        println!("no role definitions beside the project");
        return;
    };
    let all = Source::new("all", fs::read_to_string(path).unwrap());
    let propose = |purpose, documents: &[Value]| {
        let text = Value::from(documents.to_vec()).to_string();
        let policy = Policy::parse(&[all.clone(), Source::new("world.json", text)]);
        let told = Authorizer::new(&policy).preflight(&ask(purpose)).unwrap();
        let supplement = told.supplement.unwrap();
        let role = supplement.role.map(|of| (of.role.name, of.extra, of.of));
        println!(
            "{} missing of {purpose:?}: {role:?}",
            supplement.missing.len()
        );
        role
    };
    let name = |role: &Option<(String, usize, usize)>| role.as_ref().map(|of| of.0.clone());
    let of_network = propose(Purpose::Features, &[cluster()]);
    assert_eq!(name(&of_network).as_deref(), Some("Network Contributor"));
    let of_cluster = propose(Purpose::ClusterIdentity, &[cluster()]);
    assert_eq!(name(&of_cluster).as_deref(), Some("Contributor"));
    // No role has actions and data actions of all three components.
    assert_eq!(propose(Purpose::NodeAccess, &[cluster()]), None);
    let pulls = propose(
        Purpose::NodeAccess,
        &[
            cluster(),
            assignment(
                KUBELET,
                "befefa01-2a29-4197-83a8-272ff33ce314",
                "/resourceGroups/rg",
            ),
            assignment(
                KUBELET,
                "3913510d-42f4-4e42-8a64-420c390055eb",
                "/resourceGroups/rg",
            ),
        ],
    );
    let (role, extra, of) = pulls.unwrap();
    assert_eq!((role.as_str(), extra), ("AcrPull", 0));
    assert!(of > 4_000, "{of}");
}
