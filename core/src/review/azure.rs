//! What does Azure Resource Manager answer to an ask?
//!
//! A kubeconfig, an action on a scope, or a line of `az` that needs several actions: all must be allowed.
//! The caller is the owner of a token, or anyone given with an object id. Where local accounts are off, the
//! file with a certificate is not handed out even to those who may have it.
//!
//! *Source:* spec section 5.
//!
//! *Invariants.* Each action is decided by [`crate::azure::access::AccessControl::check`] and nothing else.

use serde::Serialize;

use super::AccessReview;
use crate::access_request::AccessRequest;
use crate::azure::control_plane::ControlPlaneQuestion;
use crate::azure::guid::Guid;
use crate::azure::query::Access;
use crate::azure::scope::Scope;
use crate::azure::trace::AzureTrace;
use crate::chain::Authorizer;
use crate::command::ControlPlane;
use crate::credential::{Credential, Identity};
use crate::decision::{By, Decision};
use crate::kubeconfig::{self, Kubeconfig, LOCAL_ACCOUNTS_DISABLED};

/// One action that was asked of Azure Resource Manager.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActionReview {
    /// The action.
    pub action: String,
    /// The resource, or what holds it.
    pub scope: String,
    /// Whether it is allowed, local accounts considered.
    pub allowed: bool,
    /// What decided.
    pub by: By,
    /// The decision with its reasons.
    pub azure: AzureTrace,
    /// What the caller reads when refused; `None` when allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// An action to ask for, and whether it hands out a certificate of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) action: String,
    pub(super) scope: String,
    pub(super) is_certificate: bool,
}

impl Authorizer {
    /// What a kubeconfig asks for.
    #[inline(never)]
    pub(super) fn kubeconfig(&self, file: Kubeconfig) -> Result<Wanted, String> {
        let Some(cluster) = &self.azure.cluster else {
            return Err(
                "no cluster is described; add what `az aks show -o json` prints".to_owned(),
            );
        };
        let Some(action) = file.action(cluster.platform) else {
            return Err(format!(
                "there is no {} kubeconfig of a {}",
                file.word(),
                cluster.platform.name()
            ));
        };
        Ok(Wanted {
            action: action.to_owned(),
            scope: file.scope(cluster),
            is_certificate: file.has_certificate(cluster),
        })
    }

    /// An action on a scope, as it was asked for.
    #[inline(never)]
    pub(super) fn wanted_action(&self, action: &str, scope: &str) -> Wanted {
        let cluster = self.azure.cluster.as_ref();
        Wanted {
            action: action.to_owned(),
            scope: scope.to_owned(),
            is_certificate: cluster.is_some_and(|of| Kubeconfig::is_certificate(action, scope, of)),
        }
    }

    /// What a kubeconfig with a certificate means.
    #[inline(never)]
    pub(super) fn about_the_certificate(&self) -> String {
        let cluster = self.azure.cluster.as_ref();
        let why = match cluster.filter(|of| of.entra.is_none()) {
            Some(cluster) => format!(
                "{} does not sign people in with Entra, so the file holds a cluster administrator's certificate",
                cluster.name
            ),
            None => "the file holds a cluster administrator's certificate".to_owned(),
        };
        format!("{why}: it passes before every gate, and only rotating the certificates ends it")
    }

    /// What a line of `az` or a refusal of Azure asks for. A resource that is not named by its id is the
    /// cluster that is described.
    #[inline(never)]
    pub(super) fn line(&self, asked: &ControlPlane) -> Result<Vec<Wanted>, String> {
        let cluster = self.azure.cluster.as_ref();
        let scope = match (&asked.scope, cluster) {
            (Some(scope), _) => scope.clone(),
            (None, Some(cluster)) => {
                is_about(asked, &cluster.name, &cluster.id.value.text)?;
                let id = cluster.id.value.text.clone();
                match &asked.namespace {
                    Some(namespace) => format!("{id}/managedNamespaces/{namespace}"),
                    None => id,
                }
            }
            (None, None) => {
                return Err(
                    "no cluster is described; add what `az aks show -o json` prints".to_owned(),
                );
            }
        };
        let described = cluster.filter(|_| asked.scope.is_none());
        let wanted = asked.actions.iter().map(|action| {
            let below = described.and_then(|of| kubeconfig::below(action, of));
            self.wanted_action(action, below.as_ref().unwrap_or(&scope))
        });
        Ok(wanted.collect())
    }

    /// Whether an action is allowed, with its reasons.
    #[inline(never)]
    pub(super) fn action(
        &self,
        wanted: &Wanted,
        me: &[Guid],
        identity: &Identity,
    ) -> Result<ActionReview, String> {
        let scope = Scope::parse(&wanted.scope)
            .map_err(|why| format!("`{}` is no scope: {why}", wanted.scope))?;
        let question = ControlPlaneQuestion {
            me: me.to_vec(),
            action: wanted.action.clone(),
            scope,
            at: self.at(),
        };
        let (access, azure) = self.azure.explain_action(&question, &self.sources);
        let mut review = ActionReview {
            action: wanted.action.clone(),
            scope: wanted.scope.clone(),
            allowed: access == Access::Allowed,
            by: match access {
                Access::Allowed => By::AzureRoleAssignment,
                Access::Denied => By::AzureDenyAssignment,
                Access::NotAllowed => By::AzureNotAllowed,
            },
            message: refusal(access, wanted, me, identity, &azure),
            azure,
        };
        let cluster = self.azure.cluster.as_ref();
        let is_off = cluster.is_some_and(|of| of.disable_local_accounts);
        if review.allowed && wanted.is_certificate && is_off {
            review.allowed = false;
            review.by = By::LocalAccountsDisabled;
            review.message = Some(LOCAL_ACCOUNTS_DISABLED.to_owned());
        }
        Ok(review)
    }

    /// The ids by which Azure knows a caller; `None` for who is unknown to Entra.
    #[inline(never)]
    pub(super) fn principal(
        &self,
        request: &AccessRequest,
        identity: &Identity,
    ) -> Option<Vec<Guid>> {
        if let Credential::Token(claims) = &request.credential {
            // An object id that another identity provider put into its token is nobody's in Entra.
            return claims
                .is_of_entra()
                .then(|| self.azure.ids_of(claims))
                .flatten();
        }
        let [oid] = identity.extra.get("oid")? else {
            return None;
        };
        let claims = crate::credential::Claims {
            oid: oid.clone(),
            groups: Some(identity.groups.clone()),
            ..crate::credential::Claims::default()
        };
        self.azure.ids_of(&claims)
    }
}

/// What a refused caller reads.
///
/// *Source:* spec section 8; Azure/AKS issue 3556. The sentence of a deny assignment is that of the error
/// `DenyAssignmentAuthorizationFailed`.
fn refusal(
    access: Access,
    wanted: &Wanted,
    me: &[Guid],
    identity: &Identity,
    azure: &AzureTrace,
) -> Option<String> {
    let Wanted { action, scope, .. } = wanted;
    let oid = me.first().map(Guid::to_string).unwrap_or_default();
    let client = &identity.user;
    match access {
        Access::Allowed => None,
        Access::NotAllowed => Some(format!(
            "(AuthorizationFailed) The client '{client}' with object id '{oid}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid."
        )),
        Access::Denied => {
            let denial = azure.denials.first().map(|of| &of.assignment);
            let (name, at) = denial.map_or(("", ""), |of| (&of.name, &of.scope));
            Some(format!(
                "(DenyAssignmentAuthorizationFailed) The client '{client}' with object id '{oid}' is denied action '{action}' over scope '{scope}' by the deny assignment '{name}' at scope '{at}'."
            ))
        }
    }
}

impl AccessReview {
    /// Takes the answer from the actions: the first that is refused, else the first.
    #[inline(never)]
    pub(super) fn settle_actions(&mut self) {
        let Some(settled) = self.settled_action() else {
            return;
        };
        let (by, message) = (settled.by, settled.message.clone());
        self.decision = if settled.allowed {
            Decision::Allow
        } else {
            Decision::Deny
        };
        (self.by, self.message) = (by, message);
    }

    /// The action that settled what Azure Resource Manager answers: the first that is refused, else the first.
    pub fn settled_action(&self) -> Option<&ActionReview> {
        let refused = self.actions.iter().find(|of| !of.allowed);
        refused.or(self.actions.first())
    }
}

/// Says so where a line is about another cluster than the one described. A subscription may be given by a name, which
/// the id does not tell.
fn is_about(asked: &ControlPlane, cluster: &str, id: &str) -> Result<(), String> {
    if let Some(other) = asked.name.as_deref()
        && !cluster.eq_ignore_ascii_case(other)
    {
        return Err(format!(
            "the line is about the cluster {other}, and the one described here is {cluster}"
        ));
    }
    let subscription = asked.subscription.as_deref();
    let subscription = subscription.filter(|given| Guid::parse(given).is_some());
    for (what, after, given) in [
        ("the subscription", "subscriptions", subscription),
        (
            "the resource group",
            "resourceGroups",
            asked.resource_group.as_deref(),
        ),
    ] {
        let mut parts = id
            .split('/')
            .skip_while(|part| !part.eq_ignore_ascii_case(after));
        let own = parts.nth(1).unwrap_or_default();
        if let Some(other) = given
            && !other.eq_ignore_ascii_case(own)
        {
            return Err(format!(
                "the line is about {what} {other}, and the cluster described here is in {own}"
            ));
        }
    }
    Ok(())
}
