//! Which assignments came near, and what kept each from granting?
//!
//! An assignment comes near when it names the caller, or when it would grant the request if it named them.
//! For each, the tests it fails are told, by the same predicates the decision uses, against the scope and
//! action it fails fewest of. Fewest differences come first, then those that name the caller, then roles that
//! speak of the plane at all, then document order.
//!
//! *Invariants.* An assignment that grants is never listed, and every listed one has a difference. One that has a
//! single difference grants once that is repaired.

use super::references::References;
use super::{grounds, words};
use crate::azure::access;
use crate::azure::block;
use crate::azure::cluster::Platform;
use crate::azure::index::Covering;
use crate::azure::model::{Permission, RoleAssignment, RoleDefinition};
use crate::azure::query::Query;
use crate::azure::trace::{AzureDifference, AzureFacet, AzureNearMiss};
use crate::sorted;
use crate::trace::Trace;

mod difference;

/// The near misses, how many assignments name the caller, and how many came near.
pub(super) fn near_misses(
    references: &References<'_>,
    queries: &[Query<'_>],
    is_off: bool,
) -> (Vec<AzureNearMiss>, usize, usize) {
    let control = &references.azure.access;
    let covering: Vec<_> = queries
        .iter()
        .map(|query| control.covering(query))
        .collect();
    let named = queries
        .first()
        .map(|of| control.naming(of.me))
        .unwrap_or_default();
    let naming = named.len();
    let mut near: Vec<Candidate<'_>> = Vec::new();
    // Of those that name someone else only the ones that would grant are looked at further.
    let may_grant = covering
        .iter()
        .any(|of| of.as_ref().is_none_or(|of| !of.is_empty()));
    let looked_at: Vec<u32> = if may_grant {
        (0u32..)
            .zip(&control.assignments)
            .map(|(at, _)| at)
            .collect()
    } else {
        named.clone()
    };
    for position in looked_at {
        let mut tried = queries.iter().zip(&covering);
        let grants = |(query, covering): (&Query<'_>, &Option<Covering>)| {
            control.grants(position, query, covering.as_ref())
        };
        if named.binary_search(&position).is_err() && !tried.any(grants) {
            continue;
        }
        let Some(assignment) = control.assignments.get(position as usize) else {
            continue;
        };
        let role = control.role(position);
        let candidates = queries
            .iter()
            .map(|query| Candidate::new(references, assignment, role, query, is_off));
        let nearest = candidates.min_by_key(|of| of.facets.len());
        // Turning Azure RBAC on brings no role to bear that has no data actions.
        let is_worth_it = |of: &Candidate<'_>| !(is_off && of.is_of_other_plane());
        near.extend(nearest.filter(|of| !of.facets.is_empty() && is_worth_it(of)));
    }
    // The sort is stable: equals keep document order.
    sorted::sort_by_key(&mut near, |of| {
        (of.facets.len(), !of.names_caller(), of.is_of_other_plane())
    });
    let count = near.len();
    near.truncate(Trace::NEAR_MISSES);
    let least = queries
        .first()
        .and_then(|of| difference::least_role(references, of));
    let listed = near
        .iter()
        .map(|of| of.near_miss(references, least))
        .collect();
    (listed, naming, count)
}

/// An assignment, and what keeps it from granting one action on one scope.
struct Candidate<'a> {
    assignment: &'a RoleAssignment,
    role: Option<&'a RoleDefinition>,
    query: Query<'a>,
    facets: Vec<AzureFacet>,
}

impl<'a> Candidate<'a> {
    fn new(
        references: &References<'a>,
        assignment: &'a RoleAssignment,
        role: Option<&'a RoleDefinition>,
        query: &Query<'a>,
        is_off: bool,
    ) -> Self {
        let mut facets = Vec::new();
        if is_off {
            facets.push(AzureFacet::Off);
        }
        if !query.me.contains(&assignment.principal.id) {
            facets.push(AzureFacet::Principal);
        }
        if !access::in_force(assignment, query) {
            facets.push(AzureFacet::Standing);
        }
        if !references.azure.access.reaches(assignment, query) {
            facets.push(AzureFacet::Scope);
        }
        match role {
            None => facets.push(AzureFacet::Role),
            Some(role) => facets.extend(of_role(role, query)),
        }
        if !meets_conditions(assignment, role, query) {
            facets.push(AzureFacet::Condition);
        }
        Self {
            assignment,
            role,
            query: *query,
            facets,
        }
    }

    fn names_caller(&self) -> bool {
        !self.facets.contains(&AzureFacet::Principal)
    }

    fn is_of_other_plane(&self) -> bool {
        self.facets.contains(&AzureFacet::OtherPlane)
    }

    fn near_miss(&self, references: &References<'_>, least: Option<&str>) -> AzureNearMiss {
        let differences = self.facets.iter().map(|facet| AzureDifference {
            facet: *facet,
            words: match (facet, least) {
                (AzureFacet::Action, _) => difference::lacking(&self.query, least),
                _ => difference::words(*facet, references, self.assignment, self.role, &self.query),
            },
            location: difference::place(
                *facet,
                references,
                self.assignment,
                self.role,
                &self.query,
            ),
        });
        let conditions = if self.facets.contains(&AzureFacet::Condition) {
            let block = self.role.and_then(|role| naming(role, &self.query));
            grounds::conditions(self.assignment, block, &self.query)
        } else {
            Vec::new()
        };
        let principal = references.principal(self.assignment.principal.id);
        let role = references.role(self.assignment, self.role);
        let named = if role.name.is_empty() {
            &role.id
        } else {
            &role.name
        };
        let title = format!(
            "gives {} {named} on {}",
            words::principal(&principal),
            words::place(&self.assignment.scope.value)
        );
        AzureNearMiss {
            assignment: references.assignment(self.assignment),
            principal,
            role,
            differences: differences.collect(),
            conditions,
            title,
        }
    }
}

/// What a role lacks, conditions aside; `None` for one that names the action.
fn of_role(role: &RoleDefinition, query: &Query<'_>) -> Option<AzureFacet> {
    let blocks = &role.permissions;
    if blocks.iter().any(|of| block::covers(of, query).is_some()) {
        return None;
    }
    let mut entries = blocks.iter().map(|of| block::lists(of, query.plane).0);
    if entries
        .clone()
        .any(|of| block::first_match(of, query).is_some())
    {
        return Some(AzureFacet::NotActions);
    }
    if entries.all(<[_]>::is_empty) {
        return Some(AzureFacet::OtherPlane);
    }
    Some(match other_platform(role, query) {
        Some(_) => AzureFacet::Platform,
        None => AzureFacet::Action,
    })
}

/// Whether the assignment's own condition is met, and that of a block that names the action, if one does.
fn meets_conditions(
    assignment: &RoleAssignment,
    role: Option<&RoleDefinition>,
    query: &Query<'_>,
) -> bool {
    let block = role.and_then(|role| naming(role, query));
    let of_block = block.and_then(|of| of.condition.as_ref());
    [of_block, assignment.condition.as_ref()]
        .into_iter()
        .all(|of| block::grants_under(of, query))
}

/// The block whose condition counts: one that grants, else one that covers the action, else one that names it
/// and takes it away again, of these one whose condition is met.
fn naming<'r>(role: &'r RoleDefinition, query: &Query<'_>) -> Option<&'r Permission> {
    let names =
        |of: &&Permission| block::first_match(block::lists(of, query.plane).0, query).is_some();
    let covers = |of: &&Permission| block::covers(of, query).is_some();
    let is_met = |of: &&Permission| block::grants_under(of.condition.as_ref(), query);
    let blocks = || role.permissions.iter();
    blocks()
        .find(|of| covers(of) && is_met(of))
        .or_else(|| blocks().find(covers))
        .or_else(|| blocks().find(|of| names(of) && is_met(of)))
        .or_else(|| blocks().find(names))
}

/// The platform for which a role would name the same action.
fn other_platform(role: &RoleDefinition, query: &Query<'_>) -> Option<Platform> {
    let all = [Platform::Aks, Platform::Arc, Platform::Fleet];
    let beginning = |of: Platform| of.folded_provider().as_bytes();
    let rest = all
        .into_iter()
        .find_map(|of| query.action.strip_prefix(beginning(of)))?;
    let named = |platform: Platform| {
        let blocks = role.permissions.iter();
        let mut entries = blocks.flat_map(|of| block::lists(of, query.plane).0);
        entries.any(|of| of.folded().starts_with(beginning(platform)))
    };
    all.into_iter().filter(|of| named(*of)).find(|platform| {
        let action = [beginning(*platform), rest].concat();
        let elsewhere = Query {
            action: &action,
            ..*query
        };
        role.permissions
            .iter()
            .any(|of| block::covers(of, &elsewhere).is_some())
    })
}
