//! May the caller act as someone else?
//!
//! The permissions each way of [`crate::impersonation`] needs are put to the authorizers, about the caller,
//! one after the other. The first way whose permissions are all held is taken.
//!
//! A server before 1.36 knows the old way alone.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation` of Kubernetes 1.36.
//!
//! *Invariants.* Every permission is asked of the whole chain, and every one asked is told.

use serde::Serialize;

use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::chain::Authorizer;
use crate::credential::Identity;
use crate::forbidden;
use crate::impersonation::{Impersonation, Mode};
use crate::version::constrains_impersonation;

/// One permission that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// For which way.
    pub mode: Mode,
    /// What was asked of the authorizers.
    pub request: SubjectAccessReviewSpec,
    /// Whether they allow it.
    pub allowed: bool,
    /// What the caller would read; empty when allowed.
    pub message: String,
}

/// How an impersonation came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impersonated {
    /// Every permission asked for, in order.
    pub checks: Vec<Check>,
    /// Who asks from here on and by which way, or the sentence the caller reads.
    pub outcome: Result<(Identity, Mode), String>,
}

impl Authorizer {
    /// Tries the ways for one request: `asked` is what the caller wants done, its user and groups the
    /// caller's own. `node` is the node of the caller's pod, where its credential tells it.
    pub fn impersonate(
        &self,
        asked: &Attributes<'_>,
        node: Option<&str>,
        wanted: &Impersonation,
    ) -> Impersonated {
        let mut checks = Vec::new();
        let mut first_failure = None;
        let remembered = wanted.remembered.into_iter();
        let constrained = constrains_impersonation(self.version());
        let rest = Mode::ALL.into_iter();
        let rest = rest.filter(|mode| constrained || *mode == Mode::Legacy);
        let order = remembered.chain(rest.filter(|mode| wanted.remembered != Some(*mode)));
        for mode in order.filter(|mode| wanted.fits(*mode, asked, node)) {
            match self.try_mode(mode, asked, wanted, &mut checks) {
                Ok(()) => {
                    return Impersonated {
                        checks,
                        outcome: Ok((wanted.identity(mode), mode)),
                    };
                }
                Err(message) => {
                    first_failure.get_or_insert(message);
                }
            }
        }
        Impersonated {
            checks,
            outcome: Err(first_failure.unwrap_or_default()),
        }
    }

    fn try_mode(
        &self,
        mode: Mode,
        asked: &Attributes<'_>,
        wanted: &Impersonation,
        checks: &mut Vec<Check>,
    ) -> Result<(), String> {
        for step in wanted.steps(mode, asked) {
            let alternatives = step.alternatives.iter();
            let mut refused = None;
            for part in alternatives {
                let request = part.attributes(asked);
                let trace = self.verdict(&request);
                let allowed = trace.decision.is_allowed();
                // The privileged group is never given away by the constrained ways.
                let why = part.never.unwrap_or(&trace.reason);
                let message = match (allowed, part.never) {
                    (true, None) => String::new(),
                    _ => forbidden::message(&request, why),
                };
                checks.push(Check {
                    mode,
                    request: SubjectAccessReviewSpec::from(&request),
                    allowed: allowed && part.never.is_none(),
                    message: message.clone(),
                });
                if message.is_empty() {
                    refused = None;
                    break;
                }
                refused = Some(message);
            }
            if let Some(message) = refused {
                return Err(message);
            }
        }
        Ok(())
    }
}
