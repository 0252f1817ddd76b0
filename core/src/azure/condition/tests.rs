//! Does each operator and function do what its page says?

mod faults;
mod trace;

use super::{Attribute, AttributeSource, AttributeValue, Condition, Facts, Truth};

const ATTRIBUTES: [Attribute<'_>; 10] = [
    text("dept", "Finance"),
    text("count", "10"),
    text("huge", "99999999999999999999"),
    text("on", "True"),
    text("at", "2023-05-01T12:00:00Z"),
    text("id", "7F6C6A51-bcf8-42ba-9220-52d62157d7db"),
    list("colours", &["red", "blue"]),
    list("numbers", &["10", "20"]),
    list("mixed", &["x", "20"]),
    list("none", &[]),
];

const fn text<'a>(name: &'a str, value: &'a str) -> Attribute<'a> {
    Attribute {
        source: AttributeSource::Request,
        name,
        value: AttributeValue::Text(value),
    }
}

const fn list<'a>(name: &'a str, values: &'a [&'a str]) -> Attribute<'a> {
    Attribute {
        source: AttributeSource::Request,
        name,
        value: AttributeValue::List(values),
    }
}

fn facts() -> Facts<'static> {
    Facts {
        action: "Microsoft.ContainerService/managedClusters/customresources/Read",
        sub_operation: Some("Blob.List"),
        attributes: &ATTRIBUTES,
    }
}

fn read(text: &str) -> Condition {
    Condition::parse(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}"))
}

#[track_caller]
fn all_hold(texts: &[&str], expected: bool) {
    for text in texts {
        let condition = read(text);
        assert_eq!(condition.holds(&facts()), expected, "{text}");
        assert_eq!(condition.explain(&facts()).holds, expected, "{text}");
    }
}

#[test]
fn texts() {
    all_hold(
        &[
            "@Request[dept] StringEquals 'Finance'",
            "@Request[dept] StringEqualsIgnoreCase 'FINANCE'",
            "@Request[dept] StringNotEquals 'finance'",
            "@Request[dept] StringNotEqualsIgnoreCase 'Fin'",
            "@Request[dept] StringStartsWith 'Fin'",
            "@Request[dept] StringStartsWithIgnoreCase 'fIN'",
            "@Request[dept] StringNotStartsWith 'fin'",
            "@Request[dept] StringNotStartsWithIgnoreCase 'nance'",
            "@Request[dept] StringLike 'F*n?e'",
            "@Request[dept] StringLikeIgnoreCase 'f*N?E'",
            "@Request[dept] StringNotLike 'f*'",
            r"@Request[dept] StringNotLikeIgnoreCase 'f\*'",
            "@Request[dept] StringStartsWith ''",
            "'Finance' StringEquals @Request[dept]",
            "@request[DEPT] stringequals @REQUEST[dept]",
        ],
        true,
    );
    all_hold(
        &[
            "@Request[dept] StringEquals 'finance'",
            "@Request[dept] StringEqualsIgnoreCase 'Financ'",
            "@Request[dept] StringNotEquals 'Finance'",
            "@Request[dept] StringNotEqualsIgnoreCase 'FINANCE'",
            "@Request[dept] StringStartsWith 'fin'",
            "@Request[dept] StringNotStartsWithIgnoreCase 'FIN'",
            "@Request[dept] StringLike 'F*n'",
            "@Request[dept] StringNotLike '*'",
            "@Resource[dept] StringEquals 'Finance'",
        ],
        false,
    );
}

#[test]
fn numbers_dates_guids_and_truth_values() {
    all_hold(
        &[
            "@Request[count] NumericEquals 10",
            "@Request[count] NumericNotEquals -10",
            "@Request[count] NumericLessThan 11",
            "@Request[count] NumericLessThanEquals 10",
            "@Request[count] NumericGreaterThan 9",
            "@Request[count] NumericGreaterThanEquals 10",
            "@Request[at] DateTimeEquals '2023-05-01T14:00:00.0+02:00'",
            "@Request[at] DateTimeNotEquals '2023-05-01T12:00:00.0000001Z'",
            "@Request[at] DateTimeLessThan '2023-05-01T12:00:00.0000001Z'",
            "@Request[at] DateTimeLessThanEquals '2023-05-01T12:00:00Z'",
            "@Request[at] DateTimeGreaterThan '2023-05-01T12:00:00+00:01'",
            "@Request[at] DateTimeGreaterThanEquals '2023-05-01T12:00:00Z'",
            "@Request[id] GuidEquals '7f6c6a51-bcf8-42ba-9220-52d62157d7db'",
            "@Request[id] GuidEquals 7f6c6a51bcf842ba922052d62157d7db",
            "@Request[id] GuidNotEquals '7f6c6a51-bcf8-42ba-9220-52d62157d7dc'",
            "@Request[on] BoolEquals true",
            "@Request[on] boolnotequals FALSE",
        ],
        true,
    );
    all_hold(
        &[
            "@Request[count] NumericEquals 1",
            "@Request[count] NumericNotEquals 10",
            "@Request[count] NumericLessThan 10",
            "@Request[count] NumericLessThanEquals 9",
            "@Request[count] NumericGreaterThan 10",
            "@Request[count] NumericGreaterThanEquals 11",
            "@Request[at] DateTimeEquals '2023-05-01T12:00:00+02:00'",
            "@Request[at] DateTimeLessThan '2023-05-01T12:00:00Z'",
            "@Request[at] DateTimeGreaterThan '2023-05-01T12:00:00Z'",
            "@Request[id] GuidNotEquals '7f6c6a51-bcf8-42ba-9220-52d62157d7db'",
            "@Request[on] BoolEquals false",
            "@Request[on] BoolNotEquals true",
        ],
        false,
    );
}

#[test]
fn a_value_that_cannot_be_read_fits_nothing() {
    for text in [
        "@Request[huge] NumericEquals 1",
        "@Request[huge] NumericNotEquals 1",
        "@Request[huge] NumericGreaterThan 1",
        "@Request[dept] GuidNotEquals 7f6c6a51bcf842ba922052d62157d7db",
        "@Request[dept] BoolNotEquals true",
        "@Request[dept] DateTimeNotEquals '2023-05-01T12:00:00Z'",
        "@Request[none] StringNotEquals 'a'",
        "@Request[none] ForAllOfAllValues:StringEquals {'a'}",
        "@Request[dept] ForAnyOfAllValues:StringEquals @Request[none]",
    ] {
        let trace = read(text).explain(&facts());
        assert!(!trace.holds && !trace.could_flip, "{text}");
        assert_eq!(trace.clauses[0].truth, Truth::False, "{text}");
    }
}

#[test]
fn cross_products() {
    all_hold(
        &[
            "{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'blue', 'green'}",
            "{'red', 'blue'} ForAllOfAnyValues:StringEquals {'orange', 'red', 'blue'}",
            "{10, 20} ForAnyOfAllValues:NumericLessThan {15, 18}",
            "{10, 20} ForAllOfAllValues:NumericLessThan {25, 30}",
            "@Request[colours] ForAnyOfAnyValues:StringLikeIgnoreCase {'R*'}",
            "@Request[colours] ForAllOfAllValues:StringNotEquals {'green', 'orange'}",
            "@Request[colours] ForAnyOfAllValues:StringNotEquals {'red'}",
            "@Request[mixed] ForAnyOfAnyValues:NumericEquals {20}",
            "@Request[dept] ForAnyOfAnyValues:StringEquals {'Finance'}",
            "@Request[id] ForAnyOfAnyValues:GuidEquals{7f6c6a51bcf842ba922052d62157d7db,\n7f6c6a51-bcf8-42ba-9220-52d62157d7dc}",
            // Without a cross product every value must fit.
            "@Request[colours] StringNotEquals 'green'",
        ],
        true,
    );
    all_hold(
        &[
            "{'red', 'blue'} ForAnyOfAnyValues:StringEquals {'orange', 'green'}",
            "{'red', 'blue'} ForAllOfAnyValues:StringEquals {'red', 'green'}",
            "{10, 20} ForAllOfAllValues:NumericLessThan {5, 15, 18}",
            "{10, 20} ForAllOfAllValues:NumericLessThan {15, 25, 30}",
            "@Request[mixed] ForAllOfAnyValues:NumericEquals {20}",
            "@Request[mixed] ForAllOfAllValues:NumericNotEquals {30}",
            "@Request[colours] StringEquals 'red'",
            "@Request[dept] StringEquals {'Finance', 'Legal'}",
        ],
        false,
    );
}

#[test]
fn functions_and_guards() {
    all_hold(
        &[
            "ActionMatches{'microsoft.containerservice/MANAGEDCLUSTERS/*/read'}",
            "actionmatches {'x', '*'}",
            "SubOperationMatches{'blob.*'}",
            "@Request[subOperation] ForAnyOfAnyValues:StringEqualsIgnoreCase {'BLOB.LIST'}",
            "Exists @Request[none]",
            "NOT Exists @Request[other]",
            "(!(ActionMatches{'*/write'})) OR (@Request[dept] StringEquals 'Legal')",
            "(!(ActionMatches{'*/read'})) || (@Request[dept] StringEquals 'Finance')",
            "!!ActionMatches{'*'}&&not not ActionMatches{'*'}",
            "ActionMatches{'*'} OR ActionMatches{'x'} AND ActionMatches{'x'}",
        ],
        true,
    );
    all_hold(
        &[
            "ActionMatches{'*/write'}",
            "SubOperationMatches{'Blob'}",
            "Exists @Resource[dept]",
            "(!(ActionMatches{'*/read'})) OR (@Request[dept] StringEquals 'Legal')",
            "!(ActionMatches{'*'} and Exists @Request[dept])",
            "(ActionMatches{'*'} OR ActionMatches{'*'}) AND ActionMatches{'x'}",
        ],
        false,
    );
    let without = Facts {
        sub_operation: None,
        ..facts()
    };
    assert!(!read("SubOperationMatches{'*'}").holds(&without));
}
