//! Whom does a front proxy name?
//!
//! A proxy in front authenticates callers itself and names them by X-Remote headers. It is believed by its
//! client certificate, whose common name must be listed; from anyone else these headers mean nothing.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/request/headerrequest/requestheader.go`.
//!
//! *Invariants.* A front that says groups without a user says something wrong, and nobody is served.

use aksess::ExtraFields;

use super::distinguished_name::Subject;
use super::{Caller, Unauthenticated};
use crate::config::FrontHeaders;
use crate::identity_headers::extra_key;
use crate::received::Received;

/// The caller a front names; `None` where there is no front, or it names nobody.
#[inline(never)]
pub(super) fn caller(
    source: &FrontHeaders,
    certificate: Option<&Subject>,
    received: &Received<'_>,
) -> Result<Option<Caller>, Unauthenticated> {
    let name = certificate.and_then(|subject| subject.common_name.as_ref());
    let is_front = name.is_some_and(|name| source.front_names.contains(name));
    if !is_front || received.remote.is_empty() {
        return Ok(None);
    }
    let mut users = Vec::new();
    let mut groups = Vec::new();
    let mut uids = Vec::new();
    let mut extra = ExtraFields::default();
    for (name, value) in &received.remote {
        let value = std::str::from_utf8(value).map_err(|_| Unauthenticated)?;
        let value = value.to_owned();
        match *name {
            "user" => users.push(value),
            "group" => groups.push(value),
            "uid" => uids.push(value),
            other => {
                let key = other.strip_prefix("extra-").and_then(extra_key);
                extra.push(key.ok_or(Unauthenticated)?, value);
            }
        }
    }
    let user = match users.as_slice() {
        [user] if !user.is_empty() => user.clone(),
        _ => return Err(Unauthenticated),
    };
    if uids.len() > 1 {
        return Err(Unauthenticated);
    }
    let mut caller = Caller::named(user, groups);
    caller.identity.extra = extra;
    caller.uid = uids.pop().unwrap_or_default();
    Ok(Some(caller))
}
