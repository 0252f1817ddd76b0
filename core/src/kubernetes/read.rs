//! Which roles and bindings does a document hold?
//!
//! Reads the four RBAC kinds. Types must be right; beyond that everything is kept as written, and
//! what the API server would refuse or fill in is told.
//!
//! *Source:* `pkg/apis/rbac/validation/validation.go`, `pkg/apis/rbac/v1/defaults.go`.

mod binding;
pub(crate) mod plain;
mod role;

use super::model::{Binding, Role};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::fields::{Fields, Refused, Text};
use crate::source::Spanned;

/// The API group of the RBAC kinds.
pub(crate) const API_GROUP: &str = "rbac.authorization.k8s.io";

/// Roles and bindings, in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Objects {
    /// Roles and ClusterRoles.
    pub roles: Vec<Role>,
    /// RoleBindings and ClusterRoleBindings.
    pub bindings: Vec<Binding>,
}

impl Objects {
    /// The role or binding one document is; nothing for any other kind.
    pub(crate) fn of(node: &Node<'_>, found: &mut Diagnostics) -> Self {
        let mut objects = Self::default();
        let kind = node.get("kind").and_then(Node::text).unwrap_or_default();
        if !read(kind, node, &mut objects, found) {
            let told = "the object of a request is a Role, a ClusterRole or a binding";
            found.error(node.span, told);
        }
        objects
    }
}

/// Reads a document of one of the four kinds; gives false for any other kind.
pub(crate) fn read(
    kind: &str,
    node: &Node<'_>,
    objects: &mut Objects,
    found: &mut Diagnostics,
) -> bool {
    match kind {
        "Role" | "ClusterRole" => {
            objects
                .roles
                .extend(role::role(node, kind == "Role", found).ok());
        }
        "RoleBinding" | "ClusterRoleBinding" => {
            objects
                .bindings
                .extend(binding::binding(node, kind == "RoleBinding", found).ok());
        }
        _ => return false,
    }
    true
}

/// Name and namespace. A namespaced object without one goes to `default`, as kubectl sends it.
fn metadata(
    fields: &mut Fields<'_, '_, '_>,
    namespaced: bool,
) -> Result<(Text, Option<Text>), Refused> {
    let span = fields.span();
    let Some(node) = fields.node("metadata") else {
        fields
            .found()
            .error(span, "`metadata` is missing; this object is left out");
        return Err(Refused);
    };
    let mut parts = Fields::of(node, "metadata", fields.found())?;
    let Some(name) = parts.text("name")? else {
        parts.found().error(
            node.span,
            "`metadata.name` is missing; this object is left out",
        );
        return Err(Refused);
    };
    let namespace = parts.text("namespace")?;
    if !namespaced {
        if let Some(namespace) = namespace {
            parts.found().info(
                namespace.span,
                "this kind is in no namespace; this line is ignored",
            );
        }
        return Ok((name, None));
    }
    let namespace = namespace.unwrap_or_else(|| {
        parts.found().info(
            name.span,
            "no namespace is given; `default` is taken, as kubectl does without `-n`",
        );
        Spanned {
            value: "default".to_owned(),
            span: name.span,
        }
    });
    Ok((name, Some(namespace)))
}

fn or_empty(text: Option<Text>, node: &Node<'_>) -> Text {
    text.unwrap_or(Spanned {
        value: String::new(),
        span: node.span,
    })
}
