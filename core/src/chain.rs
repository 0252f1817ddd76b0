//! In which order do the authorizers speak, and what is the final answer?
//!
//! The members of `system:masters` pass first. Then Azure RBAC and Kubernetes RBAC are asked, in the
//! [`Order`] that was chosen. The first one that allows or denies decides; when nobody has an opinion the
//! request is refused. What a missing grant of Azure means depends on the order: with Azure first it is no
//! opinion, and otherwise it denies, as the open-source webhook answers.
//!
//! *Source:* `pkg/kubeapiserver/authorizer/reload.go`,
//! `staging/src/k8s.io/apiserver/pkg/authorization/union/union.go`,
//! `authorizerfactory/builtin.go` (`NewPrivilegedGroups`); spec section 6.
//!
//! *Invariants.* `decide` is the only combination of decisions there is; `authorize` and `explain`
//! both run it. Decisions are combined, never rules.

mod explain;
mod recorder;

pub use explain::Verdict;

use std::sync::Arc;

use crate::attributes::Attributes;
use crate::azure;
use crate::azure::time::Instant;
use crate::azure::webhook::answer::Answer;
use crate::decision::{By, Decision, Order};
use crate::diagnostic::Diagnostic;
use crate::kind::Kind;
use crate::kubernetes;
use crate::observer::{Gate, Observer};
use crate::policy::Policy;
use crate::request::Request;
use crate::settings::ClusterSettings;
use crate::source::{Source, Sources};

/// A compiled policy: ask it cheaply with [`Authorizer::authorize`] or fully with
/// [`Authorizer::explain`].
#[derive(Debug, Clone)]
pub struct Authorizer {
    pub(crate) kubernetes: Arc<kubernetes::Authorizer>,
    pub(crate) azure: Arc<azure::authorizer::Authorizer>,
    pub(crate) settings: Arc<ClusterSettings>,
    pub(crate) sources: Arc<Sources>,
    /// The sources in which documents of Azure or settings stand, which a snapshot takes along.
    pub(crate) of_azure: Arc<[u32]>,
    /// What CustomResourceDefinitions define.
    pub(crate) kinds: Arc<[Kind]>,
    order: Order,
    at: Option<Instant>,
}

impl Authorizer {
    /// Compiles what was read.
    pub fn new(policy: &Policy) -> Self {
        let azure = azure::authorizer::Authorizer::new(&policy.azure, &policy.settings);
        Self {
            kubernetes: Arc::new(kubernetes::Authorizer::new(Arc::clone(&policy.kubernetes))),
            azure: Arc::new(azure),
            settings: Arc::new(policy.settings.clone()),
            sources: Arc::clone(&policy.sources),
            of_azure: policy.of_azure.as_slice().into(),
            kinds: Arc::clone(&policy.kinds),
            order: Order::default(),
            at: None,
        }
    }

    /// Reads and compiles sources for a host that asks for no places: explanations have none, and of the
    /// remarks those that change nothing may be missing. A dump of a cluster in JSON is read several times
    /// as fast; everything else as [`Policy::parse`] reads it.
    pub fn load(sources: &[Source]) -> (Self, Vec<Diagnostic>) {
        if let Some(authorizer) = Self::from_dump(sources) {
            return (authorizer, Vec::new());
        }
        let policy = Policy::parse(sources);
        (Self::new(&policy), policy.diagnostics().to_vec())
    }

    /// The first half of [`Authorizer::load`]: a dump of a cluster, Lists of JSON about which there is
    /// nothing to say; `None` for anything else.
    pub fn from_dump(sources: &[Source]) -> Option<Self> {
        let facts = kubernetes::read::plain::facts(sources)?;
        let kubernetes = Arc::new(kubernetes::Authorizer::of_facts(facts));
        Some(Self::of_kubernetes(kubernetes))
    }

    /// The same bindings beside the documents of Azure and the settings of a policy.
    pub(crate) fn beside(&self, policy: &Policy) -> Self {
        Self {
            kubernetes: Arc::clone(&self.kubernetes),
            ..Self::new(policy)
        }
    }

    /// A policy that was compiled before and has no places, and nothing of Azure.
    pub(crate) fn of_kubernetes(kubernetes: Arc<kubernetes::Authorizer>) -> Self {
        Self {
            kubernetes,
            azure: Arc::default(),
            settings: Arc::default(),
            sources: Arc::default(),
            of_azure: Arc::default(),
            kinds: Arc::default(),
            order: Order::default(),
            at: None,
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

    /// The same policy asked about an instant, which places time-bound assignments of Azure.
    #[must_use]
    pub fn as_of(&self, at: Option<Instant>) -> Self {
        Self { at, ..self.clone() }
    }

    /// The instant asked about, if one is.
    pub fn at(&self) -> Option<Instant> {
        self.at
    }

    /// The version of the API server, as the settings or the cluster's document say; may be empty.
    pub(crate) fn version(&self) -> &str {
        let cluster = self.azure.cluster.as_ref();
        let of_cluster = cluster.map_or("", |of| of.kubernetes_version.as_str());
        match self.settings.kubernetes_version.as_str() {
            "" => of_cluster,
            version => version,
        }
    }

    /// Whether Azure RBAC is asked about requests, so that the instant matters.
    pub fn asks_azure(&self) -> bool {
        self.azure.webhook.is_some()
    }

    /// The order of authorizers.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Whether paths are open to everyone that no pasted document opens: those of the default policy of
    /// Kubernetes, or the discovery paths of Azure.
    pub fn has_open_paths(&self) -> bool {
        let cluster = self.azure.cluster.is_some();
        let discovery = self.azure.webhook.is_some() && self.settings.azure.discovery_paths;
        self.settings.kubernetes_defaults.unwrap_or(cluster) || discovery
    }

    /// The answer, and nothing else. Allocates nothing.
    pub fn authorize(&self, asked: &Attributes<'_>) -> Decision {
        self.authorize_by(asked).0
    }

    /// Asks the authorizers in their order. The first that allows or denies decides.
    #[inline]
    pub(crate) fn decide(&self, asked: &impl Request, observer: &mut impl Observer) -> Decision {
        let mut verdict = Decision::NoOpinion;
        for gate in gates(self.order) {
            if gate == Gate::AzureRbac && self.azure.webhook.is_none() {
                continue;
            }
            observer.enter(gate);
            let opinion = match gate {
                Gate::Superuser => superuser(asked),
                Gate::AzureRbac => self.azure(asked, observer),
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

    // Long, and asked once in a request: compiled with the core and not for whoever asks.
    #[inline(never)]
    fn azure(&self, asked: &impl Request, observer: &mut impl Observer) -> Decision {
        let Some(webhook) = &self.azure.webhook else {
            return Decision::NoOpinion;
        };
        let answer = webhook.decide(&self.azure.access, asked, self.at, observer);
        observer.answered(answer);
        opinion(answer, self.order, self.settings.azure.denies_on_error)
    }
}

/// Who speaks when.
#[inline]
fn gates(order: Order) -> [Gate; 3] {
    match order {
        Order::AzureFirst | Order::AzureExclusive => {
            [Gate::Superuser, Gate::AzureRbac, Gate::KubernetesRbac]
        }
        Order::KubernetesFirst => [Gate::Superuser, Gate::KubernetesRbac, Gate::AzureRbac],
    }
}

/// What the API server makes of an answer of the webhook.
fn opinion(answer: Answer, order: Order, denies_on_error: bool) -> Decision {
    match answer {
        Answer::Allowed | Answer::Discovery => Decision::Allow,
        Answer::NotAllowed if order == Order::AzureFirst => Decision::NoOpinion,
        Answer::Denied | Answer::NotAllowed | Answer::NotEntraRefused => Decision::Deny,
        Answer::Failed(_) if denies_on_error => Decision::Deny,
        Answer::Abstains(_) | Answer::Failed(_) => Decision::NoOpinion,
    }
}

/// What decided: the first opinion that is one. Without any, whether Azure was asked in vain.
pub(crate) fn verdict(
    opinions: impl IntoIterator<Item = (Gate, Decision)>,
    answer: Option<Answer>,
) -> By {
    let mut opinions = opinions.into_iter();
    let deciding = opinions.find(|(_, decision)| *decision != Decision::NoOpinion);
    match (deciding, answer) {
        (Some((Gate::Superuser, _)), _) => By::Superuser,
        (Some((Gate::KubernetesRbac, _)), _) => By::KubernetesRbac,
        (Some((Gate::AzureRbac, _)), Some(answer)) => by_azure(answer),
        (None, Some(Answer::NotAllowed)) => By::AzureNotAllowed,
        (Some((Gate::AzureRbac, _)) | None, _) => By::NoGrant,
    }
}

fn by_azure(answer: Answer) -> By {
    match answer {
        Answer::Allowed => By::AzureRoleAssignment,
        Answer::Discovery => By::Discovery,
        Answer::Denied => By::AzureDenyAssignment,
        Answer::NotAllowed => By::AzureNotAllowed,
        Answer::NotEntraRefused => By::NonEntraDenied,
        Answer::Failed(_) => By::WebhookError,
        Answer::Abstains(_) => By::NoGrant,
    }
}

#[inline]
fn superuser(asked: &impl Request) -> Decision {
    if asked.is_privileged() {
        Decision::Allow
    } else {
        Decision::NoOpinion
    }
}
