//! What holds of Azure RBAC in every world?
//!
//! The core is compared with a naive reading of the specification, and the laws that nobody should have to
//! think about are tried: nothing is allowed by default, a denial beats every grant, more never takes away,
//! and neither order nor spelling decides anything.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

mod broken;
mod control_plane;
#[path = "../for_all/mod.rs"]
mod for_all;
mod near;
mod who;
mod worlds;

use aksess::azure::trace::AzureAnswer;
use aksess::{Authorizer, Order};
use aksess_tests::naive_azure::paste::{Paste, Shape};
use aksess_tests::naive_azure::world::{Block, Deny, Role, World};
use aksess_tests::naive_azure::{self, Asked, Opinion};
use for_all::for_all;
use proptest::prelude::*;
use worlds::{ALICE, BOB, DEV, EVERYONE, ORDERS, PLAIN, asked, assignment, compiled, with, world};

fn allows(authorizer: &Authorizer, asked: &Asked) -> bool {
    with(asked, |asked| authorizer.authorize(asked).is_allowed())
}

/// What Azure itself says, whatever becomes of it.
fn azure(authorizer: &Authorizer, asked: &Asked) -> AzureAnswer {
    with(asked, |asked| {
        authorizer.explain(asked).azure.unwrap().answer
    })
}

#[test]
fn the_core_decides_as_a_naive_reading_does() {
    for_all(500, &(world(), asked()), |(world, asked)| {
        let authorizer = compiled(&world, PLAIN);
        let expected = match naive_azure::webhook(&world, &asked) {
            Opinion::Allowed => vec![AzureAnswer::Allowed, AzureAnswer::Discovery],
            Opinion::Denied => vec![AzureAnswer::Denied],
            Opinion::NotAllowed => vec![AzureAnswer::NotAllowed],
            Opinion::Abstains => vec![AzureAnswer::Abstains],
            Opinion::Refused => vec![AzureAnswer::NonEntraDenied],
            Opinion::Failed => vec![AzureAnswer::Failed],
        };
        for order in ORDERS {
            let authorizer = authorizer.in_order(order);
            let trace = with(&asked, |asked| authorizer.explain(asked));
            let found = allows(&authorizer, &asked);
            prop_assert_eq!(found, trace.decision.is_allowed(), "{:?}", order);
            prop_assert_eq!(
                found,
                naive_azure::allowed(&world, &asked, order.word()),
                "{:?}",
                order
            );
            if order != Order::KubernetesFirst {
                let answer = trace.azure.unwrap().answer;
                prop_assert!(expected.contains(&answer), "{:?} {:?}", order, answer);
            }
        }
        Ok(())
    });
}

/// There is no index then, and patterns are compared one by one.
#[test]
fn more_blocks_than_are_indexed_change_no_answer() {
    let blocks = (0..=1_024).map(|number| Block {
        lists: [
            vec![],
            vec![],
            vec![format!("Microsoft.X/y{number}/*")],
            vec![],
        ],
        condition: None,
    });
    let large = Role {
        number: 200,
        blocks: blocks.collect(),
    };
    let given = (world(), asked(), assignment());
    for_all(60, &given, |(mut world, asked, mut more)| {
        world.roles.push(large.clone());
        more.role = large.number;
        world.assignments.push(more);
        let authorizer = compiled(&world, PLAIN);
        for order in ORDERS {
            let authorizer = authorizer.in_order(order);
            let found = allows(&authorizer, &asked);
            let expected = naive_azure::allowed(&world, &asked, order.word());
            prop_assert_eq!(found, expected, "{:?}", order);
        }
        Ok(())
    });
}

#[test]
fn order_shape_and_letter_case_of_documents_never_matter() {
    let paste = (
        proptest::sample::select(vec![Shape::Cli, Shape::Rest, Shape::PowerShell]),
        any::<bool>(),
        any::<bool>(),
    );
    for_all(
        200,
        &(world(), asked(), paste),
        |(world, asked, (shape, reversed, capitals))| {
            let other = Paste {
                shape,
                reversed,
                capitals,
            };
            let (plain, other) = (compiled(&world, PLAIN), compiled(&world, other));
            for order in ORDERS {
                let told = |of: &Authorizer| {
                    let trace = with(&asked, |asked| of.in_order(order).explain(asked));
                    let azure = trace.azure.unwrap();
                    let mut names: Vec<String> = azure
                        .grounds
                        .into_iter()
                        .map(|of| of.assignment.name)
                        .collect();
                    names.sort();
                    (
                        trace.decision,
                        trace.by,
                        azure.answer,
                        azure.counts,
                        names.len(),
                    )
                };
                prop_assert_eq!(told(&plain), told(&other));
            }
            Ok(())
        },
    );
}

#[test]
fn nothing_is_allowed_by_default() {
    for_all(200, &(world(), asked()), |(mut world, asked)| {
        world.assignments.clear();
        let answer = azure(&compiled(&world, PLAIN), &asked);
        prop_assert_ne!(answer, AzureAnswer::Allowed);
        world.bound = false;
        let is_free = answer == AzureAnswer::Discovery;
        prop_assert_eq!(allows(&compiled(&world, PLAIN), &asked), is_free);
        Ok(())
    });
}

#[test]
fn a_denial_that_reaches_everything_beats_every_grant() {
    let everything = Deny {
        principals: vec![EVERYONE.to_owned()],
        excluded: Vec::new(),
        scope: "/".to_owned(),
        only_here: false,
        audits: false,
        blocks: vec![Block {
            lists: [vec![], vec![], vec!["*".to_owned()], vec![]],
            condition: None,
        }],
    };
    for_all(200, &(world(), asked()), |(mut world, asked)| {
        world.denies.push(everything.clone());
        let authorizer = compiled(&world, PLAIN).in_order(Order::AzureExclusive);
        prop_assert_ne!(azure(&authorizer, &asked), AzureAnswer::Allowed);
        prop_assert_ne!(azure(&authorizer, &asked), AzureAnswer::NotAllowed);
        Ok(())
    });
}

/// Within one try: adding any denial turns an answer into a refusal or leaves it alone.
#[test]
fn a_denial_never_opens_anything() {
    for_all(
        150,
        &(world(), world(), asked()),
        |(mut world, other, asked)| {
            let before = compiled(&world, PLAIN);
            world.denies.extend(other.denies);
            let after = compiled(&world, PLAIN);
            for order in ORDERS {
                let opened = !allows(&before.in_order(order), &asked)
                    && allows(&after.in_order(order), &asked);
                prop_assert!(!opened, "{:?}", order);
            }
            Ok(())
        },
    );
}

#[test]
fn an_assignment_more_never_takes_anything_away() {
    for_all(
        150,
        &(world(), asked(), assignment()),
        |(mut world, asked, more)| {
            let before = compiled(&world, PLAIN);
            world.assignments.push(more);
            let after = compiled(&world, PLAIN);
            for order in ORDERS {
                let lost = allows(&before.in_order(order), &asked)
                    && !allows(&after.in_order(order), &asked);
                prop_assert!(!lost, "{:?}", order);
            }
            Ok(())
        },
    );
}

#[test]
fn a_role_nobody_defined_grants_nothing() {
    for_all(200, &(world(), asked()), |(mut world, asked)| {
        for assignment in &mut world.assignments {
            assignment.role += 100;
        }
        prop_assert_ne!(
            azure(&compiled(&world, PLAIN), &asked),
            AzureAnswer::Allowed
        );
        Ok(())
    });
}

/// A grant to a group is a grant to whoever carries it, and to nobody else.
#[test]
fn who_carries_a_group_has_what_it_has() {
    for_all(200, &(world(), asked()), |(mut world, mut asked)| {
        world.denies.clear();
        world.bound = false;
        for assignment in &mut world.assignments {
            assignment.principal = ALICE.to_owned();
        }
        asked.user = "alice".to_owned();
        asked.oid = Some(ALICE.to_owned());
        asked.groups.clear();
        let own = allows(&compiled(&world, PLAIN), &asked);
        for assignment in &mut world.assignments {
            assignment.principal = DEV.to_owned();
        }
        asked.oid = Some(BOB.to_owned());
        let without = azure(&compiled(&world, PLAIN), &asked);
        prop_assert_ne!(without, AzureAnswer::Allowed);
        asked.groups = vec![DEV.to_uppercase(), "not-an-id".to_owned()];
        prop_assert_eq!(own, allows(&compiled(&world, PLAIN), &asked));
        Ok(())
    });
}

#[test]
fn the_worlds_are_worth_trying() {
    let counts = std::cell::RefCell::new(std::collections::BTreeMap::new());
    for_all(
        600,
        &(world(), asked()),
        |(world, asked): (World, Asked)| {
            let opinion = naive_azure::webhook(&world, &asked);
            *counts
                .borrow_mut()
                .entry(format!("{opinion:?}"))
                .or_insert(0) += 1;
            Ok(())
        },
    );
    let counts = counts.into_inner();
    for (opinion, least) in [
        ("Allowed", 90),
        ("Denied", 15),
        ("NotAllowed", 250),
        ("Failed", 3),
    ] {
        assert!(
            counts.get(opinion).is_some_and(|of| *of > least),
            "{counts:?}"
        );
    }
}
