//! Do our reader of JSON and serde_json read the same?
//!
//! Any value that is written is read back with the same parts. A text that was damaged is read as serde_json
//! reads it, or refused by either; where ours is more lenient is said below.

mod for_all;

use aksess::json::{self, Node, Value};
use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target};
use for_all::for_all;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::Value as Json;

/// Values with the parts that are hard to read: escapes, surrogates, depth, numbers of every form.
fn value() -> impl Strategy<Value = Json> {
    let number = prop_oneof![
        any::<i64>().prop_map(Json::from),
        any::<u64>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
    ];
    let text = prop_oneof!["\\PC{0,12}", any::<String>(), "[ -~]{0,40}"];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        number,
        text.prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Json::from),
            prop::collection::hash_map("\\PC{0,6}", inner, 0..6)
                .prop_map(|entries| Json::Object(entries.into_iter().collect())),
        ]
    })
}

/// A tree as serde_json has it. Ours keeps the text of numbers, which theirs reads.
fn theirs(node: &Node<'_>) -> Option<Json> {
    Some(match &node.value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::from(*value),
        Value::Number(text) => serde_json::from_str(text).ok()?,
        Value::String(text) => Json::from(text.as_ref()),
        Value::Sequence(items) => Json::from(items.iter().map(theirs).collect::<Option<Vec<_>>>()?),
        Value::Mapping(entries) => {
            let entry = |of: &json::Entry<'_>| Some((of.key.to_string(), theirs(&of.value)?));
            Json::Object(entries.iter().map(entry).collect::<Option<_>>()?)
        }
    })
}

/// Escapes every character that is not ASCII, as other writers of JSON do.
fn escaped(text: &str) -> String {
    let escape = |found: char| {
        if found.is_ascii() {
            return found.to_string();
        }
        let mut units = [0; 2];
        let units = found.encode_utf16(&mut units).iter();
        let units: Vec<String> = units.map(|unit| format!("\\u{unit:04x}")).collect();
        units.concat()
    };
    text.chars().map(escape).collect()
}

#[test]
fn what_is_written_is_read_back() {
    for_all(1_000, &value(), |value| {
        let compact = serde_json::to_string(&value).unwrap();
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        for text in [escaped(&compact), compact, pretty] {
            let read = json::read(&text).map_err(|of| TestCaseError::fail(of.in_text(&text)))?;
            prop_assert_eq!(theirs(&read), serde_json::from_str(&text).ok(), "{}", text);
        }
        Ok(())
    });
}

/// One change of a text: a byte removed, put in, or replaced.
fn changed(text: &str, changes: &[(prop::sample::Index, char, u8)]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (at, put, how) in changes {
        let at = at.index(characters.len() + 1);
        match how % 3 {
            0 => characters.insert(at, *put),
            _ if at == characters.len() => {}
            1 => drop(characters.remove(at)),
            _ => {
                if let Some(place) = characters.get_mut(at) {
                    *place = *put;
                }
            }
        }
    }
    characters.into_iter().collect()
}

/// What serde_json accepts we read, and read the same, but for a key that is there twice, which we refuse.
/// What it refuses we refuse too, but for what is in a string or a number: control characters and forms
/// such as `01` are no matter of access.
#[test]
fn a_damaged_text_is_read_the_same_or_refused() {
    let put = prop::sample::select("{}[]\",:\\u0dDe+-. \n\t1tfné😀".chars().collect::<Vec<_>>());
    let change = (any::<prop::sample::Index>(), put, any::<u8>());
    let changes = prop::collection::vec(change, 1..4);
    for_all(4_000, &(value(), changes), |(value, changes)| {
        let text = changed(&serde_json::to_string(&value).unwrap(), &changes);
        match (json::read(&text), serde_json::from_str::<Json>(&text)) {
            (Ok(ours), Ok(of_serde)) => prop_assert_eq!(theirs(&ours), Some(of_serde), "{}", text),
            (Err(mistake), Ok(_)) => {
                let is_twice = mistake.message.contains("twice");
                let is_surrogate = text.contains("\\u");
                prop_assert!(
                    is_twice || is_surrogate,
                    "{}: {}",
                    text,
                    mistake.in_text(&text)
                );
            }
            (Ok(ours), Err(error)) => {
                let is_lenient = theirs(&ours).is_none() || is_about_text(&error);
                prop_assert!(is_lenient, "{}: {}", text, error);
            }
            (Err(mistake), Err(_)) => prop_assert!(!mistake.message.is_empty()),
        }
        Ok(())
    });
}

/// Whether an error of serde_json is about what stands in a string or a number.
fn is_about_text(error: &serde_json::Error) -> bool {
    let words = error.to_string();
    let known = ["control character", "surrogate", "number", "hex escape"];
    known.iter().any(|of| words.contains(of))
}

/// What a policy answers and says, in words.
fn told(authorizer: &Authorizer) -> Vec<String> {
    let mut told = Vec::new();
    for (user, namespace) in [
        ("u", "dev"),
        ("system:serviceaccount:dev:s", "dev"),
        ("u", ""),
    ] {
        for verb in ["get", "list"] {
            let target = Target::Resource(Resource {
                resource: "pods",
                namespace,
                ..Resource::default()
            });
            let trace = authorizer.explain(&Attributes {
                user,
                groups: Vec::new(),
                extra: Vec::new(),
                verb,
                target,
            });
            told.push(format!(
                "{:?} {} {:?}",
                trace.decision, trace.reason, trace.counts
            ));
            told.extend(trace.near_misses.iter().map(|near| {
                let words = near.differences.iter().map(|of| of.words.as_str());
                let words: Vec<&str> = words.collect();
                format!("{} {}: {}", near.binding.name, near.title, words.join(" "))
            }));
        }
    }
    told
}

/// A dump that was damaged is read without a tree as it is read as documents, or not at all.
#[test]
fn a_damaged_dump_is_read_as_documents_are() {
    const DUMP: &str = r#"{"kind":"List","apiVersion":"v1","items":[
{"kind":"ClusterRole","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"r"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]},
{"kind":"RoleBinding","apiVersion":"rbac.authorization.k8s.io/v1","metadata":{"name":"b","namespace":"dev","labels":{"a":"\u00e9"}},
"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"r"},
"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"u"},{"kind":"ServiceAccount","name":"s"}]}]}"#;
    assert!(Authorizer::from_dump(&[Source::new("dump", DUMP)]).is_some());
    let put = prop::sample::select("{}[]\",:\\u0 \n1tnrbé".chars().collect::<Vec<_>>());
    let change = (any::<prop::sample::Index>(), put, any::<u8>());
    let changes = prop::collection::vec(change, 1..3);
    for_all(2_000, &changes, |changes| {
        let source = [Source::new("dump", changed(DUMP, &changes))];
        if let Some(plain) = Authorizer::from_dump(&source) {
            let whole = Authorizer::new(&Policy::parse(&source));
            prop_assert_eq!(told(&plain), told(&whole), "{}", source[0].text);
        }
        Ok(())
    });
}
