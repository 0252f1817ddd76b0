//! Which question does a pasted object hold?
//!
//! A review of the authorization API is a question already. An audit event tells a question with its
//! caller and its answer, and logs bring many. A Status holds the sentence of a refusal. A review of
//! oneself tells who somebody is. An audit event's `objectRef` may have got its name from the body after
//! the request was authorized, so the attributes are read from its `requestURI` where that agrees.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/apis/audit/v1/types.go`;
//! `staging/src/k8s.io/api/authorization/v1/types.go`; the `kube-audit` table of AKS for the wrapping.
//!
//! *Invariants.* Documents are read by [`crate::document`] alone. Objects of other kinds are no question.

mod audit;

use super::reason::spoke;
use super::{
    Asked, Context, MAX_REQUESTS, Manifest, Pasted, PastedKind, Question, Reported, UserInfo,
    sentence,
};
use crate::diagnostic::Diagnostics;
use crate::document::{self, Node, Value};

/// Reads a text of documents; `None` when no question is among them.
pub(super) fn read(text: &str, context: &Context) -> Option<Pasted> {
    let looks_like_it = text.trim_start().starts_with(['{', '[']) || text.contains("kind:");
    if !looks_like_it {
        return None;
    }
    let mut found = Reader {
        context,
        pasted: Pasted::default(),
        events: audit::Events::default(),
    };
    for document in document::read(0, text, &mut Diagnostics::default()) {
        found.node(&document, 0);
    }
    found.events.finish(&mut found.pasted);
    (found.pasted.what != PastedKind::Unknown).then_some(found.pasted)
}

/// The objects of a file.
pub(super) fn manifests(text: &str) -> Vec<Manifest> {
    let mut found = Vec::new();
    for document in document::read(0, text, &mut Diagnostics::default()) {
        let items = items(&document).unwrap_or(std::slice::from_ref(&document));
        found.extend(
            items
                .iter()
                .take(MAX_REQUESTS)
                .filter_map(|of| manifest(of, "-")),
        );
    }
    found.truncate(MAX_REQUESTS);
    found
}

/// The object a document is, as a line that names its file sees it.
pub(crate) fn manifest(node: &Node<'_>, file: &str) -> Option<Manifest> {
    let role_ref = node.get("roleRef");
    let role_ref = role_ref.map(|of| (text(Some(of), "kind"), text(Some(of), "name")));
    let metadata = node.get("metadata");
    Some(Manifest {
        file: file.to_owned(),
        api_version: text(Some(node), "apiVersion"),
        kind: node.get("kind")?.text()?.to_owned(),
        namespace: text(metadata, "namespace"),
        name: text(metadata, "name"),
        role_ref,
    })
}

struct Reader<'c> {
    context: &'c Context,
    pasted: Pasted,
    events: audit::Events,
}

impl Reader<'_> {
    fn node(&mut self, node: &Node<'_>, depth: usize) {
        if depth > 3 {
            return;
        }
        if let Some(items) = items(node) {
            for item in items {
                self.node(item, depth + 1);
            }
            return;
        }
        let kind = text(Some(node), "kind");
        match kind.as_str() {
            "Event" if audit::is_event(node) => {
                self.be(PastedKind::AuditEvent);
                self.events.read(node);
            }
            "SubjectAccessReview" | "SelfSubjectAccessReview" | "LocalSubjectAccessReview" => {
                self.review(node, &kind);
            }
            "SelfSubjectReview" | "TokenReview" => {
                let status = node.get("status");
                let user = status.and_then(|status| status.get("userInfo").or(status.get("user")));
                self.be(PastedKind::Whoami);
                self.pasted.caller = user.map(user_info);
            }
            "Status" => {
                let message = text(Some(node), "message");
                if let Some(refused) = sentence::read(&message, self.context) {
                    self.pasted = refused;
                }
            }
            _ => self.wrapped(node, depth),
        }
    }

    /// The rows of a log hold the event as text.
    fn wrapped(&mut self, node: &Node<'_>, depth: usize) {
        let inside = node.get("properties").unwrap_or(node);
        let log = ["log", "log_s", "Log"]
            .iter()
            .find_map(|key| inside.get(key));
        let Some(log) = log.and_then(Node::text).filter(|log| log.starts_with('{')) else {
            return;
        };
        for document in document::read(0, log, &mut Diagnostics::default()) {
            self.node(&document, depth + 1);
        }
    }

    fn be(&mut self, what: PastedKind) {
        if self.pasted.what == PastedKind::Unknown {
            self.pasted.what = what;
        }
    }

    fn review(&mut self, node: &Node<'_>, kind: &str) {
        let Some(spec) = node.get("spec") else { return };
        self.be(PastedKind::SubjectAccessReview);
        let question = match question(node, spec, kind) {
            Ok(question) => question,
            Err(told) => {
                let at = node.span.start as usize..node.span.end as usize;
                self.pasted.problem(at, told);
                return;
            }
        };
        let caller = (kind != "SelfSubjectAccessReview").then(|| user_info(spec));
        let status = node
            .get("status")
            .filter(|status| status.get("allowed").is_some());
        let reported = status.map(|status| {
            let allowed = status.get("allowed").map(|of| &of.value);
            let reason = text(Some(status), "reason");
            Reported {
                allowed: matches!(allowed, Some(Value::Boolean(true))),
                spoke: spoke(&reason),
                reason,
            }
        });
        if self.pasted.requests.is_empty() {
            self.pasted.caller.clone_from(&caller);
            self.pasted.reported.clone_from(&reported);
        }
        let caller = caller.filter(|caller| self.pasted.caller.as_ref() != Some(caller));
        self.pasted.requests.push(Asked {
            caller,
            reported,
            ..Asked::required(question, "the question of the review")
        });
    }
}

/// What a review asks, or why the API server answers 422 to it. One about nobody, which it does not answer either, may
/// be asked here about somebody.
///
/// *Source:* `pkg/apis/authorization/validation/validation.go`.
fn question(node: &Node<'_>, spec: &Node<'_>, kind: &str) -> Result<Question, &'static str> {
    let question = match (
        spec.get("resourceAttributes").map(resource),
        spec.get("nonResourceAttributes").map(non_resource),
    ) {
        (Some(question), None) | (None, Some(question)) => question,
        (None, None) => {
            return Err(
                "this review gives neither `resourceAttributes` nor `nonResourceAttributes`",
            );
        }
        (Some(_), Some(_)) => {
            return Err(
                "this review gives `resourceAttributes` and `nonResourceAttributes`, where exactly one may stand",
            );
        }
    };
    if kind == "LocalSubjectAccessReview" {
        let own = text(node.get("metadata"), "namespace");
        let asked = text(spec.get("resourceAttributes"), "namespace");
        if own != asked {
            return Err("this review asks about another namespace than the one it is in");
        }
    }
    Ok(question)
}

fn resource(of: &Node<'_>) -> Question {
    let part = |key| text(Some(of), key);
    Question::Resource {
        verb: part("verb"),
        api_group: part("group"),
        resource: part("resource"),
        subresource: part("subresource"),
        namespace: part("namespace"),
        name: part("name"),
    }
}

fn non_resource(of: &Node<'_>) -> Question {
    Question::NonResource {
        verb: text(Some(of), "verb"),
        path: text(Some(of), "path"),
    }
}

/// A UserInfo, or the spec of a review, which calls the name `user`.
fn user_info(node: &Node<'_>) -> UserInfo {
    let name = node.get("username").or_else(|| node.get("user"));
    let extra = node.get("extra").map(Node::entries).unwrap_or_default();
    UserInfo {
        user: name.and_then(Node::text).unwrap_or_default().to_owned(),
        groups: node.get("groups").map(texts).unwrap_or_default(),
        uid: text(Some(node), "uid"),
        extra: extra
            .iter()
            .map(|entry| (entry.key.to_string(), texts(&entry.value)))
            .collect(),
    }
}

/// What a list holds: a list itself, or an object of a kind that is one.
fn items<'n, 't>(node: &'n Node<'t>) -> Option<&'n [Node<'t>]> {
    let list = match &node.value {
        Value::Sequence(_) => node,
        _ if text(Some(node), "kind").ends_with("List") => node.get("items")?,
        _ => return None,
    };
    match &list.value {
        Value::Sequence(items) => Some(items),
        _ => None,
    }
}

fn text(node: Option<&Node<'_>>, key: &str) -> String {
    let value = node.and_then(|node| node.get(key)).and_then(Node::text);
    value.unwrap_or_default().to_owned()
}

fn texts(node: &Node<'_>) -> Vec<String> {
    match &node.value {
        Value::Sequence(items) => items
            .iter()
            .filter_map(Node::text)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
