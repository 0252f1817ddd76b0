//! Does Azure RBAC allow an action on a resource?
//!
//! First the deny assignments: one that is enforced, reaches the resource, names the caller or everyone,
//! excludes none of the caller's ids and covers the action denies it, whatever the roles say. Then the role
//! assignments of the caller and of their groups: one that reaches the resource, is in force, and whose role
//! has a block that covers the action allows it. A block covers an action that one of its patterns names and
//! none of its exceptions does; exceptions take away within their own block only. Conditions narrow the
//! block or the assignment they stand on. Otherwise the action is not allowed.
//!
//! *Source:* spec section 4.1; Azure RBAC, "How Azure RBAC determines access".
//!
//! *Invariants.* [`AccessControl::check`] is the only function that decides; it cannot fail, and allocates
//! nothing. Each test exists once, here, and [`super::explain`] asks the same ones for the trace.

use std::collections::HashMap;

use foldhash::quality::FixedState;

use super::condition::{Attribute, Facts};
use super::guid::Guid;
use super::index::{Covering, Index};
use super::model::{
    DenyAssignment, Permission, Restriction, RoleAssignment, RoleDefinition, Standing,
};
use super::pattern::Pattern;
use super::scope::ManagementGroups;
use super::time::Instant;
use crate::observer::Observer;
use crate::sorted;

/// Which lists of a permission an action is looked up in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Plane {
    /// `actions` and `notActions`: managing resources.
    Actions,
    /// `dataActions` and `notDataActions`: what is inside them.
    DataActions,
}

/// One action to decide.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<'a> {
    /// The ids of the caller: their own first, then their groups'.
    pub(crate) me: &'a [Guid],
    /// The action in lower case.
    pub(crate) action: &'a [u8],
    /// The same as it is written, for words; may be empty where nothing is told.
    pub(crate) written: &'a str,
    pub(crate) plane: Plane,
    /// The resource in lower case, without a slash at the end.
    pub(crate) resource: &'a [u8],
    /// What conditions can see beside the action.
    pub(crate) attributes: &'a [Attribute<'a>],
    /// The instant the request is about, if it says one.
    pub(crate) at: Option<Instant>,
}

/// The answer to one action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// A role assignment grants it.
    Allowed,
    /// A deny assignment denies it.
    Denied,
    /// Nothing grants it.
    NotAllowed,
}

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
            && self.deny_reaches(deny, query)
            && denies_under(deny.condition.as_ref(), query)
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

/// Whether a block of a role grants the action.
pub(crate) fn granted_by(block: &Permission, query: &Query<'_>) -> bool {
    covers(block, query).is_some() && grants_under(block.condition.as_ref(), query)
}

/// Whether a block of a deny assignment denies the action.
pub(crate) fn denied_by(block: &Permission, query: &Query<'_>) -> bool {
    covers(block, query).is_some() && denies_under(block.condition.as_ref(), query)
}

/// The pattern of a block that names the action, if none of its exceptions does.
pub(crate) fn covers<'b>(block: &'b Permission, query: &Query<'_>) -> Option<&'b Pattern> {
    let (named, excepted) = lists(block, query.plane);
    let pattern = first_match(named, query)?;
    first_match(excepted, query).is_none().then_some(pattern)
}

/// What a block names on a plane, and what it takes away there.
pub(crate) fn lists(block: &Permission, plane: Plane) -> (&[Pattern], &[Pattern]) {
    match plane {
        Plane::Actions => (&block.actions, &block.not_actions),
        Plane::DataActions => (&block.data_actions, &block.not_data_actions),
    }
}

/// The first pattern that names the action.
pub(crate) fn first_match<'p>(patterns: &'p [Pattern], query: &Query<'_>) -> Option<&'p Pattern> {
    patterns
        .iter()
        .find(|pattern| pattern.matches(query.action))
}

/// Whether the condition of something that grants is met, or there is none. One that could not be read is
/// not met.
pub(crate) fn grants_under(condition: Option<&Restriction>, query: &Query<'_>) -> bool {
    condition.is_none_or(|of| is_met(of, query).unwrap_or(false))
}

/// The same of something that denies. One that could not be read is met.
fn denies_under(condition: Option<&Restriction>, query: &Query<'_>) -> bool {
    condition.is_none_or(|of| is_met(of, query).unwrap_or(true))
}

/// Whether it is met; `None` for one that could not be read.
fn is_met(restriction: &Restriction, query: &Query<'_>) -> Option<bool> {
    let condition = restriction.condition.as_ref()?;
    Some(condition.decide(&facts(query), &mut ()))
}

/// What a condition can see of a query.
pub(crate) fn facts<'a>(query: &Query<'a>) -> Facts<'a> {
    Facts {
        action: std::str::from_utf8(query.action).unwrap_or_default(),
        sub_operation: None,
        attributes: query.attributes,
    }
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
