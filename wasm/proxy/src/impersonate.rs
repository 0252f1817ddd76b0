//! As whom does a caller want to be served?
//!
//! `Impersonate-User`, `-Group`, `-Uid` and `-Extra-KEY` name someone else. Whether that may be is the core's
//! question; here the headers are read, and a refusal gets its Status.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation` of Kubernetes 1.36
//! (`buildImpersonationRequests`).
//!
//! *Invariants.* Headers that could be read in two ways, such as two users, are refused.

use aksess::impersonation::Impersonation;
use aksess::{Attributes, Authorizer, By, Status};

use crate::answer::{Answer, Outcome, Verdict};
use crate::identity::Caller;
use crate::identity_headers::extra_key;
use crate::received::Received;

/// Who the request names; `None` where it names nobody.
///
/// # Errors
/// What is wrong with the headers.
pub(crate) fn wanted(received: &Received<'_>) -> Result<Option<Impersonation>, &'static str> {
    if received.impersonate.is_empty() {
        return Ok(None);
    }
    named(received).map(Some)
}

#[inline(never)]
fn named(received: &Received<'_>) -> Result<Impersonation, &'static str> {
    let mut wanted = Impersonation::default();
    let mut users = 0;
    let mut uids = 0;
    for (name, value) in &received.impersonate {
        let value = std::str::from_utf8(value).map_err(|_| "an Impersonate header is no text")?;
        match *name {
            "user" => {
                users += 1;
                value.clone_into(&mut wanted.user);
            }
            "group" => wanted.groups.push(value.to_owned()),
            "uid" => {
                uids += 1;
                value.clone_into(&mut wanted.uid);
            }
            other => {
                let key = other.strip_prefix("extra-").and_then(extra_key);
                let key = key.ok_or("an Impersonate header is not one of Kubernetes")?;
                match wanted.extra.iter_mut().find(|(of, _)| *of == key) {
                    Some((_, values)) => values.push(value.to_owned()),
                    None => wanted.extra.push((key, vec![value.to_owned()])),
                }
            }
        }
    }
    if users > 1 || uids > 1 {
        return Err("an Impersonate header that names one thing is there twice");
    }
    if wanted.user.is_empty() {
        return Err("Impersonate headers without Impersonate-User name nobody");
    }
    Ok(wanted)
}

/// Who asks from here on, if the caller may act as the one wanted.
///
/// # Errors
/// The refusal, about the first permission that is missing.
pub(crate) fn act_as(
    authorizer: &Authorizer,
    asked: &Attributes<'_>,
    caller: &Caller,
    wanted: &Impersonation,
    received: &Received<'_>,
) -> Result<Caller, Box<Answer>> {
    let tried = authorizer.impersonate(asked, caller.node.as_deref(), wanted);
    let message = match tried.outcome {
        Ok((identity, _)) => {
            return Ok(Caller {
                identity,
                uid: wanted.uid.clone(),
                node: None,
            });
        }
        Err(message) => message,
    };
    let verdict = Verdict {
        result: Outcome::Denied,
        by: Some(By::NoGrant),
    };
    let mut checks = tried.checks.iter();
    let missing = checks.find(|check| !check.allowed && check.message == message);
    let about = missing.and_then(|check| check.request.attributes().ok());
    let status = Status {
        message,
        ..Status::forbidden(about.as_ref().unwrap_or(asked), "")
    };
    Err(Box::new(Answer::status(&status, received, verdict)))
}
