//! What counts where the same object is written twice?
//!
//! The last one, as `kubectl apply` would leave it, and that is told. Azure's lists are often pasted with
//! overlaps: an object that says the same again is one object, and nothing is told. An activation of a role
//! is listed beside the assignment it causes and gives that its time.
//!
//! *Source:* spec section 4.1 (PIM); vectors, "Document shapes".

use std::cmp::Ordering;

use crate::azure::guid::Guid;
use crate::azure::letter_case::folded;
use crate::azure::model::{Permission, Restriction, RoleAssignment, Standing};
use crate::azure::pattern::Pattern;
use crate::azure::read::Objects as AzureObjects;
use crate::diagnostic::Diagnostics;
use crate::kind::Kind;
use crate::kubernetes::read::Objects;
use crate::sorted::{self, Sorted};
use crate::source::{Span, Spanned};

/// Keeps the last of objects with the same kind, namespace and name.
pub(super) fn kubernetes(objects: Objects, found: &mut Diagnostics) -> Objects {
    let roles = keep_last(
        objects.roles,
        |role| {
            (
                role.namespace.as_ref().map(|of| of.value.clone()),
                role.name.value.clone(),
            )
        },
        |_, _| false,
        |role| (role.kind(), role.name.span),
        found,
    );
    let bindings = keep_last(
        objects.bindings,
        |of| {
            (
                of.namespace.as_ref().map(|of| of.value.clone()),
                of.name.value.clone(),
            )
        },
        |_, _| false,
        |of| (of.kind(), of.name.span),
        found,
    );
    Objects { roles, bindings }
}

/// The same for the kinds that are defined, by API group: where two groups have a name, kubectl takes the first.
pub(super) fn kinds(kinds: Vec<Spanned<Kind>>, found: &mut Diagnostics) -> Vec<Kind> {
    // most documents define none
    if kinds.is_empty() {
        return Vec::new();
    }
    defined(kinds, found)
}

#[inline(never)]
fn defined(kinds: Vec<Spanned<Kind>>, found: &mut Diagnostics) -> Vec<Kind> {
    let mut kinds = keep_last(
        kinds,
        |of| (of.value.group.clone(), of.value.resource.clone()),
        |one, other| one.value == other.value,
        |of| ("CustomResourceDefinition", of.span),
        found,
    );
    sorted::sort_by_key(&mut kinds, |of| of.value.group.clone());
    kinds.into_iter().map(|of| of.value).collect()
}

/// The same for documents of Azure. One cluster is asked about: the last one.
pub(super) fn azure(objects: AzureObjects, found: &mut Diagnostics) -> AzureObjects {
    let AzureObjects {
        clusters,
        definitions,
        assignments,
        denies,
        groups,
        people,
    } = objects;
    AzureObjects {
        clusters: keep_last(
            clusters,
            |_| (),
            |one, other| {
                one.id.value.folded() == other.id.value.folded()
                    && one.entra.is_some() == other.entra.is_some()
            },
            |of| ("cluster", of.id.span),
            found,
        ),
        definitions: keep_last(
            definitions,
            |of| of.id,
            |one, other| texts(&one.permissions) == texts(&other.permissions),
            |of| ("role definition", of.name.span),
            found,
        ),
        assignments: keep_last(
            with_activations(assignments),
            assignment_key,
            |one, other| {
                one.standing == other.standing
                    && written(one.condition.as_ref()) == written(other.condition.as_ref())
            },
            |of| ("role assignment", of.name.span),
            found,
        ),
        denies,
        groups,
        people,
    }
}

/// Keeps, of objects with the same key, the first of those that say the same as the last.
fn keep_last<T, K: Ord>(
    mut objects: Vec<T>,
    key: impl Fn(&T) -> K,
    same: impl Fn(&T, &T) -> bool,
    place: impl Fn(&T) -> (&'static str, Span),
    found: &mut Diagnostics,
) -> Vec<T> {
    let keys: Vec<K> = objects.iter().map(key).collect();
    let at = |position: usize| objects.get(position);
    let is_kept = kept(
        objects.len(),
        &|one, other| keys.get(one).cmp(&keys.get(other)),
        &|one, other| {
            at(one)
                .zip(at(other))
                .is_none_or(|(one, other)| same(one, other))
        },
        &mut |position| {
            if let Some((kind, span)) = at(position).map(&place) {
                let told = format!("this {kind} is written again further on; the last one counts");
                found.warning(span, told);
            }
        },
    );
    let mut is_kept = is_kept.into_iter();
    objects.retain(|_| is_kept.next().unwrap_or_default());
    objects
}

/// Which of so many objects are kept, by how their keys compare and whether two say the same; those that say
/// something else than a later one are told. Compiled once for all kinds.
fn kept(
    count: usize,
    compare: &dyn Fn(usize, usize) -> Ordering,
    same: &dyn Fn(usize, usize) -> bool,
    tell: &mut dyn FnMut(usize),
) -> Vec<bool> {
    let mut is_kept = vec![true; count];
    // Those with one key stand together, in the order written; this one of them counts so far.
    let mut counting: Option<usize> = None;
    for index in sorted::order(count, compare) {
        let before = counting.filter(|at| compare(*at, index).is_eq());
        let replaced = match before {
            Some(before) if same(before, index) => index,
            before => {
                counting = Some(index);
                let Some(before) = before else { continue };
                tell(before);
                before
            }
        };
        if let Some(mark) = is_kept.get_mut(replaced) {
            *mark = false;
        }
    }
    is_kept
}

type AssignmentKey = (String, String, Guid, Guid);

fn assignment_key(of: &RoleAssignment) -> AssignmentKey {
    let scope = of.scope.value.folded().to_owned();
    (folded(&of.name.value), scope, of.principal.id, of.role.id)
}

/// Gives an assignment the time of the activation that caused it, and takes the activation for an
/// assignment of its own only where that is not listed.
fn with_activations(assignments: Vec<RoleAssignment>) -> Vec<RoleAssignment> {
    let is_activation = |of: &RoleAssignment| matches!(of.standing, Standing::Active { .. });
    let activations = assignments.iter().filter(|of| is_activation(of));
    let times: Sorted<AssignmentKey, Standing> = activations
        .map(|of| (assignment_key(of), of.standing.clone()))
        .collect();
    if times.pairs().is_empty() {
        return assignments;
    }
    let listed = assignments
        .iter()
        .filter(|of| of.standing == Standing::Permanent);
    let listed: Vec<AssignmentKey> = sorted::set(listed.map(assignment_key));
    let is_listed = |of: &RoleAssignment| listed.binary_search(&assignment_key(of)).is_ok();
    let caused = |of: &RoleAssignment| is_activation(of) && is_listed(of);
    let mut kept = Vec::new();
    for mut assignment in assignments {
        if caused(&assignment) {
            continue;
        }
        if assignment.standing == Standing::Permanent
            && let Some(standing) = times.last(&assignment_key(&assignment))
        {
            assignment.standing = standing.clone();
        }
        kept.push(assignment);
    }
    kept
}

fn written(restriction: Option<&Restriction>) -> Option<&str> {
    restriction.map(|of| of.written.value.as_str())
}

/// What blocks of permissions say, without where.
fn texts(blocks: &[Permission]) -> Vec<(Vec<&str>, Option<&str>)> {
    blocks
        .iter()
        .map(|block| {
            let lists = [
                &block.actions,
                &block.not_actions,
                &block.data_actions,
                &block.not_data_actions,
            ];
            let mut texts = Vec::new();
            for list in lists {
                texts.extend(list.iter().map(|of: &Pattern| of.written.value.as_str()));
                // Where one list ends and the next begins is part of what is said.
                texts.push("");
            }
            (texts, written(block.condition.as_ref()))
        })
        .collect()
}
