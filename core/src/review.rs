//! May this caller do this, from the credential to the sentence they read?
//!
//! An [`AccessRequest`] says who comes with which credential and what they ask: an API object, a path, a
//! request line, a line of kubectl or a pasted text. The review authenticates, impersonates where asked
//! to, and puts every request that follows to the authorizers. All that are needed must be allowed; the
//! first refused one gives the answer and its words. A write of a role or a binding also meets the
//! escalation check, which can refuse what RBAC allows.
//!
//! *Invariants.* Each request is decided by [`Authorizer::explain`] and nothing else. A review ends in
//! `Allow` or `Deny`.

mod ask;

use serde::Serialize;

use crate::access_request::{AccessRequest, Ask};
use crate::chain::Authorizer;
use crate::command::{Condition, Context, Need};
use crate::credential::Identity;
use crate::decision::{By, Decision};
use crate::escalation::Escalation;
use crate::impersonation_check::Check;
use crate::kubernetes::Objects;
use crate::question::Question;
use crate::status::Status;
use crate::trace::Trace;

/// The answer to an [`AccessRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessReview {
    /// `Allow` or `Deny`.
    pub decision: Decision,
    /// What decided; of several requests, the one that settled it.
    pub by: By,
    /// The authorizer's reason, as the API server words it; often empty.
    pub reason: String,
    /// What the caller reads when refused; `None` when allowed.
    pub message: Option<String>,
    /// Who the caller is after authentication and impersonation.
    pub identity: Identity,
    /// The permissions asked for to act as someone else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impersonation: Vec<Check>,
    /// The requests, in the order they are made.
    pub requests: Vec<Reviewed>,
    /// What is worth knowing about how the question was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One request of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reviewed {
    /// The request in one line: `list pods in dev`.
    pub line: String,
    /// What the line makes of a refusal.
    pub need: Need,
    /// The state of the cluster in which it is made at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// Whether the answer depends on it. A needed request that is made only in an unusual state of the
    /// cluster, such as the object named not being there, is told and does not count.
    pub counts: bool,
    /// What it is for, in a few words; empty for a single question.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whether it gets through, the escalation check included.
    pub allowed: bool,
    /// The decision with its reasons.
    pub trace: Trace,
    /// What the escalation check says, for a write of a role or binding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    /// What the caller reads if this one is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Ask {
    /// What is asked, in one line.
    pub fn line(&self) -> String {
        match self {
            Self::Question(question) => question.what(),
            Self::Http(line) => line.clone(),
            Self::Kubectl(line) => match line.trim_start().strip_prefix("kubectl ") {
                Some(_) => line.clone(),
                None => format!("kubectl {line}"),
            },
            Self::Pasted(text) => text.trim().lines().next().unwrap_or_default().to_owned(),
        }
    }

    /// The question this comes down to first; `None` where nothing is asked of the cluster.
    pub fn question(&self, context: &Context) -> Option<Question> {
        let mut parts = ask::read(self, context).parts.into_iter();
        parts
            .find(|part| part.need == Need::Required)
            .map(|part| part.question)
    }
}

impl Authorizer {
    /// Reviews a request. `context` is what is known beside a pasted line.
    pub fn review(&self, request: &AccessRequest, context: &Context) -> AccessReview {
        match request.order {
            Some(order) if order != self.order() => self.in_order(order).reviews(request, context),
            _ => self.reviews(request, context),
        }
    }

    fn reviews(&self, request: &AccessRequest, context: &Context) -> AccessReview {
        let caller = request.credential.identity();
        let asked = ask::read(&request.ask, context);
        let mut review = AccessReview {
            decision: Decision::Deny,
            by: By::NoGrant,
            reason: String::new(),
            message: None,
            identity: caller.clone(),
            impersonation: Vec::new(),
            requests: Vec::new(),
            notes: asked.notes,
        };
        if let Some(message) = asked.error {
            review.message = Some(message);
            return review;
        }
        let wanted = request.impersonate.as_ref().or(asked.impersonate.as_ref());
        // A line of discovery alone hangs on what other lines take for granted.
        let decides = asked.parts.iter().any(ask::Part::counts);
        for part in asked.parts {
            let counts = part.counts() || (!decides && part.need == Need::Assumed);
            if let Some(wanted) = wanted {
                if part.need == Need::Assumed && !counts {
                    continue;
                }
                let attributes = part.question.attributes(&caller);
                let outcome = self.impersonate(&attributes, None, wanted);
                for check in outcome.checks {
                    if !review.impersonation.contains(&check) {
                        review.impersonation.push(check);
                    }
                }
                match outcome.outcome {
                    Ok((identity, _)) => review.identity = identity,
                    Err(message) if counts => {
                        review.message = Some(message);
                        return review;
                    }
                    Err(_) => continue,
                }
            }
            let mut reviewed = self.reviewed(part, &review.identity, request.object.as_deref());
            reviewed.counts = counts;
            review.requests.push(reviewed);
        }
        review.settle();
        review
    }

    fn reviewed(&self, part: ask::Part, identity: &Identity, object: Option<&Objects>) -> Reviewed {
        let attributes = part.question.attributes(identity);
        let mut trace = self.explain(&attributes);
        let alternatives = part.alternatives.iter();
        let granted = alternatives
            .map(|other| self.explain(&other.attributes(identity)))
            .find(|other| other.decision.is_allowed());
        if let (false, Some(other)) = (trace.decision.is_allowed(), granted) {
            trace = other;
        }
        let mut message = trace.message.clone();
        if part.second && message.is_some() {
            message = Some(Status::forbidden_with(&attributes, &trace.reason).message);
        }
        let escalation = match part.need {
            Need::Escalation => self.escalation_of_question(&part.question, identity),
            _ if trace.decision.is_allowed() => {
                self.escalation_of_object(&attributes, identity, object)
            }
            _ => None,
        };
        let mut allowed = trace.decision.is_allowed();
        match &escalation {
            Some(Escalation::Refuses { why, .. }) => {
                allowed = false;
                message = Some(ask::refused_write(&part.question, object, why));
            }
            Some(Escalation::NotFound { message: missing }) => {
                allowed = false;
                message = Some(missing.clone());
            }
            Some(Escalation::Passes { .. }) => {
                allowed = true;
                message = None;
            }
            None => {}
        }
        Reviewed {
            line: part.question.what(),
            need: part.need,
            counts: part.counts(),
            only_if: part.only_if,
            why: part.why,
            allowed,
            trace,
            escalation,
            message,
        }
    }
}

impl AccessReview {
    /// Takes the answer from the request that settles it. Where none counts, it stays `Deny`.
    fn settle(&mut self) {
        let Some(settled) = self.settled() else {
            return;
        };
        let (allowed, trace) = (settled.allowed, &settled.trace);
        // An escalation is refused although RBAC allowed the write, and passes although nobody grants `bind`.
        let by = match (allowed, trace.by) {
            (false, _) => By::NoGrant,
            (true, By::NoGrant) => By::KubernetesRbac,
            (true, by) => by,
        };
        let reason = trace.reason.clone();
        let message = settled.message.clone();
        self.decision = if allowed {
            Decision::Allow
        } else {
            Decision::Deny
        };
        self.by = by;
        self.reason = reason;
        self.message = message;
    }

    /// The request that settled the answer: the first one that counts and is refused, else the first one
    /// that counts.
    pub fn settled(&self) -> Option<&Reviewed> {
        let mut counting = self.requests.iter().filter(|of| of.counts);
        let refused = counting.clone().find(|of| !of.allowed);
        refused.or_else(|| counting.next())
    }
}
