//! Who is believed?
//!
//! The sources of identity, and what would make them believe too much: two issuers whose names could be taken
//! for one another's, a certificate of which the upstream never learns, anonymous before anyone else.

use aksess::json::{Mistake, Node};

use super::Upstream;
use crate::fields::{Fields, mistake, text};
use crate::identity_headers::{IMPERSONATE, REMOTE};

/// The beginning of names that only the cluster itself gives.
pub(crate) const RESERVED: &str = "system:";

/// Who is believed.
#[derive(Debug)]
pub(crate) enum IdentitySource {
    /// A token that `jwt_authn` has verified.
    Token(Token),
    /// The client certificate of the connection.
    Certificate,
    /// X-Remote headers of a front proxy.
    FrontHeaders(FrontHeaders),
    /// Nobody in particular, who has no credential at all.
    Anonymous,
}

/// A token and what it must say.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// `forward_payload_header` of the provider.
    pub(crate) payload_header: String,
    /// `payload_in_metadata` of the provider: proof that the header is its work.
    pub(crate) payload_metadata: String,
    /// The `iss` claim.
    pub(crate) issuer: String,
    /// One of these is the `aud` claim or in it.
    pub(crate) audiences: Vec<String>,
    /// What stands before every name and group of this issuer.
    pub(crate) prefix: String,
    /// Which claims name the user.
    pub(crate) claims: Claims,
}

/// Which claims name the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claims {
    /// As AKS reads tokens of this tenant of Entra: `upn`, else `oid`.
    Entra(String),
    /// As the API server reads tokens of service accounts.
    ServiceAccount,
    /// A claim with the user name, and one with the list of groups, if there is one.
    Oidc(String, Option<String>),
}

/// Front proxies.
#[derive(Debug)]
pub(crate) struct FrontHeaders {
    /// Common names of their certificates.
    pub(crate) front_names: Vec<String>,
}

/// The sources, in their order.
pub(super) fn read(
    enforce: Fields<'_, '_>,
    upstream: Upstream,
) -> Result<Vec<IdentitySource>, Mistake> {
    let items = enforce.list("identity")?;
    if items.is_empty() {
        let node = enforce.required("identity")?;
        return mistake(node, "`identity` is empty, so nobody is believed");
    }
    let mut sources = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let source = source(item)?;
        if matches!(source, IdentitySource::Anonymous) && at + 1 < items.len() {
            return mistake(item, "`anonymous` must be the last of `identity`");
        }
        let ends_here = matches!(
            source,
            IdentitySource::Certificate | IdentitySource::FrontHeaders(_)
        );
        if ends_here && upstream == Upstream::Credential {
            return mistake(
                item,
                "a certificate ends at the gateway, so with `upstream` `credential` the upstream would not know the caller; write `remoteHeaders`",
            );
        }
        if let IdentitySource::Token(token) = &source {
            let before = sources.iter().filter_map(IdentitySource::token);
            apart(item, token, before)?;
        }
        sources.push(source);
    }
    Ok(sources)
}

impl IdentitySource {
    /// The token, if it is one.
    pub(crate) fn token(&self) -> Option<&Token> {
        match self {
            Self::Token(token) => Some(token),
            _ => None,
        }
    }
}

fn source(node: &Node<'_>) -> Result<IdentitySource, Mistake> {
    let known = ["token", "certificate", "frontHeaders", "anonymous"];
    let (kind, node) = Fields::choice(node, "identity", &known)?;
    Ok(match kind {
        "token" => IdentitySource::Token(token(node)?),
        "frontHeaders" => {
            let fields = Fields::of(node, kind, &["frontNames"])?;
            IdentitySource::FrontHeaders(FrontHeaders {
                front_names: fields.names("frontNames")?,
            })
        }
        "certificate" => {
            Fields::of(node, kind, &[])?;
            IdentitySource::Certificate
        }
        _ => {
            Fields::of(node, kind, &[])?;
            IdentitySource::Anonymous
        }
    })
}

fn token(node: &Node<'_>) -> Result<Token, Mistake> {
    let known = [
        "payloadHeader",
        "payloadMetadata",
        "issuer",
        "audiences",
        "prefix",
        "claims",
    ];
    let fields = Fields::of(node, "token", &known)?;
    let token = Token {
        payload_header: header(fields)?,
        payload_metadata: fields.name("payloadMetadata")?,
        issuer: fields.name("issuer")?,
        audiences: fields.names("audiences")?,
        prefix: match fields.optional("prefix") {
            Some(node) => text(node, "prefix")?,
            None => String::new(),
        },
        claims: claims(fields.required("claims")?)?,
    };
    if token.prefix.starts_with(RESERVED) {
        let told = format!(
            "`prefix` `{}` makes names that only the cluster gives",
            token.prefix
        );
        return mistake(node, told);
    }
    if token.claims == Claims::ServiceAccount && !token.prefix.is_empty() {
        let told = "`prefix` is of no use for service accounts, whose names are fixed";
        return mistake(node, told);
    }
    Ok(token)
}

/// The name of a header that nothing else uses.
fn header(token: Fields<'_, '_>) -> Result<String, Mistake> {
    let name = token.name("payloadHeader")?;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let others = [
        "authorization",
        "content-type",
        "sec-websocket-protocol",
        "upgrade",
        "user-agent",
    ];
    let taken = name.starts_with(REMOTE)
        || name.starts_with(IMPERSONATE)
        || others.contains(&name.as_str());
    if !name.bytes().all(plain) || taken {
        let told = format!("`payloadHeader` `{name}` is no header of its own in lower case");
        return mistake(token.required("payloadHeader")?, told);
    }
    Ok(name)
}

fn claims(node: &Node<'_>) -> Result<Claims, Mistake> {
    let (kind, node) = Fields::choice(node, "claims", &["entra", "serviceAccount", "oidc"])?;
    Ok(match kind {
        "entra" => Claims::Entra(Fields::of(node, kind, &["tenant"])?.name("tenant")?),
        "oidc" => {
            let fields = Fields::of(node, kind, &["username", "groups"])?;
            let groups = fields.optional("groups").map(|_| fields.name("groups"));
            Claims::Oidc(fields.name("username")?, groups.transpose()?)
        }
        _ => {
            Fields::of(node, kind, &[])?;
            Claims::ServiceAccount
        }
    })
}

/// A name of one issuer must not be taken for one of another.
fn apart<'s>(
    node: &Node<'_>,
    token: &Token,
    before: impl Iterator<Item = &'s Token>,
) -> Result<(), Mistake> {
    let accounts = |of: &Token| of.claims == Claims::ServiceAccount;
    for other in before {
        if token.payload_header == other.payload_header
            || token.payload_metadata == other.payload_metadata
        {
            let told = "another token has the same `payloadHeader` or `payloadMetadata`";
            return mistake(node, told);
        }
        if token.prefix == other.prefix && accounts(token) == accounts(other) {
            let told = format!(
                "another token has the same `prefix` `{}`, so a name of one issuer would count as another's",
                token.prefix
            );
            return mistake(node, told);
        }
    }
    Ok(())
}
