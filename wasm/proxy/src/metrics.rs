//! What is counted, and what do access logs show?
//!
//! Every way a request can come out is known when the configuration is, so what is told of it is put together then.
//! Decisions by mode, outcome and what decided; how long they took; which policy is in force and how often one
//! was taken up or refused. Labels are part of a metric's name and are cut out by the `stats_tags` of the
//! examples. Metrics belong to the process: every worker adds to the same ones.
//!
//! *Invariants.* No name comes from a request or a policy: names live as long as the process.

use crate::answer::Verdict;
use crate::digest::Digest;
use crate::host::{self, Kind};

/// How the verdicts of one configuration are told.
#[derive(Debug)]
pub(crate) struct Metrics {
    verdicts: Vec<Told>,
    /// `None` where nothing is counted, or the host has no metrics.
    duration: Option<u32>,
}

/// One way a request can come out.
#[derive(Debug)]
struct Told {
    verdict: Verdict,
    /// What stands in the stream's filter state.
    state: String,
    counter: Option<u32>,
}

impl Metrics {
    /// What is told in a mode, under a policy with this digest; with `are_on`, metrics are defined.
    pub(crate) fn new(mode: &str, digest: &str, are_on: bool) -> Self {
        let define =
            |kind, name: String| are_on.then(|| host::define_metric(kind, &name)).flatten();
        let verdicts = Verdict::all().map(|verdict| {
            let (word, by) = (verdict.result.word(), verdict.by_word());
            let counter = format!("aksess.decisions_mode={mode}_result={word}_by={by}");
            Told {
                verdict,
                state: format!("{word} by={by} policy={digest}"),
                counter: define(Kind::Counter, counter),
            }
        });
        let verdicts = verdicts.collect();
        let duration = format!("aksess.decision_microseconds_mode={mode}");
        Self {
            verdicts,
            duration: define(Kind::Histogram, duration),
        }
    }

    /// When work on a request begins, if that is counted.
    pub(crate) fn start(&self) -> Option<u64> {
        self.duration.map(|_| host::now())
    }

    /// Keeps for logs, and counts, how a request came out that began then.
    pub(crate) fn tell(&self, verdict: Verdict, start: Option<u64>) {
        let told = self.verdicts.iter().find(|of| of.verdict == verdict);
        if let Some(told) = told {
            host::set_filter_state("aksess", &told.state);
        }
        let (Some(start), Some(duration)) = (start, self.duration) else {
            return;
        };
        if let Some(counter) = told.and_then(|of| of.counter) {
            host::increment(counter);
        }
        let nanoseconds = host::now().saturating_sub(start);
        host::record(duration, nanoseconds / 1_000);
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
