//! Does Azure Resource Manager decide as a naive reading does, with groups within groups?

use std::collections::BTreeSet;

use super::for_all::for_all;
use super::worlds::{ALICE, ALL, BOB, DEV, PLAIN, of_texts, scopes, world};
use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess_tests::naive_azure::world::{CLUSTER, World};
use aksess_tests::naive_azure::{self, Opinion};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

pub(crate) const OTHER: &str = "07e40000-0000-4000-8000-00000000000e";

/// Everyone someone is: themselves, and every group upwards, by looking again until nothing is new.
pub(crate) fn closure(start: &[&str], members: &[(&str, &str)]) -> Vec<String> {
    let mut known: BTreeSet<&str> = start.iter().copied().collect();
    loop {
        let more: Vec<&str> = members
            .iter()
            .filter(|(group, member)| known.contains(member) && !known.contains(group))
            .map(|(group, _)| *group)
            .collect();
        if more.is_empty() {
            return known.into_iter().map(str::to_owned).collect();
        }
        known.extend(more);
    }
}

#[test]
fn actions_are_decided_as_a_naive_reading_does() {
    let edge = (
        select(vec![DEV, ALL, OTHER]),
        select(vec![ALICE, BOB, DEV, ALL, OTHER]),
    );
    let action = select(vec![
        "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
        "microsoft.containerservice/managedclusters/WRITE",
        "Microsoft.ContainerService/managedClusters/read",
        "Microsoft.Authorization/roleAssignments/write",
    ]);
    let question = (
        action,
        select(scopes()),
        prop::option::of(select(vec![DEV, OTHER])),
    );
    let parts = (world(), vec(edge, 0..6), question);
    for_all(
        200,
        &parts,
        |(world, edges, (action, scope, group)): (World, Vec<_>, _)| {
            let mut texts = world.documents(PLAIN);
            for (group, member) in &edges {
                let document =
                    json!({"group": {"id": group}, "members": [{"id": member.to_uppercase()}]});
                texts.push(document.to_string());
            }
            let groups: Vec<&str> = group.into_iter().collect();
            let request = json!({
                "as": {"token": {"upn": "alice@contoso.com", "oid": ALICE, "groups": groups}},
                "action": action, "scope": scope, "at": "2026-11-26T12:00:00Z",
            });
            let request = AccessRequest::parse(&request.to_string()).unwrap();
            let review = of_texts(&texts).review(&request, &Context::default());
            let mut start = vec![ALICE];
            start.extend(&groups);
            let expected = match naive_azure::may(&world, &closure(&start, &edges), action, &scope)
            {
                Opinion::Allowed => "azure-role-assignment",
                Opinion::Denied => "azure-deny-assignment",
                _ => "azure-not-allowed",
            };
            prop_assert_eq!(review.by.word(), expected);
            prop_assert_eq!(
                review.decision.is_allowed(),
                expected == "azure-role-assignment"
            );
            prop_assert_eq!(review.decision.is_allowed(), review.message.is_none());
            let found = &review.actions.first().unwrap().azure;
            prop_assert_eq!(review.decision.is_allowed(), !found.grounds.is_empty());
            Ok(())
        },
    );
    assert!(CLUSTER.starts_with('/'));
}
