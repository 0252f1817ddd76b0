//! How is a `kind: Scenario` document written?
//!
//! Every field is checked: a scenario with a typing error would otherwise pass by testing nothing.

use super::{Expected, Question, Request, Scenario};
use crate::credential::Credential;
use crate::decision::By;
use crate::diagnostic::Diagnostics;
use crate::document::fields::{Fields, Refused, Text};
use crate::document::{Node, Value};
use crate::impersonation::Impersonation;
use crate::policy::Policy;
use crate::review::Ask;
use crate::source::Span;

const FIELDS: [&str; 7] = [
    "apiVersion",
    "kind",
    "metadata",
    "title",
    "source",
    "order",
    "requests",
];

const REQUEST_FIELDS: [&str; 18] = [
    "as",
    "impersonate",
    "http",
    "kubectl",
    "object",
    "verb",
    "apiGroup",
    "resource",
    "subresource",
    "namespace",
    "name",
    "path",
    "order",
    "expect",
    "by",
    "because",
    "message",
    "reason",
];

/// Reads a scenario; a request that cannot be understood is told and left out.
pub(crate) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Scenario> {
    let mut fields = Fields::of(node, "a scenario", found).ok()?;
    fields.only(&FIELDS);
    let title = fields.text("title").ok()?;
    let source = fields.text("source").ok()?;
    let items = fields.items("requests").ok()?;
    if items.is_empty() {
        let span = node.get("kind").map_or(node.span, |kind| kind.span);
        fields
            .found()
            .error(span, "this scenario has no `requests` and tests nothing");
    }
    let requests = items
        .iter()
        .filter_map(|item| request(item, fields.found()).ok())
        .collect();
    Some(Scenario {
        title: text(title),
        source: text(source),
        requests,
    })
}

fn request(node: &Node<'_>, found: &mut Diagnostics) -> Result<Request, Refused> {
    let mut fields = Fields::of(node, "a request", found)?;
    let known = fields.unknown(&REQUEST_FIELDS);
    if let Some((span, key)) = known {
        return told(
            span,
            format!("`{key}` is not a field of a request; this request is left out"),
            fields.found(),
        );
    }
    let Some(who) = fields.node("as") else {
        return told(
            node.span,
            "a request says who asks: `as: {user: …}`",
            fields.found(),
        );
    };
    let credential = credential(who, fields.found())?;
    let impersonate = match fields.node("impersonate") {
        Some(node) => Some(impersonate(node, fields.found())?),
        None => None,
    };
    let ask = ask(&mut fields)?;
    let object = fields.node("object");
    let object = object.map(|node| Box::new(Policy::of(node, fields.found())));
    let expected = expected(&mut fields)?;
    Ok(Request {
        credential,
        impersonate,
        ask,
        object,
        expected,
        span: node.span,
    })
}

fn credential(node: &Node<'_>, found: &mut Diagnostics) -> Result<Credential, Refused> {
    let mut fields = Fields::of(node, "as", found)?;
    if let Some(certificate) = fields.node("certificate") {
        let mut parts = Fields::of(certificate, "certificate", fields.found())?;
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
                "`{key}` does not say who asks; known here: user and groups, certificate, serviceAccount, anonymous"
            ),
            fields.found(),
        );
    }
    Ok(Credential::Review {
        user: text(fields.text("user")?),
        groups: texts(fields.texts("groups")?),
    })
}

/// As whom the caller acts.
fn impersonate(node: &Node<'_>, found: &mut Diagnostics) -> Result<Impersonation, Refused> {
    let mut fields = Fields::of(node, "impersonate", found)?;
    fields.only(&["user", "groups", "uid", "extra"]);
    let mut extra = Vec::new();
    if let Some(node) = fields.node("extra") {
        let mut values = Fields::of(node, "extra", fields.found())?;
        for entry in node.entries() {
            extra.push((entry.key.to_lowercase(), texts(values.texts(&entry.key)?)));
        }
    }
    Ok(Impersonation {
        user: text(fields.text("user")?),
        groups: texts(fields.texts("groups")?),
        uid: text(fields.text("uid")?),
        extra,
        remembered: None,
    })
}

fn ask(fields: &mut Fields<'_, '_, '_>) -> Result<Ask, Refused> {
    let verb = text(fields.text("verb")?);
    let path = fields.text("path")?;
    let resource = fields.text("resource")?;
    let http = fields.text("http")?;
    let kubectl = fields.text("kubectl")?;
    match (path, resource, http, kubectl) {
        (Some(path), None, None, None) => Ok(Ask::Question(Question::NonResource {
            verb,
            path: path.value,
        })),
        (None, Some(resource), None, None) => Ok(Ask::Question(Question::Resource {
            verb,
            api_group: text(fields.text("apiGroup")?),
            resource: resource.value,
            subresource: text(fields.text("subresource")?),
            namespace: text(fields.text("namespace")?),
            name: text(fields.text("name")?),
        })),
        (None, None, Some(line), None) => Ok(Ask::Http(line.value)),
        (None, None, None, Some(line)) => Ok(Ask::Kubectl(line.value)),
        _ => {
            let span = fields.span();
            told(
                span,
                "a request asks for exactly one of `resource`, `path`, `http` and `kubectl`",
                fields.found(),
            )
        }
    }
}

fn expected(fields: &mut Fields<'_, '_, '_>) -> Result<Expected, Refused> {
    let allowed = match fields.text("expect")? {
        None => None,
        Some(word) if word.value == "Allow" => Some(true),
        Some(word) if word.value == "Deny" => Some(false),
        Some(word) => {
            return told(
                word.span,
                format!("`expect` is `Allow` or `Deny`, not `{}`", word.value),
                fields.found(),
            );
        }
    };
    let by = fields.text("by")?;
    if let Some(by) = &by
        && !By::WORDS.contains(&by.value.as_str())
    {
        let words = By::WORDS.join(", ");
        return told(
            by.span,
            format!("`{}` is none of {words}", by.value),
            fields.found(),
        );
    }
    Ok(Expected {
        allowed,
        by: by.map(|by| by.value),
        because: texts(fields.texts("because")?),
        message: fields.text("message")?.map(|of| of.value),
        // An empty reason is an expectation too.
        reason: fields
            .node("reason")
            .and_then(Node::text)
            .map(str::to_owned),
    })
}

fn told<T>(span: Span, message: impl Into<String>, found: &mut Diagnostics) -> Result<T, Refused> {
    found.error(span, message);
    Err(Refused)
}

fn text(text: Option<Text>) -> String {
    text.map(|text| text.value).unwrap_or_default()
}

fn texts(texts: Vec<Text>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
