//! What is the answer, and which of its requests is looked at?
//!
//! A line can come down to several requests. The one that settled the answer is shown unless another
//! is picked. The sentences are the core's.

use aksess::review::{AccessReview, ActionReview, Reviewed};
use aksess::{By, Decision, Location, Trace, report};

use super::selection;
use crate::journey::model::{Gate, Journey};
use crate::journey::plan::journey;

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) review: AccessReview,
    /// The position of the request that is looked at.
    pub(crate) picked: Option<usize>,
}

impl From<AccessReview> for Answer {
    fn from(review: AccessReview) -> Self {
        let settled = review.settled();
        let is_that = |of: &Reviewed| settled.is_some_and(|settled| std::ptr::eq(of, settled));
        Self {
            picked: review.requests.iter().position(is_that),
            review,
        }
    }
}

impl Answer {
    /// Whether the caller gets through.
    pub(crate) fn is_allowed(&self) -> bool {
        self.review.decision == Decision::Allow
    }

    /// The reasons of the request that is looked at; `None` if no authorizer was asked.
    pub(crate) fn trace(&self) -> Option<&Trace> {
        let picked = self.review.requests.get(self.picked?)?;
        Some(&picked.trace)
    }

    /// What Azure Resource Manager was asked, where that settled the answer.
    pub(crate) fn action(&self) -> Option<&ActionReview> {
        self.review.settled_action()
    }

    /// The way of the request that is looked at.
    pub(crate) fn journey(&self) -> Journey {
        journey(&self.review, self.trace())
    }

    /// The gate to look at first: where the way ends, or where the nearest miss is.
    pub(crate) fn gate(&self) -> Gate {
        let refused = self.trace().filter(|of| of.by == By::AzureNotAllowed);
        if refused.is_some_and(selection::is_azure_nearer) {
            return Gate::Azure;
        }
        let journey = self.journey();
        journey
            .lanes
            .get(journey.end)
            .map_or(Gate::Kubernetes, |of| of.gate)
    }

    /// The place to mark first.
    pub(crate) fn deciding(&self) -> Option<Location> {
        match self.trace() {
            Some(trace) => selection::deciding(trace),
            None => selection::deciding_azure(&self.action()?.azure),
        }
    }

    /// The smallest place of the answer that holds this line.
    pub(crate) fn around(&self, source: &str, line: u32) -> Option<Location> {
        let of_trace = self.trace().into_iter().flat_map(selection::places);
        let of_actions = self.review.actions.iter();
        let of_actions = of_actions.flat_map(|of| selection::places_azure(&of.azure));
        selection::around(of_trace.chain(of_actions), source, line)
    }

    /// Whether there is more to see than one request.
    pub(crate) fn has_steps(&self) -> bool {
        let requests = &self.review.requests;
        requests.len() > 1
            || !self.review.notes.is_empty()
            || !self.review.impersonation.is_empty()
            || requests.iter().any(|of| of.escalation.is_some())
    }

    /// What to say where the server answered otherwise than the documents do.
    pub(crate) fn contradicts(&self, reported: Option<bool>) -> Option<&'static str> {
        let requests = &self.review.requests;
        let first = requests.first().map_or(self.is_allowed(), |of| of.allowed);
        match (reported?, first) {
            (false, true) => Some("The server refused this; these documents allow it."),
            (true, false) => Some("The server allowed this; these documents do not."),
            _ => None,
        }
    }

    /// The verdict: `Allowed` or `Denied`, and by what.
    pub(crate) fn headline(&self) -> String {
        report::review_verdict(&self.review)
    }

    /// The cause of the verdict.
    pub(crate) fn because(&self) -> String {
        report::review_because(&self.review)
    }
}
