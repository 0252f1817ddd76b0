//! Which sentence tells what a clause compared with what?
//!
//! Short, in the present tense: what was found first, then what it was compared with. Texts stand between
//! single quotes, as a condition writes them. Of many values four are shown.

use super::ast::{Comparison, Operand, Test};
use super::evaluate::Values;
use super::facts::Facts;
use super::glob;
use super::operator::{CrossProduct, Operator, Relation};
use super::scalar::Kind;
use super::truth::Truth;

/// One clause as a sentence.
pub(super) fn clause(test: &Test, truth: Truth, facts: &Facts<'_>) -> String {
    match test {
        Test::ActionMatches(patterns) => matched("action", Some(facts.action), patterns, truth),
        Test::SubOperationMatches(patterns) => {
            matched("suboperation", facts.sub_operation, patterns, truth)
        }
        Test::Exists(attribute) if truth == Truth::True => {
            format!("{} is given.", attribute.written)
        }
        Test::Exists(attribute) => {
            let written = &attribute.written;
            format!("{written} is not given, so it does not exist here.")
        }
        Test::Compare(comparison) => compared(comparison, truth, facts),
    }
}

fn matched(noun: &str, asked: Option<&str>, patterns: &[String], truth: Truth) -> String {
    let Some(asked) = asked else {
        return format!("The request has no {noun}.");
    };
    let is_met = truth == Truth::True;
    // Of several patterns one is enough: only those that match are told as such.
    let told = patterns.iter().map(String::as_str);
    let told = told.filter(|pattern| !is_met || glob::action(pattern, asked));
    let told: Vec<&str> = told.collect();
    let told = list(told.len(), |at| told.get(at).copied(), Kind::Text);
    if is_met {
        format!("The {noun} '{asked}' matches {told}.")
    } else {
        format!("The {noun} '{asked}' does not match {told}.")
    }
}

fn compared(comparison: &Comparison, truth: Truth, facts: &Facts<'_>) -> String {
    let kind = comparison.operator.kind;
    let sides = [&comparison.left, &comparison.right];
    let absent: Vec<&str> = sides
        .into_iter()
        .filter(|side| Values::of(side, facts).is_none())
        .map(name)
        .collect();
    let [Some(left), Some(right)] = sides.map(|side| Values::of(side, facts)) else {
        let verb = if absent.len() > 1 { "are" } else { "is" };
        let absent = absent.join(" and ");
        return format!("{absent} {verb} not given, so this comparison counts as false.");
    };
    for (side, values) in sides.into_iter().zip([left, right]) {
        if values.len() == 0 {
            return format!(
                "{} is an empty list, so this comparison is false.",
                name(side)
            );
        }
        let mut texts = (0..values.len()).filter_map(|at| values.text(at));
        let unread = texts.find(|text| kind.read(text).is_none());
        if let (Some(text), Truth::False, Operand::Attribute(_)) = (unread, truth, side) {
            let noun = kind.noun();
            let name = name(side);
            return format!("{name} holds '{text}', which is no {noun}, so it compares as false.");
        }
    }
    let shown = |values: Values<'_>| list(values.len(), |at| values.text(at), kind);
    let found = match &comparison.left {
        Operand::Attribute(attribute) => format!("{} is {}", attribute.written, shown(left)),
        Operand::Literals(_) => format!("{} stands on the left", shown(left)),
    };
    let with = match &comparison.right {
        Operand::Attribute(attribute) => format!("{} ({})", shown(right), attribute.written),
        Operand::Literals(_) => shown(right),
    };
    let (subject, object) = match comparison.cross_product {
        None if left.len() == 1 && right.len() == 1 => ("it", ""),
        None => ("every value", "every one of "),
        Some(CrossProduct {
            all_of_left,
            all_of_right,
        }) => (
            if all_of_left {
                "every value"
            } else {
                "at least one value"
            },
            if all_of_right {
                "every one of "
            } else {
                "at least one of "
            },
        ),
    };
    let verb = verb(comparison.operator);
    let fold = if comparison.operator.ignore_case {
        ", letter case aside"
    } else {
        ""
    };
    match truth {
        Truth::True => format!("{found}: {subject} {verb} {object}{with}{fold}."),
        _ => format!("{found}: it is not so that {subject} {verb} {object}{with}{fold}."),
    }
}

fn verb(operator: Operator) -> &'static str {
    let moments = operator.kind == Kind::DateTime;
    match (operator.relation, operator.negated) {
        (Relation::Equals, false) => "equals",
        (Relation::Equals, true) => "differs from",
        (Relation::StartsWith, false) => "starts with",
        (Relation::StartsWith, true) => "does not start with",
        (Relation::Like, false) => "is like",
        (Relation::Like, true) => "is unlike",
        (Relation::LessThan, _) if moments => "is before",
        (Relation::LessThan, _) => "is less than",
        (Relation::LessThanEquals, _) if moments => "is not after",
        (Relation::LessThanEquals, _) => "is at most",
        (Relation::GreaterThan, _) if moments => "is after",
        (Relation::GreaterThan, _) => "is greater than",
        (Relation::GreaterThanEquals, _) if moments => "is not before",
        (Relation::GreaterThanEquals, _) => "is at least",
    }
}

fn name(side: &Operand) -> &str {
    match side {
        Operand::Attribute(attribute) => &attribute.written,
        Operand::Literals(_) => "the value",
    }
}

/// At most four values, and how many more.
fn list<'a>(count: usize, text: impl Fn(usize) -> Option<&'a str>, kind: Kind) -> String {
    const SHOWN: usize = 4;
    let shown = (0..count)
        .take(SHOWN)
        .filter_map(text)
        .map(|text| match kind {
            Kind::Number | Kind::Bool => text.to_owned(),
            _ => format!("'{text}'"),
        });
    let shown = shown.collect::<Vec<_>>().join(", ");
    match count.saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
