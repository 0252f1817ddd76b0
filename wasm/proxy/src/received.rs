//! What of a request matters to the gateway?
//!
//! One pass over the headers sorts them: the request line, what says who asks, what says as whom, and what
//! the upstream must not see because only the gateway may say it.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/request/websocket/protocol.go` (a bearer token as a
//! subprotocol).
//!
//! *Invariants.* A name spelled with underscores is never read as the name it resembles, and never passed on.

use crate::config::Token;
use crate::headers::Headers;
use crate::identity_headers::{IMPERSONATE, REMOTE};

/// A subprotocol that carries a bearer token.
const BEARER_PROTOCOL: &[u8] = b"base64url.bearer.authorization.k8s.io.";

/// A header and its value.
pub(crate) type Header<'h> = (&'h str, &'h [u8]);

/// A request, its headers sorted by what they say.
#[derive(Debug, Default)]
pub(crate) struct Received<'h> {
    /// Empty where it is no text.
    pub(crate) method: &'h str,
    /// Path and query; empty where it is no text.
    pub(crate) target: &'h str,
    pub(crate) content_type: &'h [u8],
    user_agent: &'h [u8],
    /// Every value of `Upgrade`.
    pub(crate) upgrades: Vec<&'h [u8]>,
    /// Every value of `Connection`. The proxy leaves it only where there is an upgrade.
    pub(crate) connections: Vec<&'h [u8]>,
    /// Every value of `Authorization`.
    pub(crate) authorizations: Vec<&'h [u8]>,
    /// Whether a WebSocket subprotocol carries a token.
    pub(crate) bearer_protocol: bool,
    /// Payloads of verified tokens: which of the configured headers, and its value.
    pub(crate) payloads: Vec<(usize, &'h [u8])>,
    /// Names without [`REMOTE`].
    pub(crate) remote: Vec<Header<'h>>,
    /// Names without [`IMPERSONATE`].
    pub(crate) impersonate: Vec<Header<'h>>,
    /// Names that resemble one of these by underscores.
    pub(crate) misspelled: Vec<&'h str>,
}

impl<'h> Received<'h> {
    /// Sorts the headers. `tokens` are those whose verified payloads come by a header.
    pub(crate) fn new(headers: &'h Headers, tokens: &[Token]) -> Self {
        let mut received = Self::default();
        for (name, value) in headers.iter() {
            received.take(name, value, tokens);
        }
        received
    }

    fn take(&mut self, name: &'h [u8], value: &'h [u8], tokens: &[Token]) {
        match name {
            b":method" => self.method = std::str::from_utf8(value).unwrap_or_default(),
            b":path" => self.target = std::str::from_utf8(value).unwrap_or_default(),
            b"authorization" => self.authorizations.push(value),
            b"connection" => self.connections.push(value),
            b"content-type" => self.content_type = value,
            b"sec-websocket-protocol" => {
                let mut protocols = value.split(|byte| *byte == b',');
                self.bearer_protocol |=
                    protocols.any(|of| of.trim_ascii().starts_with(BEARER_PROTOCOL));
            }
            b"upgrade" => self.upgrades.push(value),
            b"user-agent" => self.user_agent = value,
            _ => self.take_identity(name, value, tokens),
        }
    }

    fn take_identity(&mut self, name: &'h [u8], value: &'h [u8], tokens: &[Token]) {
        let of_token = |token: &Token| token.payload_header.as_bytes() == name;
        if let Some(rest) = after(name, REMOTE) {
            self.remote.extend(named(rest, value));
        } else if let Some(rest) = after(name, IMPERSONATE) {
            self.impersonate.extend(named(rest, value));
        } else if let Some(at) = tokens.iter().position(of_token) {
            self.payloads.push((at, value));
        } else if name.contains(&b'_') {
            self.take_misspelled(name, tokens);
        }
    }

    #[cold]
    fn take_misspelled(&mut self, name: &'h [u8], tokens: &[Token]) {
        let Ok(name) = std::str::from_utf8(name) else {
            return;
        };
        let spelled = name.replace('_', "-");
        let resembles = spelled.starts_with(REMOTE)
            || spelled.starts_with(IMPERSONATE)
            || spelled == "authorization"
            || tokens.iter().any(|of| of.payload_header == spelled);
        if resembles {
            self.misspelled.push(name);
        }
    }

    /// The path without the query.
    pub(crate) fn path(&self) -> &'h str {
        let mark = self.target.as_bytes().iter().position(|of| *of == b'?');
        mark.and_then(|at| self.target.get(..at))
            .unwrap_or(self.target)
    }

    /// Whether the caller reads rather than parses.
    pub(crate) fn wants_indented(&self) -> bool {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        let mut pairs = query.split('&');
        let pretty = pairs.find_map(|pair| pair.strip_prefix("pretty="));
        match pretty {
            Some(value) if !value.is_empty() => {
                matches!(value, "1" | "t" | "T" | "true" | "TRUE" | "True")
            }
            _ => [b"curl".as_slice(), b"Wget", b"Mozilla/5.0"]
                .iter()
                .any(|reader| self.user_agent.starts_with(reader)),
        }
    }
}

/// What follows a beginning, if that is how a name begins; most do not begin with the same byte.
fn after<'h>(name: &'h [u8], beginning: &str) -> Option<&'h [u8]> {
    match (name, beginning.as_bytes()) {
        ([one, ..], beginning @ [other, ..]) if one == other => name.strip_prefix(beginning),
        _ => None,
    }
}

/// A header, unless its name is no text.
fn named<'h>(name: &'h [u8], value: &'h [u8]) -> Option<Header<'h>> {
    Some((std::str::from_utf8(name).ok()?, value))
}
