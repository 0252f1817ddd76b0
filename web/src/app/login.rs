//! How does the caller sign in?
//!
//! The sentence says who asks and in which groups. How they come to be that decides what authentication
//! adds, and what it can refuse.
//!
//! *Invariants.* Changing the way of signing in changes no name and no group that was put in by hand.

use aksess::{AUTHENTICATED, Claims, Credential, ExtraFields};

/// The ways of signing in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Login {
    /// Already authenticated, as in a SubjectAccessReview: nothing is added.
    #[default]
    Given,
    /// A token of Entra; what the sentence does not say is kept as it came.
    Token(Box<Claims>),
    /// A client certificate.
    Certificate,
    /// No credential.
    Anonymous,
}

/// Every way: the word, how it reads behind `signed in`, and what it does.
pub(crate) const WAYS: [(&str, &str, &str); 4] = [
    (
        "given",
        "as given",
        "user and groups exactly as they stand here, as in a SubjectAccessReview",
    ),
    (
        "token",
        "with an Entra token",
        "user name, object id and groups are claims; the rest is added",
    ),
    (
        "certificate",
        "with a client certificate",
        "the common name is the user, the organizations are the groups",
    ),
    ("anonymous", "with nothing", "no credential at all"),
];

impl Login {
    /// The way this credential signs in. A service account is its user name and groups, wherever they
    /// come from.
    pub(crate) fn of(credential: &Credential) -> Self {
        match credential {
            Credential::Token(claims) => Self::Token(claims.clone()),
            Credential::Certificate { .. } => Self::Certificate,
            Credential::Anonymous => Self::Anonymous,
            Credential::Review { .. } | Credential::ServiceAccount { .. } => Self::Given,
        }
    }

    /// The way with that word; `before` is kept as far as it fits.
    pub(crate) fn from_word(word: &str, before: &Self) -> Self {
        match (word, before) {
            ("token", Self::Token(claims)) => Self::Token(claims.clone()),
            ("token", _) => Self::Token(Box::default()),
            ("certificate", _) => Self::Certificate,
            ("anonymous", _) => Self::Anonymous,
            _ => Self::Given,
        }
    }

    /// Its word.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Token(_) => "token",
            Self::Certificate => "certificate",
            Self::Anonymous => "anonymous",
        }
    }

    /// How it reads behind `signed in`.
    pub(crate) fn words(&self) -> &'static str {
        let word = self.word();
        let mut ways = WAYS.iter();
        ways.find(|(of, ..)| *of == word).map_or("", |of| of.1)
    }

    /// The credential of someone who is called that.
    pub(crate) fn credential(
        &self,
        user: &str,
        groups: &[String],
        extra: &ExtraFields,
    ) -> Credential {
        match self {
            Self::Given => match service_account(user) {
                Some((namespace, name)) if is_of(namespace, groups) && extra.is_empty() => {
                    Credential::ServiceAccount {
                        namespace: namespace.to_owned(),
                        name: name.to_owned(),
                    }
                }
                _ => Credential::Review {
                    user: user.to_owned(),
                    groups: groups.to_vec(),
                    extra: extra.clone(),
                },
            },
            Self::Token(claims) => {
                let oid = extra.get("oid").and_then(|of| of.first()).cloned();
                let oid = oid.unwrap_or_default();
                let mut claims = (**claims).clone();
                claims.upn = (user != oid).then(|| user.to_owned());
                claims.oid = oid;
                if claims.groups.is_some() || !groups.is_empty() {
                    claims.groups = Some(groups.to_vec());
                }
                Credential::Token(Box::new(claims))
            }
            Self::Certificate => Credential::Certificate {
                common_name: user.to_owned(),
                organization: groups
                    .iter()
                    .filter(|of| *of != AUTHENTICATED)
                    .cloned()
                    .collect(),
            },
            Self::Anonymous => Credential::Anonymous,
        }
    }
}

/// Namespace and name of a service account.
fn service_account(user: &str) -> Option<(&str, &str)> {
    user.strip_prefix("system:serviceaccount:")?.split_once(':')
}

/// Whether these are exactly the groups of a service account's token.
fn is_of(namespace: &str, groups: &[String]) -> bool {
    let own = format!("system:serviceaccounts:{namespace}");
    let all = ["system:serviceaccounts", own.as_str(), AUTHENTICATED];
    groups.len() == all.len() && all.iter().all(|of| groups.iter().any(|group| group == of))
}
