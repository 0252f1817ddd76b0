//! What was written: roles, bindings and their parts, each with its place.
//!
//! The shapes are those of the API, with two differences: a Role and a ClusterRole are one type, and
//! so are the two bindings, because the authorizer treats them alike but for where they reach.
//! Objects the API server would refuse (an unknown subject kind, a ClusterRoleBinding to a Role) are
//! kept as written: the authorizer still has defined behaviour for them.
//!
//! *Source:* `staging/src/k8s.io/api/rbac/v1/types.go`.

use super::selector::LabelSelector;
use crate::source::{Span, Spanned};

/// A Role (in a namespace) or a ClusterRole (in none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// `metadata.name`.
    pub name: Spanned<String>,
    /// The namespace of a Role; `None` for a ClusterRole.
    pub namespace: Option<Spanned<String>>,
    /// What it permits, in the order written; for an aggregated ClusterRole, what it gathers.
    pub rules: Vec<PolicyRule>,
    /// `metadata.labels`, by which ClusterRoles are gathered.
    pub labels: Vec<(String, String)>,
    /// Which ClusterRoles this one gathers.
    pub aggregation: Option<Vec<LabelSelector>>,
    /// Whether it was read back from a cluster, so that its rules are those in force.
    pub is_live: bool,
    /// The whole object.
    pub span: Span,
}

/// A RoleBinding (in a namespace) or a ClusterRoleBinding (in none).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// `metadata.name`.
    pub name: Spanned<String>,
    /// The namespace of a RoleBinding; `None` for a ClusterRoleBinding.
    pub namespace: Option<Spanned<String>>,
    /// The role it gives.
    pub role_ref: RoleRef,
    /// To whom, in the order written.
    pub subjects: Vec<Subject>,
    /// The whole object.
    pub span: Span,
}

/// The `roleRef` of a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleRef {
    /// `Role`, `ClusterRole`, or a kind that resolves to nothing.
    pub kind: String,
    /// The name of the role.
    pub name: String,
    /// The whole reference.
    pub span: Span,
}

/// The kinds of role a reference can resolve to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RoleKind {
    /// In the namespace of the binding.
    Role,
    /// In no namespace.
    ClusterRole,
}

/// One subject of a binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `User`, `Group`, `ServiceAccount`, or a kind that matches nobody.
    pub kind: String,
    /// As written; the authorizer does not read it.
    pub api_group: Option<String>,
    /// The name.
    pub name: String,
    /// Read for a ServiceAccount only.
    pub namespace: Option<String>,
    /// The whole subject.
    pub span: Span,
}

/// One rule of a role.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyRule {
    /// The verbs, or `*`.
    pub verbs: Vec<Spanned<String>>,
    /// The API groups; `""` is the core group.
    pub api_groups: Vec<Spanned<String>>,
    /// `pods`, `pods/log`, `*/scale` or `*`.
    pub resources: Vec<Spanned<String>>,
    /// Names the rule is limited to; empty for any.
    pub resource_names: Vec<Spanned<String>>,
    /// Paths, which may end in `*`.
    pub non_resource_urls: Vec<Spanned<String>>,
    /// The ClusterRole this rule was gathered from, if it was.
    pub gathered_from: Option<String>,
    /// The whole rule; `None` for a rule aksess brings itself.
    pub span: Option<Span>,
}

impl PolicyRule {
    /// Whether it says nothing about API objects.
    pub(crate) fn is_for_paths_only(&self) -> bool {
        self.resources.is_empty() && !self.non_resource_urls.is_empty()
    }
}

impl Role {
    /// `Role` or `ClusterRole`.
    pub fn kind(&self) -> &'static str {
        match self.namespace {
            Some(_) => "Role",
            None => "ClusterRole",
        }
    }

    /// The namespace of a Role, or empty for a ClusterRole.
    pub fn scope(&self) -> &str {
        self.namespace
            .as_ref()
            .map_or("", |namespace| &namespace.value)
    }
}

impl Binding {
    /// `RoleBinding` or `ClusterRoleBinding`.
    pub fn kind(&self) -> &'static str {
        match self.namespace {
            Some(_) => "RoleBinding",
            None => "ClusterRoleBinding",
        }
    }

    /// Where the binding reaches: its namespace, or empty for everywhere.
    pub fn scope(&self) -> &str {
        self.namespace
            .as_ref()
            .map_or("", |namespace| &namespace.value)
    }
}
