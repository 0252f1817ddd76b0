//! What happened on the way from a credential to an identity, step by step?
//!
//! Each step names who acts and what it added, so that a name or a group that is not what was expected can
//! be followed to where it came from.
//!
//! *Source:* seed 001, "Microsoft Entra integration"; spec section 2.

use super::{Refusal, Step};
use crate::azure::authorizer::Authorizer as Azure;
use crate::credential::{AUTHENTICATED, Claims, Credential, Identity, Overage};

const SEED: &str = "seed 001, Microsoft Entra integration";
const GUARD: &str = "guard auth/providers/azure/azure.go";
const KUBERNETES: &str = "Kubernetes, Authenticating";

/// The steps for a credential.
pub(super) fn steps(
    credential: &Credential,
    azure: &Azure,
    identity: &Identity,
    refused: Option<&Refusal>,
) -> Vec<Step> {
    let mut steps = match credential {
        Credential::Token(claims) => token(claims, azure, identity),
        Credential::Certificate {
            common_name,
            organization,
        } => vec![
            step(
                "The client presents a certificate; that the cluster's authority signed it is not checked here.",
                "",
                KUBERNETES,
            ),
            step("Its common name is the user.", common_name, KUBERNETES),
            step(
                "Its organizations are the groups.",
                &organization.join(", "),
                KUBERNETES,
            ),
        ],
        Credential::ServiceAccount { .. } => vec![
            step(
                "The client presents the token of a service account; its signature is not checked here.",
                "",
                KUBERNETES,
            ),
            step(
                "The account's namespace and name make the user.",
                &identity.user,
                KUBERNETES,
            ),
            step(
                "Every service account is in two groups, one of them of its namespace.",
                &implicit(identity),
                KUBERNETES,
            ),
        ],
        Credential::Anonymous => vec![step(
            "No credential is presented, so the caller is nobody.",
            &identity.user,
            KUBERNETES,
        )],
        Credential::Review { .. } => vec![step(
            "Who the caller is was given, as in a SubjectAccessReview; nothing is added.",
            "",
            KUBERNETES,
        )],
    };
    if let Some(refused) = refused {
        steps.push(step(&refused.why, "", GUARD));
        return steps;
    }
    if !matches!(
        credential,
        Credential::Review { .. } | Credential::Anonymous
    ) {
        steps.push(step(
            "The API server adds the group of everyone it knows.",
            AUTHENTICATED,
            KUBERNETES,
        ));
    }
    steps
}

#[inline(never)]
fn token(claims: &Claims, azure: &Azure, identity: &Identity) -> Vec<Step> {
    let mut steps = vec![
        step(
            "kubectl signs the caller in with Entra and receives an access token.",
            "",
            SEED,
        ),
        step(
            "kubectl sends the token, and the API server passes it to its authentication webhook.",
            "",
            SEED,
        ),
        step(
            "The webhook verifies the signature with Entra's key; here it is taken as genuine and in date.",
            "",
            SEED,
        ),
    ];
    steps.push(match &claims.upn {
        Some(upn) => step("The claim `upn` is the user name, letter case kept.", upn, GUARD),
        None => step(
            "The token has no `upn`, as for guests, service principals and managed identities, so the claim `oid` is the user name.",
            &claims.oid,
            GUARD,
        ),
    });
    steps.push(step(
        "The claim `oid` travels along as the extra field `oid`, by which Azure knows the caller.",
        &claims.oid,
        GUARD,
    ));
    steps.push(groups(claims, azure, identity));
    steps
}

#[inline(never)]
fn groups(claims: &Claims, azure: &Azure, identity: &Identity) -> Step {
    let listed = implicit(identity);
    match (&claims.groups, claims.overage) {
        (Some(groups), _) => {
            let words = format!(
                "The token lists {}, and they are taken as they are: object ids, never names.",
                match groups.len() {
                    1 => "1 group".to_owned(),
                    count => format!("{count} groups"),
                }
            );
            step(&words, &listed, GUARD)
        }
        (None, Overage::Reported) if !claims.is_app => {
            let known = !azure.directory.groups().is_empty();
            let words = if known {
                "The caller is in more than 200 groups, so the webhook asks Microsoft Graph for them; the documents of groups answer here."
            } else {
                "The caller is in more than 200 groups, so the webhook asks Microsoft Graph for them; no document of groups is here, so none is known."
            };
            step(words, &listed, SEED)
        }
        (None, Overage::NoEndpoint) => step(
            "The token says where groups could be asked for and leaves the address empty, so there are none.",
            "",
            GUARD,
        ),
        (None, _) => step("The token lists no groups.", "", GUARD),
    }
}

fn implicit(identity: &Identity) -> String {
    let own = identity.groups.iter().filter(|of| *of != AUTHENTICATED);
    own.map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn step(words: &str, contributed: &str, source: &'static str) -> Step {
    Step {
        words: words.to_owned(),
        contributed: contributed.to_owned(),
        source,
    }
}
