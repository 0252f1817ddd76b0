//! Does Azure RBAC allow an action on a resource?
//!
//! First the deny assignments: one that is enforced, reaches the resource, names the caller or everyone,
//! excludes none of the caller's ids and covers the action denies it, whatever the roles say. Then the role
//! assignments of the caller and of their groups: one that reaches the resource, is in force, and whose role
//! has a [block](super::block) that covers the action allows it. Conditions narrow the block or the assignment
//! they stand on. Otherwise the action is not allowed.
//!
//! *Source:* spec section 4.1; Azure RBAC, "How Azure RBAC determines access".
//!
//! *Invariants.* [`AccessControl::check`] is the only function that decides; it cannot fail, and allocates
//! nothing. Each test exists once, here or of a block, and [`super::explain`] asks the same ones for the trace.

use std::collections::HashMap;

use foldhash::quality::FixedState;

use super::block::{covers, denies_under, grants_under};
use super::guid::Guid;
use super::index::{Covering, Index};
use super::model::{DenyAssignment, RoleAssignment, RoleDefinition, Standing};
use super::query::{Access, Query};
use super::scope::ManagementGroups;
use crate::observer::Observer;
use crate::sorted;

/// The compiled definitions and assignments.
#[derive(Debug, Clone, Default)]
pub(crate) struct AccessControl {
    pub(crate) definitions: Vec<RoleDefinition>,
    pub(crate) assignments: Vec<RoleAssignment>,
    pub(crate) denies: Vec<DenyAssignment>,
    pub(crate) management_groups: ManagementGroups,
    /// The definition each assignment refers to.
    pub(crate) resolved: Vec<Option<u32>>,
    /// Assignments by principal, in document order.
    by_principal: HashMap<Guid, Vec<u32>, FixedState>,
    /// Blocks by the actions they name; `None` for too many.
    index: Option<Index>,
}

impl AccessControl {
    pub(crate) fn new(
        definitions: Vec<RoleDefinition>,
        assignments: Vec<RoleAssignment>,
        denies: Vec<DenyAssignment>,
        management_groups: ManagementGroups,
    ) -> Self {
        let positions = (0u32..).zip(&definitions);
        let roles: HashMap<Guid, u32, FixedState> = positions
            .map(|(position, role)| (role.id, position))
            .collect();
        let resolved = assignments.iter().map(|of| roles.get(&of.role.id).copied());
        let resolved: Vec<Option<u32>> = resolved.collect();
        let mut by_principal: HashMap<Guid, Vec<u32>, FixedState> = HashMap::default();
        for (position, assignment) in (0u32..).zip(&assignments) {
            by_principal
                .entry(assignment.principal.id)
                .or_default()
                .push(position);
        }
        let index = Index::new(&definitions, &resolved, &denies);
        Self {
            definitions,
            assignments,
            denies,
            management_groups,
            resolved,
            by_principal,
            index,
        }
    }

    /// Decides one action and tells the observer how.
    pub(crate) fn check(&self, query: &Query<'_>, observer: &mut impl Observer) -> Access {
        let mut access = Access::NotAllowed;
        let covering = self.covering(query);
        for (position, deny) in (0u32..).zip(&self.denies) {
            if self.denies(position, deny, query, covering.as_ref()) {
                access = Access::Denied;
                if observer.denial(position).is_break() {
                    return access;
                }
            }
        }
        let may_grant = covering.as_ref().is_none_or(|of| !of.is_empty());
        if !may_grant && !observer.hears_all() {
            return access;
        }
        for principal in query.me {
            for position in self.by_principal.get(principal).into_iter().flatten() {
                let grants = self.grants(*position, query, covering.as_ref());
                if grants && access == Access::NotAllowed {
                    access = Access::Allowed;
                }
                if observer.assignment(*position, grants).is_break() && grants {
                    return access;
                }
            }
        }
        access
    }

    /// Whether a deny assignment denies this.
    fn denies(
        &self,
        position: u32,
        deny: &DenyAssignment,
        query: &Query<'_>,
        covering: Option<&Covering>,
    ) -> bool {
        self.denies_wherever(position, deny, query, covering) && self.deny_reaches(deny, query)
    }

    /// The same without a look at where the deny assignment reaches.
    fn denies_wherever(
        &self,
        position: u32,
        deny: &DenyAssignment,
        query: &Query<'_>,
        covering: Option<&Covering>,
    ) -> bool {
        let indexed = self.index.as_ref().zip(covering);
        let mut blocks = deny.permissions.iter().enumerate();
        !deny.is_audit
            && blocks.any(|(block, of)| {
                let known = indexed.and_then(|(index, of)| index.denies(of, position, block));
                let covers = known.unwrap_or_else(|| covers(of, query).is_some());
                covers && denies_under(of.condition.as_ref(), query)
            })
            && denied_principal(deny, query)
            && !is_excluded(deny, query)
            && denies_under(deny.condition.as_ref(), query)
    }

    /// The deny assignments that would deny this if the management group they are at held the resource, each with
    /// that group. Which subscriptions are in it is not said, so they deny nothing.
    pub(crate) fn unplaced_denies<'a>(
        &'a self,
        query: &'a Query<'_>,
    ) -> impl Iterator<Item = (&'a DenyAssignment, &'a str)> {
        let covering = self.covering(query);
        let denies = (0u32..).zip(&self.denies);
        denies.filter_map(move |(position, deny)| {
            let scope = deny.scope.as_ref().filter(|_| !deny.is_not_inherited)?;
            let group = scope.value.unplaced_group(&self.management_groups)?;
            let denies = self.denies_wherever(position, deny, query, covering.as_ref());
            denies.then_some((deny, group))
        })
    }

    /// The blocks that cover the action, where there is an index.
    pub(crate) fn covering(&self, query: &Query<'_>) -> Option<Covering> {
        let index = self.index.as_ref()?;
        Some(index.covering(query.plane, query.action))
    }

    /// Whether an assignment grants this to whom it names.
    pub(crate) fn grants(
        &self,
        position: u32,
        query: &Query<'_>,
        covering: Option<&Covering>,
    ) -> bool {
        let Some(assignment) = self.assignments.get(position as usize) else {
            return false;
        };
        self.role_covers(position, query, covering)
            && in_force(assignment, query)
            && self.reaches(assignment, query)
            && grants_under(assignment.condition.as_ref(), query)
    }

    /// Whether a block of the assignment's role grants the action.
    fn role_covers(&self, position: u32, query: &Query<'_>, covering: Option<&Covering>) -> bool {
        let role = self.resolved.get(position as usize).copied().flatten();
        let Some((at, role)) = role.and_then(|at| Some((at, self.definitions.get(at as usize)?)))
        else {
            return false;
        };
        let indexed = self.index.as_ref().zip(covering);
        role.permissions.iter().enumerate().any(|(block, of)| {
            let known = indexed.and_then(|(index, covering)| index.covers(covering, at, block));
            let covers = known.unwrap_or_else(|| covers(of, query).is_some());
            covers && grants_under(of.condition.as_ref(), query)
        })
    }

    /// The positions of the assignments that name any of these.
    pub(crate) fn naming(&self, me: &[Guid]) -> Vec<u32> {
        let of = me.iter().filter_map(|id| self.by_principal.get(id));
        sorted::set(of.flatten().copied())
    }

    /// The definition an assignment refers to.
    pub(crate) fn role(&self, assignment: u32) -> Option<&RoleDefinition> {
        let position = (*self.resolved.get(assignment as usize)?)?;
        self.definitions.get(position as usize)
    }

    /// Whether the resource is where the assignment reaches.
    pub(crate) fn reaches(&self, assignment: &RoleAssignment, query: &Query<'_>) -> bool {
        assignment
            .scope
            .value
            .covers(query.resource, &self.management_groups)
    }

    /// The same for a deny assignment. One whose scope could not be read reaches everything.
    pub(crate) fn deny_reaches(&self, deny: &DenyAssignment, query: &Query<'_>) -> bool {
        deny.scope.as_ref().is_none_or(|scope| {
            if deny.is_not_inherited {
                scope.value.is(query.resource)
            } else {
                scope.value.covers(query.resource, &self.management_groups)
            }
        })
    }
}

/// Whether it names the caller, or everyone.
fn denied_principal(deny: &DenyAssignment, query: &Query<'_>) -> bool {
    let mut named = deny.principals.iter().map(|of| of.id);
    named.any(|id| id == Guid::EVERYONE || query.me.contains(&id))
}

fn is_excluded(deny: &DenyAssignment, query: &Query<'_>) -> bool {
    deny.excluded.iter().any(|of| query.me.contains(&of.id))
}

/// Whether an assignment is in force. Without an instant a window counts as open.
pub(crate) fn in_force(assignment: &RoleAssignment, query: &Query<'_>) -> bool {
    match (&assignment.standing, query.at) {
        (Standing::Permanent, _) | (Standing::Active { .. }, None) => true,
        (Standing::Active { from, until }, Some(at)) => {
            from.is_none_or(|from| from <= at) && until.is_none_or(|until| at < until)
        }
        (Standing::Eligible, _) => false,
    }
}
