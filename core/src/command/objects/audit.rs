//! What does an audit event tell?
//!
//! The verb, who asked, on what, and in its annotations the decision with the authorizers' reason. One
//! request gives an event for each stage, under one id; the later ones know the answer.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/audit/request.go` (`LogRequestObject` fills in the name);
//! `staging/src/k8s.io/apiserver/pkg/endpoints/filters/authorization.go` (the annotations).
//!
//! *Invariants.* Requests stand in the order of their first event.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{text, user_info};
use crate::command::reason::spoke;
use crate::command::{Asked, MAX_REQUESTS, Pasted, Question, Reported, UserInfo};
use crate::document::{Node, Value};
use crate::request_info::RequestInfo;

/// Events as they are read.
#[derive(Default)]
pub(super) struct Events {
    events: Vec<Event>,
    by_id: HashMap<String, usize, FixedState>,
}

struct Event {
    question: Question,
    caller: Option<UserInfo>,
    impersonate: Option<UserInfo>,
    reported: Option<Reported>,
}

/// Whether an object of kind `Event` is one of the audit log.
pub(super) fn is_event(node: &Node<'_>) -> bool {
    text(Some(node), "apiVersion").starts_with("audit.k8s.io/") || node.get("auditID").is_some()
}

impl Events {
    pub(super) fn read(&mut self, node: &Node<'_>) {
        let reported = reported(node);
        let id = text(Some(node), "auditID");
        if let Some(event) = self.by_id.get(&id).and_then(|at| self.events.get_mut(*at)) {
            event.reported = reported.or(event.reported.take());
            return;
        }
        if self.events.len() > MAX_REQUESTS {
            return;
        }
        if !id.is_empty() {
            self.by_id.insert(id, self.events.len());
        }
        self.events.push(Event {
            question: question(node),
            caller: node.get("user").map(user_info),
            impersonate: node.get("impersonatedUser").map(user_info),
            reported,
        });
    }

    /// The first event says who asks; those of others keep their own caller.
    pub(super) fn finish(&mut self, pasted: &mut Pasted) {
        for event in std::mem::take(&mut self.events) {
            if pasted.requests.is_empty() {
                pasted.caller.clone_from(&event.caller);
                pasted.impersonate.clone_from(&event.impersonate);
                pasted.reported.clone_from(&event.reported);
            }
            let same = event.caller == pasted.caller && event.impersonate == pasted.impersonate;
            let acting = event.impersonate.or(event.caller);
            pasted.requests.push(Asked {
                caller: acting.filter(|_| !same),
                reported: event.reported,
                ..Asked::required(event.question, "what the log tells")
            });
        }
    }
}

fn question(node: &Node<'_>) -> Question {
    let verb = text(Some(node), "verb");
    let uri = text(Some(node), "requestURI");
    let method = match verb.as_str() {
        "create" => "POST".to_owned(),
        "update" => "PUT".to_owned(),
        "deletecollection" => "DELETE".to_owned(),
        "list" | "watch" => "GET".to_owned(),
        verb => verb.to_ascii_uppercase(),
    };
    let info = RequestInfo::parse(&method, &uri);
    if info.error.is_none() && info.verb == verb {
        return if info.is_resource_request {
            Question::Resource {
                verb,
                api_group: info.api_group,
                resource: info.resource,
                subresource: info.subresource,
                namespace: info.namespace,
                name: info.name,
            }
        } else {
            let path = info.path;
            Question::NonResource { verb, path }
        };
    }
    let object = node.get("objectRef");
    let part = |key| text(object, key);
    if object.is_none() {
        let path = uri.split('?').next().unwrap_or_default().to_owned();
        return Question::NonResource { verb, path };
    }
    Question::Resource {
        verb,
        api_group: part("apiGroup"),
        resource: part("resource"),
        subresource: part("subresource"),
        namespace: part("namespace"),
        name: part("name"),
    }
}

fn reported(node: &Node<'_>) -> Option<Reported> {
    let annotations = node.get("annotations");
    let decision = text(annotations, "authorization.k8s.io/decision");
    let reason = text(annotations, "authorization.k8s.io/reason");
    let code = node
        .get("responseStatus")
        .and_then(|status| status.get("code"));
    let refused = matches!(code.map(|of| &of.value), Some(Value::Number(code)) if code == "403");
    let allowed = match decision.as_str() {
        "allow" => true,
        "forbid" => false,
        _ if refused => false,
        _ => return None,
    };
    Some(Reported {
        allowed,
        spoke: spoke(&reason),
        reason,
    })
}
