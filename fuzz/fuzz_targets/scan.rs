//! Does reading a dump without a tree give what reading it as documents gives, and does our reader of JSON
//! read what serde_json reads?
#![no_main]

use aksess::json::{self, Node, Value};
use aksess::{Attributes, Authorizer, Policy, Resource, Source, Target};
use libfuzzer_sys::fuzz_target;
use serde_json::Value as Json;

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

fuzz_target!(|text: &str| {
    if let (Ok(ours), Ok(of_serde)) = (json::read(text), serde_json::from_str::<Json>(text)) {
        assert_eq!(theirs(&ours), Some(of_serde));
    }
    let source = [Source::new("fuzz", text)];
    if let Some(plain) = Authorizer::from_dump(&source) {
        let whole = Authorizer::new(&Policy::parse(&source));
        let names = Policy::parse(&source).vocabulary();
        for user in names.users.iter().take(3) {
            let on = Resource { resource: "pods", namespace: "dev", ..Resource::default() };
            let target = Target::Resource(on);
            let asked = Attributes { user, groups: vec![], extra: vec![], verb: "get", target };
            let (plain, whole) = (plain.explain(&asked), whole.explain(&asked));
            assert_eq!((plain.decision, &plain.reason, plain.counts), (whole.decision, &whole.reason, whole.counts));
        }
    }
});
