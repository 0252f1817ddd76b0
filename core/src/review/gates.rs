//! What does each of the four gates say about a caller?
//!
//! Kubeconfig, authentication, Azure RBAC, Kubernetes RBAC. Each gate's own opinion is told, also where it
//! does not decide: a kubeconfig grants nothing inside the cluster, and without one nobody gets there.
//!
//! *Source:* DESIGN section 2; spec sections 0 and 5.3.
//!
//! *Invariants.* Nothing here decides; each opinion is read off an answer that was given.

use serde::Serialize;

use super::AccessReview;
use super::azure::Wanted;
use crate::authentication::{Authentication, Method};
use crate::azure::control_plane::ControlPlaneQuestion;
use crate::azure::guid::Guid;
use crate::azure::query::Access;
use crate::azure::scope::Scope;
use crate::azure::trace::{AzureAnswer, AzureTrace};
use crate::azure::webhook::answer::Abstention;
use crate::chain::Authorizer;
use crate::decision::Decision;
use crate::kubeconfig::Kubeconfig;
use crate::observer::Gate;
use crate::trace::Trace;

/// What one gate says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateOpinion {
    /// Which gate.
    pub gate: GateName,
    /// What it says.
    pub opinion: OpinionWord,
    /// The same in a few words, with names.
    pub words: String,
}

/// The four gates, in the order a caller meets them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GateName {
    /// May the caller fetch a kubeconfig?
    Kubeconfig,
    /// Who is the caller to the API server?
    Authentication,
    /// What does Azure say about the request?
    AzureRbac,
    /// What do the cluster's bindings say about the request?
    KubernetesRbac,
}

/// What a gate can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpinionWord {
    /// It lets the caller through.
    Allowed,
    /// It stops the caller.
    Denied,
    /// It neither allows nor refuses.
    NoOpinion,
    /// The cluster has no such gate.
    NotInUse,
    /// The request does not come to it.
    NotAsked,
}

use OpinionWord::{Allowed, Denied, NoOpinion, NotAsked, NotInUse};

impl Authorizer {
    /// The opinions of the four gates on a review that is settled.
    pub(super) fn gates(
        &self,
        review: &AccessReview,
        authentication: &Authentication,
        me: Option<&[Guid]>,
    ) -> Vec<GateOpinion> {
        let trace = review.settled().map(|of| &of.trace);
        vec![
            self.kubeconfig_gate(review, authentication, me),
            authentication_gate(authentication),
            self.azure_gate(trace),
            kubernetes_gate(trace),
        ]
    }

    #[inline(never)]
    fn kubeconfig_gate(
        &self,
        review: &AccessReview,
        authentication: &Authentication,
        me: Option<&[Guid]>,
    ) -> GateOpinion {
        let told = |opinion, words: String| GateOpinion {
            gate: GateName::Kubeconfig,
            opinion,
            words,
        };
        let mut files = review.actions.iter().filter(|of| hands_out(&of.action));
        let refused = files.clone().find(|of| !of.allowed);
        if let Some(action) = refused.or_else(|| files.next()) {
            let words = match (
                action.allowed,
                action.azure.grounds.first(),
                action.azure.denials.first(),
            ) {
                (true, Some(ground), _) => format!("Allowed by {}.", ground.role.name),
                (true, None, _) => "Allowed.".to_owned(),
                (false, _, Some(denial)) => format!("Denied by {}.", denial.assignment.name),
                (false, ..) if action.by == crate::decision::By::LocalAccountsDisabled => {
                    "Denied: local accounts are off.".to_owned()
                }
                (false, ..) => "No grant.".to_owned(),
            };
            return told(if action.allowed { Allowed } else { Denied }, words);
        }
        match authentication.method {
            Method::AdminCertificate => {
                return told(NotAsked, "Already holds the admin certificate.".to_owned());
            }
            Method::ServiceAccount | Method::Anonymous | Method::Certificate => {
                return told(
                    NotAsked,
                    "Not asked: this caller needs none from Azure.".to_owned(),
                );
            }
            _ => {}
        }
        let Some(me) = me else {
            return told(
                NotAsked,
                "Not asked: the caller has no object id of Entra.".to_owned(),
            );
        };
        let Ok(Wanted { action, scope, .. }) = self.kubeconfig(Kubeconfig::User) else {
            return told(NotAsked, "Not asked: no cluster is described.".to_owned());
        };
        let Ok(scope) = Scope::parse(&scope) else {
            return told(NotAsked, "Not asked.".to_owned());
        };
        let question = ControlPlaneQuestion {
            me: me.to_vec(),
            action,
            scope,
            at: self.at(),
        };
        match self.azure.may(&question) {
            Access::Allowed => told(Allowed, "May fetch the user kubeconfig.".to_owned()),
            Access::Denied => told(Denied, "A deny assignment stops the user kubeconfig.".to_owned()),
            Access::NotAllowed => told(
                Denied,
                "No grant for the user kubeconfig; on a cluster with Entra it holds no secret and can be written by hand.".to_owned(),
            ),
        }
    }

    fn azure_gate(&self, trace: Option<&Trace>) -> GateOpinion {
        let (opinion, words) = match trace.and_then(|of| of.azure.as_ref()) {
            None if self.azure.cluster.is_none() => {
                (NotInUse, "Not in use: no cluster is described.".to_owned())
            }
            None => (NotAsked, "Not asked.".to_owned()),
            Some(azure) => azure_words(azure),
        };
        GateOpinion {
            gate: GateName::AzureRbac,
            opinion,
            words,
        }
    }
}

/// Whether an action hands out a kubeconfig.
fn hands_out(action: &str) -> bool {
    let action = action.to_ascii_lowercase();
    let ends = [
        "credential/action",
        "credentials/action",
        "userkubeconfig/action",
        "adminkubeconfig/action",
    ];
    ends.iter().any(|end| action.ends_with(end))
}

#[inline(never)]
fn azure_words(azure: &AzureTrace) -> (OpinionWord, String) {
    match azure.answer {
        AzureAnswer::Allowed => {
            let role = azure.grounds.first().map(|of| of.role.name.as_str());
            (
                Allowed,
                role.map_or_else(
                    || "Allowed.".to_owned(),
                    |role| format!("Allowed by {role}."),
                ),
            )
        }
        AzureAnswer::Discovery => (Allowed, "Allowed: a discovery path.".to_owned()),
        AzureAnswer::Denied => {
            let name = azure
                .denials
                .first()
                .map_or("a deny assignment", |of| &of.assignment.name);
            (Denied, format!("Denied by {name}."))
        }
        AzureAnswer::NotAllowed => (NoOpinion, "No grant.".to_owned()),
        AzureAnswer::NonEntraDenied => (Denied, "Denied: not a user of Entra.".to_owned()),
        AzureAnswer::Abstains => {
            let why = match azure.abstention {
                Some(Abstention::SystemUser) => "the user name begins with system:",
                Some(Abstention::SkipList) => "on the webhook's skip list",
                Some(Abstention::NotEntra) | None => "not a user of Entra",
            };
            (NoOpinion, format!("No opinion: {why}."))
        }
        AzureAnswer::Failed => (NoOpinion, "No answer: the webhook fails.".to_owned()),
        AzureAnswer::Off => (NotInUse, "Not in use.".to_owned()),
    }
}

fn authentication_gate(authentication: &Authentication) -> GateOpinion {
    let (opinion, words) = match (&authentication.refused, authentication.method) {
        (Some(refused), _) => (Denied, refused.why.clone()),
        (None, Method::AdminCertificate) => {
            (Allowed, "Admin certificate, in system:masters.".to_owned())
        }
        (None, Method::Certificate) => (Allowed, "Client certificate.".to_owned()),
        (None, Method::EntraBindings) => (Allowed, "Signed in with Entra.".to_owned()),
        (None, Method::EntraAdminGroup) => (
            Allowed,
            "Signed in with Entra, in an admin group.".to_owned(),
        ),
        (None, Method::EntraAzureRbac) => (
            Allowed,
            "Signed in with Entra; Azure RBAC is asked.".to_owned(),
        ),
        (None, Method::ServiceAccount) => (Allowed, "Service account.".to_owned()),
        (None, Method::Anonymous) => (Allowed, "Nobody: no credential.".to_owned()),
        (None, Method::Given) => (NotAsked, "Given, as in a review.".to_owned()),
    };
    GateOpinion {
        gate: GateName::Authentication,
        opinion,
        words,
    }
}

fn kubernetes_gate(trace: Option<&Trace>) -> GateOpinion {
    let said = trace.map(|trace| {
        let opinion = trace
            .opinions
            .iter()
            .find(|of| of.gate == Gate::KubernetesRbac);
        (opinion.map(|of| of.decision), trace.grounds.first())
    });
    let (opinion, words) = match said {
        None => (NotAsked, "Not asked.".to_owned()),
        Some((Some(Decision::Allow), Some(ground))) => {
            (Allowed, format!("Allowed by {}.", ground.binding.name))
        }
        Some((Some(Decision::Allow), None)) => (Allowed, "Allowed.".to_owned()),
        Some(_) => (NoOpinion, "No grant.".to_owned()),
    };
    GateOpinion {
        gate: GateName::KubernetesRbac,
        opinion,
        words,
    }
}
