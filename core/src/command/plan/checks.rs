//! What does the server ask on its own while it serves a line?
//!
//! A WebSocket opens a stream with a GET, and from 1.35 on the server then asks for `create` as well;
//! refused, the client tries once more by SPDY, which is a `create` by itself. So the line is allowed
//! exactly when `create` is. Before 1.35 either verb was enough. Whoever writes a role or binding is
//! asked for `escalate` or `bind`; who lacks it must hold every permission of the role.
//!
//! *Source:* `pkg/registry/core/pod/rest/authorize.go`; `pkg/registry/rbac/escalation_check.go`.

use super::Plan;
use crate::command::step::{Need, Step};
use crate::command::target::Target;
use crate::command::{Question, question};

/// The first server that asks a GET stream for `create` as well.
const STREAMS_NEED_CREATE: u32 = 35;

impl Plan<'_> {
    /// What the server asks of whoever writes roles and bindings.
    pub(super) fn escalation(&mut self, step: &Step, target: &Target) {
        let (verb, role, name) = match (&target.role_ref, target.kind.resource.as_str()) {
            _ if target.kind.group != "rbac.authorization.k8s.io" => return,
            (_, "roles" | "clusterroles") => {
                ("escalate", target.kind.resource.clone(), target.name.text())
            }
            (Some((kind, name)), _) => (
                "bind",
                format!("{}s", kind.to_ascii_lowercase()),
                name.as_str(),
            ),
            (None, _) => return,
        };
        let namespace = if target.kind.is_namespaced() {
            &target.namespace
        } else {
            ""
        };
        let question = Question::Resource {
            verb: verb.to_owned(),
            api_group: target.kind.group.clone(),
            resource: role,
            subresource: String::new(),
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        };
        let step = Step {
            need: Need::Escalation,
            why: "or hold every permission of the role",
            ..step.by_server()
        };
        self.push(&step, question, target.found());
    }

    pub(super) fn stream(&mut self, step: &Step, target: &Target, subresource: &str) {
        let question = |verb| {
            let (namespace, name) = (&target.namespace, target.name.text());
            question::on(&target.kind, verb, subresource, namespace, name)
        };
        let found = target.found();
        if self.context.server.unwrap_or(STREAMS_NEED_CREATE) >= STREAMS_NEED_CREATE {
            let websocket = Step::of(step.op, "the stream by WebSocket").soft();
            self.push(&websocket, question("get"), found);
            self.push(&step.by_server(), question("create"), found);
        } else {
            self.push(step, question("create"), found);
            if let Some(asked) = self.pasted.requests.last_mut() {
                asked.alternatives.push(question("get"));
            }
        }
    }
}
