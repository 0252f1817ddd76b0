//! Which requests does an ask come down to?
//!
//! A question is itself. A request line is what the API server reads in it, twice for a stream. A line of
//! kubectl is what the client would send, any other pasted text what it tells of.

use crate::access_request::Ask;
use crate::attributes::{Attributes, Target};
use crate::chain::Authorizer;
use crate::command::{self, Condition, Context, ControlPlane, Need, Pasted};
use crate::credential::Identity;
use crate::escalation::Escalation;
use crate::impersonation::Impersonation;
use crate::kubernetes::Objects;
use crate::kubernetes::model::{Binding, RoleRef};
use crate::kubernetes::read::API_GROUP;
use crate::question::Question;
use crate::quote::quote;
use crate::request_info::RequestInfo;
use crate::source::{Span, Spanned};
use crate::status;

/// What was understood.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) parts: Vec<Part>,
    pub(super) impersonate: Option<Impersonation>,
    pub(super) notes: Vec<String>,
    /// What is asked of Azure first.
    pub(super) control_plane: Option<ControlPlane>,
    /// What is answered before anybody is asked.
    pub(super) error: Option<String>,
}

/// One request to decide.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) question: Question,
    pub(super) alternatives: Vec<Question>,
    pub(super) need: Need,
    pub(super) only_if: Option<Condition>,
    pub(super) why: String,
    /// Whether the server asks it on its own after the request was allowed.
    pub(super) second: bool,
}

impl Part {
    /// Whether the answer depends on it: it is needed, in a state of the cluster that is usual. An object
    /// a line names is taken to be there, unless the line would make it.
    pub(super) fn counts(&self) -> bool {
        let makes = matches!(&self.question, Question::Resource { verb, .. } if verb == "create");
        let usual = match self.only_if {
            Some(Condition::Absent) => makes,
            Some(Condition::NoPod | Condition::AttachFails | Condition::Remains) => false,
            _ => true,
        };
        usual && matches!(self.need, Need::Required | Need::Escalation)
    }

    fn required(question: Question) -> Self {
        Self {
            question,
            alternatives: Vec::new(),
            need: Need::Required,
            only_if: None,
            why: String::new(),
            second: false,
        }
    }
}

pub(super) fn read(ask: &Ask, context: &Context) -> Asked {
    match ask {
        Ask::Question(question) => Asked {
            parts: vec![Part::required(question.clone())],
            ..Asked::default()
        },
        Ask::Http(line) => http(line),
        Ask::Kubectl(line) => pasted(command::kubectl(line, context)),
        Ask::Pasted(text) => pasted(command::parse(text, context)),
        // These ask Azure, and nothing of the cluster.
        Ask::Kubeconfig(_) | Ask::Action { .. } => Asked::default(),
    }
}

#[inline(never)]
fn http(line: &str) -> Asked {
    let line = line.trim();
    let (method, target) = line.split_once(' ').unwrap_or(("GET", line));
    let info = RequestInfo::parse(method, target.trim_start());
    let nobody: [&str; 0] = [];
    match info.checks("", &nobody) {
        Ok(checks) => {
            let parts = checks.iter().enumerate().map(|(at, asked)| Part {
                second: at > 0,
                why: if at > 0 {
                    "asked again because the request opens a stream into a pod".to_owned()
                } else {
                    String::new()
                },
                ..Part::required(Question::from(asked))
            });
            Asked {
                parts: parts.collect(),
                ..Asked::default()
            }
        }
        Err(error) if error.code == 500 => Asked {
            error: Some(status::internal_error(target, error).trim_end().to_owned()),
            ..Asked::default()
        },
        Err(error) => Asked {
            error: Some(error.message.clone()),
            ..Asked::default()
        },
    }
}

#[inline(never)]
fn pasted(pasted: Pasted) -> Asked {
    let mut notes = pasted.notes;
    let mut problems = pasted.problems.into_iter().map(|problem| problem.message);
    let impersonate = pasted.impersonate.map(Impersonation::from);
    let parts = pasted.requests.into_iter().map(|asked| Part {
        question: asked.question,
        alternatives: asked.alternatives,
        need: asked.need,
        only_if: asked.only_if,
        why: asked.why,
        second: false,
    });
    let parts: Vec<Part> = parts.collect();
    let asks_nothing = parts.is_empty() && pasted.control_plane.is_none();
    // what a line that is not understood asks is not what it takes for granted
    let misses = pasted.control_plane.is_none() && !parts.iter().any(Part::counts);
    let problem = if misses { problems.next() } else { None };
    notes.extend(problems);
    let error =
        problem.or_else(|| asks_nothing.then(|| "this asks nothing of the server".to_owned()));
    Asked {
        parts,
        impersonate,
        notes,
        control_plane: pasted.control_plane,
        error,
    }
}

impl Authorizer {
    /// The escalation check for a role or binding that is given with the question.
    #[inline(never)]
    pub(super) fn escalation_of_object(
        &self,
        asked: &Attributes<'_>,
        writer: &Identity,
        object: Option<&Objects>,
    ) -> Option<Escalation> {
        let Target::Resource(on) = asked.target else {
            return None;
        };
        let writes = matches!(asked.verb, "create" | "update" | "patch");
        if on.api_group != API_GROUP || !writes || !on.subresource.is_empty() {
            return None;
        }
        let object = object?;
        let role = object.roles.first();
        let binding = object.bindings.first();
        match on.resource {
            "roles" | "clusterroles" => role.map(|role| self.escalation_of_role(writer, role)),
            "rolebindings" | "clusterrolebindings" => {
                binding.map(|binding| self.escalation_of_binding(writer, binding))
            }
            _ => None,
        }
    }

    /// The escalation check a line of kubectl runs into: the question is `bind` on the role it names.
    #[inline(never)]
    pub(super) fn escalation_of_question(
        &self,
        question: &Question,
        writer: &Identity,
    ) -> Option<Escalation> {
        let Question::Resource {
            verb,
            resource,
            namespace,
            name,
            ..
        } = question
        else {
            return None;
        };
        if verb != "bind" {
            return None;
        }
        let text = |value: &str| Spanned {
            value: value.to_owned(),
            span: Span::BUNDLED,
        };
        let kind = match resource.as_str() {
            "roles" => "Role",
            _ => "ClusterRole",
        };
        let binding = Binding {
            name: text(""),
            namespace: (!namespace.is_empty()).then(|| text(namespace)),
            role_ref: RoleRef {
                kind: kind.to_owned(),
                name: name.clone(),
                span: Span::BUNDLED,
            },
            subjects: Vec::new(),
            span: Span::BUNDLED,
        };
        Some(self.escalation_of_binding(writer, &binding))
    }
}

/// The message of a write that the escalation check refuses.
#[inline(never)]
pub(super) fn refused_write(question: &Question, object: Option<&Objects>, why: &str) -> String {
    let Question::Resource {
        verb,
        resource,
        namespace,
        name,
        ..
    } = question
    else {
        return why.to_owned();
    };
    // A `bind` stands for the binding that was about to be written.
    let kind = match (verb.as_str(), namespace.as_str()) {
        ("bind", "") => "clusterrolebindings",
        ("bind", _) => "rolebindings",
        _ => resource,
    };
    let role = object.and_then(|object| object.roles.first().map(|of| &of.name.value));
    let binding = object.and_then(|object| object.bindings.first().map(|of| &of.name.value));
    let named = role.or(binding).or((verb != "bind").then_some(name));
    let name = named.filter(|name| !name.is_empty());
    let name = name.map_or_else(String::new, |name| format!(" {}", quote(name)));
    format!("{kind}.{API_GROUP}{name} is forbidden: {why}")
}
