//! Is what departs from the language told, and where?

use super::super::Condition;
use super::{facts, read};

#[track_caller]
fn refused(text: &str, at: &str, message: &str) {
    let problem = Condition::parse(text).unwrap_err();
    assert_eq!(problem.message, message, "{text}");
    assert_eq!(text.get(problem.range), Some(at), "{text}");
}

#[test]
fn what_departs_from_the_language_is_told_where_it_does() {
    for (text, at, message) in [
        ("", "", "expected an attribute or a value, found the end"),
        ("()", ")", "expected an attribute or a value, found `)`"),
        ("@", "@", "expected an attribute such as `@Request[name]`"),
        (
            "@Request[",
            "@Request[",
            "expected a `]` that closes the name of the `@Request` attribute",
        ),
        (
            "@Request[ ]",
            "@Request[ ]",
            "expected the name of an attribute",
        ),
        (
            "@Request[a] StringContains 'a'",
            "StringContains",
            "`StringContains` is no operator of Azure's condition language",
        ),
        (
            "@Request[a] 'a'",
            "'a'",
            "expected an operator such as `StringEquals`, found `'a'`",
        ),
        (
            "@Request[a] StringEquals",
            "",
            "expected an attribute or a value, found the end",
        ),
        (
            "@Request[a] StringEquals a",
            "a",
            "`a` is no value and no function of Azure's condition language",
        ),
        (
            "@Request[a] StringEquals 'a",
            "'a",
            "expected a closing `'`",
        ),
        (
            "@Request[a] StringEquals \"a\"",
            "\"",
            "unexpected `\"`; text stands between single quotes `'`",
        ),
        (
            "@Request[a] StringEquals {}",
            "}",
            "expected a value, found `}`",
        ),
        (
            "@Request[a] StringEquals {'a' 'b'}",
            "'b'",
            "expected `,` or `}`, found `'b'`",
        ),
        ("ActionMatches('a')", "(", "expected `{`, found `(`"),
        (
            "Exists 'a'",
            "Exists 'a'",
            "expected an attribute such as `@Request[name]`",
        ),
        (
            "Exists @Request[a] & Exists @Request[b]",
            "&",
            "unexpected `&`; did you mean `&&`?",
        ),
        (
            "(Exists @Request[a]",
            "",
            "expected `)`, `AND` or `OR`, found the end",
        ),
        (
            "Exists @Request[a])",
            ")",
            "expected `AND`, `OR` or the end, found `)`",
        ),
        (
            "ToLower(@Request[a]) StringEquals 'a'",
            "ToLower",
            "`ToLower` is no value and no function of Azure's condition language",
        ),
    ] {
        refused(text, at, message);
    }
}

#[test]
fn a_literal_fits_its_operator() {
    for (text, at, message) in [
        (
            "@Request[a] StringEquals 1",
            "1",
            "expected a text in single quotes, such as `'value'`",
        ),
        (
            "@Request[a] StringEquals {'a', 1}",
            "1",
            "expected a text in single quotes, such as `'value'`",
        ),
        (
            "@Request[a] NumericEquals 9223372036854775808",
            "9223372036854775808",
            "expected a whole number of 64 bits such as `10`",
        ),
        (
            "@Request[a] NumericEquals 1.5",
            "1.5",
            "expected a whole number of 64 bits such as `10`",
        ),
        (
            "@Request[a] BoolEquals 1",
            "1",
            "expected a truth value such as `true`",
        ),
        (
            "@Request[a] GuidEquals '1'",
            "'1'",
            "expected a GUID such as `7f6c6a51-bcf8-42ba-9220-52d62157d7db`",
        ),
        (
            "@Request[a] DateTimeEquals '1'",
            "'1'",
            "expected a date and time in single quotes, such as `'2023-05-01T13:00:00Z'`",
        ),
        ("ActionMatches{1}", "1", "expected a text in single quotes"),
    ] {
        refused(text, at, message);
    }
}

#[test]
fn what_is_read_but_doubtful_is_told() {
    for (text, at, message) in [
        (
            "Exists @Request[a] AND Exists @Request[b] OR Exists @Request[c]",
            "Exists @Request[a] AND Exists @Request[b] OR Exists @Request[c]",
            "AND and OR are mixed without parentheses: AND is taken first here, and the portal refuses it",
        ),
        (
            "@Request[a] StringEquals {'a', 'b'}",
            "StringEquals {'a', 'b'}",
            "several values without a cross product such as `ForAnyOfAnyValues:`: all of them must fit here",
        ),
        (
            "Exists @Context[a]",
            "@Context[a]",
            "`@Context` is no source of attributes, so this is never given",
        ),
        (
            "@Request[a] stringequals 'a'",
            "stringequals",
            "`stringequals` is documented as `StringEquals`: it is read so here, and Azure may refuse it",
        ),
        (
            "@Request[a] foranyofanyvalues:StringLikeIgnorecase {'a'}",
            "foranyofanyvalues:StringLikeIgnorecase",
            "`foranyofanyvalues:StringLikeIgnorecase` is documented as `ForAnyOfAnyValues:StringLikeIgnoreCase`: it is read so here, and Azure may refuse it",
        ),
        (
            "NOT actionMatches{'*'}",
            "actionMatches",
            "`actionMatches` is documented as `ActionMatches`: it is read so here, and Azure may refuse it",
        ),
        (
            "Exists @Request[b] && 'x' StringEquals @Request[a]",
            "'x'",
            "a value stands on the left, where the language documents an attribute: it is read so here, and Azure may refuse it",
        ),
        (
            "@Request[a] NumericEquals '1'",
            "'1'",
            "a whole number of 64 bits stands without quotes",
        ),
        (
            "@Request[a] DateTimeEquals '2023-05-01'",
            "'2023-05-01'",
            "`2023-05-01` names no offset from UTC and is read as UTC",
        ),
    ] {
        let condition = read(text);
        let [problem] = condition.warnings() else {
            panic!("{text}: {:?}", condition.warnings());
        };
        assert_eq!(problem.message, message);
        assert_eq!(text.get(problem.range.clone()), Some(at));
    }
    let clean = "(Exists @Request[a] AND Exists @Request[b]) OR @Request[c] StringEquals {'a'}";
    assert_eq!(read(clean).warnings(), []);
    assert_eq!(read("@Resource[a] boolequals true").warnings(), []);
}

#[test]
fn length_and_depth_are_bounded() {
    let clause = "Exists @Request[a]";
    let nested = |depth: usize| "(".repeat(depth) + clause + &")".repeat(depth);
    assert!(Condition::parse(&nested(64)).is_ok());
    assert!(Condition::parse(&nested(65)).is_err());
    assert!(Condition::parse(&("!".repeat(65) + clause)).is_err());
    assert!(Condition::parse(&"(".repeat(Condition::MOST_BYTES)).is_err());
    let padded = |length: usize| format!("{clause:length$}");
    assert!(Condition::parse(&padded(Condition::MOST_BYTES)).is_ok());
    assert!(Condition::parse(&padded(Condition::MOST_BYTES + 1)).is_err());
    let wide = vec![clause; 350].join(" OR ");
    assert_eq!(read(&wide).explain(&facts()).clauses.len(), 350);
}
