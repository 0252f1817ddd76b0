//! Who is this caller to the API server, and how did that come about?
//!
//! A credential is presented, and each authenticator that knows its kind says who it is or refuses it. A
//! token of Entra goes through a webhook: its name, its object id and its groups are read from the claims;
//! where it reports more groups than it can hold, they are asked for, which is possible for users and not
//! for service principals. A client certificate carries its name and groups; a service account's token
//! means a name and two groups. The API server then adds the groups it gives everyone.
//!
//! *Source:* guard `auth/providers/azure/azure.go` and `graph/graph.go`; spec section 2; seed 001, steps 1 to
//! 8 of its Entra integration.
//!
//! *Invariants.* Signatures, expiry and proof of possession are not checked here; the steps say so. A refused
//! caller has no identity that anything is decided for.

mod steps;

use serde::Serialize;

use crate::azure::authorizer::Authorizer as Azure;
use crate::azure::guid::Guid;
use crate::credential::{Claims, Credential, Identity, Overage, authenticated};
use crate::decision::By;
use crate::settings::ClusterSettings;

/// How a caller was recognised, or why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Authentication {
    /// Which way of signing in this is.
    pub method: Method,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Why the caller is not recognised; absent for one who is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Refusal>,
    /// Who the caller is; for one who is refused, who they claim to be.
    #[serde(skip)]
    pub(crate) identity: Identity,
}

/// The ways of signing in to a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The certificate of the admin kubeconfig, in `system:masters`.
    AdminCertificate,
    /// Another client certificate.
    Certificate,
    /// A token of Entra, and bindings in the cluster decide.
    EntraBindings,
    /// A token of Entra whose owner is in an admin group of the cluster.
    EntraAdminGroup,
    /// A token of Entra, and Azure RBAC is asked.
    EntraAzureRbac,
    /// The token of a service account.
    ServiceAccount,
    /// No credential.
    Anonymous,
    /// Who the caller is was given, as in a SubjectAccessReview.
    Given,
}

/// One step of authentication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Who acts, and what it does.
    pub words: String,
    /// What it added to what is known of the caller; empty where it added nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contributed: String,
    /// Where the step is from.
    pub source: &'static str,
}

/// Why a caller is not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// The word for it.
    pub by: By,
    /// The same as a sentence.
    pub why: String,
}

/// Recognises a caller.
pub(crate) fn authenticate(
    credential: &Credential,
    azure: &Azure,
    settings: &ClusterSettings,
) -> Authentication {
    let mut identity = credential.identity();
    let refused = match credential {
        Credential::Token(claims) => match token(claims, azure) {
            Ok(groups) => {
                identity.groups = authenticated(&identity.user, groups);
                None
            }
            Err((by, why)) => Some(Refusal { by, why }),
        },
        Credential::Certificate { .. } if settings.certificates_rotated => Some(Refusal {
            by: By::Unauthenticated,
            why: "The certificates of the cluster were rotated after this one was made, so it no longer authenticates.".to_owned(),
        }),
        _ => None,
    };
    Authentication {
        method: method(credential, &identity, azure),
        steps: steps::steps(credential, azure, &identity, refused.as_ref()),
        refused,
        identity,
    }
}

/// The groups of a token, or why it is refused.
#[inline(never)]
fn token(claims: &Claims, azure: &Azure) -> Result<Vec<String>, (By, String)> {
    let cluster = azure.cluster.as_ref();
    if let Some(cluster) = cluster.filter(|of| of.entra.is_none()) {
        let why = format!(
            "{} does not sign people in with Entra (aadProfile is null), so it does not know what to make of this token.",
            cluster.name
        );
        return Err((By::NoEntraIntegration, why));
    }
    if !claims.is_of_entra() {
        let why = format!(
            "The token was issued by {}, not by Entra. A user of another identity provider is asked about by name: `as: {{user: …, groups: …}}`; Azure knows nothing of them.",
            claims.issuer
        );
        return Err((By::Unauthenticated, why));
    }
    let tenant = cluster
        .and_then(|of| of.entra.as_ref())
        .map_or("", |of| &of.tenant);
    let differ = |one: &str, other: &str| {
        !one.is_empty() && !other.is_empty() && !one.eq_ignore_ascii_case(other)
    };
    if differ(&claims.tenant, tenant) {
        let why = format!(
            "The token is of the tenant {}, and this cluster trusts {tenant}.",
            claims.tenant
        );
        return Err((By::Unauthenticated, why));
    }
    if claims.user().is_empty() {
        let why = "The token has neither `upn` nor `oid`, so it names nobody.".to_owned();
        return Err((By::Unauthenticated, why));
    }
    if let Some(groups) = &claims.groups {
        return Ok(groups.clone());
    }
    match claims.overage {
        Overage::None | Overage::NoEndpoint => Ok(Vec::new()),
        Overage::NoSources => {
            let why = "The token names a claim it does not hold (_claim_names) without saying where it is (_claim_sources).".to_owned();
            Err((By::Unauthenticated, why))
        }
        Overage::Reported if claims.is_app => {
            let why = "The service principal is in more than 200 groups. Those of users can be asked for, those of service principals cannot, so it is not signed in.".to_owned();
            Err((By::GroupOverage, why))
        }
        Overage::Reported => Ok(asked_for(claims, azure)),
    }
}

/// The groups that Microsoft Graph would answer, as the directory's documents tell them.
fn asked_for(claims: &Claims, azure: &Azure) -> Vec<String> {
    let start = Guid::parse(&claims.oid).or_else(|| azure.directory.who(claims.user()));
    let start: Vec<Guid> = start.into_iter().collect();
    let groups = azure.directory.groups_of(&start);
    groups.iter().map(Guid::to_string).collect()
}

fn method(credential: &Credential, identity: &Identity, azure: &Azure) -> Method {
    let entra = azure.cluster.as_ref().and_then(|of| of.entra.as_ref());
    match credential {
        Credential::Certificate { organization, .. } => {
            if organization
                .iter()
                .any(|of| of == crate::credential::PRIVILEGED_GROUP)
            {
                Method::AdminCertificate
            } else {
                Method::Certificate
            }
        }
        Credential::Token(_) => match entra {
            Some(entra) if entra.azure_rbac => Method::EntraAzureRbac,
            Some(entra)
                if entra
                    .admin_groups
                    .iter()
                    .any(|of| identity.groups.contains(&of.value)) =>
            {
                Method::EntraAdminGroup
            }
            _ => Method::EntraBindings,
        },
        Credential::ServiceAccount { .. } => Method::ServiceAccount,
        Credential::Anonymous => Method::Anonymous,
        Credential::Review { .. } => Method::Given,
    }
}
