//! What does each clause of a condition say, and could an attribute that was not given change the answer?
//!
//! The answer is that of [`Condition::decide`]. Beside it the same [truths](Truth) are joined with the third
//! value kept. Where the whole is settled, no values of the missing attributes change the answer. Where it is
//! not, they may: the logic does not see that `a OR NOT a` is always true.
//!
//! *Invariants.* Clauses are in the order in which they are written. A clause could flip the answer only if it
//! is unknown, and so is everything it stands in.

use std::ops::Range;

use serde::Serialize;

use super::Condition;
use super::ast::{Clause, Expression, Operand, Test};
use super::evaluate::Watcher;
use super::facts::Facts;
use super::truth::Truth;
use super::words;

/// Whether a condition holds, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionTrace {
    /// The whole condition as it was written.
    pub text: String,
    /// The answer.
    pub holds: bool,
    /// Whether the answer may be another one when the missing attributes are given. If not, it never is.
    pub could_flip: bool,
    /// Its clauses, in the order in which they are written.
    pub clauses: Vec<ConditionClause>,
}

/// What one clause says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConditionClause {
    /// The clause as it was written.
    pub text: String,
    /// Which bytes of the condition it is.
    pub range: Range<usize>,
    /// Whether it holds. An unknown clause counts as false.
    pub truth: Truth,
    /// What was compared with what, as a sentence.
    pub words: String,
    /// The attributes it looks for that were not given, as it names them.
    pub missing: Vec<String>,
    /// Whether the answer of the whole condition may turn on the missing attributes of this clause.
    pub could_flip: bool,
}

/// Writes down every clause.
struct Recorder<'a> {
    condition: &'a Condition,
    facts: &'a Facts<'a>,
    clauses: Vec<ConditionClause>,
}

impl Watcher for Recorder<'_> {
    fn hears_all(&self) -> bool {
        true
    }

    fn clause(&mut self, clause: &Clause, truth: Truth) {
        self.clauses.push(ConditionClause {
            text: self.condition.slice(&clause.range).to_owned(),
            range: clause.range.clone(),
            truth,
            words: words::clause(&clause.test, truth, self.facts),
            missing: missing(&clause.test, self.facts),
            could_flip: truth == Truth::Unknown,
        });
    }
}

/// Decides and tells why.
pub(super) fn explain(condition: &Condition, facts: &Facts<'_>) -> ConditionTrace {
    let mut recorder = Recorder {
        condition,
        facts,
        clauses: Vec::new(),
    };
    let holds = condition.decide(facts, &mut recorder);
    let mut clauses = recorder.clauses;
    let (truth, _) = settle(&condition.root, &mut clauses);
    ConditionTrace {
        text: condition.text.clone(),
        holds,
        could_flip: truth == Truth::Unknown,
        clauses,
    }
}

/// Joins the truths of an expression's clauses, which are the first of those given, and tells how many they
/// are. What is settled turns on none of its clauses.
fn settle(on: &Expression, clauses: &mut [ConditionClause]) -> (Truth, usize) {
    let (truth, count) = match on {
        Expression::Clause(_) => (clauses.first().map_or(Truth::False, |of| of.truth), 1),
        Expression::Not(term) => {
            let (truth, count) = settle(term, clauses);
            (truth.not(), count)
        }
        Expression::All(terms) => join(terms, clauses, |truth| truth),
        // a OR b is NOT (NOT a AND NOT b).
        Expression::Any(terms) => {
            let (truth, count) = join(terms, clauses, Truth::not);
            (truth.not(), count)
        }
    };
    if truth != Truth::Unknown {
        let within = clauses.iter_mut().take(count);
        within.for_each(|of| of.could_flip = false);
    }
    (truth, count)
}

fn join(
    terms: &[Expression],
    clauses: &mut [ConditionClause],
    each: fn(Truth) -> Truth,
) -> (Truth, usize) {
    let start = (Truth::True, 0);
    terms.iter().fold(start, |(truth, before), term| {
        let rest = clauses.get_mut(before..).unwrap_or_default();
        let (of_term, count) = settle(term, rest);
        (truth.and(each(of_term)), before + count)
    })
}

/// The attributes a clause looks for that were not given, each once.
fn missing(test: &Test, facts: &Facts<'_>) -> Vec<String> {
    let sides = match test {
        Test::Exists(attribute) => [Some(attribute), None],
        Test::Compare(comparison) => [&comparison.left, &comparison.right].map(|side| match side {
            Operand::Attribute(attribute) => Some(attribute),
            Operand::Literals(_) => None,
        }),
        Test::ActionMatches(_) | Test::SubOperationMatches(_) => [None, None],
    };
    let absent = sides.into_iter().flatten();
    let absent = absent.filter(|attribute| attribute.value(facts).is_none());
    let mut names: Vec<String> = absent.map(|attribute| attribute.written.clone()).collect();
    names.dedup();
    names
}
