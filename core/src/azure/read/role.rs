//! How is a role definition written?
//!
//! `az role definition list`, REST and PowerShell, and the file that `az role definition create` takes,
//! which may have no GUID yet. What a block takes away must be read whole, or the block would grant more
//! than was written; such a block is left out.

use super::fields::Fields;
use super::parts::{NOT_MET, blocks};
use crate::azure::guid::Guid;
use crate::azure::model::RoleDefinition;
use crate::source::Spanned;

#[inline(never)]
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Option<RoleDefinition> {
    let id = fields
        .node(&["name"])
        .and_then(|node| Guid::parse(node.text()?));
    let id = id.or_else(|| {
        let id = fields.node(&["id", "roleDefinitionId"])?.text()?;
        Guid::parse(id.rsplit('/').next()?)
    });
    let name = fields
        .text(&["roleName"])
        .or_else(|| fields.text(&["name"]));
    let head = fields.head();
    let name = name.unwrap_or(Spanned {
        value: String::new(),
        span: head,
    });
    let Some(id) = id else {
        fields.info("this role definition has no GUID yet, so no assignment can refer to it; it is left out");
        return None;
    };
    let kind = fields.text(&["roleType", "type"]).map(|of| of.value);
    let custom = fields.flag(&["isCustom"]).map(|of| of.value);
    let mut permissions = Vec::new();
    for block in blocks(fields, NOT_MET) {
        if block.exceptions_are_whole {
            permissions.push(block.permission);
        } else {
            fields.error(
                head,
                "what a block of this role takes away cannot be read, so the block grants nothing",
            );
        }
    }
    let scopes = fields.items(&["assignableScopes"]).iter();
    Some(RoleDefinition {
        id,
        is_custom: custom
            .unwrap_or_else(|| kind.is_none_or(|of| !of.eq_ignore_ascii_case("BuiltInRole"))),
        name,
        permissions,
        assignable_scopes: scopes
            .filter_map(|of| of.text().map(str::to_owned))
            .collect(),
        span: fields.span(),
    })
}
