//! Which requests does each verb of kubectl make?
//!
//! One row per verb. A row says what discovery comes first, how the verb takes its objects, and the
//! phases of steps that follow. What no row can say is a function beside the table: `create KIND`,
//! `auth can-i`, `explain`, `--raw`.
//!
//! *Source:* kubectl 1.32.4 and 1.36.2, recorded against a server of 1.36.2.

mod table;

use super::step::Phase;
use super::target::Takes;
use table::ROWS;

/// What is asked before the line's own requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Discovery {
    None,
    /// `/api` and `/apis`.
    Groups,
    /// The same, if this flag is set.
    With(&'static str),
    /// The OpenAPI documents, then the groups: to validate.
    Validated,
    /// The groups, then the OpenAPI documents.
    Documented,
    /// The groups, and the core group's resources to learn of evictions.
    Evictions,
}

/// One verb.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) verb: &'static str,
    pub(super) discovery: Discovery,
    pub(super) takes: Takes,
    pub(super) phases: &'static [Phase],
    /// Said when the line asks nothing of the server.
    pub(super) note: &'static str,
}

/// The row of a verb, and how many words it takes.
pub(super) fn row(first: &str, second: &str) -> Option<(&'static Row, usize)> {
    let first = alias(first);
    let two = ROWS.iter().find(|row| {
        row.verb
            .split_once(' ')
            .is_some_and(|(verb, rest)| verb == first && rest == singular(second))
    });
    let one = || ROWS.iter().find(|row| row.verb == first);
    two.map(|row| (row, 2))
        .or_else(|| one().map(|row| (row, 1)))
}

/// Whether a word is a verb of kubectl.
pub(super) fn is_verb(word: &str) -> bool {
    ROWS.iter()
        .any(|row| row.verb.split(' ').next() == Some(alias(word)))
}

fn alias(verb: &str) -> &str {
    match verb {
        "log" => "logs",
        verb => verb,
    }
}

/// The words by which `top`, `set` and `rollout` know their parts.
fn singular(word: &str) -> &str {
    match word {
        "pod" | "po" => "pods",
        "node" | "no" => "nodes",
        "sa" => "serviceaccount",
        word => word,
    }
}
