//! How is an owned question made, shown and sent?
//!
//! A question says its namespace as the API server's RequestInfo would: a kind of the cluster scope has
//! none, save that get, update, patch and delete of a namespace carry that namespace. On the wire a
//! question is the half of a SubjectAccessReview that tells what is asked.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/request/requestinfo.go`.

use std::fmt;

use serde::{Serialize, Serializer};

use super::kinds::Resolved;
use super::{Asked, Question};
use crate::attributes::SubjectAccessReviewSpec;
use crate::credential::{Credential, Identity};

/// A verb on an object or collection.
pub(super) fn on(
    kind: &Resolved,
    verb: &str,
    subresource: &str,
    namespace: &str,
    name: &str,
) -> Question {
    let of_one = matches!(verb, "get" | "update" | "patch" | "delete");
    let namespace = if kind.is_namespaced() {
        namespace
    } else if kind.is("namespaces") && of_one {
        name
    } else {
        ""
    };
    Question::Resource {
        verb: verb.to_owned(),
        api_group: kind.group.clone(),
        resource: kind.resource.clone(),
        subresource: subresource.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
    }
}

/// A GET of a path.
pub(super) fn path(path: &str) -> Question {
    Question::NonResource {
        verb: "get".to_owned(),
        path: path.to_owned(),
    }
}

#[derive(Serialize)]
#[serde(transparent)]
struct Wire<'q>(#[serde(serialize_with = "serialize")] &'q Question);

pub(super) fn serialize<S: Serializer>(question: &Question, to: S) -> Result<S::Ok, S::Error> {
    let nobody = nobody();
    let spec = SubjectAccessReviewSpec::from(&question.attributes(&nobody));
    match (spec.resource_attributes, spec.non_resource_attributes) {
        (Some(attributes), _) => to.collect_map([("resourceAttributes", attributes)]),
        (_, attributes) => to.collect_map([("nonResourceAttributes", attributes)]),
    }
}

pub(super) fn serialize_all<S: Serializer>(all: &[Question], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(all.iter().map(Wire))
}

/// `get pods/log web in dev`, `list nodes at the cluster scope`, `get /healthz`.
impl fmt::Display for Asked {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.question.what())
    }
}

fn nobody() -> Identity {
    Credential::Anonymous.identity()
}
