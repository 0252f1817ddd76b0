//! Which rules does an aggregated ClusterRole have?
//!
//! A ClusterRole with an `aggregationRule` has its rules written by a controller: for each selector in
//! order, the ClusterRoles it selects, sorted by name and without the role itself, give their rules in
//! order, each rule once. Aggregated roles feed others (view into edit, edit into admin), so the
//! controller runs again until nothing changes.
//!
//! RBAC itself reads only `rules`. So a role that was read back from a cluster keeps the rules it has:
//! the roles they were gathered from may not all have been pasted. What the pasted ones would add is
//! added.
//!
//! *Source:* `pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go`
//! (`syncClusterRole`).
//!
//! *Invariants.* At most [`MAX_PASSES`] passes are made; labels that never settle cannot hold a host up.
//! A role with a selector the API server refuses keeps its rules.

use super::model::{PolicyRule, Role};
use crate::sorted;
use crate::source::Spanned;

/// Passes over all roles; each settles at least one more link of a chain of aggregated roles.
const MAX_PASSES: usize = 32;

/// Gathers the rules of every aggregated ClusterRole.
pub(crate) fn gather(roles: &mut [Role]) {
    let mut by_name: Vec<usize> = (0..roles.len())
        .filter(|at| roles.get(*at).is_some_and(|role| role.namespace.is_none()))
        .collect();
    sorted::sort_by_key(&mut by_name, |at| {
        roles.get(*at).map(|role| role.name.value.as_str())
    });
    let written: Vec<Vec<PolicyRule>> = roles
        .iter()
        .map(|role| {
            if role.is_live {
                role.rules.clone()
            } else {
                Vec::new()
            }
        })
        .collect();
    for _ in 0..MAX_PASSES {
        let mut changed = false;
        for at in &by_name {
            let kept = written.get(*at).map(Vec::as_slice).unwrap_or_default();
            let Some(rules) = gathered(roles, &by_name, *at, kept) else {
                continue;
            };
            if let Some(role) = roles.get_mut(*at)
                && role.rules != rules
            {
                role.rules = rules;
                changed = true;
            }
        }
        if !changed {
            return;
        }
    }
}

/// The rules of one role as the others stand now; `None` if it gathers none.
fn gathered(
    roles: &[Role],
    by_name: &[usize],
    at: usize,
    kept: &[PolicyRule],
) -> Option<Vec<PolicyRule>> {
    let selectors = roles.get(at)?.aggregation.as_ref()?;
    if selectors.iter().any(|selector| selector.error().is_some()) {
        return None;
    }
    let mut rules = kept.to_vec();
    for selector in selectors {
        let others = by_name.iter().filter(|other| **other != at);
        let others = others.filter_map(|other| roles.get(*other));
        for other in others.filter(|other| selector.selects(&other.labels)) {
            for rule in &other.rules {
                if !rules.iter().any(|known| same(known, rule)) {
                    let from = rule.gathered_from.clone();
                    rules.push(PolicyRule {
                        gathered_from: from.or_else(|| Some(other.name.value.clone())),
                        ..rule.clone()
                    });
                }
            }
        }
    }
    Some(rules)
}

/// Whether two rules hold the same strings in the same order, wherever they are written.
fn same(a: &PolicyRule, b: &PolicyRule) -> bool {
    let equal = |list: fn(&PolicyRule) -> &[Spanned<String>]| {
        let (a, b) = (list(a), list(b));
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.value == b.value)
    };
    equal(|rule| &rule.verbs)
        && equal(|rule| &rule.api_groups)
        && equal(|rule| &rule.resources)
        && equal(|rule| &rule.resource_names)
        && equal(|rule| &rule.non_resource_urls)
}
