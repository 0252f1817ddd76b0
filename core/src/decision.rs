//! What is the answer, and what kind of thing gave it?
//!
//! The three answers are those of Kubernetes' own authorizer interface.
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go` (`Decision`).

use serde::{Deserialize, Serialize};

/// The answer of one authorizer, or of the whole chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decision {
    /// The request may proceed.
    Allow,
    /// The request is refused, whatever the authorizers after this one would say.
    Deny,
    /// This authorizer neither allows nor refuses. At the end of the chain it means refused.
    NoOpinion,
}

impl Decision {
    /// Whether the caller gets through when nobody is asked after this.
    pub fn is_allowed(self) -> bool {
        self == Self::Allow
    }
}

/// In which order Azure and Kubernetes speak about a request.
///
/// Which one a live cluster uses is not published; the sources differ, so it is a choice that is made in
/// the open. *Source:* spec section 6 of the Azure semantics this project follows, told in the docs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// Azure first. A deny assignment denies, a grant allows, and without either Kubernetes RBAC is asked.
    #[default]
    AzureFirst,
    /// Kubernetes RBAC first, then the webhook, whose every answer but a grant denies: what is seen on live
    /// clusters.
    KubernetesFirst,
    /// The open-source webhook placed before Kubernetes RBAC: whoever Azure refuses is refused.
    AzureExclusive,
}

impl Order {
    /// Every order.
    pub const ALL: [Self; 3] = [
        Self::AzureFirst,
        Self::KubernetesFirst,
        Self::AzureExclusive,
    ];

    /// The word for this one.
    pub fn word(self) -> &'static str {
        match self {
            Self::AzureFirst => "AzureFirst",
            Self::KubernetesFirst => "KubernetesFirst",
            Self::AzureExclusive => "AzureExclusive",
        }
    }

    /// The order of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.word() == word)
    }
}

/// What decided: the words of a scenario's `by`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// The caller is in `system:masters`, who passes before every authorizer.
    Superuser,
    /// A Kubernetes binding grants the request.
    KubernetesRbac,
    /// A role assignment of Azure grants the request.
    AzureRoleAssignment,
    /// A deny assignment of Azure denies the request.
    AzureDenyAssignment,
    /// Azure was asked and nothing there grants the request, nor does anyone else.
    AzureNotAllowed,
    /// A discovery path, which Azure's webhook leaves free for everyone from Entra.
    Discovery,
    /// The caller is not from Entra, and the webhook refuses such callers.
    NonEntraDenied,
    /// The webhook could not put the request to Azure, and the API server refuses what it cannot.
    WebhookError,
    /// The certificate is not handed out: the cluster's local accounts are off.
    LocalAccountsDisabled,
    /// A token of Entra, and the cluster does not sign people in with it.
    NoEntraIntegration,
    /// A token that reports more groups than it can hold, and they cannot be asked for.
    GroupOverage,
    /// The credential does not authenticate.
    Unauthenticated,
    /// Nobody grants the request.
    NoGrant,
}

impl By {
    /// Every word with its meaning.
    const ALL: [(Self, &'static str); 13] = [
        (Self::Superuser, "superuser"),
        (Self::KubernetesRbac, "kubernetes-rbac"),
        (Self::AzureRoleAssignment, "azure-role-assignment"),
        (Self::AzureDenyAssignment, "azure-deny-assignment"),
        (Self::AzureNotAllowed, "azure-not-allowed"),
        (Self::Discovery, "discovery"),
        (Self::NonEntraDenied, "non-entra-denied"),
        (Self::WebhookError, "webhook-error"),
        (Self::LocalAccountsDisabled, "local-accounts-disabled"),
        (Self::NoEntraIntegration, "no-entra-integration"),
        (Self::GroupOverage, "group-overage"),
        (Self::Unauthenticated, "unauthenticated"),
        (Self::NoGrant, "no-grant"),
    ];

    /// Everything that can decide.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().map(|(by, _)| by)
    }

    /// Every word a scenario may use.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::ALL.into_iter().map(|(_, word)| word)
    }

    /// The word for this one.
    pub fn word(self) -> &'static str {
        let mut all = Self::ALL.into_iter();
        all.find(|(by, _)| *by == self).map_or("", |(_, word)| word)
    }
}
