//! What does the trace of a condition say, and which clauses could turn its answer?

use super::{facts, read};

#[test]
fn a_missing_attribute_is_false_and_told_as_unknown() {
    for (text, holds, could_flip, clauses) in [
        ("@Request[x] StringEquals 'a'", false, true, &[true][..]),
        ("@Request[x] StringNotEquals 'a'", false, true, &[true]),
        ("NOT @Request[x] StringEquals 'a'", true, true, &[true]),
        (
            "@Request[dept] StringEquals @Resource[x]",
            false,
            true,
            &[true],
        ),
        (
            "ActionMatches{'x'} AND @Request[x] StringEquals 'a'",
            false,
            false,
            &[false, false],
        ),
        (
            "@Request[x] StringEquals 'a' OR ActionMatches{'*'}",
            true,
            false,
            &[false, false],
        ),
        // Only what stands in nothing that is settled can turn the answer.
        (
            "(@Request[x] StringEquals 'a' AND ActionMatches{'x'}) OR Exists @Request[y]",
            false,
            true,
            &[false, false, true],
        ),
    ] {
        let trace = read(text).explain(&facts());
        assert_eq!(
            (trace.holds, trace.could_flip),
            (holds, could_flip),
            "{text}"
        );
        let flips: Vec<bool> = trace.clauses.iter().map(|of| of.could_flip).collect();
        assert_eq!(flips, clauses, "{text}");
    }
    let trace = read("@Principal[a/b:c] StringEquals @Environment[z]").explain(&facts());
    assert_eq!(
        trace.clauses[0].missing,
        ["@Principal[a/b:c]", "@Environment[z]"]
    );
}

#[test]
fn sentences() {
    for (text, words) in [
        (
            "ActionMatches{'*/write'}",
            "The action 'Microsoft.ContainerService/managedClusters/customresources/Read' does not match '*/write'.",
        ),
        (
            "SubOperationMatches{'Blob.*'}",
            "The suboperation 'Blob.List' matches 'Blob.*'.",
        ),
        (
            "SubOperationMatches{'x', 'Blob.*', '*.List', 'y'}",
            "The suboperation 'Blob.List' matches 'Blob.*', '*.List'.",
        ),
        (
            "SubOperationMatches{'x', 'y'}",
            "The suboperation 'Blob.List' does not match 'x', 'y'.",
        ),
        ("Exists @Request[dept]", "@Request[dept] is given."),
        (
            "Exists @Request[x]",
            "@Request[x] is not given, so it does not exist here.",
        ),
        (
            "@Request[dept] StringEqualsIgnoreCase 'finance'",
            "@Request[dept] is 'Finance': it equals 'finance', letter case aside.",
        ),
        (
            "@Request[count] NumericLessThan 5",
            "@Request[count] is 10: it is not so that it is less than 5.",
        ),
        (
            "@Request[at] DateTimeLessThanEquals '2024-01-01T00:00:00Z'",
            "@Request[at] is '2023-05-01T12:00:00Z': it is not after '2024-01-01T00:00:00Z'.",
        ),
        (
            "@Request[colours] ForAllOfAnyValues:StringEquals {'a', 'b', 'c', 'd', 'e', 'f'}",
            "@Request[colours] is 'red', 'blue': it is not so that every value equals at least one of 'a', 'b', 'c', 'd' and 2 more.",
        ),
        (
            "@Request[dept] StringNotEquals @Request[colours]",
            "@Request[dept] is 'Finance': every value differs from every one of 'red', 'blue' (@Request[colours]).",
        ),
        (
            "@Request[huge] NumericNotEquals 5",
            "@Request[huge] holds '99999999999999999999', which is no whole number of 64 bits, so it compares as false.",
        ),
        (
            "@Request[none] StringEquals 'a'",
            "@Request[none] is an empty list, so this comparison is false.",
        ),
        (
            "@Request[x] StringEquals @Resource[y]",
            "@Request[x] and @Resource[y] are not given, so this comparison counts as false.",
        ),
    ] {
        let trace = read(text).explain(&facts());
        assert_eq!(trace.clauses[0].words, words);
        assert_eq!(trace.clauses[0].text, text);
    }
}
