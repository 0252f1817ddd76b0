//! How is the question written as a scenario?
//!
//! As a document that stands beside the others: who asks, what, and what is expected, which is today's
//! answer. It is the form of the project's own tests, so what is exported can be run.
//!
//! *Invariants.* Every text is quoted as JSON does, which is YAML.

use std::fmt::Write as _;

use aksess::access_request::Ask;
use aksess::impersonation::Impersonation;
use aksess::{Claims, Credential, Overage, question::Question};

use super::answer::Answer;
use super::asked::Asked;
use crate::redact::quoted;

/// The scenario of one question; with what came out, if that is told.
pub(crate) fn scenario(asked: &Asked, answer: Option<&Answer>) -> String {
    let request = asked.request();
    let mut out = String::from("kind: Scenario\napiVersion: aksess.dev/v1\n");
    let title = format!("{}: {}", asked.question.user, asked.line());
    line(&mut out, 0, "title", &quoted(&title));
    out.push_str("requests:\n");
    let _ = writeln!(out, "- as: {}", credential(&request.credential));
    if let Some(other) = &request.impersonate {
        line(&mut out, 2, "impersonate", &impersonation(other));
    }
    ask(&mut out, &request.ask);
    if let Some(order) = request.order {
        line(&mut out, 2, "order", order.word());
    }
    if let Some(at) = request.at {
        line(&mut out, 2, "at", &quoted(&at.to_string()));
    }
    if let Some(answer) = answer {
        let word = if answer.is_allowed() { "Allow" } else { "Deny" };
        line(&mut out, 2, "expect", word);
        line(&mut out, 2, "by", answer.review.by.word());
        if let Some(message) = &answer.review.message {
            line(&mut out, 2, "message", &quoted(message));
        }
    }
    out
}

fn line(out: &mut String, indent: usize, key: &str, value: &str) {
    let _ = writeln!(out, "{:indent$}{key}: {value}", "");
}

fn ask(out: &mut String, ask: &Ask) {
    let mut put = |key: &str, value: &str| line(out, 2, key, &quoted(value));
    match ask {
        Ask::Question(Question::NonResource { verb, path }) => {
            put("verb", verb);
            put("path", path);
        }
        Ask::Question(Question::Resource {
            verb,
            api_group,
            resource,
            subresource,
            namespace,
            name,
        }) => {
            put("verb", verb);
            put("resource", resource);
            let rest = [
                ("apiGroup", api_group),
                ("subresource", subresource),
                ("namespace", namespace),
                ("name", name),
            ];
            for (key, value) in rest.into_iter().filter(|of| !of.1.is_empty()) {
                put(key, value);
            }
        }
        Ask::Http(text) => put("http", text),
        Ask::Kubectl(text) => put("kubectl", text),
        Ask::Pasted(text) => put("pasted", text),
        Ask::Kubeconfig(file) => put("kubeconfig", file.word()),
        Ask::Action { action, scope } => {
            put("action", action);
            put("scope", scope);
        }
    }
}

fn credential(of: &Credential) -> String {
    match of {
        Credential::Review {
            user,
            groups,
            extra,
        } => {
            let extra = fields(extra.iter());
            format!(
                "{{user: {}, groups: {}{extra}}}",
                quoted(user),
                list(groups)
            )
        }
        Credential::Certificate {
            common_name,
            organization,
        } => format!(
            "{{certificate: {{commonName: {}, organization: {}}}}}",
            quoted(common_name),
            list(organization)
        ),
        Credential::ServiceAccount { namespace, name } => {
            format!(
                "{{serviceAccount: {}}}",
                quoted(&format!("{namespace}/{name}"))
            )
        }
        Credential::Token(claims) => format!("{{token: {{{}}}}}", token(claims)),
        Credential::Anonymous => "{anonymous: true}".to_owned(),
    }
}

fn impersonation(other: &Impersonation) -> String {
    let uid = match other.uid.as_str() {
        "" => String::new(),
        uid => format!(", uid: {}", quoted(uid)),
    };
    format!(
        "{{user: {}, groups: {}{uid}{}}}",
        quoted(&other.user),
        list(&other.groups),
        fields(
            other
                .extra
                .iter()
                .map(|(key, values)| (key.as_str(), values.as_slice()))
        )
    )
}

/// The extra fields, if there are any.
fn fields<'e>(extra: impl Iterator<Item = (&'e str, &'e [String])>) -> String {
    let extra = extra.map(|(key, values)| format!("{}: {}", quoted(key), list(values)));
    match extra.collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        extra => format!(", extra: {{{}}}", extra.join(", ")),
    }
}

fn token(claims: &Claims) -> String {
    let mut parts = vec![format!("oid: {}", quoted(&claims.oid))];
    if let Some(upn) = &claims.upn {
        parts.push(format!("upn: {}", quoted(upn)));
    }
    if let Some(groups) = &claims.groups {
        parts.push(format!("groups: {}", list(groups)));
    }
    if claims.is_app {
        parts.push("idtyp: app".to_owned());
    }
    let texts = [
        ("tid", &claims.tenant),
        ("iss", &claims.issuer),
        ("aud", &claims.audience),
    ];
    for (key, value) in texts.into_iter().filter(|of| !of.1.is_empty()) {
        parts.push(format!("{key}: {}", quoted(value)));
    }
    parts.push(match claims.overage {
        Overage::None => return parts.join(", "),
        Overage::Reported => "_claim_names: {groups: src1}, _claim_sources: {src1: {endpoint: \"https://graph.windows.net\"}}",
        Overage::NoEndpoint => "_claim_names: {groups: src1}, _claim_sources: {src1: {}}",
        Overage::NoSources => "_claim_names: {groups: src1}",
    }.to_owned());
    parts.join(", ")
}

fn list(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|of| quoted(of)).collect();
    format!("[{}]", names.join(", "))
}
