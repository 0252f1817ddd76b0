//! How is a request written?
//!
//! Who asks, as whom, and for what: in a scenario with what is expected beside it, from a program as a
//! document of its own. Every field is checked, for a request with a typing error would ask for something
//! else than was meant.

mod claims;

use super::{AccessRequest, Ask};
use crate::azure::scope::Scope;
use crate::azure::time::Instant;
use crate::credential::Credential;
use crate::decision::Order;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::fields::{Fields, Refused, Text};
use crate::document::{self, Node, Value};
use crate::impersonation::Impersonation;
use crate::kubeconfig::Kubeconfig;
use crate::kubernetes::Objects;
use crate::question::Question;
use crate::source::{Source, Sources, Span};

const FIELDS: [&str; 18] = [
    "as",
    "impersonate",
    "http",
    "kubectl",
    "pasted",
    "object",
    "verb",
    "apiGroup",
    "resource",
    "subresource",
    "namespace",
    "name",
    "path",
    "order",
    "kubeconfig",
    "action",
    "scope",
    "at",
];

impl AccessRequest {
    /// Reads one document, YAML or JSON: a request of a scenario without its expectations.
    ///
    /// # Errors
    /// What keeps it from being understood, and where.
    pub fn parse(text: &str) -> Result<Self, Vec<Diagnostic>> {
        let mut found = Diagnostics::default();
        let documents = document::read(0, text, &mut found);
        let start = Span {
            source: 0,
            start: 0,
            end: 0,
        };
        let asked = match documents.as_slice() {
            [node] => Fields::of(node, "a request", &mut found)
                .and_then(|mut fields| request(&mut fields, &[])),
            _ => told(start, "a request is one document", &mut found),
        };
        asked.map_err(|Refused| found.finish(&Sources::new(&[Source::new("request", text)])))
    }
}

/// Reads a request among whose fields these others may stand.
pub(crate) fn request(
    fields: &mut Fields<'_, '_, '_>,
    others: &[&str],
) -> Result<AccessRequest, Refused> {
    if let Some((span, key)) = fields.unknown(&[&FIELDS, others].concat()) {
        return told(
            span,
            format!("`{key}` is not a field of a request; this request is left out"),
            fields.found(),
        );
    }
    let order = order(fields)?;
    let at = at(fields)?;
    let Some(who) = fields.node("as") else {
        return told(
            fields.span(),
            "a request says who asks: `as: {user: …}`",
            fields.found(),
        );
    };
    let credential = credential(who, fields.found())?;
    let impersonate = match fields.node("impersonate") {
        Some(node) => Some(impersonate(node, fields.found())?),
        None => None,
    };
    let ask = ask(fields)?;
    let object = fields.node("object");
    let object = object.map(|node| Box::new(Objects::of(node, fields.found())));
    Ok(AccessRequest {
        credential,
        impersonate,
        ask,
        order,
        at,
        object,
    })
}

/// The field `order`, which a scenario may have for all of its requests.
pub(crate) fn order(fields: &mut Fields<'_, '_, '_>) -> Result<Option<Order>, Refused> {
    let Some(written) = fields.text("order")? else {
        return Ok(None);
    };
    if let Some(order) = Order::of(&written.value) {
        return Ok(Some(order));
    }
    let known = Order::ALL.map(Order::word).join(", ");
    let message = format!("`{}` is none of {known}", written.value);
    told(written.span, message, fields.found())
}

/// The instant a request is about.
fn at(fields: &mut Fields<'_, '_, '_>) -> Result<Option<Instant>, Refused> {
    let Some(written) = fields.text("at")? else {
        return Ok(None);
    };
    if let Some(at) = Instant::parse(&written.value) {
        return Ok(Some(at));
    }
    let message = format!(
        "`{}` is no time; write it as 2026-11-26T09:00:00Z",
        written.value
    );
    told(written.span, message, fields.found())
}

fn credential(node: &Node<'_>, found: &mut Diagnostics) -> Result<Credential, Refused> {
    let mut fields = Fields::of(node, "as", found)?;
    if let Some(token) = fields.node("token") {
        return claims::read(token, fields.found());
    }
    if let Some(certificate) = fields.node("certificate") {
        let mut parts = Fields::of(certificate, "certificate", fields.found())?;
        known(&mut parts, &["commonName", "organization"])?;
        return Ok(Credential::Certificate {
            common_name: text(parts.text("commonName")?),
            organization: texts(parts.texts("organization")?),
        });
    }
    if let Some(account) = fields.text("serviceAccount")? {
        return match account.value.split_once('/') {
            Some((namespace, name)) => Ok(Credential::ServiceAccount {
                namespace: namespace.to_owned(),
                name: name.to_owned(),
            }),
            None => told(
                account.span,
                "a service account is written `namespace/name`",
                fields.found(),
            ),
        };
    }
    if let Some(anonymous) = fields.node("anonymous") {
        return match anonymous.value {
            Value::Boolean(true) => Ok(Credential::Anonymous),
            _ => told(
                anonymous.span,
                "`anonymous` can only be `true`",
                fields.found(),
            ),
        };
    }
    let unknown = fields.unknown(&["user", "groups", "uid", "extra"]);
    if let Some((span, key)) = unknown {
        return told(
            span,
            format!(
                "`{key}` does not say who asks; known here: user and groups, token, certificate, serviceAccount, anonymous"
            ),
            fields.found(),
        );
    }
    Ok(Credential::Review {
        user: text(fields.text("user")?),
        groups: texts(fields.texts("groups")?),
        extra: extra(&mut fields)?.into_iter().collect(),
    })
}

/// As whom the caller acts.
#[inline(never)]
fn impersonate(node: &Node<'_>, found: &mut Diagnostics) -> Result<Impersonation, Refused> {
    let mut fields = Fields::of(node, "impersonate", found)?;
    known(&mut fields, &["user", "groups", "uid", "extra"])?;
    Ok(Impersonation {
        user: text(fields.text("user")?),
        groups: texts(fields.texts("groups")?),
        uid: text(fields.text("uid")?),
        // Extra keys travel as headers, whose names have no letter case.
        extra: extra(&mut fields)?
            .into_iter()
            .map(|(key, values)| (key.to_ascii_lowercase(), values))
            .collect(),
        remembered: None,
    })
}

fn extra(fields: &mut Fields<'_, '_, '_>) -> Result<Vec<(String, Vec<String>)>, Refused> {
    let mut extra = Vec::new();
    if let Some(node) = fields.node("extra") {
        let mut values = Fields::of(node, "extra", fields.found())?;
        for entry in node.entries() {
            extra.push((entry.key.to_string(), texts(values.texts(&entry.key)?)));
        }
    }
    Ok(extra)
}

fn ask(fields: &mut Fields<'_, '_, '_>) -> Result<Ask, Refused> {
    let verb = text(fields.text("verb")?);
    let path = fields.text("path")?.map(|path| {
        Ask::Question(Question::NonResource {
            verb: verb.clone(),
            path: path.value,
        })
    });
    let resource = match fields.text("resource")? {
        None => None,
        Some(resource) => Some(Ask::Question(Question::Resource {
            verb,
            api_group: text(fields.text("apiGroup")?),
            resource: resource.value,
            subresource: text(fields.text("subresource")?),
            namespace: text(fields.text("namespace")?),
            name: text(fields.text("name")?),
        })),
    };
    let http = fields.text("http")?.map(|line| Ask::Http(line.value));
    let kubectl = fields.text("kubectl")?.map(|line| Ask::Kubectl(line.value));
    let pasted = fields.text("pasted")?.map(|text| Ask::Pasted(text.value));
    let kubeconfig = kubeconfig(fields)?;
    let action = action(fields)?;
    let mut asked = [path, resource, http, kubectl, pasted, kubeconfig, action]
        .into_iter()
        .flatten();
    match (asked.next(), asked.next()) {
        (Some(ask), None) => Ok(ask),
        _ => told(
            fields.span(),
            "a request asks for exactly one of `resource`, `path`, `http`, `kubectl`, `pasted`, `kubeconfig` and `action`",
            fields.found(),
        ),
    }
}

#[inline(never)]
fn kubeconfig(fields: &mut Fields<'_, '_, '_>) -> Result<Option<Ask>, Refused> {
    let Some(written) = fields.text("kubeconfig")? else {
        return Ok(None);
    };
    let all = [Kubeconfig::User, Kubeconfig::Admin];
    if let Some(found) = all.into_iter().find(|of| of.word() == written.value) {
        return Ok(Some(Ask::Kubeconfig(found)));
    }
    let message = format!("`kubeconfig` is `user` or `admin`, not `{}`", written.value);
    told(written.span, message, fields.found())
}

#[inline(never)]
fn action(fields: &mut Fields<'_, '_, '_>) -> Result<Option<Ask>, Refused> {
    let (action, scope) = (fields.text("action")?, fields.text("scope")?);
    let (action, scope) = match (action, scope) {
        (Some(action), Some(scope)) => (action, scope),
        (None, None) => return Ok(None),
        (Some(lonely), None) | (None, Some(lonely)) => {
            let message = "an action of Azure is asked with `action` and `scope`";
            return told(lonely.span, message, fields.found());
        }
    };
    if let Err(why) = Scope::parse(&scope.value) {
        let message = format!("`{}` is no scope: {why}", scope.value);
        return told(scope.span, message, fields.found());
    }
    Ok(Some(Ask::Action {
        action: action.value,
        scope: scope.value,
    }))
}

/// Refuses a field that is none of these.
fn known(fields: &mut Fields<'_, '_, '_>, names: &[&str]) -> Result<(), Refused> {
    match fields.unknown(names) {
        None => Ok(()),
        Some((span, key)) => {
            let names = names.join(", ");
            let message = format!("`{key}` is not known here; known are {names}");
            told(span, message, fields.found())
        }
    }
}

/// Tells why it cannot be used.
pub(crate) fn told<T>(
    span: Span,
    message: impl Into<String>,
    found: &mut Diagnostics,
) -> Result<T, Refused> {
    found.error(span, message);
    Err(Refused)
}

pub(crate) fn text(text: Option<Text>) -> String {
    text.map(|text| text.value).unwrap_or_default()
}

pub(crate) fn texts(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_stands_alone() {
        let json = r#"{"as": {"serviceAccount": "dev/web"}, "pasted": "kubectl get pods"}"#;
        let asked = AccessRequest::parse(json).unwrap();
        assert_eq!(asked.ask, Ask::Pasted("kubectl get pods".to_owned()));
        assert_eq!(
            asked.credential.identity().user,
            "system:serviceaccount:dev:web"
        );
    }

    #[test]
    fn a_typing_error_is_told() {
        let certificate = "certificate: {commonName: a, organisation: [b]}";
        for (text, told) in [
            ("", "a request is one document"),
            ("- as", "`a request` must be a mapping"),
            ("http: GET /", "a request says who asks"),
            (
                "as: {user: a}\nhttp: GET /\nexpect: Deny",
                "`expect` is not a field",
            ),
            ("as: {user: a}", "a request asks for exactly one of"),
            (
                "as: {user: a}\nhttp: GET /\npath: /a",
                "a request asks for exactly one of",
            ),
            (
                "as: {user: a}\nhttp: GET /\nimpersonate: {usr: b}",
                "`usr` is not known here",
            ),
            (
                &format!("as: {{{certificate}}}\nhttp: GET /"),
                "`organisation` is not known here",
            ),
        ] {
            let found = AccessRequest::parse(text).unwrap_err();
            let first = found.first().unwrap();
            assert!(first.message.starts_with(told), "{text}: {}", first.message);
        }
    }
}
