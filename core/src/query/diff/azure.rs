//! Which assignments of Azure does one policy have and the other not?
//!
//! Two role assignments are the same if they give the same principal the same permissions at the same scope,
//! under the same condition and at the same times, whatever they are called; so are two deny assignments, of which
//! those that only watch play no part.

use std::fmt::Write;

use super::{Change, Direction};
use crate::azure::explain::References;
use crate::azure::model::{DenyAssignment, Permission, RoleAssignment, Standing};
use crate::azure::pattern::Pattern;
use crate::chain::Authorizer;
use crate::sorted;

/// What the first has and the second has not. A deny assignment that goes is something gained.
pub(super) fn changed(
    direction: Direction,
    having: &Authorizer,
    other: &Authorizer,
) -> Vec<Change> {
    let references = References {
        azure: &having.azure,
        sources: &having.sources,
    };
    let known = sorted::set(assignments(other).map(|(_, key)| key));
    let mut changes = Vec::new();
    for (of, key) in assignments(having) {
        if known.binary_search(&key).is_ok() {
            continue;
        }
        let principal = references.principal(of.principal.id);
        let role = having
            .azure
            .access
            .definitions
            .iter()
            .find(|role| role.id == of.role.id);
        let name = role
            .map(|role| role.name.value.clone())
            .filter(|name| !name.is_empty());
        let who = who(principal.name, principal.id);
        let what = name
            .or_else(|| of.role.name.clone())
            .unwrap_or_else(|| of.role.id.to_string());
        let place = format!("on {}", of.scope.value.text);
        // what is eligible is held by nobody until it is activated
        let has = match (direction, &of.standing) {
            (Direction::Gained, Standing::Eligible) => "may activate",
            (Direction::Lost, Standing::Eligible) => "may no longer activate",
            (Direction::Gained, _) => "has",
            (Direction::Lost, _) => "no longer has",
        };
        changes.push(Change {
            direction,
            words: format!("{who} {has} {what} {place}"),
            who,
            what,
            place,
            through: format!("role assignment {}", of.name.value),
            location: having.sources.location(of.name.span),
        });
    }
    // What stands in the way is told the other way round: it is lost where a deny assignment comes.
    let known = sorted::set(having.azure.access.denies.iter().map(deny_key));
    for of in &other.azure.access.denies {
        // one that only watches stops nobody
        if of.is_audit || known.binary_search(&deny_key(of)).is_ok() {
            continue;
        }
        let references = References {
            azure: &other.azure,
            sources: &other.sources,
        };
        let names = of
            .principals
            .iter()
            .map(|of| references.principal(of.id))
            .map(|of| who(of.name, of.id));
        let scope = of.scope.as_ref().map_or("/", |of| of.value.text.as_str());
        let who = names.collect::<Vec<_>>().join(", ");
        let what = format!("what {} denies", of.name.value);
        let place = format!("on {scope}");
        let stops = match direction {
            Direction::Gained => "no longer stops",
            Direction::Lost => "stops",
        };
        changes.push(Change {
            direction,
            words: format!("deny assignment {} {stops} {who} {place}", of.name.value),
            who,
            what,
            place,
            through: format!("deny assignment {}", of.name.value),
            location: other.sources.location(of.name.span),
        });
    }
    changes
}

fn who(name: Option<String>, id: String) -> String {
    match name {
        Some(name) => format!("{name} ({id})"),
        None => id,
    }
}

/// Every assignment that may count, with what makes it the same as another.
fn assignments(of: &Authorizer) -> impl Iterator<Item = (&RoleAssignment, String)> {
    let access = &of.azure.access;
    let resolved = access.assignments.iter().zip(&access.resolved);
    resolved.map(|(assignment, role)| {
        let role = role.and_then(|at| access.definitions.get(at as usize));
        let condition = assignment
            .condition
            .as_ref()
            .map_or("", |of| of.written.value.as_str());
        let standing = match &assignment.standing {
            Standing::Permanent => "",
            Standing::Active { .. } => "active",
            Standing::Eligible => "eligible",
        };
        let permissions = role.map_or_else(
            || assignment.role.id.to_string(),
            |role| permissions(&role.permissions),
        );
        let key = format!(
            "{}\n{}\n{condition}\n{standing}\n{:?}\n{permissions}",
            assignment.principal.id,
            assignment.scope.value.folded(),
            match &assignment.standing {
                Standing::Active { from, until } => Some((from, until)),
                _ => None,
            },
        );
        (assignment, key)
    })
}

fn deny_key(of: &DenyAssignment) -> String {
    let ids = |principals: &[crate::azure::model::Principal]| {
        let mut ids: Vec<String> = principals.iter().map(|of| of.id.to_string()).collect();
        sorted::sort(&mut ids);
        ids.join(" ")
    };
    format!(
        "{}\n{}\n{}\n{}\n{}\n{}",
        of.scope.as_ref().map_or("", |of| of.value.folded()),
        of.is_not_inherited,
        of.is_audit,
        ids(&of.principals),
        ids(&of.excluded),
        permissions(&of.permissions),
    )
}

/// Blocks of permissions as a text that is the same for the same.
fn permissions(blocks: &[Permission]) -> String {
    let mut text = String::new();
    for block in blocks {
        let lists = [
            &block.actions,
            &block.not_actions,
            &block.data_actions,
            &block.not_data_actions,
        ];
        for patterns in lists {
            let mut names: Vec<String> = patterns.iter().map(name).collect();
            sorted::sort(&mut names);
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{}", names.join(" "));
        }
        let condition = block
            .condition
            .as_ref()
            .map_or("", |of| of.written.value.as_str());
        let _ = writeln!(text, "{condition}");
    }
    text
}

fn name(of: &Pattern) -> String {
    String::from_utf8_lossy(of.folded()).into_owned()
}
