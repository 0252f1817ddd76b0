//! Which roles and bindings does a document hold?
//!
//! Reads the four RBAC kinds. Types must be right; beyond that everything is kept as written, and
//! what the API server would refuse or fill in is told.
//!
//! *Source:* `pkg/apis/rbac/validation/validation.go`, `pkg/apis/rbac/v1/defaults.go`.

use super::model::{Binding, PolicyRule, Role, RoleRef, Subject};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::fields::{Fields, Refused, Text};
use crate::source::Spanned;

/// The API group of the RBAC kinds.
pub(crate) const API_GROUP: &str = "rbac.authorization.k8s.io";

/// The roles and bindings of a policy, in document order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Objects {
    pub(crate) roles: Vec<Role>,
    pub(crate) bindings: Vec<Binding>,
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
            objects.roles.extend(role(node, kind == "Role", found).ok());
        }
        "RoleBinding" | "ClusterRoleBinding" => {
            objects
                .bindings
                .extend(binding(node, kind == "RoleBinding", found).ok());
        }
        _ => return false,
    }
    true
}

fn role(node: &Node<'_>, namespaced: bool, found: &mut Diagnostics) -> Result<Role, Refused> {
    let mut fields = Fields::of(node, "object", found)?;
    fields.only(&["apiVersion", "kind", "metadata", "rules", "aggregationRule"]);
    let (name, namespace) = metadata(&mut fields, namespaced)?;
    let items = fields.items("rules")?;
    let rules = items
        .iter()
        .map(|item| rule(item, namespaced, fields.found()))
        .collect::<Result<_, _>>()?;
    Ok(Role {
        name,
        namespace,
        rules,
        span: node.span,
    })
}

fn rule(node: &Node<'_>, namespaced: bool, found: &mut Diagnostics) -> Result<PolicyRule, Refused> {
    let mut fields = Fields::of(node, "a rule", found)?;
    fields.only(&[
        "verbs",
        "apiGroups",
        "resources",
        "resourceNames",
        "nonResourceURLs",
    ]);
    let rule = PolicyRule {
        verbs: fields.texts("verbs")?,
        api_groups: fields.texts("apiGroups")?,
        resources: fields.texts("resources")?,
        resource_names: fields.texts("resourceNames")?,
        non_resource_urls: fields.texts("nonResourceURLs")?,
        span: Some(node.span),
    };
    validate_rule(&rule, node, namespaced, fields.found());
    Ok(rule)
}

/// What validation says of a rule that can still be evaluated.
fn validate_rule(rule: &PolicyRule, node: &Node<'_>, namespaced: bool, found: &mut Diagnostics) {
    let refused = |what: &str| format!("{what}; the API server refuses this");
    if rule.verbs.is_empty() {
        found.warning(node.span, refused("a rule without `verbs` permits nothing"));
    }
    if let Some(url) = rule.non_resource_urls.first() {
        if namespaced {
            found.warning(
                url.span,
                refused("a Role reaches no paths: `nonResourceURLs` belong in a ClusterRole"),
            );
        }
        if !(rule.api_groups.is_empty() && rule.resources.is_empty()) {
            found.warning(
                url.span,
                refused("one rule cannot hold both `resources` and `nonResourceURLs`"),
            );
        }
        return;
    }
    if rule.api_groups.is_empty() {
        found.warning(
            node.span,
            refused("a rule without `apiGroups` permits nothing; `\"\"` is the core group"),
        );
    }
    if rule.resources.is_empty() {
        found.warning(
            node.span,
            refused("a rule without `resources` permits nothing"),
        );
    }
    wildcards(rule, found);
}

/// Spellings that look like wildcards and are none: they count as plain names.
fn wildcards(rule: &PolicyRule, found: &mut Diagnostics) {
    for entry in &rule.resources {
        if entry.value != "*" && entry.value.ends_with("/*") {
            found.warning(
                entry.span,
                format!(
                    "`{}` is read as a plain name and covers no subresource; write each one, or `*`",
                    entry.value
                ),
            );
        }
    }
    for entry in rule.resource_names.iter().filter(|name| name.value == "*") {
        found.warning(
            entry.span,
            "`*` in `resourceNames` is a plain name; leave the list out to mean every name",
        );
    }
}

fn binding(node: &Node<'_>, namespaced: bool, found: &mut Diagnostics) -> Result<Binding, Refused> {
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
            if let Some(namespace) = &namespace {
                let told = format!(
                    "a {} has no namespace; this line is ignored",
                    kind.value.to_lowercase()
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
