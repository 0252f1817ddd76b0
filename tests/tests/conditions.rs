//! What holds of every condition, sensible or not?
//!
//! Seeds are fixed: a failure here is a failure everywhere.

mod for_all;

use aksess::azure::{Attribute, AttributeSource, AttributeValue, Condition, Facts, Truth};
use for_all::for_all;
use proptest::prelude::*;
use proptest::sample::select;

const ACTION: &str = "p/pods/read";

/// What the generated conditions look at.
const NAMES: [&str; 3] = ["a", "b", "c"];

/// What their attributes may be; `None` is not given.
const VALUES: [Option<AttributeValue<'_>>; 5] = [
    None,
    Some(AttributeValue::Text("x")),
    Some(AttributeValue::Text("7")),
    Some(AttributeValue::List(&["x", "y", "7"])),
    Some(AttributeValue::List(&[])),
];

fn clause() -> impl Strategy<Value = String> {
    let test = select(vec![
        "@Request[N] StringEquals 'x'",
        "@Request[N] StringNotEquals 'x'",
        "'7' StringStartsWith @Request[N]",
        "@Request[N] StringLikeIgnoreCase @Request[b]",
        "@Request[N] NumericGreaterThan 5",
        "@Request[N] ForAnyOfAnyValues:StringEquals {'x', 'z'}",
        "@Request[N] ForAllOfAnyValues:StringNotEquals {'x', '7'}",
        "@Request[a] ForAnyOfAllValues:StringEquals @Request[N]",
        "Exists @Request[N]",
        "ActionMatches{'p/*'}",
        "ActionMatches{'p/*/write'}",
        "SubOperationMatches{'x'}",
    ]);
    (test, select(NAMES.to_vec()))
        .prop_map(|(test, name)| test.replace("[N]", &format!("[{name}]")))
}

fn expression() -> impl Strategy<Value = String> {
    clause().prop_recursive(5, 24, 3, |inner| {
        let terms = prop::collection::vec(inner.clone(), 2..4);
        let joined = (terms, select(vec![" AND ", " OR ", "&&", "||"]));
        prop_oneof![
            2 => joined.prop_map(|(terms, by)| format!("({})", terms.join(by))),
            1 => inner.prop_map(|term| format!("!({term})")),
        ]
    })
}

fn attributes(values: [usize; 3]) -> Vec<Attribute<'static>> {
    let given = NAMES.into_iter().zip(values);
    let given = given.filter_map(|(name, value)| {
        Some(Attribute {
            source: AttributeSource::Request,
            name,
            value: VALUES.get(value).copied().flatten()?,
        })
    });
    given.collect()
}

fn facts<'a>(attributes: &'a [Attribute<'a>]) -> Facts<'a> {
    Facts {
        action: ACTION,
        sub_operation: None,
        attributes,
    }
}

fn values() -> impl Strategy<Value = [usize; 3]> {
    [0..VALUES.len(), 0..VALUES.len(), 0..VALUES.len()]
}

#[test]
fn any_text_is_read_or_refused_at_a_place() {
    let pieces = vec![
        "@Request[a]",
        "@Context[é]",
        "StringEquals",
        "'x'",
        "'é",
        "{",
        "}",
        "(",
        ")",
        ",",
        "!",
        "NOT",
        "AND",
        "OR",
        "||",
        "&",
        "Exists",
        "ActionMatches{'*'}",
        "7",
        "-",
        "true",
        " ",
        "\n",
        "ForAnyOfAnyValues:",
        "GuidEquals",
        "7f6c6a51bcf842ba922052d62157d7db",
        "DateTimeLessThan",
        "'2023-05-01'",
        "@",
        "é",
    ];
    let soup = prop::collection::vec(select(pieces), 0..12).prop_map(|of| of.concat());
    let texts = prop_oneof![2 => soup, 2 => expression(), 1 => any::<String>()];
    for_all(6000, &(texts, values()), |(text, values)| {
        let condition = match Condition::parse(&text) {
            Ok(condition) => condition,
            Err(problem) => {
                assert!(text.get(problem.range).is_some() && !problem.message.is_empty());
                return Ok(());
            }
        };
        for warning in condition.warnings() {
            assert!(
                text.get(warning.range.clone())
                    .is_some_and(|at| !at.is_empty())
            );
        }
        let attributes = attributes(values);
        let trace = condition.explain(&facts(&attributes));
        assert_eq!(condition.holds(&facts(&attributes)), trace.holds);
        let mut end = 0;
        for clause in trace.clauses {
            assert!(clause.range.start >= end);
            end = clause.range.end;
            assert_eq!(text.get(clause.range), Some(clause.text.as_str()));
            assert_eq!(clause.truth == Truth::Unknown, !clause.missing.is_empty());
            assert!(!clause.could_flip || trace.could_flip);
        }
        Ok(())
    });
}

#[test]
fn letter_case_of_actions_keywords_and_names_never_matters() {
    let pattern = prop::collection::vec(select(vec!["p", "/", "pods", "*", "read"]), 0..6);
    for_all(
        3000,
        &(pattern, expression(), values()),
        |(pattern, rest, values)| {
            let pattern = pattern.concat();
            let attributes = attributes(values);
            let asked = |text: &str, action: &str| {
                let facts = Facts {
                    action,
                    ..facts(&attributes)
                };
                Condition::parse(text).unwrap().holds(&facts)
            };
            let text = format!("ActionMatches{{'{pattern}'}} OR {rest}");
            let plain = asked(&text, ACTION);
            // Texts that are compared keep their case; keywords, names and patterns lose it.
            let shouted: Vec<String> = text
                .split('\'')
                .map(|part| match part {
                    "x" | "z" | "7" => part.to_owned(),
                    _ => part.to_ascii_uppercase(),
                })
                .collect();
            assert_eq!(asked(&shouted.join("'"), ACTION), plain, "{text}");
            assert_eq!(asked(&text, &ACTION.to_ascii_uppercase()), plain, "{text}");
            Ok(())
        },
    );
}

#[test]
fn what_could_not_flip_never_does() {
    for_all(6000, &(expression(), values()), |(text, given)| {
        let condition = Condition::parse(&text).unwrap();
        let before = attributes(given);
        let trace = condition.explain(&facts(&before));
        let turns = |name: &str| {
            let named = format!("@Request[{name}]");
            trace
                .clauses
                .iter()
                .any(|of| of.could_flip && of.missing.contains(&named))
        };
        let mut others = vec![given];
        for (at, name) in NAMES.into_iter().enumerate() {
            if given.get(at) == Some(&0) && !(trace.could_flip && turns(name)) {
                let each = |of: &[usize; 3]| {
                    let of = *of;
                    (0..VALUES.len()).map(move |value| {
                        let mut of = of;
                        if let Some(slot) = of.get_mut(at) {
                            *slot = value;
                        }
                        of
                    })
                };
                others = others.iter().flat_map(each).collect();
            }
        }
        for other in others {
            let after = attributes(other);
            let holds = condition.holds(&facts(&after));
            assert_eq!(holds, trace.holds, "{text} {given:?} {other:?}");
        }
        Ok(())
    });
}
