//! Does the condition of a role assignment hold?
//!
//! A condition is a text in a small language of Azure's attribute-based access control: comparisons of
//! attributes joined by AND, OR and NOT. It only ever narrows what carries it. The usual form lets other
//! actions pass and guards one: `(!(ActionMatches{'A'})) OR (@Request[x] StringEquals 'y')`.
//!
//! - Keywords, functions, operators, attribute names and action patterns compare in any letter case.
//!   (Built-in roles write `boolequals`; for the others this is assumed, and functions and operators that are not
//!   written as documented are told.)
//! - A comparison with an attribute that was not given is false, negative operators included. It is told
//!   as unknown, and the trace says whether a value could change the answer.
//! - A comparison with a value that cannot be read (a number that is none, a date that is no day) or with
//!   an empty list is false too, whatever the operator. This is assumed: no source says it.
//! - AND binds tighter than OR. Mixing them without parentheses is told: the portal refuses it.
//!
//! *Source:* Microsoft's page "Azure role assignment condition format and syntax"
//! (learn.microsoft.com, role-based-access-control/conditions-format).
//!
//! *Invariants.* Parsing is bounded by [`Condition::MOST_BYTES`] and a bound on nesting. Deciding is total,
//! allocates nothing, and takes time in the product of pattern and value at worst. [`Condition::holds`] and
//! [`Condition::explain`] run the same function.

mod ast;
pub(crate) mod datetime;
mod evaluate;
mod facts;
mod glob;
mod lex;
mod literal;
mod operator;
mod parse;
mod scalar;
#[cfg(test)]
mod tests;
mod trace;
mod truth;
mod words;

use std::ops::Range;

use serde::Serialize;

pub(crate) use evaluate::Watcher;
pub use facts::{Attribute, AttributeSource, AttributeValue, Facts};
pub use trace::{ConditionClause, ConditionTrace};
pub use truth::Truth;

/// A condition that was read.
///
/// ```
/// use aksess::azure::{Attribute, AttributeSource, AttributeValue, Condition, Facts, Truth};
///
/// let text = "(!(ActionMatches{'*/read'})) OR (@Request[kind] StringEquals 'widgets')";
/// let condition = Condition::parse(text).expect("it is in the language");
/// let kind = Attribute {
///     source: AttributeSource::Request,
///     name: "kind",
///     value: AttributeValue::Text("widgets"),
/// };
/// let mut facts = Facts { action: "p/customresources/read", sub_operation: None, attributes: &[kind] };
/// assert!(condition.holds(&facts));
///
/// facts.attributes = &[];
/// let trace = condition.explain(&facts);
/// assert!(!trace.holds && trace.could_flip);
/// assert_eq!(trace.clauses[1].truth, Truth::Unknown);
/// assert_eq!(trace.clauses[1].missing, ["@Request[kind]"]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    text: String,
    root: ast::Expression,
    warnings: Vec<Problem>,
}

/// A remark about a part of a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Which bytes of the condition it is about.
    pub range: Range<usize>,
    /// What it says.
    pub message: String,
}

impl Problem {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { range, message }
    }
}

impl Condition {
    /// The most bytes of a condition: Azure's limit is 8 KB.
    pub const MOST_BYTES: usize = 8 * 1024;

    /// Reads a condition of version 2.0, the only one that is public.
    ///
    /// # Errors
    /// The first place where the text departs from the language. A condition that cannot be read never holds.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let (root, warnings) = parse::parse(text)?;
        Ok(Self {
            text: text.to_owned(),
            root,
            warnings,
        })
    }

    /// The condition as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is read, but Azure may refuse it or it likely does not mean what was meant.
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }

    /// Whether it holds. It stops at the first clause that settles it.
    pub fn holds(&self, facts: &Facts<'_>) -> bool {
        self.decide(facts, &mut ())
    }

    /// Whether it holds, and what each of its clauses says.
    pub fn explain(&self, facts: &Facts<'_>) -> ConditionTrace {
        trace::explain(self, facts)
    }

    /// The one evaluation.
    pub(crate) fn decide(&self, facts: &Facts<'_>, watcher: &mut impl Watcher) -> bool {
        evaluate::decide(&self.root, facts, watcher)
    }

    fn slice(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}
