//! Is any condition read or refused without a panic, and is its explanation its answer?
#![no_main]

use aksess::azure::{Attribute, AttributeSource, AttributeValue, Condition, Facts};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The first line gives the attributes their value, the rest is the condition.
    let (value, condition) = text.split_once('\n').unwrap_or(("x", text));
    let condition = match Condition::parse(condition) {
        Ok(condition) => condition,
        Err(problem) => {
            assert!(condition.get(problem.range).is_some() && !problem.message.is_empty());
            return;
        }
    };
    let values: Vec<&str> = value.split(',').collect();
    let attribute = |name, value| Attribute { source: AttributeSource::Request, name, value };
    let attributes = [
        attribute("a", AttributeValue::Text(value)),
        attribute("b", AttributeValue::List(&values)),
    ];
    let facts = Facts { action: value, sub_operation: Some(value), attributes: &attributes };
    let trace = condition.explain(&facts);
    assert_eq!(condition.holds(&facts), trace.holds);
    for clause in &trace.clauses {
        assert_eq!(condition.text().get(clause.range.clone()), Some(clause.text.as_str()));
        assert!(!clause.words.is_empty());
    }
    let nothing = condition.explain(&Facts::default());
    let settled = Facts { action: "", sub_operation: None, attributes: &attributes };
    assert!(nothing.could_flip || nothing.holds == condition.holds(&settled));
});
