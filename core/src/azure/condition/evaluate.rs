//! Does a condition hold of what is known about a request?
//!
//! AND, OR and NOT are those of two values: a clause whose attribute was not given counts as false. A
//! [`Watcher`] is told each clause as it is decided, with the third value where it applies, and may ask to hear
//! the clauses that no longer matter. It cannot change the answer.
//!
//! *Invariants.* Nothing is allocated. Recursion is as deep as the tree, which the parser bounds.

use super::ast::{Clause, Comparison, Expression, Operand, Test};
use super::facts::{AttributeValue, Facts};
use super::glob;
use super::operator::CrossProduct;
use super::scalar::{Kind, Literal, Scalar};
use super::truth::Truth;

/// Watches a condition being decided.
pub(crate) trait Watcher {
    /// Whether to hear every clause, also after the answer is settled.
    fn hears_all(&self) -> bool {
        false
    }

    /// A clause was decided. Clauses come in the order in which they are written.
    fn clause(&mut self, _clause: &Clause, _truth: Truth) {}
}

impl Watcher for () {}

/// Whether the expression holds.
pub(super) fn decide(on: &Expression, facts: &Facts<'_>, watcher: &mut impl Watcher) -> bool {
    match on {
        Expression::All(terms) => join(terms, facts, watcher, true),
        Expression::Any(terms) => join(terms, facts, watcher, false),
        Expression::Not(term) => !decide(term, facts, watcher),
        Expression::Clause(clause) => {
            let truth = truth(&clause.test, facts);
            watcher.clause(clause, truth);
            truth == Truth::True
        }
    }
}

/// Terms joined by AND hold until one fails; joined by OR they fail until one holds.
fn join(
    terms: &[Expression],
    facts: &Facts<'_>,
    watcher: &mut impl Watcher,
    until_settled: bool,
) -> bool {
    let mut answer = until_settled;
    for term in terms {
        if answer != until_settled && !watcher.hears_all() {
            break;
        }
        let holds = decide(term, facts, watcher);
        if answer == until_settled {
            answer = holds;
        }
    }
    answer
}

fn truth(test: &Test, facts: &Facts<'_>) -> Truth {
    match test {
        Test::ActionMatches(patterns) => {
            let matches = |pattern: &String| glob::action(pattern, facts.action);
            Truth::from(patterns.iter().any(matches))
        }
        Test::SubOperationMatches(patterns) => {
            let asked = facts.sub_operation;
            let matches =
                |pattern: &String| asked.is_some_and(|asked| glob::action(pattern, asked));
            Truth::from(patterns.iter().any(matches))
        }
        Test::Exists(attribute) => match attribute.value(facts) {
            Some(_) => Truth::True,
            None => Truth::Unknown,
        },
        Test::Compare(comparison) => compare(comparison, facts),
    }
}

/// Compares by the cross product. A pair with a value that cannot be read does not fit.
fn compare(comparison: &Comparison, facts: &Facts<'_>) -> Truth {
    let operator = comparison.operator;
    let left = Values::of(&comparison.left, facts);
    let right = Values::of(&comparison.right, facts);
    let (Some(left), Some(right)) = (left, right) else {
        return Truth::Unknown;
    };
    if left.len() == 0 || right.len() == 0 {
        return Truth::False;
    }
    let every = CrossProduct {
        all_of_left: true,
        all_of_right: true,
    };
    let product = comparison.cross_product.unwrap_or(every);
    let fits = |left: Option<Scalar<'_>>, right: Option<Scalar<'_>>| match (left, right) {
        (Some(left), Some(right)) => operator.holds(left, right),
        _ => false,
    };
    let fits_right = |left: Option<Scalar<'_>>| {
        let mut others = right.read(operator.kind);
        if product.all_of_right {
            others.all(|right| fits(left, right))
        } else {
            others.any(|right| fits(left, right))
        }
    };
    let mut values = left.read(operator.kind);
    Truth::from(if product.all_of_left {
        values.all(fits_right)
    } else {
        values.any(fits_right)
    })
}

/// The values of one side.
#[derive(Debug, Clone, Copy)]
pub(super) enum Values<'a> {
    Literals(&'a [Literal]),
    Attribute(AttributeValue<'a>),
}

impl<'a> Values<'a> {
    /// `None` for an attribute that was not given.
    pub(super) fn of(operand: &'a Operand, facts: &Facts<'a>) -> Option<Self> {
        match operand {
            Operand::Literals(literals) => Some(Self::Literals(literals)),
            Operand::Attribute(attribute) => attribute.value(facts).map(Self::Attribute),
        }
    }

    pub(super) fn len(self) -> usize {
        match self {
            Self::Literals(literals) => literals.len(),
            Self::Attribute(AttributeValue::Text(_)) => 1,
            Self::Attribute(AttributeValue::List(texts)) => texts.len(),
        }
    }

    /// The value at a place, as text.
    pub(super) fn text(self, at: usize) -> Option<&'a str> {
        match self {
            Self::Literals(literals) => literals.get(at).map(|of| of.text.as_str()),
            Self::Attribute(AttributeValue::Text(text)) => Some(text),
            Self::Attribute(AttributeValue::List(texts)) => texts.get(at).copied(),
        }
    }

    /// Each value as a kind; `None` for one that cannot be read so.
    pub(super) fn read(self, kind: Kind) -> impl Iterator<Item = Option<Scalar<'a>>> {
        (0..self.len()).map(move |at| match self {
            Self::Literals(literals) => literals.get(at).map(Literal::scalar),
            Self::Attribute(_) => self.text(at).and_then(|text| kind.read(text)),
        })
    }
}
