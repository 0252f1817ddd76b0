//! Which assignments settled it, and through what?
//!
//! For each assignment that grants, the path: whom it names, where it reaches, the role, the entry that
//! names the action, the conditions with every clause. For each deny assignment the same, shorter.

use super::references::References;
use super::words;
use crate::azure::block;
use crate::azure::guid::Guid;
use crate::azure::model::{DenyAssignment, Permission, RoleAssignment};
use crate::azure::query::Query;
use crate::azure::recorder::Tried;
use crate::azure::trace::{AzureGround, Denial};
use crate::azure::webhook::Question;
use crate::sorted;

/// The assignments that grant every action of an attempt; where none does so alone, those that grant some,
/// each by the first it grants.
pub(super) fn grounds(
    references: &References<'_>,
    tried: &Tried,
    question: &Question<'_>,
) -> Vec<AzureGround> {
    let alone = tried.granting();
    let mut granting = tried.granting_some();
    granting.retain(|(at, _)| alone.is_empty() || alone.binary_search(at).is_ok());
    let grounds = granting.into_iter().filter_map(|(at, action)| {
        let query = question.query(action.as_bytes(), tried.attempt.scope.as_bytes());
        ground(references, at, &query)
    });
    grounds.collect()
}

/// One assignment that grants one action.
pub(super) fn ground(
    references: &References<'_>,
    at: u32,
    query: &Query<'_>,
) -> Option<AzureGround> {
    let control = &references.azure.access;
    let assignment = control.assignments.get(at as usize)?;
    let role = control.role(at)?;
    let block = role
        .permissions
        .iter()
        .position(|block| block::granted_by(block, query))?;
    Some(AzureGround {
        assignment: references.assignment(assignment),
        principal: references.principal(assignment.principal.id),
        membership: words::membership(references, assignment, query),
        reach: words::reach(&assignment.scope.value, query),
        role: references.role(assignment, Some(role)),
        permission: references.permission(&role.permissions, block, query)?,
        conditions: conditions(assignment, role.permissions.get(block), query),
        standing: words::standing(&assignment.standing),
    })
}

/// The conditions on the way of a grant, explained.
pub(super) fn conditions(
    assignment: &RoleAssignment,
    block: Option<&Permission>,
    query: &Query<'_>,
) -> Vec<crate::azure::ConditionTrace> {
    let of_block = block.and_then(|of| of.condition.as_ref());
    let written = [of_block, assignment.condition.as_ref()]
        .into_iter()
        .flatten();
    let read = written.filter_map(|of| of.condition.as_ref());
    read.map(|of| of.explain(&block::facts(query))).collect()
}

/// The deny assignments that deny some action of the attempts, each by the first action it denies.
pub(super) fn denials(
    references: &References<'_>,
    tried: &[Tried],
    question: &Question<'_>,
) -> Vec<Denial> {
    let mut told = Vec::new();
    let mut denials = Vec::new();
    for of in tried {
        for asked in &of.actions {
            for position in &asked.denials {
                if told.contains(position) {
                    continue;
                }
                told.push(*position);
                let query = question.query(asked.action.as_bytes(), of.attempt.scope.as_bytes());
                let deny = references.azure.access.denies.get(*position as usize);
                let denial = deny.and_then(|deny| {
                    denial(
                        references,
                        deny,
                        &words::action(asked.action.as_str()),
                        &query,
                    )
                });
                denials.extend(denial.map(|of| (*position, of)));
            }
        }
    }
    sorted::sort_by_key(&mut denials, |(position, _)| *position);
    denials.into_iter().map(|(_, denial)| denial).collect()
}

/// One deny assignment that denies one action.
pub(super) fn denial(
    references: &References<'_>,
    deny: &DenyAssignment,
    action: &str,
    query: &Query<'_>,
) -> Option<Denial> {
    let block = deny
        .permissions
        .iter()
        .position(|block| block::denied_by(block, query))?;
    let scope = deny.scope.as_ref();
    let named = deny.principals.iter().map(|of| of.id);
    let mine = named.clone().find(|id| query.me.contains(id));
    let principal = match mine {
        Some(id) if query.me.first() == Some(&id) => "the caller".to_owned(),
        Some(id) => format!("the group {}", words::principal(&references.principal(id))),
        None if named.clone().any(|id| id == Guid::EVERYONE) => "everyone".to_owned(),
        None => return None,
    };
    Some(Denial {
        assignment: references.deny(&deny.name, scope.map(|of| of.value.text.as_str())),
        principal,
        reach: scope.map_or_else(
            || "everywhere, since its scope cannot be read".to_owned(),
            |of| words::reach(&of.value, query),
        ),
        action: action.to_owned(),
        permission: references.permission(&deny.permissions, block, query)?,
    })
}
