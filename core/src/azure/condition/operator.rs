//! Which operators are there, and when does one hold between two values?
//!
//! An operator is a kind of values, a relation, and for texts whether letter case counts:
//! `StringNotLikeIgnoreCase`. A cross product before it says how many values of each side must fit:
//! `ForAnyOfAllValues:NumericLessThan`. Without one, every value must fit every other, which for single
//! values is the plain comparison.
//!
//! *Source:* conditions-format, from "Boolean comparison operators" to "Cross product comparison operators".

use super::glob;
use super::scalar::{Kind, Scalar, begins_ignoring_case};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Operator {
    pub(super) kind: Kind,
    pub(super) relation: Relation,
    /// `StringNotEquals` and the like: the relation must not hold.
    pub(super) negated: bool,
    pub(super) ignore_case: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Equals,
    StartsWith,
    Like,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

/// How many values of the left side must fit how many of the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CrossProduct {
    pub(super) all_of_left: bool,
    pub(super) all_of_right: bool,
}

const KINDS: [(&str, Kind); 5] = [
    ("string", Kind::Text),
    ("numeric", Kind::Number),
    ("datetime", Kind::DateTime),
    ("guid", Kind::Guid),
    ("bool", Kind::Bool),
];

const RELATIONS: [(&str, Relation, bool); 10] = [
    ("equals", Relation::Equals, false),
    ("notequals", Relation::Equals, true),
    ("startswith", Relation::StartsWith, false),
    ("notstartswith", Relation::StartsWith, true),
    ("like", Relation::Like, false),
    ("notlike", Relation::Like, true),
    ("lessthan", Relation::LessThan, false),
    ("lessthanequals", Relation::LessThanEquals, false),
    ("greaterthan", Relation::GreaterThan, false),
    ("greaterthanequals", Relation::GreaterThanEquals, false),
];

const CROSS_PRODUCTS: [(&str, bool, bool); 4] = [
    ("foranyofanyvalues", false, false),
    ("forallofanyvalues", true, false),
    ("foranyofallvalues", false, true),
    ("forallofallvalues", true, true),
];

/// The operator of a word such as `ForAnyOfAnyValues:StringEquals`, in any letter case.
pub(super) fn named(word: &str) -> Option<(Option<CrossProduct>, Operator)> {
    let word = word.to_ascii_lowercase();
    let (cross_product, name) = match word.split_once(':') {
        Some((before, name)) => {
            let (_, all_of_left, all_of_right) =
                *CROSS_PRODUCTS.iter().find(|(known, ..)| *known == before)?;
            let product = CrossProduct {
                all_of_left,
                all_of_right,
            };
            (Some(product), name)
        }
        None => (None, word.as_str()),
    };
    let kinds = KINDS.iter();
    let (kind, rest) = kinds
        .clone()
        .find_map(|(prefix, kind)| Some((*kind, name.strip_prefix(prefix)?)))?;
    let (rest, ignore_case) = match rest.strip_suffix("ignorecase") {
        Some(rest) if kind == Kind::Text => (rest, true),
        _ => (rest, false),
    };
    let (_, relation, negated) = *RELATIONS.iter().find(|(known, ..)| *known == rest)?;
    let known = match kind {
        Kind::Text => matches!(
            relation,
            Relation::Equals | Relation::StartsWith | Relation::Like
        ),
        Kind::Number | Kind::DateTime => !matches!(relation, Relation::StartsWith | Relation::Like),
        Kind::Guid | Kind::Bool => relation == Relation::Equals,
    };
    let crosses = matches!(kind, Kind::Text | Kind::Number | Kind::Guid);
    let operator = Operator {
        kind,
        relation,
        negated,
        ignore_case,
    };
    (known && (crosses || cross_product.is_none())).then_some((cross_product, operator))
}

impl Operator {
    /// Whether it holds between two values of its kind.
    pub(super) fn holds(self, left: Scalar<'_>, right: Scalar<'_>) -> bool {
        self.related(left, right) != self.negated
    }

    fn related(self, left: Scalar<'_>, right: Scalar<'_>) -> bool {
        match (self.relation, left, right) {
            (Relation::Equals, Scalar::Text(left), Scalar::Text(right)) if self.ignore_case => {
                begins_ignoring_case(left, right, true)
            }
            (Relation::Equals, ..) => left == right,
            (Relation::StartsWith, Scalar::Text(left), Scalar::Text(right)) => {
                if self.ignore_case {
                    begins_ignoring_case(left, right, false)
                } else {
                    left.starts_with(right)
                }
            }
            (Relation::Like, Scalar::Text(left), Scalar::Text(right)) => {
                glob::like(right, left, self.ignore_case)
            }
            (Relation::StartsWith | Relation::Like, ..) => false,
            (Relation::LessThan, ..) => left < right,
            (Relation::LessThanEquals, ..) => left <= right,
            (Relation::GreaterThan, ..) => left > right,
            (Relation::GreaterThanEquals, ..) => left >= right,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{KINDS, RELATIONS, named};

    #[test]
    fn exactly_the_documented_operators_are_known() {
        let mut known = 0;
        for (kind, _) in KINDS {
            for (relation, ..) in RELATIONS {
                for suffix in ["", "IgnoreCase"] {
                    known += usize::from(named(&format!("{kind}{relation}{suffix}")).is_some());
                }
            }
        }
        // 6 relations of texts in two letter cases, 6 of numbers, 6 of dates, 2 of GUIDs, 2 of truth values.
        assert_eq!(known, 6 * 2 + 6 + 6 + 2 + 2);
        for word in [
            "StringContains",
            "StringEndsWith",
            "StringLessThan",
            "NumericEqualsIgnoreCase",
            "GuidLessThan",
            "ForAnyOfAnyValues",
            "ForAnyOfAnyValues:",
            "ForAnyOfAnyValues:DateTimeEquals",
            "ForAnyOfAnyValues:BoolEquals",
            "ForNoneOfAnyValues:StringEquals",
            "StringEquals:ForAnyOfAnyValues",
            "IpMatch",
            "",
        ] {
            assert_eq!(named(word), None, "{word}");
        }
        assert_eq!(named("boolequals"), named("BoolEquals"));
        assert!(named("FORALLOFANYVALUES:guidequals").is_some());
    }
}
