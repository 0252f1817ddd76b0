//! Who asks?
//!
//! The sources of the configuration are tried in their order, and the first that knows the caller counts.
//! A credential that is there and wrong ends the search: such a caller is not served, whatever else it shows, and
//! never becomes anonymous. Anonymous is only who shows no credential at all, and only where that is listed.
//!
//! An `Authorization` header is a credential, so it must be the very token whose payload was verified, and nothing
//! beside it: a filter that looks for `Bearer ` anywhere in the header could have verified one token where an API
//! server, which takes the second word, would believe another. An API server asks for the certificate first and
//! would not look at a wrong token beside it; here the token is what the caller meant to be known by.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authentication/request/union/union.go`,
//! `.../request/anonymous/anonymous.go`, `.../group/authenticated_group_adder.go`.
//!
//! *Invariants.* What a caller's headers say about who it is counts only together with something a caller
//! cannot make: a certificate that the proxy has checked, or metadata that only its filters write. What goes on as the
//! caller's credential is the one that was judged.

mod claims;
mod distinguished_name;
mod front;
mod token;

use std::rc::Rc;

use aksess::{Credential, Identity};

use crate::config::{IdentitySource, Token};
use crate::received::Received;

/// What only the proxy knows about a request.
pub(crate) trait Connection {
    /// The subject of the client certificate, as RFC 2253 writes it; `None` without one.
    fn subject(&self) -> Option<Vec<u8>>;
    /// The issuer of the token that `jwt_authn` verified, by the name of its metadata.
    fn verified_issuer(&self, metadata: &str) -> Option<Vec<u8>>;
    /// Seconds since 1970.
    fn now(&self) -> u64;
}

/// Who asks, as authorizers and upstreams learn it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) identity: Identity,
    pub(crate) uid: String,
    /// The node of the caller's pod, where its token tells it.
    pub(crate) node: Option<String>,
}

/// Nobody is served.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unauthenticated;

/// The sources, ready to be asked.
#[derive(Debug)]
pub(crate) struct Sources {
    in_order: Vec<IdentitySource>,
    pub(crate) tokens: Vec<Token>,
    /// Whether the certificate of a connection says who asks.
    certificates: bool,
    anonymous: Rc<Caller>,
}

impl Sources {
    /// Takes the sources of a configuration.
    pub(crate) fn new(sources: Vec<IdentitySource>) -> Self {
        let tokens = sources.iter().filter_map(IdentitySource::token).cloned();
        let tokens = tokens.collect();
        let certificates = |source: &IdentitySource| {
            matches!(
                source,
                IdentitySource::Certificate | IdentitySource::FrontHeaders(_)
            )
        };
        Self {
            certificates: sources.iter().any(certificates),
            in_order: sources,
            tokens,
            anonymous: Rc::new(Caller::of(&Credential::Anonymous)),
        }
    }

    /// The headers that carry the payloads of verified tokens.
    pub(crate) fn payload_headers(&self) -> impl Iterator<Item = &str> {
        self.tokens
            .iter()
            .map(|token| token.payload_header.as_str())
    }

    /// Who asks.
    ///
    /// # Errors
    /// When no source knows the caller, or a credential is wrong.
    pub(crate) fn authenticate(
        &self,
        received: &Received<'_>,
        connection: &impl Connection,
    ) -> Result<Rc<Caller>, Unauthenticated> {
        // Two tokens could be two people, and a token in a subprotocol is one that nobody verified.
        let shows_one = match (&*received.authorizations, &*received.payloads) {
            ([], [] | [_]) => true,
            ([header], [(_, payload)]) => token::is_bearer_of(header, payload),
            _ => false,
        };
        if !shows_one || received.bearer_protocol {
            return Err(Unauthenticated);
        }
        let certificate = if self.certificates {
            match connection.subject() {
                Some(subject) => Some(distinguished_name::read(&subject).ok_or(Unauthenticated)?),
                None => None,
            }
        } else {
            None
        };
        for source in &self.in_order {
            let known = match source {
                IdentitySource::Token(of) => self.token(of, received, connection)?,
                IdentitySource::FrontHeaders(of) => {
                    front::caller(of, certificate.as_ref(), received)?
                }
                IdentitySource::Certificate => match &certificate {
                    Some(subject) => Some(subject.caller().ok_or(Unauthenticated)?),
                    None => None,
                },
                IdentitySource::Anonymous => {
                    let shows = !received.payloads.is_empty() || certificate.is_some();
                    return if shows {
                        Err(Unauthenticated)
                    } else {
                        Ok(Rc::clone(&self.anonymous))
                    };
                }
            };
            if let Some(caller) = known {
                return Ok(Rc::new(caller));
            }
        }
        Err(Unauthenticated)
    }

    /// The caller of a verified token, if there is one of this source.
    #[inline(never)]
    fn token(
        &self,
        source: &Token,
        received: &Received<'_>,
        connection: &impl Connection,
    ) -> Result<Option<Caller>, Unauthenticated> {
        let of_source = |at: usize| {
            let token = self.tokens.get(at);
            token.is_some_and(|of| of.payload_header == source.payload_header)
        };
        let mut payloads = received.payloads.iter();
        let Some((_, payload)) = payloads.find(|(at, _)| of_source(*at)) else {
            return Ok(None);
        };
        let caller = token::caller(source, payload, connection)?;
        // A name of this issuer must not look like one of another.
        let others = self
            .tokens
            .iter()
            .filter(|of| of.prefix.len() > source.prefix.len());
        let foreign = |name: &String| others.clone().any(|of| name.starts_with(&of.prefix));
        let identity = &caller.identity;
        if foreign(&identity.user) || identity.groups.iter().any(foreign) {
            return Err(Unauthenticated);
        }
        Ok(Some(caller))
    }
}

impl Caller {
    /// The caller behind a credential, with the groups the API server adds.
    pub(crate) fn of(credential: &Credential) -> Self {
        Self {
            identity: credential.identity(),
            ..Self::default()
        }
    }

    /// A caller by name and groups, who is thereby authenticated.
    fn named(user: String, groups: Vec<String>) -> Self {
        Self::of(&Credential::Certificate {
            common_name: user,
            organization: groups,
        })
    }
}

/// The common name of the connection's certificate.
pub(crate) fn common_name(connection: &impl Connection) -> Option<String> {
    let subject = distinguished_name::read(&connection.subject()?)?;
    subject.common_name
}
