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

use crate::attributes::{Attributes, ResourceAttributes, SubjectAccessReviewSpec, Target};
use crate::decision::{By, Decision};
use crate::forbidden;
use crate::kubernetes;
use crate::kubernetes::near_miss::near_misses;
use crate::kubernetes::recorder::{Recorder, grounds, unresolved};
use crate::observer::{Gate, Observer};
use crate::policy::Policy;
use crate::source::Sources;
use crate::trace::{Counts, Trace};

/// The group that passes before every authorizer.
pub const PRIVILEGED_GROUP: &str = "system:masters";

/// A compiled policy: ask it cheaply with [`Authorizer::authorize`] or fully with
/// [`Authorizer::explain`].
#[derive(Debug, Clone)]
pub struct Authorizer {
    kubernetes: kubernetes::Authorizer,
    sources: Sources,
}

impl Authorizer {
    /// Compiles what was read.
    pub fn new(policy: &Policy) -> Self {
        Self {
            kubernetes: kubernetes::Authorizer::new(policy.kubernetes.clone()),
            sources: policy.sources.clone(),
        }
    }

    /// The answer, and nothing else. Allocates nothing.
    pub fn authorize(&self, asked: &Attributes<'_>) -> Decision {
        self.decide(asked, &mut ())
    }

    /// The answer with its reasons, from the same walk.
    pub fn explain(&self, asked: &Attributes<'_>) -> Trace {
        let mut recorder = Recorder::default();
        let decision = self.decide(asked, &mut recorder);
        let by = match recorder.decided {
            Some(Gate::Superuser) => By::Superuser,
            Some(Gate::KubernetesRbac) => By::KubernetesRbac,
            None => By::NoGrant,
        };
        let edges = recorder.in_order(&self.kubernetes);
        let grounds = grounds(&self.kubernetes, &edges, asked, &self.sources);
        let (near_misses, counts) = if decision.is_allowed() {
            let counts = Counts {
                bindings: self.kubernetes.bindings.len(),
                naming: edges.len(),
                read: edges.len(),
                near: 0,
            };
            (Vec::new(), counts)
        } else {
            near_misses(&self.kubernetes, asked, &self.sources)
        };
        let reason = match (by, grounds.first()) {
            (By::KubernetesRbac, Some(ground)) => ground.reason.clone(),
            (By::NoGrant, _) => unresolved(&self.kubernetes, &edges),
            _ => String::new(),
        };
        let message = (!decision.is_allowed()).then(|| forbidden::message(asked, &reason));
        Trace {
            decision,
            by,
            reason,
            message,
            request: spec(asked),
            grounds,
            near_misses,
            counts,
        }
    }

    fn decide(&self, asked: &Attributes<'_>, observer: &mut impl Observer) -> Decision {
        match superuser(asked, observer) {
            Decision::NoOpinion => self.kubernetes.decide(asked, observer),
            decided => decided,
        }
    }
}

fn superuser(asked: &Attributes<'_>, observer: &mut impl Observer) -> Decision {
    observer.enter(Gate::Superuser);
    let decision = if asked.groups.contains(&PRIVILEGED_GROUP) {
        Decision::Allow
    } else {
        Decision::NoOpinion
    };
    observer.leave(decision);
    decision
}

/// The question as it was asked, owned.
fn spec(asked: &Attributes<'_>) -> SubjectAccessReviewSpec {
    let verb = asked.verb.to_owned();
    let mut spec = SubjectAccessReviewSpec {
        user: asked.user.to_owned(),
        groups: asked.groups.iter().map(|&group| group.to_owned()).collect(),
        ..SubjectAccessReviewSpec::default()
    };
    match asked.target {
        Target::Resource(on) => {
            spec.resource_attributes = Some(ResourceAttributes {
                namespace: on.namespace.to_owned(),
                verb,
                group: on.api_group.to_owned(),
                version: String::new(),
                resource: on.resource.to_owned(),
                subresource: on.subresource.to_owned(),
                name: on.name.to_owned(),
            });
        }
        Target::NonResource { path } => {
            spec.non_resource_attributes = Some(crate::attributes::NonResourceAttributes {
                path: path.to_owned(),
                verb,
            });
        }
    }
    spec
}
