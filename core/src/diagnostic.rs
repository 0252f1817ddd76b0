//! What is wrong, or worth knowing, about what was pasted?
//!
//! Reading never fails: it gives a policy and a list of these. One bad document never hides the
//! others. Messages are lower case, without a full stop, and put what the user wrote in backticks.

use serde::Serialize;

use crate::sorted;
use crate::source::{Location, Sources, Span};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something could not be read and does not count.
    Error,
    /// It counts, but the API server would refuse it or it likely does not mean what was meant.
    Warning,
    /// A default was applied, or something plays no part in access.
    Info,
}

/// One remark about one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Where it is.
    #[serde(flatten)]
    pub location: Location,
    /// What it says.
    pub message: String,
}

/// The most remarks that are listed: who pastes noise is not helped by a million of them.
const MOST: usize = 1_000;

/// Collects remarks by span while the sources are read.
#[derive(Debug, Default)]
pub(crate) struct Diagnostics {
    found: Vec<(Span, Severity, String)>,
}

impl Diagnostics {
    pub(crate) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span, Severity::Error, message.into()));
    }

    pub(crate) fn warning(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span, Severity::Warning, message.into()));
    }

    pub(crate) fn info(&mut self, span: Span, message: impl Into<String>) {
        self.found.push((span, Severity::Info, message.into()));
    }

    pub(crate) fn add(&mut self, span: Span, severity: Severity, message: &str) {
        self.found.push((span, severity, message.to_owned()));
    }

    /// The remarks in the order they were made.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &(Span, Severity, String)> {
        self.found.iter()
    }

    /// The first remark that was made.
    pub(crate) fn into_first(self) -> Option<(Span, String)> {
        let first = self.found.into_iter().next()?;
        Some((first.0, first.2))
    }

    /// Whether everything counts as it was written.
    pub(crate) fn is_harmless(&self) -> bool {
        let mut severities = self.found.iter().map(|(_, severity, _)| *severity);
        severities.all(|severity| severity == Severity::Info)
    }

    /// Takes over what another collector found.
    pub(crate) fn append(&mut self, other: Self) {
        self.found.extend(other.found);
    }

    /// The remarks in document order, errors first where two share a place. Of more than [`MOST`] the
    /// gravest are kept, and the last one tells how many are not listed.
    pub(crate) fn finish(mut self, sources: &Sources) -> Vec<Diagnostic> {
        let unlisted = self.found.len().saturating_sub(MOST);
        if unlisted > 0 {
            sorted::sort_by_key(&mut self.found, |(_, severity, _)| *severity);
            self.found.truncate(MOST);
        }
        sorted::sort_by_key(&mut self.found, |(span, severity, _)| {
            (span.source, span.start, *severity)
        });
        if let Some((span, ..)) = self.found.last()
            && unlisted > 0
        {
            let told = format!("{unlisted} more remarks are not listed");
            self.found.push((*span, Severity::Info, told));
        }
        let place = |(span, severity, message)| {
            Some(Diagnostic {
                severity,
                location: sources.location(span)?,
                message,
            })
        };
        self.found.into_iter().filter_map(place).collect()
    }
}
