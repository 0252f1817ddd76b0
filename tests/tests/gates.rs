//! Do the gates say truly what they say, and does one question have one answer however it is put?

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::review::{AccessReview, GateName};
use aksess::{Authorizer, Policy, Severity, Source};
use serde_json::{Value, json};

const OID: &str = "aa000000-0000-4000-8000-000000000001";
const GROUP: &str = "/subscriptions/5b000000-0000-4000-8000-000000000001/resourceGroups/rg";
const ADMIN_ACTION: &str =
    "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action";

fn aks(is_off: bool, has_entra: bool) -> Value {
    let entra = has_entra.then(|| json!({"enableAzureRbac": true}));
    json!({
        "type": "Microsoft.ContainerService/managedClusters", "name": "shop",
        "id": format!("{GROUP}/providers/Microsoft.ContainerService/managedClusters/shop"),
        "aadProfile": entra, "disableLocalAccounts": is_off,
    })
}

fn arc() -> Value {
    json!({
        "type": "Microsoft.Kubernetes/connectedClusters", "name": "edge",
        "id": format!("{GROUP}/providers/Microsoft.Kubernetes/connectedClusters/edge"),
        "aadProfile": {"enableAzureRBAC": true},
    })
}

fn assignment(role: &str, scope: &str) -> Value {
    let role = format!("/providers/Microsoft.Authorization/roleDefinitions/{role}");
    json!({"name": "a1", "principalId": OID, "roleDefinitionId": role, "scope": scope})
}

fn policy(documents: &[Value]) -> Policy {
    let texts = documents.iter().map(Value::to_string);
    let sources: Vec<Source> = texts.map(|text| Source::new("world", text)).collect();
    Policy::parse(&sources)
}

/// What Ann is answered, if the request names nobody else.
fn review(authorizer: &Authorizer, request: &Value) -> AccessReview {
    let mut asked = json!({"as": {"token": {"upn": "ann@contoso.com", "oid": OID}}});
    if let (Some(asked), Some(more)) = (asked.as_object_mut(), request.as_object()) {
        asked.extend(more.clone());
    }
    let request = AccessRequest::parse(&asked.to_string()).unwrap();
    authorizer.review(&request, &Context::default())
}

fn gate(review: &AccessReview, gate: GateName) -> &str {
    let mut gates = review.gates.iter();
    gates.find(|of| of.gate == gate).map_or("", |of| &of.words)
}

#[test]
fn azure_says_why_it_has_no_opinion() {
    let get =
        |who: Value| json!({"as": who, "verb": "get", "resource": "pods", "namespace": "dev"});
    let ask = |documents: &[Value], who: Value| {
        let found = review(&Authorizer::new(&policy(documents)), &get(who));
        gate(&found, GateName::AzureRbac).to_owned()
    };
    let token = json!({"token": {"upn": "ann@contoso.com", "oid": OID}});
    let skips = json!({"kind": "ClusterSettings", "skipUsers": ["ANN@contoso.com"]});
    assert_eq!(
        ask(&[arc(), skips.clone()], token.clone()),
        "No opinion: on the webhook's skip list."
    );
    assert_eq!(ask(&[aks(false, true), skips], token), "No grant.");
    let plain = [aks(false, true)];
    for (who, words) in [
        (
            json!({"user": "System:foo", "extra": {"oid": [OID]}}),
            "No opinion: the user name begins with system:.",
        ),
        (
            json!({"serviceAccount": "dev/web"}),
            "No opinion: the user name begins with system:.",
        ),
        (json!({"user": "ann"}), "No opinion: not a user of Entra."),
    ] {
        assert_eq!(ask(&plain, who.clone()), words, "{who}");
    }
}

/// Whoever asks for a file, by its name, by its action or by a line: local accounts count for all of them.
#[test]
fn a_certificate_is_withheld_however_it_is_asked_for() {
    let documents = |cluster: Value| {
        let owner = assignment("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", GROUP);
        Authorizer::new(&policy(&[cluster, owner]))
    };
    let shop = format!("{GROUP}/providers/Microsoft.ContainerService/managedClusters/shop");
    let user_action = ADMIN_ACTION.replace("Admin", "User");
    let asks = |file: &str, action: &str, line: &str| {
        [
            json!({"kubeconfig": file}),
            json!({"action": action, "scope": shop}),
            json!({"action": action.to_uppercase(), "scope": shop.to_lowercase() + "/"}),
            json!({ "pasted": line }),
        ]
    };
    let admin = asks(
        "admin",
        ADMIN_ACTION,
        "az aks get-credentials -n shop -g rg --admin",
    );
    let user = asks("user", &user_action, "az aks get-credentials -n shop -g rg");
    let withheld = "(BadRequest) Getting static credential is not allowed because this cluster is set to disable local accounts.";
    let off = documents(aks(true, true));
    let bare = documents(aks(true, false));
    for (authorizer, asks) in [(&off, &admin), (&bare, &admin), (&bare, &user)] {
        for ask in asks {
            let found = review(authorizer, ask);
            assert_eq!(found.message.as_deref(), Some(withheld), "{ask}");
            assert_eq!(found.by.word(), "local-accounts-disabled", "{ask}");
            assert!(!found.actions[0].allowed, "{ask}");
        }
    }
    for ask in &user {
        assert!(review(&off, ask).decision.is_allowed(), "{ask}");
    }
    // Where they are on, all say what the file holds; what is asked of another resource is not about this cluster.
    let on = documents(aks(false, true));
    for ask in &admin {
        let found = review(&on, ask);
        assert!(found.decision.is_allowed(), "{ask}");
        assert!(
            found.notes.iter().any(|of| of.contains("certificate")),
            "{ask}"
        );
    }
    let other = json!({"action": ADMIN_ACTION, "scope": shop.replace("shop", "other")});
    let found = review(&off, &other);
    assert!(found.decision.is_allowed() && found.notes.is_empty());
}

#[test]
fn the_admin_file_of_arc_is_asked_for_below_the_connected_cluster() {
    let below = format!(
        "{GROUP}/providers/Microsoft.Kubernetes/connectedClusters/edge/providers/Microsoft.HybridContainerService/provisionedClusterInstances/default"
    );
    let role = assignment("b29efa5f-7782-4dc3-9537-4d5bc70a5e9f", &below);
    let authorizer = Authorizer::new(&policy(&[arc(), role]));
    for ask in [
        json!({"kubeconfig": "admin"}),
        json!({"pasted": "az aksarc get-credentials -n edge -g rg --admin"}),
    ] {
        let found = review(&authorizer, &ask);
        assert!(found.decision.is_allowed(), "{ask} {:?}", found.message);
        assert_eq!(found.actions[0].scope, below);
        assert!(
            found.notes.iter().any(|of| of.contains("certificate")),
            "{ask}"
        );
    }
}

#[test]
fn a_deny_that_no_table_places_is_told() {
    let deny = |scope: &str| {
        json!({
            "type": "Microsoft.Authorization/denyAssignments", "name": "d1",
            "properties": {
                "denyAssignmentName": "frozen", "scope": scope, "isSystemProtected": true,
                "principals": [{"id": "00000000-0000-0000-0000-000000000000", "type": "SystemDefined"}],
                "permissions": [{"actions": ["*/listClusterAdminCredential/action"]}],
            },
        })
    };
    let unplaced = deny("/providers/Microsoft.Management/managementGroups/Corp");
    let owner = assignment("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", GROUP);
    let policy = policy(&[aks(false, true), owner, unplaced]);
    let warned = policy.diagnostics().iter();
    let warned: Vec<&str> = warned
        .filter(|of| of.severity == Severity::Warning)
        .map(|of| of.message.as_str())
        .collect();
    assert_eq!(
        warned,
        [
            "which subscriptions are in the management group `corp` is not said, so this denies in none, and Azure may refuse what is allowed here; `managementGroups` of ClusterSettings says it"
        ]
    );
    let authorizer = Authorizer::new(&policy);
    let notes = |file: &str| {
        let found = review(&authorizer, &json!({ "kubeconfig": file }));
        assert!(found.decision.is_allowed());
        let mut notes = found.actions[0].azure.notes.iter();
        notes.any(|of| {
            of.words
                .contains("The deny assignment frozen is at the management group corp")
        })
    };
    assert!(notes("admin"));
    assert!(!notes("user"));
}
