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
    ("String", Kind::Text),
    ("Numeric", Kind::Number),
    ("DateTime", Kind::DateTime),
    ("Guid", Kind::Guid),
    ("Bool", Kind::Bool),
];

const RELATIONS: [(&str, Relation, bool); 10] = [
    ("Equals", Relation::Equals, false),
    ("NotEquals", Relation::Equals, true),
    ("StartsWith", Relation::StartsWith, false),
    ("NotStartsWith", Relation::StartsWith, true),
    ("Like", Relation::Like, false),
    ("NotLike", Relation::Like, true),
    ("LessThan", Relation::LessThan, false),
    ("LessThanEquals", Relation::LessThanEquals, false),
    ("GreaterThan", Relation::GreaterThan, false),
    ("GreaterThanEquals", Relation::GreaterThanEquals, false),
];

const CROSS_PRODUCTS: [(&str, bool, bool); 4] = [
    ("ForAnyOfAnyValues", false, false),
    ("ForAllOfAnyValues", true, false),
    ("ForAnyOfAllValues", false, true),
    ("ForAllOfAllValues", true, true),
];

/// An operator as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) cross_product: Option<CrossProduct>,
    pub(super) operator: Operator,
    /// The word as the documentation writes it.
    pub(super) documented: String,
}

/// The operator of a word such as `ForAnyOfAnyValues:StringEquals`, in any letter case.
pub(super) fn named(word: &str) -> Option<Named> {
    let mut documented = String::with_capacity(word.len());
    let (cross_product, name) = match word.split_once(':') {
        Some((before, name)) => {
            let mut products = CROSS_PRODUCTS.iter();
            let (known, all_of_left, all_of_right) =
                *products.find(|(known, ..)| known.eq_ignore_ascii_case(before))?;
            documented.extend([known, ":"]);
            let product = CrossProduct {
                all_of_left,
                all_of_right,
            };
            (Some(product), name)
        }
        None => (None, word),
    };
    let mut kinds = KINDS.iter();
    let (known, kind, rest) =
        kinds.find_map(|(known, kind)| Some((*known, *kind, without_prefix(name, known)?)))?;
    documented.push_str(known);
    let of_text = without_suffix(rest, IGNORE_CASE).filter(|_| kind == Kind::Text);
    let (rest, ignore_case) = of_text.map_or((rest, false), |rest| (rest, true));
    let mut relations = RELATIONS.iter();
    let (known, relation, negated) =
        *relations.find(|(known, ..)| known.eq_ignore_ascii_case(rest))?;
    documented.push_str(known);
    if ignore_case {
        documented.push_str(IGNORE_CASE);
    }
    let known = match kind {
        Kind::Text => matches!(
            relation,
            Relation::Equals | Relation::StartsWith | Relation::Like
        ),
        Kind::Number | Kind::DateTime => !matches!(relation, Relation::StartsWith | Relation::Like),
        Kind::Guid | Kind::Bool => relation == Relation::Equals,
    };
    let crosses = matches!(kind, Kind::Text | Kind::Number | Kind::Guid);
    let named = Named {
        cross_product,
        operator: Operator {
            kind,
            relation,
            negated,
            ignore_case,
        },
        documented,
    };
    (known && (crosses || named.cross_product.is_none())).then_some(named)
}

const IGNORE_CASE: &str = "IgnoreCase";

fn without_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (before, rest) = text.split_at_checked(prefix.len())?;
    before.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn without_suffix<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(suffix.len())?;
    let (rest, after) = text.split_at_checked(at)?;
    after.eq_ignore_ascii_case(suffix).then_some(rest)
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
        for (word, documented) in [
            (
                "FORALLOFANYVALUES:guidequals",
                "ForAllOfAnyValues:GuidEquals",
            ),
            ("stringnotlikeIGNORECASE", "StringNotLikeIgnoreCase"),
        ] {
            assert_eq!(named(word).unwrap().documented, documented);
        }
    }
}
