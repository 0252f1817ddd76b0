//! What keeps a binding from granting a request, as a sentence?
//!
//! Each sentence says what is written and what would have to differ, so that it can be acted on without
//! knowing the rules of RBAC.

use super::{api_group, list, said};
use crate::attributes::{Attributes, Target};
use crate::forbidden::combined;
use crate::kubernetes::builtin::is_default_cluster_role;
use crate::kubernetes::subject::principal;
use crate::kubernetes::{Binding, Facet, Role, Subject};
use crate::trace::Difference;

/// One difference as a sentence.
pub(crate) fn difference(
    of: &Difference,
    binding: &Binding,
    role: Option<&Role>,
    asked: &Attributes<'_>,
) -> String {
    match of.facet {
        Facet::Subject => subject(binding, asked),
        Facet::Namespace => namespace(binding, asked),
        Facet::RoleRef => role_reference(binding),
        _ => match role {
            Some(role) if role.rules.is_empty() => {
                format!("{} {} has no rules.", role.kind(), role.name.value)
            }
            Some(role) if role.rules.len() > 1 => rule("Its nearest rule", of, asked),
            _ => rule("Its rule", of, asked),
        },
    }
}

fn rule(rule: &str, of: &Difference, asked: &Attributes<'_>) -> String {
    let written = list(&of.written);
    let wanted = said(&of.asked);
    let nothing = of.written.is_empty();
    match of.facet {
        Facet::Verb if nothing => format!("{rule} has no verbs."),
        Facet::Verb => {
            format!("{rule} has the verb {written}; {wanted} would have to be there too.")
        }
        Facet::ApiGroup if nothing => format!("{rule} is not for API objects."),
        Facet::ApiGroup => {
            let groups: Vec<String> = of.written.iter().map(|group| api_group(group)).collect();
            format!(
                "{rule} is for API group {}; {} would have to be there too.",
                list(&groups),
                api_group(&of.asked)
            )
        }
        Facet::Subresource => subresource(rule, &written, asked),
        Facet::ResourceName if of.asked.is_empty() => format!(
            "{rule} is limited to the name {written}, and this request carries no name; the limit would have to go."
        ),
        Facet::ResourceName => {
            format!("{rule} is limited to the name {written}; {wanted} would have to be there too.")
        }
        Facet::NonResourceUrl if nothing => format!("{rule} is for API objects, not for paths."),
        _ if nothing => format!("{rule} is for paths, not for API objects."),
        _ => format!("{rule} names {written}; {wanted} would have to be there too."),
    }
}

fn subject(binding: &Binding, asked: &Attributes<'_>) -> String {
    let user = asked.user;
    let ids = asked.extra("oid").unwrap_or_default();
    let is_id = |of: &Subject| {
        let mut ids = ids.iter().filter(|id| *id != user);
        of.kind == "User" && ids.any(|id| id.eq_ignore_ascii_case(&of.name))
    };
    if binding.subjects.iter().any(is_id) {
        return format!(
            "It names the caller's object id, and the cluster knows them as {user}, the sign-in name in their token; that is what it would have to name."
        );
    }
    let mut groups = asked.groups.iter();
    let group = groups.find_map(|group| {
        let alike = |of: &&Subject| of.kind == "Group" && of.name.eq_ignore_ascii_case(group);
        Some((*group, binding.subjects.iter().find(alike)?))
    });
    if let Some((group, subject)) = group {
        return format!(
            "{} differs from the caller's group {group} in letter case, and names are compared byte for byte.",
            subject.name
        );
    }
    let alike = |of: &&Subject| of.name.eq_ignore_ascii_case(user);
    let alike = binding.subjects.iter().find(alike);
    match alike.map(|subject| (subject, principal(subject, binding))) {
        Some((subject, None)) => nobody(subject),
        Some((subject, _)) if subject.name != user => format!(
            "{} differs from {user} in letter case, and names are compared byte for byte.",
            subject.name
        ),
        Some((subject, _)) => format!("It means the {} of that name, not a user.", subject.kind),
        None => match binding.subjects.as_slice() {
            [] => "It has no subjects.".to_owned(),
            [only] if principal(only, binding).is_none() => nobody(only),
            [_] => format!("{user} is not its subject."),
            several => format!("{user} is not among its {} subjects.", several.len()),
        },
    }
}

/// Why a subject means nobody.
fn nobody(subject: &Subject) -> String {
    let Subject { kind, name, .. } = subject;
    if kind == "ServiceAccount" {
        return format!(
            "ServiceAccount {name} has no namespace, and a ClusterRoleBinding gives it none, so it means nobody."
        );
    }
    format!(
        "{kind} {name} means nobody: kinds are User, Group and ServiceAccount, in this letter case."
    )
}

fn namespace(binding: &Binding, asked: &Attributes<'_>) -> String {
    let scope = binding.scope();
    match asked.target {
        Target::NonResource { .. } => format!(
            "It is a RoleBinding in {scope}, and a RoleBinding never covers paths; only a ClusterRoleBinding does."
        ),
        Target::Resource(on) if on.namespace.is_empty() => format!(
            "It is a RoleBinding in {scope}, so it never covers the cluster scope or all namespaces; only a ClusterRoleBinding does."
        ),
        Target::Resource(on) => format!(
            "It covers {scope} only; for {} it would have to be in that namespace, or a ClusterRoleBinding.",
            on.namespace
        ),
    }
}

fn role_reference(binding: &Binding) -> String {
    let reference = &binding.role_ref;
    match (reference.kind.as_str(), &binding.namespace) {
        ("Role", None) => format!(
            "A ClusterRoleBinding cannot refer to a Role ({}).",
            reference.name
        ),
        ("Role", Some(namespace)) => format!(
            "Role {} is not known in {}.",
            reference.name, namespace.value
        ),
        ("ClusterRole", _) if is_default_cluster_role(&reference.name) => format!(
            "ClusterRole {} is not among the documents. Every cluster has it: `kind: ClusterSettings` with `kubernetesDefaults: true` adds the defaults.",
            reference.name
        ),
        ("ClusterRole", _) => format!("ClusterRole {} is not known here.", reference.name),
        (kind, _) => format!("A binding cannot refer to the kind {}.", said(kind)),
    }
}

fn subresource(rule: &str, written: &str, asked: &Attributes<'_>) -> String {
    let Target::Resource(on) = asked.target else {
        return String::new();
    };
    if on.subresource.is_empty() {
        format!(
            "{rule} names {written}; a subresource does not cover {} itself, which would have to be there too.",
            on.resource
        )
    } else {
        format!(
            "{rule} names {written}; that does not cover the subresource {}, which would have to be there too.",
            combined(on)
        )
    }
}
