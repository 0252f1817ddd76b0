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

use std::sync::Arc;

use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::decision::{By, Decision, Order};
use crate::diagnostic::Diagnostic;
use crate::forbidden;
use crate::kubernetes;
use crate::kubernetes::near_miss::near_misses;
use crate::kubernetes::recorder::{Recorder, grounds, unresolved};
use crate::observer::{Gate, Observer};
use crate::policy::Policy;
use crate::prepared::Request;
use crate::source::{Source, Sources};
use crate::trace::{Counts, Opinion, Trace};

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
            kubernetes: Arc::new(kubernetes::Authorizer::new(Arc::clone(&policy.kubernetes))),
            sources: Arc::clone(&policy.sources),
            order: Order::default(),
        }
    }

    /// Reads and compiles sources for a host that asks for no places: explanations have none, and of the
    /// remarks those that change nothing may be missing. A dump of a cluster in JSON is read several times
    /// as fast; everything else as [`Policy::parse`] reads it.
    pub fn load(sources: &[Source]) -> (Self, Vec<Diagnostic>) {
        match kubernetes::read::plain::facts(sources) {
            Some(facts) => {
                let kubernetes = Arc::new(kubernetes::Authorizer::of_facts(facts));
                (Self::of_kubernetes(kubernetes), Vec::new())
            }
            None => {
                let policy = Policy::parse(sources);
                (Self::new(&policy), policy.diagnostics().to_vec())
            }
        }
    }

    /// A policy that was compiled before and has no places.
    pub(crate) fn of_kubernetes(kubernetes: Arc<kubernetes::Authorizer>) -> Self {
        Self {
            kubernetes,
            sources: Arc::default(),
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

    /// The answer with its reasons, from the same walk.
    pub fn explain(&self, asked: &Attributes<'_>) -> Trace {
        let mut recorder = Recorder::default();
        let decision = self.decide(asked, &mut recorder);
        let spoken = recorder.opinions.clone();
        let bound = recorder.in_order(&self.kubernetes);
        let grounds = grounds(&self.kubernetes, &bound, asked, &self.sources);
        let opinions = spoken.into_iter().map(|(gate, decision)| Opinion {
            gate,
            decision,
            reason: match (gate, grounds.first()) {
                (Gate::Superuser, _) => String::new(),
                (Gate::KubernetesRbac, Some(ground)) => ground.reason.clone(),
                (Gate::KubernetesRbac, None) => unresolved(&self.kubernetes, &bound),
            },
        });
        let opinions: Vec<Opinion> = opinions.collect();
        let (by, reason) = verdict(&opinions);
        let (near_misses, counts) = if decision.is_allowed() {
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
            near_misses,
            counts,
        }
    }

    /// Asks the authorizers in their order. The first that allows or denies decides.
    pub(crate) fn decide(&self, asked: &impl Request, observer: &mut impl Observer) -> Decision {
        let mut verdict = Decision::NoOpinion;
        for gate in [Gate::Superuser, Gate::KubernetesRbac] {
            observer.enter(gate);
            let opinion = match gate {
                Gate::Superuser => superuser(asked),
                Gate::KubernetesRbac => {
                    let query = asked.query(&self.kubernetes);
                    self.kubernetes.decide(&query, observer)
                }
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
        let by = match opinion.gate {
            Gate::Superuser => By::Superuser,
            Gate::KubernetesRbac => By::KubernetesRbac,
        };
        return (by, opinion.reason.clone());
    }
    let reasons = opinions.iter().map(|of| of.reason.as_str());
    let said: Vec<&str> = reasons.filter(|reason| !reason.is_empty()).collect();
    (By::NoGrant, said.join("\n"))
}

fn superuser(asked: &impl Request) -> Decision {
    if asked.is_privileged() {
        Decision::Allow
    } else {
        Decision::NoOpinion
    }
}
