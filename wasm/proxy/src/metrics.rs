//! What is counted?
//!
//! Decisions by mode, outcome and what decided; how long they took; which policy is in force and how often one
//! was taken up or refused. Labels are part of a metric's name and are cut out by the `stats_tags` of the
//! examples. Metrics belong to the process: every worker adds to the same ones.
//!
//! *Invariants.* No name comes from a request or a policy: names live as long as the process.

use crate::answer::{Outcome, Verdict};
use crate::digest::Digest;
use crate::host::{self, Kind};

/// The metrics of one configuration; those the host does not have are not kept.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    decisions: Vec<(Outcome, &'static str, u32)>,
    duration: Option<u32>,
}

impl Metrics {
    /// Defines the metrics of a mode.
    pub(crate) fn new(mode: &str) -> Self {
        let decisions = Verdict::all().filter_map(|(outcome, by)| {
            let result = outcome.word();
            let name = format!("aksess.decisions_mode={mode}_result={result}_by={by}");
            let id = host::define_metric(Kind::Counter, &name);
            id.map(|id| (outcome, by, id))
        });
        let decisions = decisions.collect();
        let duration = format!("aksess.decision_microseconds_mode={mode}");
        Self {
            decisions,
            duration: host::define_metric(Kind::Histogram, &duration),
        }
    }

    /// Whether anything is timed.
    pub(crate) fn are_on(&self) -> bool {
        self.duration.is_some()
    }

    /// Counts a decision that took so many nanoseconds.
    pub(crate) fn count(&self, verdict: Verdict, nanoseconds: u64) {
        let by = verdict.by_word();
        let mut counters = self.decisions.iter();
        let counter = counters.find(|(of, word, _)| *of == verdict.result && *word == by);
        if let Some((_, _, id)) = counter {
            host::increment(*id);
        }
        if let Some(id) = self.duration {
            host::record(id, nanoseconds / 1_000);
        }
    }
}

/// Tells that a configuration was taken up, by this worker.
pub(crate) fn taken_up(digest: &Digest) {
    count_configuration("accepted");
    if let Some(id) = host::define_metric(Kind::Gauge, "aksess.policy_digest") {
        host::record(id, digest.number());
    }
}

/// Tells that a configuration was refused.
pub(crate) fn refused() {
    count_configuration("refused");
}

fn count_configuration(result: &str) {
    let name = format!("aksess.configurations_result={result}");
    if let Some(id) = host::define_metric(Kind::Counter, &name) {
        host::increment(id);
    }
}
