//! How are people and groups written?
//!
//! `az ad user show`, `az ad group show`, and a group with its direct members. What
//! `az ad group member list` prints does not name its group, so the group has to be said beside it.
//!
//! *Source:* spec section 4.6; Microsoft Graph, `user` and `group`.

use super::fields::Fields;
use crate::azure::guid::Guid;
use crate::azure::model::{Group, Member};
use crate::source::Spanned;

/// A group with its members.
#[inline(never)]
pub(super) fn membership(fields: &mut Fields<'_, '_, '_>) -> Option<Group> {
    let span = fields.span();
    let node = fields.node(&["group"])?;
    // A group may be said by its id alone.
    let (id, name) = if let Some(text) = node.text() {
        let id = Spanned {
            value: text.to_owned(),
            span: node.span,
        };
        (guid(fields, &id)?, String::new())
    } else {
        let mut group = fields.inside(node);
        (own_id(&mut group)?, name(&mut group))
    };
    let mut members = Vec::new();
    for item in fields.items(&["members"]) {
        members.extend(person(&mut fields.inside(item)));
    }
    Some(Group {
        id,
        name,
        members,
        span,
    })
}

/// A group by itself, whose members are not told.
#[inline(never)]
pub(super) fn group(fields: &mut Fields<'_, '_, '_>) -> Option<Group> {
    Some(Group {
        id: own_id(fields)?,
        name: name(fields),
        members: Vec::new(),
        span: fields.span(),
    })
}

/// A user, a service principal or a group, as a member of a group or by itself.
#[inline(never)]
pub(super) fn person(fields: &mut Fields<'_, '_, '_>) -> Option<Member> {
    Some(Member {
        id: own_id(fields)?,
        name: name(fields),
        user_principal_name: fields
            .text(&["userPrincipalName"])
            .map(|of| of.value)
            .unwrap_or_default(),
        span: fields.span(),
    })
}

fn own_id(fields: &mut Fields<'_, '_, '_>) -> Option<Guid> {
    let Some(id) = fields.text(&["id", "objectId"]) else {
        let head = fields.head();
        fields.error(head, "`id` is missing: nobody is named");
        return None;
    };
    guid(fields, &id)
}

fn guid(fields: &mut Fields<'_, '_, '_>, id: &Spanned<String>) -> Option<Guid> {
    let guid = Guid::parse(&id.value);
    if guid.is_none() {
        let message = format!(
            "`{}` is no object id; Entra names everyone by a GUID",
            id.value
        );
        fields.error(id.span, message);
    }
    guid
}

fn name(fields: &mut Fields<'_, '_, '_>) -> String {
    let name = fields.text(&["displayName", "name"]);
    name.map(|of| of.value).unwrap_or_default()
}
