//! Which role does a document hold, and what is odd about its rules?
//!
//! *Source:* `pkg/apis/rbac/validation/validation.go` (`ValidateRole`, `ValidatePolicyRule`).

use super::{metadata, or_empty};
use crate::diagnostic::Diagnostics;
use crate::document::fields::{Fields, Refused};
use crate::document::{Entry, Node};
use crate::kubernetes::model::{PolicyRule, Role};
use crate::kubernetes::selector::{Expression, LabelSelector};

pub(super) fn role(
    node: &Node<'_>,
    namespaced: bool,
    found: &mut Diagnostics,
) -> Result<Role, Refused> {
    let mut fields = Fields::of(node, "object", found)?;
    fields.only(&["apiVersion", "kind", "metadata", "rules", "aggregationRule"]);
    let (name, namespace) = metadata(&mut fields, namespaced)?;
    let items = fields.items("rules")?;
    let rules = items
        .iter()
        .map(|item| rule(item, namespaced, fields.found()))
        .collect::<Result<_, _>>()?;
    let aggregation = aggregation(&mut fields)?;
    let metadata = fields.node("metadata");
    let has = |key| metadata.is_some_and(|metadata| metadata.get(key).is_some());
    Ok(Role {
        name,
        namespace,
        rules,
        labels: labels(metadata.and_then(|metadata| metadata.get("labels"))),
        aggregation,
        is_live: has("uid") || has("resourceVersion"),
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
        gathered_from: None,
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

/// The selectors of an `aggregationRule`.
fn aggregation(fields: &mut Fields<'_, '_, '_>) -> Result<Option<Vec<LabelSelector>>, Refused> {
    let Some(node) = fields.node("aggregationRule") else {
        return Ok(None);
    };
    let mut parts = Fields::of(node, "aggregationRule", fields.found())?;
    parts.only(&["clusterRoleSelectors"]);
    let items = parts.items("clusterRoleSelectors")?;
    let selectors = items.iter().map(|item| selector(item, parts.found()));
    selectors.collect::<Result<_, _>>().map(Some)
}

fn selector(node: &Node<'_>, found: &mut Diagnostics) -> Result<LabelSelector, Refused> {
    let mut fields = Fields::of(node, "a selector", found)?;
    fields.only(&["matchLabels", "matchExpressions"]);
    let match_labels = labels(fields.node("matchLabels"));
    let mut match_expressions = Vec::new();
    for item in fields.items("matchExpressions")? {
        let mut parts = Fields::of(item, "an expression", fields.found())?;
        parts.only(&["key", "operator", "values"]);
        let values = match parts.node("values") {
            None => None,
            Some(_) => Some(parts.texts("values")?),
        };
        match_expressions.push(Expression {
            key: or_empty(parts.text("key")?, item).value,
            operator: or_empty(parts.text("operator")?, item).value,
            values: values.map(|values| values.into_iter().map(|of| of.value).collect()),
        });
    }
    let selector = LabelSelector {
        match_labels,
        match_expressions,
    };
    if let Some(error) = selector.error() {
        let told = format!("{error}; this ClusterRole gathers no rules until it is repaired");
        fields.found().warning(node.span, told);
    }
    Ok(selector)
}

fn labels(node: Option<&Node<'_>>) -> Vec<(String, String)> {
    let entries = node.map(Node::entries).unwrap_or_default().iter();
    let label = |entry: &Entry<'_>| {
        let value = entry.value.text().unwrap_or_default();
        (entry.key.to_string(), value.to_owned())
    };
    entries.map(label).collect()
}
