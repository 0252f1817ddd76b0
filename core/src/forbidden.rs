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
    let subject = match asked.target {
        Target::NonResource { .. } => "forbidden".to_owned(),
        Target::Resource(on) if on.resource.is_empty() && on.api_group.is_empty() => {
            "forbidden".to_owned()
        }
        Target::Resource(on) => {
            let group = dotted(on.api_group);
            match on.name {
                "" => format!("{}{group} is forbidden", on.resource),
                name => format!("{}{group} {} is forbidden", on.resource, quote(name)),
            }
        }
    };
    let cannot = escape(&sentence(asked));
    match reason {
        "" => format!("{subject}: {cannot}"),
        reason => format!("{subject}: {cannot}: {reason}"),
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
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
