//! Do all ways to load and to ask give the same answers?
//!
//! A policy may be read with places or without, or come from a snapshot; a question may be asked in
//! strings, by a caller who is known, prepared whole, or as a cell of a matrix. There is one answer.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod any_world;
mod for_all;

use std::sync::Arc;

use aksess::{Attributes, Authorizer, Identity, Policy, Source, Target, Trace, snapshot};
use aksess_tests::naive::{self, Rule};
use aksess_tests::worlds::{self, attributes};
use any_world::{asked, documents, world};
use for_all::for_all;
use proptest::prelude::*;
use serde_json::{Value, json};

fn identity(of: &Attributes<'_>) -> Identity {
    Identity {
        user: of.user.to_owned(),
        groups: of.groups.iter().map(|&group| group.to_owned()).collect(),
        ..Identity::default()
    }
}

/// A trace without places, which a policy read without them does not have.
fn words(trace: &Trace) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("location");
                fields.remove("unplaced");
                fields.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(trace).unwrap();
    strip(&mut value);
    value
}

#[test]
fn a_prepared_question_has_the_answer_of_the_same_question_in_strings() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(300, &(world(), questions), |(world, questions)| {
        let list = json!({"kind": "List", "items": documents(&world)}).to_string();
        let authorizer = Authorizer::new(&Policy::parse(&[Source::new("world", list)]));
        let other = Authorizer::new(&Policy::default());
        for asked in &questions {
            let of = attributes(asked);
            let expected = authorizer.authorize(&of);
            prop_assert_eq!(expected.is_allowed(), naive::allowed(&world, asked));
            let caller = Arc::new(authorizer.prepare(&identity(&of)));
            prop_assert_eq!(caller.authorize(of.verb, of.target), expected);
            prop_assert_eq!(&caller.attributes(of.verb, of.target), &of);
            let question = caller.question(of.verb, of.target);
            prop_assert_eq!(question.authorize(), expected);
            prop_assert_eq!(authorizer.answer(&question), expected);
            prop_assert_eq!(question.explain(), authorizer.explain(&of));
            prop_assert_eq!(other.answer(&question), other.authorize(&of));
        }
        Ok(())
    });
}

#[test]
fn a_policy_without_places_says_the_same_words() {
    let questions = prop::collection::vec(asked(), 24);
    let is_sound = any::<bool>();
    for_all(
        400,
        &(world(), questions, is_sound),
        |(mut world, questions, is_sound)| {
            if is_sound {
                // what a server would take, so that the fast way of reading is taken
                for binding in &mut world.bindings {
                    let namespace = binding.namespace.clone();
                    binding.subjects.retain(|(kind, own, _)| {
                        kind != "Robot"
                            && (kind != "ServiceAccount" || own.is_some() || namespace.is_some())
                    });
                    if binding.role.0 == "Other" || namespace.is_none() {
                        binding.role.0 = "ClusterRole".to_owned();
                    }
                }
            }
            let text = worlds::json(&world);
            let source = [Source::new("world", text)];
            let policy = Policy::parse(&source);
            let authorizer = Authorizer::new(&policy);
            let (loaded, _) = Authorizer::load(&source);
            let bytes = snapshot::write(&policy);
            let read = snapshot::read(&bytes).unwrap();
            prop_assert_eq!(snapshot::write_of(&read), bytes.clone());
            for asked in &questions {
                let of = attributes(asked);
                let expected = words(&authorizer.explain(&of));
                prop_assert_eq!(&words(&loaded.explain(&of)), &expected);
                prop_assert_eq!(&words(&read.explain(&of)), &expected);
                prop_assert_eq!(read.authorize(&of), authorizer.authorize(&of));
            }
            Ok(())
        },
    );
}

#[test]
fn a_cell_of_the_matrix_is_the_answer_to_its_question() {
    let questions = prop::collection::vec(asked(), 12);
    for_all(300, &(world(), questions), |(world, questions)| {
        let list = json!({"kind": "List", "items": documents(&world)}).to_string();
        let authorizer = Authorizer::new(&Policy::parse(&[Source::new("world", list)]));
        let questions: Vec<_> = questions.iter().map(attributes).collect();
        let subjects: Vec<Identity> = questions.iter().map(identity).collect();
        let resources = questions.iter().filter_map(|of| match of.target {
            Target::Resource(on) => Some(on),
            Target::NonResource { .. } => None,
        });
        let resources: Vec<_> = resources.collect();
        let verbs: Vec<&str> = questions.iter().map(|of| of.verb).collect();
        let matrix = authorizer.matrix(&subjects, &resources, &verbs);
        let mut allowed = 0;
        for (subject, who) in questions.iter().enumerate() {
            for (resource, on) in resources.iter().enumerate() {
                for (verb, of) in verbs.iter().enumerate() {
                    let asked = Attributes {
                        verb: of,
                        target: Target::Resource(*on),
                        ..who.clone()
                    };
                    let expected = authorizer.authorize(&asked).is_allowed();
                    allowed += usize::from(expected);
                    prop_assert_eq!(matrix.allows(subject, resource, verb), expected);
                }
            }
        }
        prop_assert_eq!(matrix.allowed(), allowed);
        prop_assert!(!matrix.allows(0, resources.len(), 0) && !matrix.allows(99, 0, 0));
        Ok(())
    });
}

/// Rows for ten thousand groups times ten thousand resources would fill any memory.
#[test]
fn a_policy_too_wide_for_rows_is_decided_by_the_same_walk() {
    let questions = prop::collection::vec(asked(), 24);
    for_all(12, &(world(), questions), |(mut world, questions)| {
        let names = |prefix: &str| (0..10_000).map(|at| format!("{prefix}-{at}")).collect();
        let mut wide = world.roles.first().cloned().unwrap_or(naive::Role {
            namespace: None,
            name: "role-0".to_owned(),
            rules: Vec::new(),
        });
        wide.name = "wide".to_owned();
        wide.rules = vec![Rule {
            verbs: vec!["get".to_owned()],
            api_groups: names("group"),
            resources: names("resource"),
            ..Rule::default()
        }];
        world.roles.push(wide);
        let source = [Source::new("world", worlds::json(&world))];
        let authorizer = Authorizer::new(&Policy::parse(&source));
        prop_assert!(!authorizer.memory().has_rows);
        for asked in &questions {
            let of = attributes(asked);
            prop_assert_eq!(
                authorizer.authorize(&of).is_allowed(),
                naive::allowed(&world, asked)
            );
            let caller = Arc::new(authorizer.prepare(&identity(&of)));
            prop_assert_eq!(
                caller.question(of.verb, of.target).authorize(),
                authorizer.authorize(&of)
            );
        }
        Ok(())
    });
}

/// Names that were made to meet in a hash are told apart all the same: there are ten thousand here, and
/// every one is bound alone.
#[test]
fn names_are_told_apart_whatever_their_hash() {
    let count = 10_000;
    let names: Vec<String> = (0..count)
        .map(|at| format!("{:0>8}", at % 10).repeat(3) + &at.to_string())
        .collect();
    let items: Vec<Value> = names.iter().step_by(2).map(|name| {
        json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": {"name": name},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "all"},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": name}]})
    }).chain([json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "all"},
        "rules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}]})]).collect();
    let list = json!({"kind": "List", "items": items}).to_string();
    let (authorizer, found) = Authorizer::load(&[Source::new("world", list)]);
    assert!(found.is_empty());
    for (at, name) in names.iter().enumerate() {
        let asked = Attributes {
            user: name,
            groups: Vec::new(),
            extra: Vec::new(),
            verb: "get",
            target: Target::NonResource { path: "/" },
        };
        assert_eq!(
            authorizer.authorize(&asked).is_allowed(),
            at % 2 == 0,
            "{name}"
        );
    }
}
