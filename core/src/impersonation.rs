//! As whom does a caller want to act, and what does that need?
//!
//! A request may ask to be served as another user. The API server then asks the authorizers about the
//! caller, before the request itself is authorized as the other user. Since 1.36 there are constrained
//! modes, tried in order: a node by the account of a pod on it, any node, a service account, any user with
//! all fields. Each needs two permissions: to do *this request* as someone else
//! (`impersonate-on:MODE:VERB`), and to be *that someone* (`impersonate:MODE`). Last comes the old way, the
//! verb `impersonate` on each part of the identity. The first way that succeeds is taken; if all fail, the
//! first failure is what the caller reads.
//!
//! A server remembers which way a caller last succeeded and tries it first; [`Impersonation::remembered`]
//! says which, and without it the answer is that of a fresh server.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation` of Kubernetes 1.36.
//!
//! *Invariants.* This is data: the permissions are asked in [`crate::impersonation_check`]. The resulting
//! groups are only those the server would set.

use serde::Serialize;

use crate::attributes::Attributes;
use crate::command::UserInfo;
use crate::credential::{ANONYMOUS, AUTHENTICATED, Credential, Identity, UNAUTHENTICATED};
use crate::kubernetes::subject::split_service_account;
use crate::names::is_dns_subdomain;

pub(crate) mod checks;

/// The extra field in which the API server keeps the node of a service account's pod.
pub const NODE_NAME: &str = "authentication.kubernetes.io/node-name";

/// Whom a caller wants to act as.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Impersonation {
    /// The user name.
    pub user: String,
    /// The groups, exactly those asked for.
    pub groups: Vec<String>,
    /// The uid, or empty.
    pub uid: String,
    /// Keys and values of the extra fields.
    pub extra: Vec<(String, Vec<String>)>,
    /// The way this caller last succeeded, if the server remembers one.
    pub remembered: Option<Mode>,
}

impl From<UserInfo> for Impersonation {
    /// As whom a line or a request says the caller acts.
    fn from(of: UserInfo) -> Self {
        Self {
            user: of.user,
            groups: of.groups,
            uid: of.uid,
            extra: of.extra.into_iter().collect(),
            remembered: None,
        }
    }
}

/// The ways to be allowed, in the order they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// The node of the pod whose service account asks.
    AssociatedNode,
    /// Any node.
    ArbitraryNode,
    /// A service account.
    #[serde(rename = "serviceaccount")]
    ServiceAccount,
    /// Any other user, with groups, uid and extra fields.
    UserInfo,
    /// The verb `impersonate` alone.
    Legacy,
}

impl Mode {
    /// Every way, in the order tried.
    pub(crate) const ALL: [Self; 5] = [
        Self::AssociatedNode,
        Self::ArbitraryNode,
        Self::ServiceAccount,
        Self::UserInfo,
        Self::Legacy,
    ];

    /// The word in the verbs `impersonate:MODE` and `impersonate-on:MODE:VERB`.
    pub fn word(self) -> &'static str {
        match self {
            Self::AssociatedNode => "associated-node",
            Self::ArbitraryNode => "arbitrary-node",
            Self::ServiceAccount => "serviceaccount",
            Self::UserInfo => "user-info",
            Self::Legacy => "legacy",
        }
    }
}

impl Impersonation {
    /// Whether a way is meant for this identity at all.
    pub(crate) fn fits(&self, mode: Mode, asked: &Attributes<'_>, node: Option<&str>) -> bool {
        let name_only = self.groups.is_empty() && self.uid.is_empty() && self.extra.is_empty();
        let of_node = self.node();
        match mode {
            Mode::AssociatedNode => {
                name_only
                    && of_node.is_some()
                    && of_node == node
                    && split_service_account(asked.user).is_some()
            }
            Mode::ArbitraryNode => name_only && of_node.is_some(),
            Mode::ServiceAccount => name_only && self.service_account().is_some(),
            Mode::UserInfo => of_node.is_none() && self.service_account().is_none(),
            Mode::Legacy => true,
        }
    }

    /// The node of `system:node:NAME`.
    fn node(&self) -> Option<&str> {
        let name = self.user.strip_prefix("system:node:")?;
        is_dns_subdomain(name).then_some(name)
    }

    /// Namespace and name of a service account's user name.
    fn service_account(&self) -> Option<(&str, &str)> {
        split_service_account(&self.user)
    }

    /// Who the request is served as, allowed in this way: the groups asked for, and those the server adds.
    pub fn identity(&self, mode: Mode) -> Identity {
        let mut groups = self.groups.clone();
        if groups.is_empty() {
            if let Some((namespace, name)) = self.service_account() {
                return Credential::ServiceAccount {
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                }
                .identity();
            }
            // the old way knows no nodes
            if mode != Mode::Legacy && self.node().is_some() {
                groups.push("system:nodes".to_owned());
            }
        }
        let own = if self.user == ANONYMOUS {
            UNAUTHENTICATED
        } else {
            AUTHENTICATED
        };
        let settled = |group: &String| group == own || group == UNAUTHENTICATED;
        if !groups.iter().any(settled) {
            groups.push(own.to_owned());
        }
        Identity {
            user: self.user.clone(),
            groups,
            extra: self.extra.iter().cloned().collect(),
        }
    }
}
