//! May someone grant what they do not hold?
//!
//! Being allowed to write roles and bindings is not enough. Whoever creates or changes a role must hold
//! every permission in it, or be allowed the verb `escalate` on it; whoever binds a role must hold what it
//! gives, or be allowed the verb `bind` on it. A ClusterRole that gathers others needs everything. Members
//! of `system:masters` pass.
//!
//! *Source:* `pkg/registry/rbac/escalation_check.go`, `pkg/registry/rbac/{clusterrole,role,
//! clusterrolebinding,rolebinding}/policybased/storage.go`.
//!
//! *Invariants.* The check comes after the authorizers allowed the write itself and can only refuse.

use serde::Serialize;

use crate::attributes::{Attributes, Resource, Target, borrowed};
use crate::chain::Authorizer;
use crate::credential::{Identity, PRIVILEGED_GROUP};
use crate::kubernetes::covers::{Atom, message, uncovered};
use crate::kubernetes::model::{Binding, PolicyRule, Role, RoleKind};
use crate::kubernetes::read::API_GROUP;
use crate::quote::quote;
use crate::source::{Span, Spanned};

/// What the escalation check says of a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Escalation {
    /// It passes.
    Passes {
        /// Why.
        because: Pass,
    },
    /// It is refused with 403.
    Refuses {
        /// What stands behind `… is forbidden: `.
        why: String,
        /// The permissions that are granted and not held.
        missing: Vec<Atom>,
    },
    /// The role that would be bound does not exist: 404.
    NotFound {
        /// The whole message.
        message: String,
    },
}

/// Why the escalation check passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pass {
    /// The writer is in `system:masters`.
    Superuser,
    /// The writer is allowed `escalate` on the role.
    Escalate,
    /// The writer is allowed `bind` on the role.
    Bind,
    /// The writer holds everything that is granted.
    Held,
}

impl Authorizer {
    /// What the check says when this writer creates or replaces a role.
    pub fn escalation_of_role(&self, writer: &Identity, role: &Role) -> Escalation {
        if let Some(because) = self.exempt(writer, "escalate", role.scope(), &role.name.value) {
            return Escalation::Passes { because };
        }
        let granted = self.grants(writer, role.scope(), &role.rules);
        let gathers = role
            .aggregation
            .as_ref()
            .is_some_and(|selectors| !selectors.is_empty());
        match granted {
            Escalation::Passes { .. } if gathers => {
                match self.grants(writer, "", &[everything(), every_path()]) {
                    Escalation::Refuses { missing, .. } => Escalation::Refuses {
                        why: "must have cluster-admin privileges to use the aggregationRule"
                            .to_owned(),
                        missing,
                    },
                    passes => passes,
                }
            }
            other => other,
        }
    }

    /// What the check says when this writer creates or replaces a binding.
    pub fn escalation_of_binding(&self, writer: &Identity, binding: &Binding) -> Escalation {
        let reference = &binding.role_ref;
        let kind = match reference.kind.as_str() {
            "Role" => RoleKind::Role,
            _ => RoleKind::ClusterRole,
        };
        let scope = binding.scope();
        if let Some(because) = self.exempt_for(writer, "bind", kind, scope, &reference.name) {
            return Escalation::Passes { because };
        }
        match self.kubernetes.find_role(kind, scope, &reference.name) {
            Some(role) => self.grants(writer, scope, &role.rules),
            None => Escalation::NotFound {
                message: format!(
                    "{}s.{API_GROUP} {} not found",
                    binding.kind().to_ascii_lowercase(),
                    quote(&reference.name)
                ),
            },
        }
    }

    fn exempt(&self, writer: &Identity, verb: &str, scope: &str, name: &str) -> Option<Pass> {
        let kind = match scope {
            "" => RoleKind::ClusterRole,
            _ => RoleKind::Role,
        };
        self.exempt_for(writer, verb, kind, scope, name)
    }

    /// Whether the writer need not hold what is granted.
    fn exempt_for(
        &self,
        writer: &Identity,
        verb: &str,
        kind: RoleKind,
        namespace: &str,
        name: &str,
    ) -> Option<Pass> {
        if writer.groups.iter().any(|group| group == PRIVILEGED_GROUP) {
            return Some(Pass::Superuser);
        }
        let resource = match kind {
            RoleKind::Role => "roles",
            RoleKind::ClusterRole => "clusterroles",
        };
        let asked = Attributes {
            user: &writer.user,
            groups: writer.groups.iter().map(String::as_str).collect(),
            extra: borrowed(&writer.extra),
            verb,
            target: Target::Resource(Resource {
                api_group: API_GROUP,
                resource,
                subresource: "",
                namespace,
                name,
            }),
        };
        let pass = if verb == "bind" {
            Pass::Bind
        } else {
            Pass::Escalate
        };
        self.authorize(&asked).is_allowed().then_some(pass)
    }

    /// Whether the writer's own rules, where the grant is made, cover the rules granted.
    fn grants(&self, writer: &Identity, namespace: &str, wanted: &[PolicyRule]) -> Escalation {
        let groups: Vec<&str> = writer.groups.iter().map(String::as_str).collect();
        let mut errors = Vec::new();
        let mut held = Vec::new();
        for (binding, role) in self.bound(&writer.user, &groups, namespace) {
            match role {
                Some(role) => held.extend_from_slice(&role.rules),
                None => errors.push(crate::kubernetes::recorder::not_found(&binding)),
            }
        }
        let missing = uncovered(&held, wanted);
        if missing.is_empty() {
            return Escalation::Passes {
                because: Pass::Held,
            };
        }
        Escalation::Refuses {
            why: message(&writer.user, &groups, &missing, &errors),
            missing,
        }
    }
}

fn everything() -> PolicyRule {
    PolicyRule {
        verbs: vec![star()],
        api_groups: vec![star()],
        resources: vec![star()],
        ..PolicyRule::default()
    }
}

fn every_path() -> PolicyRule {
    PolicyRule {
        verbs: vec![star()],
        non_resource_urls: vec![star()],
        ..PolicyRule::default()
    }
}

fn star() -> Spanned<String> {
    Spanned {
        value: "*".to_owned(),
        span: Span::BUNDLED,
    }
}
