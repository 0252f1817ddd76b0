//! Does an identity hold one permission?
//!
//! A plain action is asked as it is. One that ends in a star stands for all that begin so: it is asked as it is
//! written, which only a star at least as wide names, and then everything below it that an exception of a role
//! or a deny assignment names is asked as well, so that a role that takes something away is not taken for one
//! that gives all.
//!
//! *Invariants.* `AccessControl::check` decides each action that is asked.

use super::table::Permission;
use super::{Outcome, PermissionCheck};
use crate::azure::access::AccessControl;
use crate::azure::block::lists;
use crate::azure::explain::{References, Settled, settled};
use crate::azure::guid::Guid;
use crate::azure::model;
use crate::azure::pattern::glob;
use crate::azure::query::{Access, Plane, Query};
use crate::azure::scope::Scope;
use crate::azure::time::Instant;

/// An identity at a place.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) control: &'a AccessControl,
    pub(super) me: &'a [Guid],
    /// In lower case.
    pub(super) resource: &'a str,
    pub(super) at: Option<Instant>,
}

impl<'a> Asked<'a> {
    fn query<'q>(&self, action: &'q str, plane: Plane) -> Query<'q>
    where
        'a: 'q,
    {
        Query {
            me: self.me,
            action: action.as_bytes(),
            written: action,
            plane,
            resource: self.resource.as_bytes(),
            attributes: &[],
            at: self.at,
        }
    }

    /// Whether an action is held, and of many those that are not.
    pub(super) fn holds(&self, action: &str, plane: Plane) -> (Access, Vec<String>) {
        let action = action.to_ascii_lowercase();
        let access = self.control.check(&self.query(&action, plane), &mut ());
        if access != Access::Allowed {
            return (access, Vec::new());
        }
        (access, self.exceptions(&action, plane))
    }

    /// The actions below one with a star that are not held, although the star is.
    fn exceptions(&self, action: &str, plane: Plane) -> Vec<String> {
        let Some(beginning) = action.strip_suffix('*') else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for block in self.blocks() {
            let (named, excepted) = match block {
                Block::Role(of) => (&[][..], lists(of, plane).1),
                Block::Deny(of) => (lists(of, plane).0, &[][..]),
            };
            for pattern in named.iter().chain(excepted) {
                let Some(instance) = instance(&pattern.written.value, beginning) else {
                    continue;
                };
                if self.control.check(&self.query(&instance, plane), &mut ()) != Access::Allowed
                    && !found.contains(&pattern.written.value)
                {
                    found.push(pattern.written.value.clone());
                }
            }
        }
        found
    }

    /// The blocks of the roles this identity is assigned, and of every deny assignment.
    fn blocks(&self) -> impl Iterator<Item = Block<'a>> {
        let control = self.control;
        let me = self.me;
        let positions = (0u32..).zip(&control.assignments);
        let mine = positions.filter(|(_, of)| me.contains(&of.principal.id));
        let roles = mine.filter_map(|(position, _)| control.role(position));
        let of_roles = roles.flat_map(|role| role.permissions.iter().map(Block::Role));
        let denies = control.denies.iter().flat_map(|of| &of.permissions);
        of_roles.chain(denies.map(Block::Deny))
    }

    /// The same for a permission of a table, with what gave the answer.
    pub(super) fn explain(
        &self,
        permission: &Permission,
        place: &Scope,
        references: &References<'_>,
    ) -> PermissionCheck {
        let folded = permission.action.to_ascii_lowercase();
        let query = Query {
            written: permission.action,
            ..self.query(&folded, permission.plane)
        };
        let Settled {
            access,
            grounds,
            denials,
        } = settled(references, &query);
        let (_, exceptions) = self.holds(permission.action, permission.plane);
        let outcome = match access {
            Access::Allowed if exceptions.is_empty() => Outcome::Held,
            Access::Allowed => Outcome::Partly,
            Access::Denied => Outcome::Denied,
            Access::NotAllowed => Outcome::Missing,
        };
        PermissionCheck {
            action: permission.action.to_owned(),
            plane: permission.plane,
            scope: place.text.clone(),
            reason: permission.reason,
            needed_if: permission.needed_if,
            outcome,
            grounds,
            denials,
            exceptions,
            source: permission.source,
            standing: permission.standing,
        }
    }
}

enum Block<'a> {
    Role(&'a model::Permission),
    Deny(&'a model::Permission),
}

/// An action that a pattern names and that begins with a text; `None` where there is none. Stars stand for a
/// word that no action has.
fn instance(pattern: &str, beginning: &str) -> Option<String> {
    const ANY: &str = "any";
    let pattern = pattern.to_ascii_lowercase();
    let plain = pattern.replace('*', ANY);
    if plain.starts_with(beginning) && plain.len() > beginning.len() {
        return Some(plain);
    }
    let (_, tail) = pattern.split_once('*')?;
    let tail = tail.replace('*', ANY);
    // `…/clusters/` and `/clusters/delete` share what they can, as an action that exists would.
    let shared = (1..tail.len()).rev().find(|length| {
        tail.get(..*length)
            .is_some_and(|head| beginning.ends_with(head))
    });
    let rest = shared.and_then(|length| tail.get(length..));
    let instance = match rest {
        Some(rest) => format!("{beginning}{rest}"),
        None => format!("{beginning}{ANY}{tail}"),
    };
    glob(pattern.as_bytes(), instance.as_bytes()).then_some(instance)
}

#[cfg(test)]
mod tests {
    use super::instance;

    #[test]
    fn an_exception_below_a_star_is_asked_as_one_action() {
        let below = |pattern| instance(pattern, "p/clusters/");
        assert_eq!(
            below("P/clusters/Delete").as_deref(),
            Some("p/clusters/delete")
        );
        assert_eq!(below("*/delete").as_deref(), Some("p/clusters/delete"));
        assert_eq!(below("*/clusters/x").as_deref(), Some("p/clusters/x"));
        assert_eq!(below("*delete").as_deref(), Some("p/clusters/anydelete"));
        assert_eq!(below("p/*").as_deref(), Some("p/clusters/any"));
        assert_eq!(below("p/clusters/*/x").as_deref(), Some("p/clusters/any/x"));
        assert_eq!(below("p/other/*"), None);
        assert_eq!(below("p/clusters/"), None);
        assert_eq!(below(""), None);
    }
}
