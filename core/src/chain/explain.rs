//! What is the answer with all its reasons?
//!
//! The chain is asked as for any decision, with an observer that keeps what it is told. Each authorizer's
//! reason is worded as the API server receives it, and the deciding one's is the reason of the answer;
//! where nobody decides, those that abstained are joined, a line each.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authorization/union/union.go`.
//!
//! *Invariants.* The decision is that of [`Authorizer::decide`]; nothing here can change it.

use super::recorder::Recorder;
use super::{Authorizer, verdict};
use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::azure::explain::{self as azure, reason};
use crate::decision::Decision;
use crate::forbidden;
use crate::kubernetes::near_miss::near_misses;
use crate::kubernetes::recorder::{grounds, unresolved};
use crate::observer::Gate;
use crate::trace::{Counts, Opinion, Trace};

impl Authorizer {
    /// The answer with its reasons, from the same walk.
    pub fn explain(&self, asked: &Attributes<'_>) -> Trace {
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
        let reason = said(&opinions);
        let (near_misses, counts) = if decision.is_allowed() || !grounds.is_empty() {
            let counts = Counts {
                bindings: self.kubernetes.bindings() as usize,
                naming: bound.len(),
                read: bound.len(),
                near: 0,
            };
            (Vec::new(), counts)
        } else {
            near_misses(&self.kubernetes, asked, &self.sources)
        };
        let message = (!decision.is_allowed()).then(|| forbidden::message(asked, &reason));
        Trace {
            decision,
            by,
            reason,
            message,
            request: SubjectAccessReviewSpec::from(asked),
            opinions,
            grounds,
            azure: azure::trace(&self.azure, &met, asked, self.at, decision, &self.sources),
            near_misses,
            counts,
        }
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
