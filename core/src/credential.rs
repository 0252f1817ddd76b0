//! Who is a credential to the API server?
//!
//! Authentication gives a user name and groups; everything after it compares only those. A
//! SubjectAccessReview's identity is taken exactly as given. The other credentials receive the groups
//! the API server adds by itself.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/group/authenticated_group_adder.go`,
//! `.../authentication/serviceaccount/util.go`, `.../authentication/request/x509/x509.go`.

mod claims;

use serde::Serialize;

use crate::extra::ExtraFields;
use crate::kubernetes::subject::service_account;

pub use claims::{Claims, Overage};

/// The group that passes before every authorizer.
pub const PRIVILEGED_GROUP: &str = "system:masters";
/// The group of everyone who is somebody.
pub const AUTHENTICATED: &str = "system:authenticated";
/// The group of everyone who is nobody.
pub const UNAUTHENTICATED: &str = "system:unauthenticated";
/// The user name of nobody.
pub const ANONYMOUS: &str = "system:anonymous";

/// What a caller presents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// Already authenticated; nothing is added.
    Review {
        /// The user name.
        user: String,
        /// All groups.
        groups: Vec<String>,
        /// Keys and values of the extra fields.
        extra: ExtraFields,
    },
    /// A client certificate.
    Certificate {
        /// The subject's common name, which is the user name.
        common_name: String,
        /// The subject's organizations, which are the groups.
        organization: Vec<String>,
    },
    /// The token of a service account.
    ServiceAccount {
        /// Its namespace.
        namespace: String,
        /// Its name.
        name: String,
    },
    /// A token of Entra, by its claims.
    Token(Box<Claims>),
    /// No credential at all.
    Anonymous,
}

/// Who asks, as authorizers see it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// The user name.
    pub user: String,
    /// Every group.
    pub groups: Vec<String>,
    /// What is known beside: for Entra users, the `oid`.
    #[serde(skip_serializing_if = "ExtraFields::is_empty")]
    pub extra: ExtraFields,
}

impl Credential {
    /// The identity this credential stands for.
    pub fn identity(&self) -> Identity {
        match self {
            Self::Review {
                user,
                groups,
                extra,
            } => Identity {
                user: user.clone(),
                groups: groups.clone(),
                extra: extra.clone(),
            },
            Self::Certificate {
                common_name,
                organization,
            } => Identity {
                user: common_name.clone(),
                groups: authenticated(common_name, organization.clone()),
                ..Identity::default()
            },
            Self::ServiceAccount { namespace, name } => Identity {
                user: service_account(namespace, name),
                groups: vec![
                    "system:serviceaccounts".to_owned(),
                    format!("system:serviceaccounts:{namespace}"),
                    AUTHENTICATED.to_owned(),
                ],
                ..Identity::default()
            },
            Self::Token(claims) => Identity {
                user: claims.user().to_owned(),
                groups: authenticated(claims.user(), claims.groups.clone().unwrap_or_default()),
                extra: [("oid".to_owned(), vec![claims.oid.clone()])]
                    .into_iter()
                    .collect(),
            },
            Self::Anonymous => Identity {
                user: ANONYMOUS.to_owned(),
                groups: vec![UNAUTHENTICATED.to_owned()],
                ..Identity::default()
            },
        }
    }
}

/// Adds `system:authenticated` unless it is there or the caller counts as unauthenticated: by that group, or by being
/// called `system:anonymous`, whoever says so.
pub(crate) fn authenticated(user: &str, mut groups: Vec<String>) -> Vec<String> {
    let settled = |group: &String| group == AUTHENTICATED || group == UNAUTHENTICATED;
    if user != ANONYMOUS && !groups.iter().any(settled) {
        groups.push(AUTHENTICATED.to_owned());
    }
    groups
}
