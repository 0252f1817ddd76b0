//! What does a refused caller read?
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go`
//! (`Forbidden`, `forbiddenMessage`) and `staging/src/k8s.io/apimachinery/pkg/api/errors/errors.go`
//! (`NewForbidden`).

use crate::attributes::{Attributes, Resource, Target};
use crate::quote::quote;

/// The `message` of the Forbidden Status: what is forbidden, what the caller cannot do, and the
/// authorizer's reason if it gave one.
pub(crate) fn message(asked: &Attributes<'_>, reason: &str) -> String {
    let cannot = escape(&sentence(asked));
    match reason {
        "" => wrapped(asked, &cannot),
        reason => wrapped(asked, &format!("{cannot}: {reason}")),
    }
}

/// What is forbidden, and why: `pods "web" is forbidden: WHY`. A request for no resource in no group
/// is forbidden without a subject.
pub(crate) fn wrapped(asked: &Attributes<'_>, why: &str) -> String {
    match asked.target {
        Target::Resource(on) if !(on.resource.is_empty() && on.api_group.is_empty()) => {
            let (resource, group) = (on.resource, dotted(on.api_group));
            match on.name {
                "" => format!("{resource}{group} is forbidden: {why}"),
                name => format!("{resource}{group} {} is forbidden: {why}", quote(name)),
            }
        }
        _ => format!("forbidden: {why}"),
    }
}

/// `User "u" cannot list resource "pods" in API group "" in the namespace "dev"`.
fn sentence(asked: &Attributes<'_>) -> String {
    let (user, verb) = (quote(asked.user), asked.verb);
    match asked.target {
        Target::NonResource { path } => {
            format!("User {user} cannot {verb} path {}", quote(path))
        }
        Target::Resource(on) => {
            let place = match on.namespace {
                "" => "at the cluster scope".to_owned(),
                namespace => format!("in the namespace {}", quote(namespace)),
            };
            let (resource, group) = (quote(&combined(on)), quote(on.api_group));
            format!("User {user} cannot {verb} resource {resource} in API group {group} {place}")
        }
    }
}

/// `pods` or `pods/log`.
pub(crate) fn combined(on: Resource<'_>) -> String {
    match on.subresource {
        "" => on.resource.to_owned(),
        subresource => format!("{}/{subresource}", on.resource),
    }
}

fn dotted(group: &str) -> String {
    match group {
        "" => String::new(),
        group => format!(".{group}"),
    }
}

/// The server guards against markup in what it echoes.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
