//! Does a block of permissions cover an action?
//!
//! A block covers an action that one of its patterns names and none of its exceptions does; exceptions take
//! away within their own block only. A condition narrows what it stands on: one that could not be read takes
//! what is granted, and leaves what is denied.
//!
//! *Source:* Azure RBAC, "Understand Azure role definitions".

use super::condition::Facts;
use super::model::{Permission, Restriction};
use super::pattern::Pattern;
use super::query::{Plane, Query};

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
pub(crate) fn denies_under(condition: Option<&Restriction>, query: &Query<'_>) -> bool {
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
