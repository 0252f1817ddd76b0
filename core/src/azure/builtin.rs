//! Which roles does every tenant have?
//!
//! Assignments refer to built-in roles by GUID, and nobody pastes their definitions. Those around AKS, Arc
//! and Fleet and the general ones that reach a cluster are kept as a text of our own, whose head tells how it
//! is written. A pasted definition with the same GUID takes the place of a built-in one: roles change.
//!
//! *Source:* the head of `builtin/roles.txt`.

use super::guid::Guid;
use super::model::{Permission, RoleDefinition};
use super::pattern::Pattern;
use crate::sorted;
use crate::source::{Span, Spanned};

const ROLES: &str = include_str!("builtin/roles.txt");

/// The built-in roles that are not pasted, then those that are.
pub(crate) fn with_defaults(pasted: Vec<RoleDefinition>) -> Vec<RoleDefinition> {
    let known = sorted::set(pasted.iter().map(|role| role.id));
    let mut roles = roles();
    roles.retain(|role| known.binary_search(&role.id).is_err());
    roles.extend(pasted);
    roles
}

/// The ids and names of the built-in roles that are known here.
pub fn names() -> impl Iterator<Item = (Guid, &'static str)> {
    ROLES.lines().filter_map(head)
}

/// The name of a built-in role.
pub(crate) fn name(id: Guid) -> Option<&'static str> {
    names().find(|(of, _)| *of == id).map(|(_, name)| name)
}

/// Every built-in role.
pub(crate) fn roles() -> Vec<RoleDefinition> {
    let mut roles: Vec<RoleDefinition> = Vec::new();
    for line in ROLES.lines() {
        if let Some((id, name)) = head(line) {
            roles.push(role(id, name));
        } else if let Some(role) = roles.last_mut()
            && let Some(block) = role.permissions.first_mut()
        {
            fill(block, line);
        }
    }
    roles
}

/// The GUID and the name that begin a role.
fn head(line: &'static str) -> Option<(Guid, &'static str)> {
    let (id, name) = line.split_once(' ')?;
    Some((Guid::parse(id)?, name))
}

fn role(id: Guid, name: &str) -> RoleDefinition {
    RoleDefinition {
        id,
        name: Spanned {
            value: name.to_owned(),
            span: Span::BUNDLED,
        },
        is_custom: false,
        permissions: vec![Permission::default()],
        assignable_scopes: vec!["/".to_owned()],
        span: Span::BUNDLED,
    }
}

fn fill(block: &mut Permission, line: &str) {
    let Some((mark, entries)) = line.split_once(' ') else {
        return;
    };
    let mut mark = mark.chars();
    let list = match mark.next() {
        Some('+') => &mut block.actions,
        Some('-') => &mut block.not_actions,
        Some('=') => &mut block.data_actions,
        Some('~') => &mut block.not_data_actions,
        _ => return,
    };
    let beginning = match mark.next() {
        Some('C') => "Microsoft.ContainerService/managedClusters/",
        Some('A') => "Microsoft.Kubernetes/connectedClusters/",
        Some('F') => "Microsoft.ContainerService/fleets/",
        Some('M') => "Microsoft.ContainerService/fleets/members/",
        Some('H') => "Microsoft.HybridContainerService/",
        _ => "",
    };
    for entry in entries.split(' ') {
        let (shared, ends) = match entry.split_once('{') {
            Some((shared, ends)) => (shared, ends.trim_end_matches('}')),
            None => (entry, ""),
        };
        for end in ends.split(',') {
            list.push(Pattern::bundled(&format!("{beginning}{shared}{end}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_roles_are_whole() {
        let roles = roles();
        assert_eq!(roles.len(), 48);
        let named = |name: &str| roles.iter().find(|role| role.name.value == name).unwrap();
        let admin = named("Azure Kubernetes Service RBAC Admin");
        let block = admin.permissions.first().unwrap();
        let texts = |of: &[Pattern]| {
            of.iter()
                .map(|of| of.written.value.clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            texts(&block.data_actions),
            ["Microsoft.ContainerService/managedClusters/*"]
        );
        assert_eq!(
            texts(&block.not_data_actions),
            [
                "resourcequotas/write",
                "resourcequotas/delete",
                "namespaces/write",
                "namespaces/delete"
            ]
            .map(|of| format!("Microsoft.ContainerService/managedClusters/{of}"))
        );
        assert_eq!(texts(&named("Owner").permissions[0].actions), ["*"]);
        let total: usize = roles
            .iter()
            .flat_map(|role| &role.permissions)
            .map(|of| {
                of.actions.len()
                    + of.not_actions.len()
                    + of.data_actions.len()
                    + of.not_data_actions.len()
            })
            .sum();
        assert!(total > 600, "{total}");
        assert_eq!(name(admin.id), Some("Azure Kubernetes Service RBAC Admin"));
    }
}
