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
    /// Nobody grants the request.
    NoGrant,
}

impl By {
    /// Every word a scenario may use.
    pub const WORDS: [&str; 3] = ["superuser", "kubernetes-rbac", "no-grant"];

    /// The word for this one.
    pub fn word(self) -> &'static str {
        match self {
            Self::Superuser => "superuser",
            Self::KubernetesRbac => "kubernetes-rbac",
            Self::NoGrant => "no-grant",
        }
    }
}
