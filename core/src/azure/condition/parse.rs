//! What does the text of a condition say?
//!
//! ```text
//! or         := and (("OR" | "||") and)*
//! and        := not (("AND" | "&&") not)*
//! not        := ("NOT" | "!") not | primary
//! primary    := "(" or ")" | "ActionMatches" set | "SubOperationMatches" set | "Exists" attribute
//!             | operand operator operand
//! operand    := attribute | literal | set
//! set        := "{" literal ("," literal)* "}"
//! ```
//!
//! *Source:* conditions-format, "Condition syntax", "Grouping and precedence". That page has an attribute on the left,
//! and its examples compare literals with literals, so either side may be any operand; a value on the left is
//! told. Operators and functions are documented in one letter case, and built-in roles write `boolequals`, so
//! another is read as well; others than that one are told.
//!
//! *Invariants.* Work and depth are bounded; the first fault ends reading. Every range lies within the text.

use std::ops::Range;

use super::ast::{AttributeRef, Clause, Comparison, Expression, Operand, Test};
use super::facts::AttributeSource;
use super::lex::{Token, TokenKind, tokens};
use super::operator::{self, Named, Operator};
use super::scalar::guid;
use super::{Condition, Problem, literal};
use crate::sorted;

/// The one operator that built-in roles of Azure write in another letter case than the documentation.
const IN_BUILT_IN_ROLES: &str = "boolequals";

/// How deep parentheses and negations may nest.
const MOST_NESTING: usize = 64;

/// Reads a whole text; the remarks are in order of place.
pub(super) fn parse(text: &str) -> Result<(Expression, Vec<Problem>), Problem> {
    if text.len() > Condition::MOST_BYTES {
        let message = format!("a condition has at most {} bytes", Condition::MOST_BYTES);
        return Err(Problem::new(0..text.len(), message));
    }
    let mut parser = Parser {
        text,
        tokens: tokens(text)?,
        at: 0,
        nesting: 0,
        warnings: Vec::new(),
    };
    let root = parser.or()?;
    if parser.peek() != TokenKind::End {
        return Err(parser.expected("`AND`, `OR` or the end"));
    }
    sorted::sort_by_key(&mut parser.warnings, |of| of.range.start);
    Ok((root, parser.warnings))
}

struct Parser<'t> {
    text: &'t str,
    tokens: Vec<Token<'t>>,
    at: usize,
    nesting: usize,
    warnings: Vec<Problem>,
}

/// One side of a comparison before its operator is known.
enum Side<'t> {
    Attribute(AttributeRef),
    Literals(Vec<Token<'t>>),
}

impl<'t> Parser<'t> {
    fn or(&mut self) -> Result<Expression, Problem> {
        let start = self.range().start;
        let (first, mut mixed) = self.and()?;
        let mut terms = vec![first];
        while self.take(|kind| kind == TokenKind::Or || kind.is("OR")) {
            let (term, joined) = self.and()?;
            mixed |= joined;
            terms.push(term);
        }
        if mixed && terms.len() > 1 {
            let message = "AND and OR are mixed without parentheses: AND is taken first here, and the portal refuses it";
            self.warn(start, message);
        }
        Ok(one_or(terms, Expression::Any))
    }

    /// Also whether it joins several terms, with no parentheses around them.
    fn and(&mut self) -> Result<(Expression, bool), Problem> {
        let mut terms = vec![self.not()?];
        while self.take(|kind| kind == TokenKind::And || kind.is("AND")) {
            terms.push(self.not()?);
        }
        let joined = terms.len() > 1;
        Ok((one_or(terms, Expression::All), joined))
    }

    fn not(&mut self) -> Result<Expression, Problem> {
        if !self.take(|kind| kind == TokenKind::Not || kind.is("NOT")) {
            return self.primary();
        }
        let negated = self.deeper(Self::not)?;
        Ok(Expression::Not(Box::new(negated)))
    }

    fn primary(&mut self) -> Result<Expression, Problem> {
        if self.take(|kind| kind == TokenKind::Open) {
            let inner = self.deeper(Self::or)?;
            self.close(TokenKind::Close, "`)`, `AND` or `OR`")?;
            return Ok(inner);
        }
        let start = self.range().start;
        let test = if self.function("ActionMatches") {
            Test::ActionMatches(self.patterns()?)
        } else if self.function("SubOperationMatches") {
            Test::SubOperationMatches(self.patterns()?)
        } else if self.function("Exists") {
            match self.side()? {
                Side::Attribute(attribute) => Test::Exists(attribute),
                Side::Literals(_) => {
                    let message = "expected an attribute such as `@Request[name]`";
                    return Err(Problem::new(start..self.end(), message));
                }
            }
        } else {
            Test::Compare(self.comparison()?)
        };
        let range = start..self.end();
        Ok(Expression::Clause(Clause { range, test }))
    }

    fn patterns(&mut self) -> Result<Vec<String>, Problem> {
        if self.peek() != TokenKind::OpenSet {
            return Err(self.expected("`{`"));
        }
        let pattern = |token: Token<'t>| match token.kind {
            TokenKind::Text(text) => Ok(text.to_owned()),
            _ => Err(Problem::new(
                token.range,
                "expected a text in single quotes",
            )),
        };
        self.set()?.into_iter().map(pattern).collect()
    }

    /// Takes the name of a function.
    fn function(&mut self, documented: &str) -> bool {
        self.about_letter_case(documented);
        self.take(|kind| kind.is(documented))
    }

    /// Tells where the next token is a documented word in another letter case.
    fn about_letter_case(&mut self, documented: &str) {
        let TokenKind::Word(word) = self.peek() else {
            return;
        };
        let is_other = word != documented && word.eq_ignore_ascii_case(documented);
        if is_other && word != IN_BUILT_IN_ROLES {
            let message = format!(
                "`{word}` is documented as `{documented}`: it is read so here, and Azure may refuse it"
            );
            self.warnings.push(Problem::new(self.range(), message));
        }
    }

    fn comparison(&mut self) -> Result<Comparison, Problem> {
        let start = self.range().start;
        let left = self.side()?;
        if matches!(left, Side::Literals(_)) {
            let message = "a value stands on the left, where the language documents an attribute: it is read so here, and Azure may refuse it";
            self.warn(start, message);
        }
        let named = match self.peek() {
            TokenKind::Word(word) => operator::named(word).ok_or_else(|| {
                let message = format!("`{word}` is no operator of Azure's condition language");
                Problem::new(self.range(), message)
            })?,
            _ => return Err(self.expected("an operator such as `StringEquals`")),
        };
        self.about_letter_case(&named.documented);
        let Named {
            cross_product,
            operator,
            ..
        } = named;
        let at = self.range().start;
        self.at += 1;
        let right = self.side()?;
        let several = |side: &Side<'_>| matches!(side, Side::Literals(of) if of.len() > 1);
        if cross_product.is_none() && (several(&left) || several(&right)) {
            let message = "several values without a cross product such as `ForAnyOfAnyValues:`: all of them must fit here";
            self.warn(at, message);
        }
        Ok(Comparison {
            left: self.operand(left, operator)?,
            cross_product,
            operator,
            right: self.operand(right, operator)?,
        })
    }

    fn operand(&mut self, side: Side<'t>, operator: Operator) -> Result<Operand, Problem> {
        match side {
            Side::Attribute(attribute) => Ok(Operand::Attribute(attribute)),
            Side::Literals(tokens) => {
                let read =
                    |token: &Token<'_>| literal::read(token, operator.kind, &mut self.warnings);
                let literals = tokens.iter().map(read).collect::<Result<_, _>>()?;
                Ok(Operand::Literals(literals))
            }
        }
    }

    fn side(&mut self) -> Result<Side<'t>, Problem> {
        match self.peek() {
            TokenKind::OpenSet => self.set().map(Side::Literals),
            TokenKind::Attribute { source, name } => {
                let range = self.range();
                self.at += 1;
                let known = AttributeSource::named(source);
                if known.is_none() {
                    let message =
                        format!("`@{source}` is no source of attributes, so this is never given");
                    self.warnings.push(Problem::new(range.clone(), message));
                }
                Ok(Side::Attribute(AttributeRef {
                    source: known,
                    name: name.to_owned(),
                    written: self.text.get(range).unwrap_or_default().to_owned(),
                }))
            }
            _ => Ok(Side::Literals(vec![
                self.literal("an attribute or a value")?,
            ])),
        }
    }

    fn set(&mut self) -> Result<Vec<Token<'t>>, Problem> {
        self.at += 1;
        let mut literals = vec![self.literal("a value")?];
        while self.take(|kind| kind == TokenKind::Comma) {
            literals.push(self.literal("a value")?);
        }
        self.close(TokenKind::CloseSet, "`,` or `}`")?;
        Ok(literals)
    }

    fn literal(&mut self, expected: &str) -> Result<Token<'t>, Problem> {
        match self.peek() {
            TokenKind::Word(word) if !is_literal(word) => {
                let message =
                    format!("`{word}` is no value and no function of Azure's condition language");
                return Err(Problem::new(self.range(), message));
            }
            TokenKind::Word(_) | TokenKind::Text(_) => {}
            _ => return Err(self.expected(expected)),
        }
        let token = Token {
            kind: self.peek(),
            range: self.range(),
        };
        self.at += 1;
        Ok(token)
    }

    fn deeper(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<Expression, Problem>,
    ) -> Result<Expression, Problem> {
        self.nesting += 1;
        if self.nesting > MOST_NESTING {
            let message = format!("more than {MOST_NESTING} parentheses and negations are nested");
            return Err(Problem::new(self.range(), message));
        }
        let inner = read(self)?;
        self.nesting -= 1;
        Ok(inner)
    }

    fn close(&mut self, with: TokenKind<'_>, expected: &str) -> Result<(), Problem> {
        if self.take(|kind| kind == with) {
            Ok(())
        } else {
            Err(self.expected(expected))
        }
    }

    fn take(&mut self, wanted: impl FnOnce(TokenKind<'t>) -> bool) -> bool {
        let found = wanted(self.peek());
        self.at += usize::from(found);
        found
    }

    fn peek(&self) -> TokenKind<'t> {
        self.tokens
            .get(self.at)
            .map_or(TokenKind::End, |of| of.kind)
    }

    /// Where the next token is.
    fn range(&self) -> Range<usize> {
        let end = self.text.len()..self.text.len();
        self.tokens.get(self.at).map_or(end, |of| of.range.clone())
    }

    /// Where the last token ended.
    fn end(&self) -> usize {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(0, |of| of.range.end)
    }

    fn warn(&mut self, start: usize, message: &str) {
        self.warnings.push(Problem::new(start..self.end(), message));
    }

    fn expected(&self, what: &str) -> Problem {
        let range = self.range();
        let found = match self.text.get(range.clone()) {
            Some("") | None => "the end".to_owned(),
            Some(found) => format!("`{found}`"),
        };
        Problem::new(range, format!("expected {what}, found {found}"))
    }
}

/// Whether a bare word is a value: a number, a GUID or a truth value.
fn is_literal(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let number = digits.starts_with(|first: char| first.is_ascii_digit());
    let truth = word.eq_ignore_ascii_case("true") || word.eq_ignore_ascii_case("false");
    number || truth || guid(word).is_some()
}

fn one_or(mut terms: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match terms.pop() {
        Some(only) if terms.is_empty() => only,
        last => {
            terms.extend(last);
            many(terms)
        }
    }
}
