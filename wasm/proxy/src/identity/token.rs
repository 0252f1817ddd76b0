//! Whom does a verified token name?
//!
//! `jwt_authn` has checked the signature. The plugin checks again what the token claims for itself: issuer,
//! audience, tenant and times, so that a provider that was configured too wide does not let in more than the
//! policy's author wrote down. The payload comes by a header, where types survive, and counts only together
//! with metadata that no client can write.
//!
//! *Source:* RFC 6750 section 2.1, RFC 7515 section 7.1 (three parts of base64url without padding);
//! `staging/src/k8s.io/apiserver/pkg/authentication/request/bearertoken/bearertoken.go`,
//! `.../plugin/pkg/authenticator/token/oidc/oidc.go`, `pkg/serviceaccount/claims.go`; for Entra, the open-source authentication webhook of AKS
//! (`auth/providers/azure`): `upn`, else `oid`, and group overage.
//!
//! *Invariants.* No token makes a name or group that begins with `system:`, but for the cluster's own
//! service accounts. A token that reports more groups than it carries is refused: a group that is not known
//! could be one that is denied. So is one whose report cannot be read.

use aksess::impersonation::NODE_NAME;
use aksess::json::{Node, Value};
use aksess::{Credential, Identity};

use super::claims::{self, Claims};
use super::{Caller, Connection, Unauthenticated};
use crate::base64;
use crate::config::{self, RESERVED, Token};

/// Clocks differ: a token may be this many seconds from the future.
const LEEWAY: u64 = 60;

/// Whether an `Authorization` header is the token of this payload and nothing else.
pub(super) fn is_bearer_of(header: &[u8], payload: &[u8]) -> bool {
    let Some(token) = header.strip_prefix(b"Bearer ") else {
        return false;
    };
    let mut parts = token.split(|byte| *byte == b'.');
    let own = (parts.next(), parts.next(), parts.next(), parts.next());
    let (Some(head), Some(body), Some(signature), None) = own else {
        return false;
    };
    let is_part = |part: &[u8]| {
        let letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !part.is_empty() && part.iter().all(letter)
    };
    // the filter may be told to pad what it passes on
    let padding = payload.iter().rev().take_while(|byte| **byte == b'=');
    let bare = payload.get(..payload.len() - padding.count());
    bare == Some(body) && is_part(head) && is_part(signature)
}

/// The caller of a payload.
pub(super) fn caller(
    source: &Token,
    payload: &[u8],
    connection: &impl Connection,
) -> Result<Caller, Unauthenticated> {
    if connection
        .verified_issuer(&source.payload_metadata)
        .as_deref()
        != Some(source.issuer.as_bytes())
    {
        return Err(Unauthenticated);
    }
    let text = base64::decode(payload).and_then(|bytes| String::from_utf8(bytes).ok());
    let text = text.ok_or(Unauthenticated)?;
    let node = claims::read(&text).ok_or(Unauthenticated)?;
    let claims = Claims::of(&node);
    if !holds(source, claims, connection.now()) {
        return Err(Unauthenticated);
    }
    let named = match &source.claims {
        config::Claims::Entra(tenant) => entra(tenant, &source.prefix, claims),
        config::Claims::ServiceAccount => service_account(claims),
        config::Claims::Oidc(user, groups) => oidc(user, groups.as_deref(), &source.prefix, claims),
    };
    named.ok_or(Unauthenticated)
}

/// Whether the token is of this issuer, for us, and now.
fn holds(source: &Token, claims: Claims<'_, '_>, now: u64) -> bool {
    let begun = match claims.get("nbf") {
        None => true,
        Some(_) => claims
            .seconds("nbf")
            .is_some_and(|from| from <= now + LEEWAY),
    };
    claims.text("iss") == Some(&source.issuer)
        && claims.any("aud", |audience| {
            source.audiences.iter().any(|of| of == audience)
        })
        && begun
        && claims.seconds("exp").is_some_and(|until| now < until)
}

fn entra(tenant: &str, prefix: &str, claims: Claims<'_, '_>) -> Option<Caller> {
    let oid = claims.text("oid")?;
    let elsewhere = |of: &Node<'_>| match &of.value {
        Value::Mapping(_) => of.get("groups").is_some(),
        _ => true,
    };
    let says_no = |of: &Node<'_>| matches!(of.value, Value::Boolean(false));
    let overage = claims.get("_claim_names").is_some_and(elsewhere)
        || claims.get("hasgroups").is_some_and(|of| !says_no(of));
    if claims.text("tid") != Some(tenant) || overage {
        return None;
    }
    let user = match claims.get("upn") {
        None => oid,
        Some(_) => claims.text("upn")?,
    };
    let mut caller = prefixed(prefix, user, &claims.texts("groups")?)?;
    let extra = &mut caller.identity.extra;
    extra.insert("oid".to_owned(), vec![oid.to_owned()]);
    Some(caller)
}

fn oidc(user: &str, groups: Option<&str>, prefix: &str, claims: Claims<'_, '_>) -> Option<Caller> {
    let groups = match groups {
        Some(name) => claims.texts(name)?,
        None => Vec::new(),
    };
    prefixed(prefix, claims.text(user)?, &groups)
}

/// A caller whose names all begin with the issuer's prefix, and none with the cluster's.
fn prefixed(prefix: &str, user: &str, groups: &[String]) -> Option<Caller> {
    let user = format!("{prefix}{user}");
    let groups: Vec<String> = groups.iter().map(|of| format!("{prefix}{of}")).collect();
    let is_reserved = |name: &String| name.starts_with(RESERVED);
    let reserved = is_reserved(&user) || groups.iter().any(is_reserved);
    (!reserved).then(|| Caller::named(user, groups))
}

fn service_account(claims: Claims<'_, '_>) -> Option<Caller> {
    let rest = claims.text("sub")?.strip_prefix("system:serviceaccount:")?;
    let (namespace, name) = rest.split_once(':')?;
    let bound = claims.get("kubernetes.io")?;
    let says = |path: &[&str], expected: &str| {
        let value = path.iter().try_fold(bound, |at, key| at.get(key));
        value.and_then(Node::text) == Some(expected)
    };
    if namespace.is_empty()
        || name.is_empty()
        || name.contains(':')
        || !says(&["namespace"], namespace)
        || !says(&["serviceaccount", "name"], name)
    {
        return None;
    }
    let text = |object: &str, field: &str| {
        let value = bound.get(object)?.get(field)?.text()?;
        Some(value.to_owned())
    };
    let node = text("node", "name");
    let extra = node
        .iter()
        .map(|node| (NODE_NAME.to_owned(), vec![node.clone()]));
    let credential = Credential::ServiceAccount {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    };
    Some(Caller {
        identity: Identity {
            extra: extra.collect(),
            ..credential.identity()
        },
        uid: text("serviceaccount", "uid").unwrap_or_default(),
        node,
    })
}
