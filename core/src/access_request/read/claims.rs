//! How are the claims of a token written?
//!
//! As a decoder shows them. Claims that play no part are passed over, since tokens carry dozens; those that
//! do must have the type Entra gives them, or the webhook would refuse the token.
//!
//! *Source:* spec section 2.

use crate::credential::{Claims, Credential, Overage};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::fields::{Fields, Refused};

use super::{text, texts};

pub(super) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Result<Credential, Refused> {
    let mut fields = Fields::of(node, "token", found)?;
    let overage = overage(&mut fields)?;
    let groups = match fields.node("groups") {
        Some(_) => Some(texts(fields.texts("groups")?)),
        None => None,
    };
    let kind = text(fields.text("idtyp")?);
    Ok(Credential::Token(Box::new(Claims {
        upn: fields.text("upn")?.map(|of| of.value),
        oid: text(fields.text("oid")?),
        groups,
        overage,
        is_app: kind.eq_ignore_ascii_case("app"),
        tenant: text(fields.text("tid")?),
        issuer: text(fields.text("iss")?),
        audience: match fields.node("aud").and_then(Node::text) {
            Some(audience) => audience.to_owned(),
            None => String::new(),
        },
    })))
}

/// What the token says about groups it could not hold.
fn overage(fields: &mut Fields<'_, '_, '_>) -> Result<Overage, Refused> {
    let Some(names) = fields.node("_claim_names") else {
        return Ok(Overage::None);
    };
    let Some(source) = names.get("groups").and_then(Node::text) else {
        return Ok(Overage::None);
    };
    let Some(sources) = fields.node("_claim_sources") else {
        return Ok(Overage::NoSources);
    };
    let mut sources = Fields::of(sources, "_claim_sources", fields.found())?;
    let Some(source) = sources.node(source) else {
        return Ok(Overage::NoSources);
    };
    let mut source = Fields::of(source, "_claim_sources", sources.found())?;
    Ok(match source.text("endpoint")? {
        Some(_) => Overage::Reported,
        None => Overage::NoEndpoint,
    })
}
