//! Does the list of who may do an action name exactly those who may?
//!
//! Everyone in a small world is asked one by one, on the plane of resources and on the plane of data, with groups
//! within groups and assignments in any order. A list that leaves somebody out is worse than none.

use super::control_plane::{OTHER, closure};
use super::for_all::for_all;
use super::worlds::{ALICE, ALL, BOB, DEV, PLAIN, of_texts, scopes, with, world};
use aksess::access_request::AccessRequest;
use aksess::azure::Plane;
use aksess::azure::trace::AzureAnswer;
use aksess::command::Context;
use aksess::query::AzureAction;
use aksess_tests::naive_azure::Asked;
use aksess_tests::naive_azure::world::{CLUSTER, Settings, World};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

const EVERYBODY: [&str; 5] = [ALICE, BOB, DEV, ALL, OTHER];

type Edges = Vec<(&'static str, &'static str)>;

/// The texts of a world and of who is in which group.
fn texts(world: &World, edges: &Edges) -> Vec<String> {
    let mut texts = world.documents(PLAIN);
    for (group, member) in edges {
        let document = json!({"group": {"id": group}, "members": [{"id": member}]});
        texts.push(document.to_string());
    }
    texts
}

fn edges() -> impl Strategy<Value = Edges> {
    let edge = (
        select(vec![DEV, ALL, OTHER]),
        select(vec![ALICE, BOB, DEV, ALL, OTHER]),
    );
    vec(edge, 0..6)
}

/// Those whom the list says may.
fn listed(authorizer: &aksess::Authorizer, asked: &AzureAction) -> Vec<String> {
    let listed = authorizer.who_can_act(asked).unwrap().principals;
    for of in &listed {
        assert!(!of.grounds.is_empty());
    }
    let may = listed.into_iter().filter(|of| of.allowed);
    may.map(|of| of.principal.id).collect()
}

#[test]
fn the_list_names_exactly_those_whom_a_review_allows() {
    let action = select(vec![
        "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        "Microsoft.ContainerService/managedClusters/write",
        "Microsoft.ContainerService/managedClusters/read",
    ]);
    let parts = (world(), edges(), action, select(scopes()));
    let counted = std::cell::Cell::new(0);
    for_all(200, &parts, |(world, edges, action, scope)| {
        let authorizer = of_texts(&texts(&world, &edges));
        let list = listed(
            &authorizer,
            &AzureAction {
                action: action.to_owned(),
                plane: Plane::Actions,
                scope: scope.clone(),
            },
        );
        for id in EVERYBODY {
            let request =
                json!({"as": {"token": {"oid": id}}, "action": action, "scope": scope}).to_string();
            let request = AccessRequest::parse(&request).unwrap();
            let review = authorizer.review(&request, &Context::default());
            prop_assert_eq!(
                list.iter().any(|of| of == id),
                review.decision.is_allowed(),
                "{} {:?}",
                id,
                list
            );
        }
        counted.set(counted.get() + list.len());
        Ok(())
    });
    assert!(counted.get() > 25, "{}", counted.get());
}

#[test]
fn of_data_it_names_exactly_those_whom_the_cluster_would_let_in() {
    let counted = std::cell::Cell::new(0);
    for_all(200, &(world(), edges()), |(mut world, edges)| {
        world.bound = false;
        world.settings = Settings {
            placed: world.settings.placed,
            ..Settings::default()
        };
        let authorizer = of_texts(&texts(&world, &edges));
        let list = listed(
            &authorizer,
            &AzureAction {
                action: "Microsoft.ContainerService/managedClusters/pods/read".to_owned(),
                plane: Plane::DataActions,
                scope: CLUSTER.to_owned(),
            },
        );
        for id in EVERYBODY {
            let asked = Asked {
                user: "somebody".to_owned(),
                oid: Some(id.to_owned()),
                groups: closure(&[id], &edges),
                verb: "list".to_owned(),
                path: None,
                on: ["", "pods", "", ""].map(str::to_owned),
            };
            let trace = with(&asked, |asked| authorizer.explain(asked));
            let is_allowed = trace.azure.unwrap().answer == AzureAnswer::Allowed;
            prop_assert_eq!(list.iter().any(|of| of == id), is_allowed, "{}", id);
        }
        counted.set(counted.get() + list.len());
        Ok(())
    });
    assert!(counted.get() > 25, "{}", counted.get());
}
