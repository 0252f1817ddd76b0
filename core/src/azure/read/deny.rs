//! How is a deny assignment written?
//!
//! REST, the same flat, and PowerShell with one block. What cannot be read is read as widely as possible:
//! a scope becomes everywhere, a principal everyone, a pattern every action, and an exclusion excludes
//! nobody, so that a typing error never opens what was meant to be closed.
//!
//! *Source:* spec sections 4.1, 4.5 and 4.6.

use super::fields::Fields;
use super::parts::{MET, blocks, principal, restriction, scope};
use crate::azure::guid::Guid;
use crate::azure::model::{DenyAssignment, Permission, Principal};
use crate::azure::pattern::Pattern;
use crate::source::Spanned;

#[inline(never)]
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> DenyAssignment {
    let head = fields.head();
    let name = fields.text(&["denyAssignmentName", "name"]);
    let effect = fields.text(&["denyAssignmentEffect"]);
    let is_audit = effect.is_some_and(|of| of.value.eq_ignore_ascii_case("audit"));
    let permissions = permissions(fields);
    let is_system_protected = fields.flag(&["isSystemProtected"]).map(|of| of.value);
    let takes_data = |of: &Permission| !of.data_actions.is_empty();
    if is_system_protected == Some(false) && permissions.iter().any(takes_data) {
        fields.warning(
            head,
            "a deny assignment made by a customer cannot have data actions; Azure itself made this one, or it was changed",
        );
    }
    DenyAssignment {
        name: name.unwrap_or(Spanned {
            value: "(no name)".to_owned(),
            span: head,
        }),
        scope: scope(fields, "until it can be read, this denies everywhere"),
        is_not_inherited: fields
            .flag(&["doNotApplyToChildScopes"])
            .is_some_and(|of| of.value),
        permissions,
        principals: principals(fields),
        excluded: excluded(fields),
        condition: restriction(fields, MET),
        is_audit,
        is_system_protected,
        span: fields.span(),
    }
}

fn permissions(fields: &mut Fields<'_, '_, '_>) -> Vec<Permission> {
    let head = fields.head();
    let mut permissions = Vec::new();
    for block in blocks(fields, MET) {
        let mut permission = block.permission;
        if !block.grants_are_whole {
            fields.error(
                head,
                "what a block of this deny assignment denies cannot be read; until it can, it denies every action",
            );
            permission.actions = vec![Pattern::bundled("*")];
            permission.data_actions = vec![Pattern::bundled("*")];
        }
        permissions.push(permission);
    }
    permissions
}

const IDS: [&str; 3] = ["id", "objectId", "principalId"];

fn principals(fields: &mut Fields<'_, '_, '_>) -> Vec<Principal> {
    let head = fields.head();
    let everyone = |span| Principal {
        id: Guid::EVERYONE,
        name: None,
        kind: "SystemDefined".to_owned(),
        span,
    };
    if fields.node(&["principals"]).is_none() {
        fields.error(
            head,
            "`principals` is missing; until it is there, this denies everyone",
        );
        return vec![everyone(head)];
    }
    let items = fields.items(&["principals"]);
    if items.is_empty() {
        fields.warning(
            head,
            "this deny assignment has no principals and denies nobody",
        );
    }
    let mut principals = Vec::new();
    for item in items {
        let read = principal(&mut fields.inside(item), &IDS);
        principals.push(read.unwrap_or_else(|| everyone(item.span)));
    }
    principals
}

fn excluded(fields: &mut Fields<'_, '_, '_>) -> Vec<Principal> {
    let items = fields.items(&["excludePrincipals"]).iter();
    items
        .filter_map(|item| principal(&mut fields.inside(item), &IDS))
        .collect()
}
