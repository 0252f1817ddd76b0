//! Does what cannot be read ever open a door?
//!
//! One value of a definition, an assignment or a deny assignment is replaced by something of the wrong type, as
//! a broken template or a hand-edited file would have it. What was refused stays refused, and where anything
//! changed, somebody is told, with a place.

use super::for_all::for_all;
use super::worlds::{ORDERS, PLAIN, asked, of_texts, with, world};
use aksess::{Policy, Source};
use aksess_tests::naive_azure::paste::{Paste, Shape};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

/// The paths of all values inside the objects of a list.
fn paths(document: &Value, at: &str, inside: bool, found: &mut Vec<String>) {
    match document {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = format!("{at}/{key}");
                if inside {
                    found.push(path.clone());
                }
                let is_list = key == "value" && !inside;
                paths(value, &path, inside && !is_list, found);
            }
        }
        Value::Array(items) => {
            for (number, value) in items.iter().enumerate() {
                let path = format!("{at}/{number}");
                if inside {
                    found.push(path.clone());
                }
                paths(value, &path, true, found);
            }
        }
        _ => {}
    }
}

#[test]
fn a_value_of_the_wrong_type_never_opens_anything() {
    let wrong = select(vec![
        json!(5),
        json!(2.5),
        json!(true),
        json!({"x": 1}),
        json!([[1]]),
    ]);
    let shape = select(vec![Shape::Cli, Shape::Rest, Shape::PowerShell]);
    let parts = (world(), asked(), shape, 2usize..5, any::<Index>(), wrong);
    let changed = std::cell::Cell::new(0);
    for_all(400, &parts, |(world, asked, shape, which, place, wrong)| {
        let texts = world.documents(Paste { shape, ..PLAIN });
        let mut document: Value = serde_json::from_str(&texts[which]).unwrap();
        let mut all = Vec::new();
        paths(&document, "", false, &mut all);
        if all.is_empty() {
            return Ok(());
        }
        let path = place.get(&all);
        *document.pointer_mut(path).unwrap() = wrong;
        let mut broken = texts.clone();
        broken[which] = document.to_string();
        let (before, after) = (of_texts(&texts), of_texts(&broken));
        for order in ORDERS {
            let decide = |of: &aksess::Authorizer| {
                with(&asked, |asked| {
                    of.in_order(order).authorize(asked).is_allowed()
                })
            };
            let (before, after) = (decide(&before), decide(&after));
            prop_assert!(before || !after, "{} in {}", path, broken[which]);
            if before != after {
                changed.set(changed.get() + 1);
                let policy = Policy::parse(&[Source::new("broken", broken[which].clone())]);
                let mut told = policy.diagnostics().iter();
                prop_assert!(told.any(|of| of.location.line > 0), "{} untold", path);
            }
        }
        Ok(())
    });
    assert!(changed.get() > 5, "{}", changed.get());
}

/// The same for texts that mean nothing where they stand.
#[test]
fn a_text_that_means_nothing_never_opens_anything() {
    let keys = [
        ("condition", "no condition"),
        ("condition", "@Request[x] StringEquals"),
        ("conditionVersion", "1.0"),
        ("principalId", "alice@contoso.com"),
        ("roleDefinitionId", "Azure Kubernetes Service RBAC Reader"),
        ("scope", "rg-Shop"),
        ("scope", "/subscriptions//x"),
        ("endDateTime", "some day"),
        ("startDateTime", "yesterday"),
        ("denyAssignmentEffect", "off"),
        ("doNotApplyToChildScopes", "perhaps"),
    ];
    let parts = (
        world(),
        asked(),
        2usize..5,
        any::<Index>(),
        select(keys.to_vec()),
    );
    let told = std::cell::Cell::new(0);
    for_all(300, &parts, |(world, asked, which, item, (key, text))| {
        let texts = world.documents(PLAIN);
        let mut document: Value = serde_json::from_str(&texts[which]).unwrap();
        let items = document.as_array_mut().unwrap();
        if items.is_empty() {
            return Ok(());
        }
        let object = item.index(items.len());
        let Some(value) = items[object].get_mut(key) else {
            return Ok(());
        };
        *value = json!(text);
        let mut broken = texts.clone();
        broken[which] = document.to_string();
        let (before, after) = (of_texts(&texts), of_texts(&broken));
        for order in ORDERS {
            let decide = |of: &aksess::Authorizer| {
                with(&asked, |asked| {
                    of.in_order(order).authorize(asked).is_allowed()
                })
            };
            prop_assert!(decide(&before) || !decide(&after), "{} {}", key, text);
        }
        let policy = Policy::parse(&[Source::new("broken", broken[which].clone())]);
        if policy
            .diagnostics()
            .iter()
            .any(|of| of.message.contains(text.trim_end()))
        {
            told.set(told.get() + 1);
        }
        Ok(())
    });
    assert!(told.get() > 25, "{}", told.get());
}
