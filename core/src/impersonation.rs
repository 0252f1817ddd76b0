//! May the caller act as someone else, and who are they then?
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
//! *Invariants.* Every permission is asked of the whole chain. The resulting groups are only those the
//! server would set.

use serde::Serialize;

use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::chain::Authorizer;
use crate::credential::{ANONYMOUS, AUTHENTICATED, Credential, Identity, UNAUTHENTICATED};
use crate::forbidden;
use crate::kubernetes::subject::SERVICE_ACCOUNT_PREFIX;

mod checks;

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
    const ALL: [Self; 5] = [
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
        let rest = Mode::ALL.into_iter();
        let order = remembered.chain(rest.filter(|mode| wanted.remembered != Some(*mode)));
        for mode in order.filter(|mode| wanted.fits(*mode, asked, node)) {
            match self.try_mode(mode, asked, wanted, &mut checks) {
                Ok(()) => {
                    return Impersonated {
                        checks,
                        outcome: Ok((wanted.identity(), mode)),
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
                let trace = self.explain(&request);
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

impl Impersonation {
    /// Whether a way is meant for this identity at all.
    fn fits(&self, mode: Mode, asked: &Attributes<'_>, node: Option<&str>) -> bool {
        let name_only = self.groups.is_empty() && self.uid.is_empty() && self.extra.is_empty();
        let of_node = self.node();
        match mode {
            Mode::AssociatedNode => {
                name_only
                    && of_node.is_some()
                    && of_node == node
                    && asked.user.starts_with(SERVICE_ACCOUNT_PREFIX)
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
        (!name.is_empty()).then_some(name)
    }

    /// Namespace and name of a service account's user name.
    fn service_account(&self) -> Option<(&str, &str)> {
        let rest = self.user.strip_prefix(SERVICE_ACCOUNT_PREFIX)?;
        let (namespace, name) = rest.split_once(':')?;
        (!namespace.is_empty() && !name.is_empty() && !name.contains(':'))
            .then_some((namespace, name))
    }

    /// Who the request is served as: the groups asked for, and those the server adds.
    pub fn identity(&self) -> Identity {
        let mut groups = self.groups.clone();
        if groups.is_empty() {
            if let Some((namespace, name)) = self.service_account() {
                return Credential::ServiceAccount {
                    namespace: namespace.to_owned(),
                    name: name.to_owned(),
                }
                .identity();
            }
            if self.node().is_some() {
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
        }
    }
}
