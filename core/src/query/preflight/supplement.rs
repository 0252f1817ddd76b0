//! What is the least that would supply what is missing?
//!
//! Of the known built-in roles that give everything missing, the one that gives the fewest other actions,
//! counted over every action that any known role definition or table spells out; of equals the one with fewer
//! stars, then fewer entries. Beside it stands a custom role that says exactly what is missing, in the shape
//! that `az role definition create` takes.
//!
//! *Invariants.* A role is proposed only if an assignment of it, decided by
//! `AccessControl::check` beside the same deny assignments, gives everything missing.

use serde::Serialize;

use super::custom_role::CustomRole;
use super::decide::Asked;
use super::table::{self, Purpose};
use super::{Outcome, PermissionCheck};
use crate::azure::access::AccessControl;
use crate::azure::block::{covers, lists};
use crate::azure::explain::References;
use crate::azure::guid::Guid;
use crate::azure::model::{Principal, RoleAssignment, RoleDefinition, RoleReference, Standing};
use crate::azure::query::{Access, Plane, Query};
use crate::azure::scope::Scope;
use crate::azure::trace::RoleDefinitionRef;
use crate::chain::Authorizer;
use crate::sorted;
use crate::source::{Span, Spanned};

/// What would supply what is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Supplement {
    /// The actions that are missing, each once.
    pub missing: Vec<String>,
    /// The smallest known built-in role that gives them all; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleProposal>,
    /// A custom role that gives exactly these.
    pub custom: CustomRole,
}

/// A role that would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleProposal {
    /// The role.
    pub role: RoleDefinitionRef,
    /// How many other known actions it gives.
    pub extra: usize,
    /// How many known actions there are.
    pub of: usize,
}

/// An action on its plane, in lower case.
type Known = Vec<(bool, String)>;

/// What would supply what is missing; `None` where nothing is.
pub(super) fn supplement(
    authorizer: &Authorizer,
    permissions: &[PermissionCheck],
    me: &[Guid],
    purpose: Purpose,
) -> Option<Supplement> {
    let is_missing =
        |of: &&PermissionCheck| matches!(of.outcome, Outcome::Missing | Outcome::Partly);
    let missing = permissions.iter().filter(is_missing);
    let missing: Vec<&PermissionCheck> = sorted::firsts(missing, |of| &of.action);
    if missing.is_empty() {
        return None;
    }
    let of_plane = |plane| {
        let actions = missing.iter().filter(move |of| of.plane == plane);
        actions.map(|of| of.action.clone()).collect()
    };
    Some(Supplement {
        missing: missing.iter().map(|of| of.action.clone()).collect(),
        role: smallest(authorizer, &missing, me),
        custom: CustomRole {
            name: format!("AKS {} supplement", purpose.word()),
            is_custom: true,
            description: format!("{}: what was missing", purpose.title()),
            actions: of_plane(Plane::Actions),
            not_actions: Vec::new(),
            data_actions: of_plane(Plane::DataActions),
            not_data_actions: Vec::new(),
            assignable_scopes: places(&missing).into_iter().map(str::to_owned).collect(),
        },
    })
}

/// The built-in role that gives all and the least beside.
fn smallest(
    authorizer: &Authorizer,
    missing: &[&PermissionCheck],
    me: &[Guid],
) -> Option<RoleProposal> {
    let control = &authorizer.azure.access;
    let roles = authorizer.azure.roles();
    let known = known(&roles);
    let candidates = roles.iter().filter(|role| !role.is_custom);
    let candidates = candidates.filter(|role| supplies(role, control, missing, me, authorizer));
    let needed = missing
        .iter()
        .map(|of| (is_data(of.plane), of.action.to_ascii_lowercase()));
    let needed: Known = sorted::set(needed);
    let extra = |role: &RoleDefinition| {
        let others = known.iter().filter(|of| needed.binary_search(of).is_err());
        others
            .filter(|(data, action)| gives(role, action, *data))
            .count()
    };
    let sized = candidates.map(|role| (role, extra(role)));
    let (role, extra) = sized.min_by_key(|(role, extra)| (*extra, breadth(role)))?;
    let references = References {
        azure: &authorizer.azure,
        sources: &authorizer.sources,
    };
    Some(RoleProposal {
        role: references.definition(role),
        extra,
        of: known.len(),
    })
}

/// Whether an assignment of a role would give everything missing, the deny assignments as they are.
fn supplies(
    role: &RoleDefinition,
    control: &AccessControl,
    missing: &[&PermissionCheck],
    me: &[Guid],
    authorizer: &Authorizer,
) -> bool {
    let Some(own) = me.first() else {
        return false;
    };
    // Looked at before anything is put together: most roles name none of them.
    let names_all = missing
        .iter()
        .all(|of| gives(role, &of.action.to_ascii_lowercase(), is_data(of.plane)));
    let gives_at = |place: &str| {
        let Ok(scope) = Scope::parse(place) else {
            return false;
        };
        let assumed = AccessControl::new(
            vec![role.clone()],
            vec![assignment(role, *own, &scope)],
            control.denies.clone(),
            control.management_groups.clone(),
        );
        let asked = Asked {
            control: &assumed,
            me,
            resource: scope.folded(),
            at: authorizer.at(),
        };
        let mut here = missing.iter().filter(|of| of.scope == place);
        here.all(|of| {
            let (access, exceptions) = asked.holds(&of.action, of.plane);
            access == Access::Allowed && exceptions.is_empty()
        })
    };
    names_all && places(missing).into_iter().all(gives_at)
}

/// An assignment that nobody wrote.
fn assignment(role: &RoleDefinition, to: Guid, scope: &Scope) -> RoleAssignment {
    let nowhere = |value| Spanned {
        value,
        span: Span::BUNDLED,
    };
    RoleAssignment {
        name: nowhere(String::new()),
        id: String::new(),
        scope: Spanned {
            value: scope.clone(),
            span: Span::BUNDLED,
        },
        role: RoleReference {
            id: role.id,
            name: None,
            span: Span::BUNDLED,
        },
        principal: Principal {
            id: to,
            name: None,
            kind: String::new(),
            span: Span::BUNDLED,
        },
        condition: None,
        standing: Standing::Permanent,
        span: Span::BUNDLED,
    }
}

/// Every place that a missing permission names, each once.
fn places<'c>(missing: &[&'c PermissionCheck]) -> Vec<&'c str> {
    let mut places: Vec<&str> = Vec::new();
    for of in missing {
        if !places.contains(&of.scope.as_str()) {
            places.push(&of.scope);
        }
    }
    places
}

/// Whether a role names an action and does not take it away.
fn gives(role: &RoleDefinition, action: &str, is_data: bool) -> bool {
    let query = Query {
        me: &[],
        action: action.as_bytes(),
        written: "",
        plane: plane(is_data),
        resource: b"",
        attributes: &[],
        at: None,
    };
    role.permissions
        .iter()
        .any(|block| covers(block, &query).is_some())
}

/// Every action that a known role definition or a table spells out.
fn known(roles: &[RoleDefinition]) -> Known {
    let blocks = roles.iter().flat_map(|role| &role.permissions);
    let mut known = Known::new();
    for block in blocks {
        for is_data in [false, true] {
            let (named, excepted) = lists(block, plane(is_data));
            let plain = named.iter().chain(excepted).filter(|of| !of.is_wild());
            known.extend(plain.map(|of| (is_data, of.written.value.to_ascii_lowercase())));
        }
    }
    for purpose in Purpose::ALL {
        let permissions = table::permissions(purpose).into_iter();
        let plain = permissions.filter(|of| !of.action.contains('*'));
        known.extend(plain.map(|of| (is_data(of.plane), of.action.to_ascii_lowercase())));
    }
    sorted::set(known)
}

/// Stars, then entries: of two roles that give as many known actions, the one with fewer is the smaller.
fn breadth(role: &RoleDefinition) -> (usize, usize) {
    let entries = role
        .permissions
        .iter()
        .flat_map(|of| of.actions.iter().chain(&of.data_actions));
    (
        entries.clone().filter(|of| of.is_wild()).count(),
        entries.count(),
    )
}

fn is_data(plane: Plane) -> bool {
    plane == Plane::DataActions
}

fn plane(is_data: bool) -> Plane {
    if is_data {
        Plane::DataActions
    } else {
        Plane::Actions
    }
}
