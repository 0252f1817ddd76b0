//! What is the answer with all its reasons?
//!
//! The chain is asked as for any decision, with an observer that keeps what it is told. Each authorizer's
//! reason is worded as the API server receives it, and the deciding one's is the reason of the answer;
//! where nobody decides, those that abstained are joined, a line each.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authorization/union/union.go`.
//!
//! *Invariants.* The decision is that of [`Authorizer::decide`]; nothing here can change it.

use std::ops::ControlFlow;

use super::recorder::Recorder;
use super::{Authorizer, verdict};
use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::azure::explain::{self as azure, reason};
use crate::azure::webhook::answer::Answer;
use crate::decision::{By, Decision};
use crate::forbidden;
use crate::kubernetes::near_miss::Found;
use crate::kubernetes::recorder::{grounds, unresolved};
use crate::observer::{Gate, Observer};
use crate::trace::{Counts, Ground, NearMisses, Opinion, Trace};

impl Authorizer {
    /// The answer and what decided it. Allocates nothing beyond what [`Authorizer::authorize`] does.
    #[inline]
    pub fn authorize_by(&self, asked: &Attributes<'_>) -> (Decision, By) {
        let mut speaker = Speaker::default();
        let decision = self.decide(asked, &mut speaker);
        (decision, verdict(speaker.deciding, speaker.answer))
    }

    /// The answer with its reasons, from the same walk.
    pub fn explain(&self, asked: &Attributes<'_>) -> Trace {
        let heard = self.hear(asked);
        let (decision, grounds) = (heard.decision, heard.grounds);
        let (near_misses, counts) = if decision.is_allowed() || !grounds.is_empty() {
            let counts = Counts {
                bindings: self.kubernetes.bindings() as usize,
                naming: heard.bound,
                read: heard.bound,
                near: 0,
            };
            (NearMisses::default(), counts)
        } else {
            let (found, counts) = Found::new(&self.kubernetes, asked, &self.sources);
            (found.into(), counts)
        };
        let reason = said(&heard.opinions);
        let message = (!decision.is_allowed()).then(|| forbidden::message(asked, &reason));
        Trace {
            decision,
            by: heard.by,
            reason,
            message,
            request: SubjectAccessReviewSpec::from(asked),
            opinions: heard.opinions,
            grounds,
            azure: azure::trace(
                &self.azure,
                &heard.azure,
                asked,
                self.at,
                decision,
                &self.sources,
            ),
            near_misses,
            counts,
        }
    }

    /// The answer, what decided it and its reason, from the same walk as [`Authorizer::explain`]. Its cost does
    /// not grow with bindings that do not name the caller, so it can word refusals on the way of a request.
    pub fn verdict(&self, asked: &Attributes<'_>) -> Verdict {
        let heard = self.hear(asked);
        Verdict {
            decision: heard.decision,
            by: heard.by,
            reason: said(&heard.opinions),
        }
    }

    fn hear(&self, asked: &Attributes<'_>) -> Heard {
        let mut recorder = Recorder::default();
        let decision = self.decide(asked, &mut recorder);
        let Recorder {
            opinions: spoken,
            kubernetes,
            azure: met,
        } = recorder;
        let bound = kubernetes.in_order(&self.kubernetes);
        let grounds = grounds(&self.kubernetes, &bound, asked, &self.sources);
        let opinions = spoken.into_iter().map(|(gate, decision)| Opinion {
            gate,
            decision,
            reason: match (gate, grounds.first()) {
                (Gate::Superuser, _) => String::new(),
                (Gate::AzureRbac, _) => reason(&self.azure, &met, asked),
                (Gate::KubernetesRbac, Some(ground)) => ground.reason.clone(),
                (Gate::KubernetesRbac, None) => unresolved(&self.kubernetes, &bound),
            },
        });
        let opinions: Vec<Opinion> = opinions.collect();
        let by = verdict(opinions.iter().map(|of| (of.gate, of.decision)), met.answer);
        Heard {
            decision,
            by,
            opinions,
            grounds,
            bound: bound.len(),
            azure: met,
        }
    }
}

/// What an observer of the chain has heard.
struct Heard {
    decision: Decision,
    by: By,
    opinions: Vec<Opinion>,
    grounds: Vec<Ground>,
    /// How many bindings name the caller.
    bound: usize,
    azure: crate::azure::recorder::Recorder,
}

/// A decision in short: what a program needs to act on it and to word it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The answer of the chain; `NoOpinion` means refused.
    pub decision: Decision,
    /// What decided.
    pub by: By,
    /// What the authorizer reports, as the API server words it; often empty.
    pub reason: String,
}

/// Notes which authorizer decided.
#[derive(Default)]
struct Speaker {
    speaks: Option<Gate>,
    deciding: Option<(Gate, Decision)>,
    answer: Option<Answer>,
}

impl Observer for Speaker {
    #[inline]
    fn enter(&mut self, gate: Gate) {
        self.speaks = Some(gate);
    }

    fn answered(&mut self, answer: Answer) {
        self.answer = Some(answer);
    }

    #[inline]
    fn leave(&mut self, decision: Decision) -> ControlFlow<()> {
        if let (Some(gate), None, Decision::Allow | Decision::Deny) =
            (self.speaks, self.deciding, decision)
        {
            self.deciding = Some((gate, decision));
        }
        ControlFlow::Break(())
    }
}

/// The reason of the first opinion that is one. Without any, the reasons of those that abstained, a line
/// each.
fn said(opinions: &[Opinion]) -> String {
    let deciding = |of: &&Opinion| of.decision != Decision::NoOpinion;
    if let Some(opinion) = opinions.iter().find(deciding) {
        return opinion.reason.clone();
    }
    let reasons = opinions.iter().map(|of| of.reason.as_str());
    let said: Vec<&str> = reasons.filter(|reason| !reason.is_empty()).collect();
    said.join("\n")
}
