//! What holds in every world?
//!
//! Worlds of a few names that meet often, so that grants, near misses and refusals all occur. Seeds are
//! fixed: a failure here is a failure everywhere.

mod any_world;
mod for_all;

use aksess::{Authorizer, Decision, Policy, Source};
use aksess_tests::naive::{self, Asked, Binding, Role, Rule, World};
use aksess_tests::worlds::attributes;
use any_world::{asked, documents, world};
use for_all::for_all;
use proptest::prelude::*;
use serde_json::{Value, json};

fn authorizer(documents: &[Value]) -> Authorizer {
    let list = json!({"kind": "List", "items": documents}).to_string();
    Authorizer::new(&Policy::parse(&[Source::new("world", list)]))
}

#[test]
fn the_walk_equals_a_naive_scan_and_the_explanation_is_the_decision() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(600, &(world(), questions), |(world, questions)| {
        let authorizer = authorizer(&documents(&world));
        for asked in &questions {
            let attributes = attributes(asked);
            let decision = authorizer.authorize(&attributes);
            let trace = authorizer.explain(&attributes);
            prop_assert_eq!(
                decision.is_allowed(),
                naive::allowed(&world, asked),
                "{:?}",
                asked
            );
            prop_assert_eq!(decision, trace.decision);
            let master = asked.groups.iter().any(|group| group == "system:masters");
            prop_assert!(decision.is_allowed() == (master || !trace.grounds.is_empty()));
            prop_assert_eq!(decision.is_allowed(), trace.message.is_none());
        }
        Ok(())
    });
}

#[test]
fn the_order_of_documents_changes_no_decision() {
    let worlds = (
        world(),
        any::<prop::sample::Index>(),
        prop::collection::vec(asked(), 12),
    );
    for_all(300, &worlds, |(world, turn, questions)| {
        let mut documents = documents(&world);
        let before = authorizer(&documents);
        if !documents.is_empty() {
            let by = turn.index(documents.len());
            documents.rotate_left(by);
            documents.reverse();
        }
        let after = authorizer(&documents);
        for asked in &questions {
            let attributes = attributes(asked);
            prop_assert_eq!(before.authorize(&attributes), after.authorize(&attributes));
        }
        Ok(())
    });
}

#[test]
fn one_more_binding_never_takes_access_away() {
    let worlds = (world(), world(), prop::collection::vec(asked(), 12));
    for_all(300, &worlds, |(mut world, more, questions)| {
        let before = authorizer(&documents(&world));
        world
            .bindings
            .extend(more.bindings.into_iter().map(|of| Binding {
                name: format!("more-{}", of.name),
                ..of
            }));
        let after = authorizer(&documents(&world));
        for asked in &questions {
            let attributes = attributes(asked);
            if before.authorize(&attributes) == Decision::Allow {
                prop_assert_eq!(after.authorize(&attributes), Decision::Allow);
            }
        }
        Ok(())
    });
}

/// A near miss says what is different: where its one difference is repaired, it grants.
#[test]
fn a_near_miss_with_one_difference_grants_once_it_is_repaired() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(300, &(world(), questions), |(world, questions)| {
        let plain = authorizer(&documents(&world));
        for asked in &questions {
            let trace = plain.explain(&attributes(asked));
            for near in &trace.near_misses {
                let [only] = near.differences.as_slice() else {
                    continue;
                };
                if only.facet != aksess::kubernetes::Facet::Subject {
                    continue;
                }
                let mut repaired = world.clone();
                for of in &mut repaired.bindings {
                    if of.name == near.binding.name {
                        of.subjects
                            .push(("User".to_owned(), None, asked.user.clone()));
                    }
                }
                prop_assert!(naive::allowed(&repaired, asked), "{:?} {:?}", near, asked);
            }
        }
        Ok(())
    });
}

/// Whether the caller is one of the subjects listed: by name, by group, or as a service account in the
/// namespace its binding gives.
fn is_listed(subjects: &[aksess::query::SubjectGrant], asked: &Asked) -> bool {
    subjects.iter().any(|subject| {
        let of_binding = subject
            .grant
            .as_ref()
            .and_then(|of| of.binding.namespace.as_ref());
        match subject.kind.as_str() {
            "User" => subject.name == asked.user,
            "Group" => asked.groups.contains(&subject.name),
            "ServiceAccount" => {
                subject
                    .namespace
                    .as_ref()
                    .or(of_binding)
                    .is_some_and(|namespace| {
                        asked.user == format!("system:serviceaccount:{namespace}:{}", subject.name)
                    })
            }
            _ => false,
        }
    })
}

#[test]
fn who_can_lists_a_caller_exactly_where_the_caller_can() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(400, &(world(), questions), |(world, questions)| {
        let authorizer = authorizer(&documents(&world));
        for asked in &questions {
            let attributes = attributes(asked);
            let listed = is_listed(&authorizer.who_can(&attributes).subjects, asked);
            prop_assert_eq!(
                listed,
                authorizer.authorize(&attributes).is_allowed(),
                "{:?}",
                asked
            );
        }
        Ok(())
    });
}

/// What a subject can is enough to decide: a rule of it allows the request exactly where the walk does.
#[test]
fn what_a_subject_can_agrees_with_each_decision() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(200, &(world(), questions), |(world, questions)| {
        let authorizer = authorizer(&documents(&world));
        for asked in questions.iter().filter(|asked| asked.path.is_none()) {
            let groups: Vec<&str> = asked.groups.iter().map(String::as_str).collect();
            let rules = authorizer.what_can(&asked.user, &groups, &asked.on[3]);
            let own = World {
                roles: vec![Role {
                    namespace: None,
                    name: "all".to_owned(),
                    rules: rules
                        .resource_rules
                        .into_iter()
                        .map(|rule| Rule {
                            verbs: rule.verbs,
                            api_groups: rule.api_groups,
                            resources: rule.resources,
                            resource_names: rule.resource_names,
                            urls: vec![],
                        })
                        .collect(),
                }],
                bindings: vec![Binding {
                    namespace: None,
                    name: "own".to_owned(),
                    role: ("ClusterRole".to_owned(), "all".to_owned()),
                    subjects: vec![("User".to_owned(), None, asked.user.clone())],
                }],
            };
            prop_assert_eq!(
                naive::allowed(&own, asked),
                authorizer.authorize(&attributes(asked)).is_allowed()
            );
        }
        Ok(())
    });
}
