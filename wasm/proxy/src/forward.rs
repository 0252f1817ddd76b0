//! What does the upstream see of who asks?
//!
//! Either the caller's own credential and Impersonate headers, as they came, and nothing the gateway could be
//! mistaken for having said; or X-Remote headers about the effective user, and no credential.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/request/headerrequest/requestheader.go` for what
//! an API server reads; `staging/src/k8s.io/client-go/transport/round_trippers.go` (`headerKeyEscape`) for how
//! a key is written.
//!
//! *Invariants.* X-Remote headers and payloads of tokens that a client sent never reach the upstream, nor do
//! names that resemble them by underscores. A name that a header cannot carry unchanged is not forwarded.

use std::fmt::Write;

use crate::config::Upstream;
use crate::identity::Caller;
use crate::identity_headers::{IMPERSONATE, REMOTE};
use crate::received::Received;

/// What is changed of the headers: first removed, then added.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Edits {
    pub(crate) remove: Vec<String>,
    pub(crate) add: Vec<(String, String)>,
}

/// The changes for a request of this caller.
///
/// # Errors
/// When a name cannot stand in a header.
pub(crate) fn edits<'p>(
    upstream: Upstream,
    caller: &Caller,
    received: &Received<'_>,
    payload_headers: impl Iterator<Item = &'p str>,
) -> Result<Edits, &'static str> {
    let mut edits = Edits::default();
    let remote = received.remote.iter();
    for name in remote.map(|(name, _)| format!("{REMOTE}{name}")) {
        edits.removes(name);
    }
    if !received.payloads.is_empty() {
        payload_headers.for_each(|name| edits.removes(name.to_owned()));
    }
    for name in &received.misspelled {
        edits.removes((*name).to_owned());
    }
    if upstream == Upstream::RemoteHeaders {
        if !received.authorizations.is_empty() {
            edits.removes("authorization".to_owned());
        }
        for (name, _) in &received.impersonate {
            edits.removes(format!("{IMPERSONATE}{name}"));
        }
        edits.says(caller)?;
    }
    Ok(edits)
}

impl Edits {
    fn removes(&mut self, name: String) {
        if !self.remove.contains(&name) {
            self.remove.push(name);
        }
    }

    /// Names the effective user.
    #[inline(never)]
    fn says(&mut self, caller: &Caller) -> Result<(), &'static str> {
        let identity = &caller.identity;
        self.adds("user", &identity.user)?;
        if !caller.uid.is_empty() {
            self.adds("uid", &caller.uid)?;
        }
        for group in &identity.groups {
            self.adds("group", group)?;
        }
        for (key, values) in identity.extra.iter() {
            let name = format!("extra-{}", escaped(key));
            for value in values {
                self.adds(&name, value)?;
            }
        }
        Ok(())
    }

    fn adds(&mut self, name: &str, value: &str) -> Result<(), &'static str> {
        if value.bytes().any(|byte| byte.is_ascii_control()) || value.trim() != value {
            return Err("a name of the caller cannot stand in a header");
        }
        self.add.push((format!("{REMOTE}{name}"), value.to_owned()));
        Ok(())
    }
}

/// A key as part of a header's name: what is no token character is percent-encoded, and so is `%`.
fn escaped(key: &str) -> String {
    let mut text = String::with_capacity(key.len());
    for byte in key.bytes() {
        if byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"!#$&'*+-.^`|~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail. Underscores are encoded too: proxies drop such names.
            let _ = write!(text, "%{byte:02x}");
        }
    }
    text
}
