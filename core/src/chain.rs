//! In which order do the authorizers speak, and what is the final answer?
//!
//! The members of `system:masters` pass first. Then Kubernetes RBAC is asked. The first one that
//! allows or denies decides; when nobody has an opinion the request is refused.
//!
//! *Source:* `pkg/kubeapiserver/authorizer/reload.go`,
//! `staging/src/k8s.io/apiserver/pkg/authorization/union/union.go`,
//! `authorizerfactory/builtin.go` (`NewPrivilegedGroups`).
//!
//! *Invariants.* `decide` is the only combination of decisions there is; `authorize` and `explain`
//! both run it. Decisions are combined, never rules.

use std::ops::ControlFlow;
use std::sync::Arc;

use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::credential::PRIVILEGED_GROUP;
use crate::decision::{By, Decision, Order};
use crate::forbidden;
use crate::kubernetes;
use crate::kubernetes::near_miss::near_misses;
use crate::kubernetes::recorder::{Recorder, grounds, unresolved};
use crate::observer::{Gate, Observer};
use crate::policy::Policy;
use crate::source::Sources;
use crate::trace::{Counts, NearMiss, Opinion, Trace};

/// A compiled policy: ask it cheaply with [`Authorizer::authorize`] or fully with
/// [`Authorizer::explain`].
#[derive(Debug, Clone)]
pub struct Authorizer {
    pub(crate) kubernetes: Arc<kubernetes::Authorizer>,
    pub(crate) sources: Arc<Sources>,
    order: Order,
}

impl Authorizer {
    /// Compiles what was read.
    pub fn new(policy: &Policy) -> Self {
        Self {
            kubernetes: Arc::new(kubernetes::Authorizer::new(policy.kubernetes.clone())),
            sources: Arc::new(policy.sources.clone()),
            order: Order::default(),
        }
    }

    /// The same policy in another order of authorizers. Costs nothing: what was compiled is shared.
    #[must_use]
    pub fn in_order(&self, order: Order) -> Self {
        Self {
            order,
            ..self.clone()
        }
    }

    /// The order of authorizers.
    pub fn order(&self) -> Order {
        self.order
    }

    /// The answer, and nothing else. Allocates nothing.
    pub fn authorize(&self, asked: &Attributes<'_>) -> Decision {
        self.decide(asked, &mut ())
    }

    /// The answer and what decided it. Allocates nothing.
    pub fn authorize_by(&self, asked: &Attributes<'_>) -> (Decision, By) {
        let mut speaker = Speaker::default();
        let decision = self.decide(asked, &mut speaker);
        (decision, speaker.decided.map_or(By::NoGrant, by))
    }

    /// The answer with its reasons, from the same walk.
    pub fn explain(&self, asked: &Attributes<'_>) -> Trace {
        self.trace(asked, || {
            near_misses(&self.kubernetes, asked, &self.sources)
        })
    }

    /// [`Authorizer::explain`] without near misses: what the walk itself met. Its cost does not grow with
    /// bindings that do not name the caller, so it can answer refusals on the way of a request.
    pub fn explain_walk(&self, asked: &Attributes<'_>) -> Trace {
        self.trace(asked, Default::default)
    }

    fn trace(
        &self,
        asked: &Attributes<'_>,
        near_misses: impl FnOnce() -> (Vec<NearMiss>, Counts),
    ) -> Trace {
        let mut recorder = Recorder::default();
        let decision = self.decide(asked, &mut recorder);
        let spoken = recorder.opinions.clone();
        let edges = recorder.in_order(&self.kubernetes);
        let grounds = grounds(&self.kubernetes, &edges, asked, &self.sources);
        let opinions = spoken.into_iter().map(|(gate, decision)| Opinion {
            gate,
            decision,
            reason: match (gate, grounds.first()) {
                (Gate::Superuser, _) => String::new(),
                (Gate::KubernetesRbac, Some(ground)) => ground.reason.clone(),
                (Gate::KubernetesRbac, None) => unresolved(&self.kubernetes, &edges),
            },
        });
        let opinions: Vec<Opinion> = opinions.collect();
        let (by, reason) = verdict(&opinions);
        let (near_misses, counts) = if decision.is_allowed() {
            let counts = Counts {
                bindings: self.kubernetes.bindings.len(),
                naming: edges.len(),
                read: edges.len(),
                near: 0,
            };
            (Vec::new(), counts)
        } else {
            near_misses()
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
            near_misses,
            counts,
        }
    }

    /// Asks the authorizers in their order. The first that allows or denies decides.
    fn decide(&self, asked: &Attributes<'_>, observer: &mut impl Observer) -> Decision {
        let mut verdict = Decision::NoOpinion;
        for gate in [Gate::Superuser, Gate::KubernetesRbac] {
            observer.enter(gate);
            let opinion = match gate {
                Gate::Superuser => superuser(asked),
                Gate::KubernetesRbac => self.kubernetes.decide(asked, observer),
            };
            if verdict == Decision::NoOpinion {
                verdict = opinion;
            }
            if observer.leave(opinion).is_break() && verdict != Decision::NoOpinion {
                break;
            }
        }
        verdict
    }
}

/// What decided, and its reason: the first opinion that is one. Without any, the reasons of those
/// that abstained, a line each.
fn verdict(opinions: &[Opinion]) -> (By, String) {
    let deciding = |of: &&Opinion| of.decision != Decision::NoOpinion;
    if let Some(opinion) = opinions.iter().find(deciding) {
        return (by(opinion.gate), opinion.reason.clone());
    }
    let reasons = opinions.iter().map(|of| of.reason.as_str());
    let said: Vec<&str> = reasons.filter(|reason| !reason.is_empty()).collect();
    (By::NoGrant, said.join("\n"))
}

fn by(gate: Gate) -> By {
    match gate {
        Gate::Superuser => By::Superuser,
        Gate::KubernetesRbac => By::KubernetesRbac,
    }
}

/// Notes which authorizer decided.
#[derive(Default)]
struct Speaker {
    speaks: Option<Gate>,
    decided: Option<Gate>,
}

impl Observer for Speaker {
    fn enter(&mut self, gate: Gate) {
        self.speaks = Some(gate);
    }

    fn leave(&mut self, decision: Decision) -> ControlFlow<()> {
        if decision != Decision::NoOpinion && self.decided.is_none() {
            self.decided = self.speaks;
        }
        ControlFlow::Break(())
    }
}

fn superuser(asked: &Attributes<'_>) -> Decision {
    if asked.groups.contains(&PRIVILEGED_GROUP) {
        Decision::Allow
    } else {
        Decision::NoOpinion
    }
}
