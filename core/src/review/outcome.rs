//! What would be the answer under each order of authorizers?
//!
//! Which order a live cluster uses is not published, so a review tells all three when they differ. Each is
//! decided by the same chain, with an observer that keeps only what each authorizer said.
//!
//! *Source:* spec section 6.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::attributes::Attributes;
use crate::azure::webhook::answer::Answer;
use crate::chain::{Authorizer, verdict};
use crate::decision::{By, Decision, Order};
use crate::observer::{Gate, Observer};

/// The answer under one order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct OrderOutcome {
    /// The order.
    pub order: Order,
    /// `Allow` or `Deny`: the final answer.
    pub decision: Decision,
    /// What decides.
    pub by: By,
}

/// Keeps what each authorizer said, and asks for no more than the decision.
#[derive(Default)]
struct Opinions {
    said: Vec<(Gate, Decision)>,
    answer: Option<Answer>,
}

impl Observer for Opinions {
    fn enter(&mut self, gate: Gate) {
        self.said.push((gate, Decision::NoOpinion));
    }

    fn answered(&mut self, answer: Answer) {
        self.answer = Some(answer);
    }

    fn leave(&mut self, decision: Decision) -> ControlFlow<()> {
        if let Some((_, opinion)) = self.said.last_mut() {
            *opinion = decision;
        }
        ControlFlow::Break(())
    }
}

impl Authorizer {
    /// The answer to a request under every order; none where Azure RBAC is not asked.
    #[inline(never)]
    pub(super) fn outcomes(&self, asked: &Attributes<'_>) -> Vec<OrderOutcome> {
        if self.azure.webhook.is_none() {
            return Vec::new();
        }
        let outcome = |order| {
            let mut opinions = Opinions::default();
            let decision = self.in_order(order).decide(asked, &mut opinions);
            OrderOutcome {
                order,
                decision: match decision {
                    Decision::Allow => Decision::Allow,
                    Decision::Deny | Decision::NoOpinion => Decision::Deny,
                },
                by: verdict(opinions.said, opinions.answer),
            }
        };
        Order::ALL.into_iter().map(outcome).collect()
    }
}

/// Why the orders differ for a request, in a sentence; `None` where they do not.
#[inline(never)]
pub(super) fn why_they_differ(outcomes: &[OrderOutcome]) -> Option<String> {
    let first = outcomes.first()?;
    if outcomes.iter().all(|of| of.decision == first.decision) {
        return None;
    }
    let by = |wanted: By| outcomes.iter().any(|of| of.by == wanted);
    Some(
        if by(By::NonEntraDenied) {
            "The answer hangs on the order: a binding in the cluster allows it, and this cluster's webhook refuses callers it does not know. Which comes first on AKS is not published."
        } else if by(By::AzureDenyAssignment) {
            "The sources disagree about this request: a deny assignment of Azure stops it where Azure speaks first, and a binding in the cluster allows it where Kubernetes RBAC does. Which comes first on AKS is not published."
        } else {
            "The sources disagree about this request: a binding in the cluster allows it, and Azure grants nothing. The open-source webhook placed before Kubernetes RBAC would refuse it; live clusters are seen to allow it."
        }
        .to_owned(),
    )
}
