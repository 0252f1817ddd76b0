//! What does a condition consist of once it is read?
//!
//! Clauses joined by AND, OR and NOT. Literals are read for their operator already, so that deciding
//! converts only what attributes bring.
//!
//! *Invariants.* The tree is no deeper than the parser's bound on nesting; walks may recurse. A list of
//! literals is never empty.

use std::ops::Range;

use super::facts::{AttributeSource, AttributeValue, Facts};
use super::operator::{CrossProduct, Operator};
use super::scalar::Literal;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// Terms joined by AND.
    All(Vec<Expression>),
    /// Terms joined by OR.
    Any(Vec<Expression>),
    Not(Box<Expression>),
    Clause(Clause),
}

/// The smallest part that is true or false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(super) range: Range<usize>,
    pub(super) test: Test,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Test {
    /// One of the patterns matches the action.
    ActionMatches(Vec<String>),
    /// One of the patterns matches the suboperation.
    SubOperationMatches(Vec<String>),
    Exists(AttributeRef),
    Compare(Comparison),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    pub(super) left: Operand,
    pub(super) cross_product: Option<CrossProduct>,
    pub(super) operator: Operator,
    pub(super) right: Operand,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Attribute(AttributeRef),
    Literals(Vec<Literal>),
}

/// An attribute as the condition names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AttributeRef {
    /// `None` for a source that is none: such an attribute is never given.
    pub(super) source: Option<AttributeSource>,
    pub(super) name: String,
    /// `@Request[name]`, as written.
    pub(super) written: String,
}

impl AttributeRef {
    /// Its value among the facts, if it was given.
    pub(super) fn value<'a>(&self, facts: &Facts<'a>) -> Option<AttributeValue<'a>> {
        facts.value(self.source?, &self.name)
    }
}
