//! Do conditions mean what Azure documents, and what an independent implementation makes of them?

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::azure::{
    Attribute, AttributeSource, AttributeValue, Condition, ConditionClause, Facts,
};
use aksess::{Policy, Severity, Source};
use aksess_tests::{files, shared};
use serde_json::Value;
use std::fs;

use AttributeSource::{Request, Resource};

/// What the shared cases take for granted where they bring no context of their own: their expectations
/// leave one sensible value for each.
const GIVEN: [(AttributeSource, &str, &[&str]); 11] = [
    (Request, "owner", &["alice"]),
    (Request, "text", &["HelloWorld"]),
    (Request, "tags", &["prod", "gold"]),
    (Request, "count", &["10"]),
    (Request, "enabled", &["true"]),
    (Request, "date", &["2023-05-01T12:00:00Z"]),
    (Request, "time", &["12:30:15"]),
    (Request, "guid", &["A1B2C3D4-0000-0000-0000-000000000000"]),
    (Resource, "enabled", &["false"]),
    (Resource, "count", &["5"]),
    (Resource, "tags", &["a", "b"]),
];

const GIVEN_ACTION: &str = "Microsoft.Storage/storageAccounts/read";

/// What makes a shared case one outside the language that Azure documents.
const OUTSIDE: [(&str, &str); 19] = [
    ("ActionMatches('", "`ActionMatches` takes a set in braces"),
    ("operationName ", "`ActionMatches` takes a set in braces"),
    (
        "SubOperationMatches",
        "`SubOperationMatches` takes a set in braces",
    ),
    ("Values ", "a cross product has an operator behind it"),
    ("NotExists", "`NOT Exists` is the documented form"),
    ("Ip", "there are no operators on addresses"),
    ("TimeOfDay", "there are no operators on times of day"),
    ("InRange", "there are no ranges"),
    (
        "ListContains",
        "there are no operators on lists, nor lists in brackets",
    ),
    (
        "ListNotContains",
        "there are no operators on lists, nor lists in brackets",
    ),
    ("StringContains", "there is no operator on parts of a text"),
    (
        "StringNotContains",
        "there is no operator on parts of a text",
    ),
    ("EndsWith", "there is no operator on the end of a text"),
    ("Matches '", "there are no regular expressions"),
    ("null", "there is no null"),
    ("ToLower(", "there are no functions on values"),
    ("ToUpper(", "there are no functions on values"),
    ("Trim(", "there are no functions on values"),
    ("AddDays(", "there are no functions on values"),
];

struct Case {
    name: String,
    condition: String,
    /// The answer, or none for a case that is about reading alone.
    holds: Option<bool>,
    /// For a case about reading: the operators of its clauses, in order.
    operators: Vec<String>,
    context: Vec<(AttributeSource, String, Vec<String>)>,
}

/// The shared files are flat enough to be read line by line: a name, a condition, an expectation, and lists
/// of attributes. Of expected trees the operators are read, which stand in the order of the text.
fn cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut source = Request;
    for line in text.lines() {
        let Some((key, value)) = line.trim().trim_start_matches("- ").split_once(':') else {
            continue;
        };
        let value = value.trim();
        match (key, cases.last_mut()) {
            ("name", _) if line.starts_with("  - ") => cases.push(Case {
                name: value.to_owned(),
                condition: String::new(),
                holds: None,
                operators: Vec::new(),
                context: Vec::new(),
            }),
            ("condition", Some(case)) => case.condition = serde_json::from_str(value).unwrap(),
            ("expected", Some(case)) => case.holds = value.parse().ok(),
            ("operator", Some(case)) if !["And", "Or", "Not"].contains(&value) => {
                case.operators.push(value.to_owned());
            }
            ("resource_attributes", _) => source = Resource,
            ("request_attributes", _) => source = Request,
            (name, Some(case)) if value.starts_with('[') => {
                let values = serde_json::from_str(value).unwrap();
                case.context.push((source, name.to_owned(), values));
            }
            _ => {}
        }
    }
    cases
}

/// The answer with the case's own context before what is given.
fn answer(condition: &Condition, case: &Case) -> bool {
    let own = case.context.iter().map(|(source, name, values)| {
        let values: Vec<&str> = values.iter().map(String::as_str).collect();
        (*source, name.as_str(), values)
    });
    let given = GIVEN.map(|(source, name, values)| (source, name, values.to_vec()));
    let all: Vec<_> = own.chain(given).collect();
    let attributes: Vec<Attribute<'_>> = all
        .iter()
        .map(|(source, name, values)| Attribute {
            source: *source,
            name,
            value: match values.as_slice() {
                [one] => AttributeValue::Text(one),
                many => AttributeValue::List(many),
            },
        })
        .collect();
    let facts = Facts {
        action: GIVEN_ACTION,
        sub_operation: Some("sub/read"),
        attributes: &attributes,
    };
    let trace = condition.explain(&facts);
    assert_eq!(condition.holds(&facts), trace.holds, "{}", case.name);
    trace.holds
}

/// Whether the condition is read as the case says and answers as it says.
fn agrees(case: &Case) -> bool {
    let Ok(condition) = Condition::parse(&case.condition) else {
        return false;
    };
    let clauses = condition.explain(&Facts::default()).clauses;
    let named = |(clause, operator): (&ConditionClause, &String)| clause.text.contains(operator);
    match case.holds {
        Some(holds) => answer(&condition, case) == holds,
        None => {
            clauses.len() == case.operators.len() && clauses.iter().zip(&case.operators).all(named)
        }
    }
}

#[test]
fn documented_cases_agree_with_an_independent_implementation() {
    let Some(folder) = shared("data/azure/abac-condition-tests") else {
        println!("the cases of an independent implementation are not here");
        return;
    };
    let texts = files(&folder, &["yaml"]).into_iter();
    let texts: Vec<String> = texts
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let all: Vec<Case> = texts.iter().flat_map(|text| cases(text)).collect();
    let outside = |case: &Case| {
        let found = OUTSIDE
            .iter()
            .find(|(sign, _)| case.condition.contains(sign));
        found.map(|(_, reason)| *reason)
    };
    let (mut agreed, mut others, mut rewritten) = (0, 0, 0);
    for case in &all {
        match outside(case) {
            None => {
                assert!(agrees(case), "{}: {}", case.name, case.condition);
                agreed += 1;
            }
            Some(reason) => {
                println!("outside: {}: {reason}", case.name);
                let read = Condition::parse(&case.condition);
                assert!(read.is_err(), "{}: {}", case.name, case.condition);
                others += 1;
            }
        }
        // The same meant as documented: equality is named in a cross product, and a set stands in braces.
        if let (Some(holds), Some(documented)) = (case.holds, documented(&case.condition)) {
            let condition = Condition::parse(&documented).unwrap();
            assert_eq!(answer(&condition, case), holds, "{}", case.name);
            rewritten += 1;
        }
    }
    println!(
        "{agreed} documented cases agree, {others} are outside, {rewritten} of these agree once written as documented"
    );
    assert_eq!((agreed, others, rewritten), (77, 96, 12));
}

/// A case's condition in documented syntax, where that differs in nothing but form.
fn documented(condition: &str) -> Option<String> {
    let set = condition
        .strip_suffix("')")
        .filter(|of| of.contains("Matches('"));
    let product = condition.starts_with("@Resource[tags] For");
    match set {
        Some(set) => Some(set.replacen("('", "{'", 1) + "'}"),
        None => product.then(|| condition.replacen("Values ", "Values:StringEquals ", 1)),
    }
}

/// Every `condition` in a tree of JSON.
fn conditions<'v>(of: &'v Value, found: &mut Vec<&'v str>) {
    match of {
        Value::Array(items) => items.iter().for_each(|item| conditions(item, found)),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str() {
                    Some(text) if key == "condition" => found.push(text),
                    _ => conditions(value, found),
                }
            }
        }
        _ => {}
    }
}

#[test]
fn the_conditions_of_all_built_in_roles_are_read() {
    let Some(path) = shared("data/azure/role-definitions-all/roles-with-conditions.json") else {
        println!("the built-in roles are not here");
        return;
    };
    let roles: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let mut found = Vec::new();
    conditions(&roles, &mut found);
    for text in &found {
        let condition = Condition::parse(text);
        let condition = condition.unwrap_or_else(|problem| panic!("{text}: {problem:?}"));
        assert_eq!(condition.warnings(), [], "{text}");
    }
    let roles = roles.as_array().unwrap().len();
    println!(
        "{} conditions of {roles} built-in roles are read",
        found.len()
    );
    assert_eq!((roles, found.len()), (29, 31));
}

#[test]
fn every_built_in_definition_loads() {
    let Some(path) = shared("data/azure/role-definitions-all/built-in-roles-raw.full.json") else {
        println!("the built-in roles are not here");
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let policy = Policy::parse(&[Source::new("definitions", text)]);
    assert_eq!(policy.role_definitions().len(), 928);
    let told = policy.diagnostics().iter();
    let told: Vec<&str> = told
        .filter(|of| of.severity != Severity::Info)
        .map(|of| of.message.as_str())
        .collect();
    // One role has a condition in a version of the language that was never published.
    assert_eq!(
        told,
        ["condition version `1.0` is not supported, only 2.0; it counts as not met"]
    );
}
