//! Which binding does a document hold, and whom does it mean?
//!
//! *Source:* `pkg/apis/rbac/validation/validation.go` (`ValidateRoleBinding`,
//! `ValidateRoleBindingSubject`), `pkg/apis/rbac/v1/defaults.go`.

use super::{API_GROUP, metadata, or_empty};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::fields::{Fields, Refused};
use crate::kubernetes::model::{Binding, RoleRef, Subject};

pub(super) fn binding(
    node: &Node<'_>,
    namespaced: bool,
    found: &mut Diagnostics,
) -> Result<Binding, Refused> {
    let mut fields = Fields::of(node, "object", found)?;
    fields.only(&["apiVersion", "kind", "metadata", "subjects", "roleRef"]);
    let (name, namespace) = metadata(&mut fields, namespaced)?;
    let role_ref = role_ref(&mut fields, namespaced)?;
    let items = fields.items("subjects")?;
    let subjects = items
        .iter()
        .map(|item| subject(item, namespaced, fields.found()))
        .collect::<Result<_, _>>()?;
    Ok(Binding {
        name,
        namespace,
        role_ref,
        subjects,
        span: node.span,
    })
}

fn role_ref(fields: &mut Fields<'_, '_, '_>, namespaced: bool) -> Result<RoleRef, Refused> {
    let Some(node) = fields.node("roleRef") else {
        let span = fields.span();
        fields.found().error(
            span,
            "`roleRef` is missing; this binding is left out, the API server refuses it",
        );
        return Err(Refused);
    };
    let mut parts = Fields::of(node, "roleRef", fields.found())?;
    parts.only(&["apiGroup", "kind", "name"]);
    api_group(&mut parts, API_GROUP)?;
    let kind = parts.text("kind")?;
    let name = parts.text("name")?;
    let (kind, name) = (or_empty(kind, node), or_empty(name, node));
    match kind.value.as_str() {
        "ClusterRole" => {}
        "Role" if namespaced => {}
        "Role" => parts.found().warning(
            kind.span,
            "a ClusterRoleBinding cannot refer to a Role; the API server refuses this and it grants nothing",
        ),
        other => {
            let told = format!(
                "roleRef kind `{other}` is neither `Role` nor `ClusterRole`; the API server refuses this and it grants nothing"
            );
            parts.found().warning(kind.span, told);
        }
    }
    Ok(RoleRef {
        kind: kind.value,
        name: name.value,
        span: node.span,
    })
}

fn subject(node: &Node<'_>, namespaced: bool, found: &mut Diagnostics) -> Result<Subject, Refused> {
    let mut fields = Fields::of(node, "a subject", found)?;
    fields.only(&["apiGroup", "kind", "name", "namespace"]);
    let kind = or_empty(fields.text("kind")?, node);
    let name = or_empty(fields.text("name")?, node);
    let namespace = fields.text("namespace")?;
    let group = fields.text("apiGroup")?;
    match kind.value.as_str() {
        "ServiceAccount" => {
            api_group(&mut fields, "")?;
            if namespace.is_none() {
                let what = if namespaced {
                    "this service account has no `namespace`; the binding's is used"
                } else {
                    "a service account without `namespace` in a ClusterRoleBinding means nobody; the API server refuses this"
                };
                if namespaced {
                    fields.found().info(node.span, what);
                } else {
                    fields.found().warning(node.span, what);
                }
            }
        }
        "User" | "Group" => {
            api_group(&mut fields, API_GROUP)?;
            if group.is_none() {
                let told = format!("no apiGroup is given; `{API_GROUP}` is filled in");
                fields.found().info(kind.span, told);
            }
            if let Some(namespace) = &namespace {
                let told = format!(
                    "a {} has no namespace; this line is ignored",
                    kind.value.to_ascii_lowercase()
                );
                fields.found().info(namespace.span, told);
            }
        }
        other => {
            let told = format!(
                "subject kind `{other}` is none of `User`, `Group`, `ServiceAccount` and means nobody; the API server refuses this"
            );
            fields.found().warning(kind.span, told);
        }
    }
    Ok(Subject {
        kind: kind.value,
        api_group: group.map(|group| group.value),
        name: name.value,
        namespace: namespace.map(|namespace| namespace.value),
        span: node.span,
    })
}

/// Warns of an apiGroup the API server would refuse; none is filled in by it.
fn api_group(fields: &mut Fields<'_, '_, '_>, expected: &str) -> Result<(), Refused> {
    if let Some(group) = fields.text("apiGroup")?
        && group.value != expected
    {
        let told = format!(
            "apiGroup `{}` should be `{expected}`; the authorizer does not read it, but the API server refuses this",
            group.value
        );
        fields.found().warning(group.span, told);
    }
    Ok(())
}
