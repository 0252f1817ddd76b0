//! What did the walk see, in the order documents are read?
//!
//! The recorder is the observer behind `explain`. It asks to see everything and keeps edges as they
//! come; afterwards they are put into the order in which the API server reads bindings, one per
//! binding, by its first subject that is the caller.
//!
//! *Source:* `pkg/registry/rbac/validation/rule.go`: ClusterRoleBindings first, then the RoleBindings
//! of the namespace; the role of a binding is resolved only if a subject matches.

use std::ops::ControlFlow;

use super::authorizer::{Authorizer, Bound, role_kind};
use super::facts::CLUSTER;
use super::index::Edge;
use super::model::{Binding, PolicyRule, Role, RoleKind, Subject};
use super::rule;
use super::subject::service_account_namespace;
use crate::attributes::Attributes;
use crate::observer::Observer;
use crate::quote::quote;
use crate::sorted;
use crate::source::{Sources, Span, Spanned};
use crate::trace::{Ground, ObjectRef, RuleRef, SubjectRef};

/// Keeps what the walk tells, and asks to see everything.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    edges: Vec<(Edge, bool)>,
}

impl Observer for Recorder {
    fn edge(&mut self, edge: Edge, grants: bool) -> ControlFlow<()> {
        self.edges.push((edge, grants));
        ControlFlow::Continue(())
    }
}

impl Recorder {
    /// What the edges stand for, one per binding, in reading order.
    pub(crate) fn in_order(&self, authorizer: &Authorizer) -> Vec<(Bound, bool)> {
        let edges = self.edges.iter();
        let bound = edges.filter_map(|(edge, grants)| Some((authorizer.bound(*edge)?, *grants)));
        let mut bound: Vec<(Bound, bool)> = bound.collect();
        let order = |of: &Bound| {
            let binding = authorizer.facts.binding(of.binding);
            let namespaced = binding.is_some_and(|binding| binding.scope() != CLUSTER);
            (namespaced, of.binding, of.subject)
        };
        sorted::sort_by_key(&mut bound, |(of, _)| order(of));
        bound.dedup_by_key(|(of, _)| of.binding);
        bound
    }
}

/// The granting edges as grounds.
pub(crate) fn grounds(
    authorizer: &Authorizer,
    bound: &[(Bound, bool)],
    asked: &Attributes<'_>,
    sources: &Sources,
) -> Vec<Ground> {
    let ground = |(of, grants): &(Bound, bool)| {
        if !grants {
            return None;
        }
        let binding = authorizer.binding(of.binding)?;
        let subject = binding.subjects.get(of.subject as usize)?;
        let role = authorizer.role(of.role?)?;
        let number = role
            .rules
            .iter()
            .position(|rule| rule::allows(rule, asked))?;
        let rule = role.rules.get(number)?;
        Some(Ground {
            binding: binding_ref(&binding, sources),
            subject: subject_ref(subject, &binding, sources),
            role: role_ref(&role, sources),
            rule: rule_ref(rule, number, &role, sources),
            reason: allowed_by(&binding, subject),
        })
    };
    bound.iter().filter_map(ground).collect()
}

/// The reason of an authorizer that found no grant: the roles it could not resolve.
pub(crate) fn unresolved(authorizer: &Authorizer, bound: &[(Bound, bool)]) -> String {
    let dangling = bound.iter().filter(|(of, _)| of.role.is_none());
    let bindings = dangling.filter_map(|(of, _)| authorizer.binding(of.binding));
    match aggregate(bindings.map(|binding| not_found(&binding))) {
        error if error.is_empty() => error,
        error => format!("RBAC: {error}"),
    }
}

/// Several errors as one text: each once, in brackets if there are several.
///
/// *Source:* `staging/src/k8s.io/apimachinery/pkg/util/errors/errors.go` (`aggregate.Error`).
pub(crate) fn aggregate(errors: impl IntoIterator<Item = String>) -> String {
    let distinct = sorted::firsts(errors, Clone::clone);
    match distinct.as_slice() {
        [] => String::new(),
        [error] => error.clone(),
        errors => format!("[{}]", errors.join(", ")),
    }
}

/// Why the reference of a binding does not resolve, as the API server words it.
pub(crate) fn not_found(binding: &Binding) -> String {
    let reference = &binding.role_ref;
    let kind = match role_kind(reference) {
        Some(RoleKind::Role) => "role",
        Some(RoleKind::ClusterRole) => "clusterrole",
        None => {
            return format!(
                "unsupported role reference kind: {}",
                quote(&reference.kind)
            );
        }
    };
    format!(
        "{kind}.rbac.authorization.k8s.io {} not found",
        quote(&reference.name)
    )
}

/// *Source:* `pkg/registry/rbac/validation/rule.go` (`clusterRoleBindingDescriber`,
/// `roleBindingDescriber`, `describeSubject`).
fn allowed_by(binding: &Binding, subject: &Subject) -> String {
    let name = match &binding.namespace {
        None => binding.name.value.clone(),
        Some(namespace) => format!("{}/{}", binding.name.value, namespace.value),
    };
    let whom = match subject.kind.as_str() {
        "ServiceAccount" => {
            let namespace = service_account_namespace(subject, binding).unwrap_or_default();
            quote(&format!("{}/{namespace}", subject.name))
        }
        _ => quote(&subject.name),
    };
    format!(
        "RBAC: allowed by {} {} of {} {} to {} {whom}",
        binding.kind(),
        quote(&name),
        binding.role_ref.kind,
        quote(&binding.role_ref.name),
        subject.kind,
    )
}

pub(crate) fn binding_ref(binding: &Binding, sources: &Sources) -> ObjectRef {
    ObjectRef {
        kind: binding.kind().to_owned(),
        namespace: binding.namespace.as_ref().map(|of| of.value.clone()),
        name: binding.name.value.clone(),
        location: sources.location(binding.name.span),
        unplaced: binding.name.span.is_unplaced(),
    }
}

pub(crate) fn role_ref(role: &Role, sources: &Sources) -> ObjectRef {
    ObjectRef {
        kind: role.kind().to_owned(),
        namespace: role.namespace.as_ref().map(|of| of.value.clone()),
        name: role.name.value.clone(),
        location: sources.location(role.name.span),
        unplaced: role.name.span.is_unplaced(),
    }
}

pub(crate) fn subject_ref(subject: &Subject, binding: &Binding, sources: &Sources) -> SubjectRef {
    let namespace = match subject.kind.as_str() {
        "ServiceAccount" => service_account_namespace(subject, binding).map(str::to_owned),
        _ => None,
    };
    SubjectRef {
        kind: subject.kind.clone(),
        namespace,
        name: subject.name.clone(),
        location: sources.location(subject.span),
        unplaced: subject.span.is_unplaced(),
    }
}

pub(crate) fn rule_ref(
    rule: &PolicyRule,
    position: usize,
    role: &Role,
    sources: &Sources,
) -> RuleRef {
    let texts = |names: &[Spanned<String>]| names.iter().map(|name| name.value.clone()).collect();
    RuleRef {
        number: position + 1,
        of: role.rules.len(),
        verbs: texts(&rule.verbs),
        api_groups: texts(&rule.api_groups),
        resources: texts(&rule.resources),
        resource_names: texts(&rule.resource_names),
        non_resource_urls: texts(&rule.non_resource_urls),
        location: rule.span.and_then(|span| sources.location(span)),
        unplaced: rule.span.is_some_and(Span::is_unplaced),
    }
}
