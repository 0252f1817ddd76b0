//! How is a role assignment written?
//!
//! The list of the CLI, REST, PowerShell, and the schedule instances of Privileged Identity Management: one
//! that is eligible grants nothing until it is activated, and an activation is in force for its time.
//!
//! *Source:* spec sections 4.1 (PIM) and 4.6.

use super::fields::Fields;
use super::parts::{NOT_MET, principal, restriction, scope};
use crate::azure::guid::Guid;
use crate::azure::model::{RoleAssignment, RoleReference, Standing};
use crate::azure::time::Instant;
use crate::source::Spanned;

#[inline(never)]
pub(super) fn read(fields: &mut Fields<'_, '_, '_>) -> Option<RoleAssignment> {
    let role = role(fields);
    let scope = scope(fields, "the assignment is left out");
    let principal = principal(fields, &["principalId", "objectId"]);
    let standing = standing(fields);
    let (role, scope, principal, standing) = (role?, scope?, principal?, standing?);
    let id = fields.text(&["id", "roleAssignmentId"]);
    let head = fields.head();
    let name = fields.text(&["name", "roleAssignmentName"]);
    let name = name.or_else(|| {
        let id = id.as_ref()?;
        Some(Spanned {
            value: id.value.rsplit('/').next()?.to_owned(),
            span: id.span,
        })
    });
    Some(RoleAssignment {
        name: name.unwrap_or(Spanned {
            value: String::new(),
            span: head,
        }),
        id: id.map(|of| of.value).unwrap_or_default(),
        scope,
        role,
        principal,
        condition: restriction(fields, NOT_MET),
        standing,
        span: fields.span(),
    })
}

/// The reference to the role: the id, which ends in the GUID.
fn role(fields: &mut Fields<'_, '_, '_>) -> Option<RoleReference> {
    let name = fields.text(&["roleDefinitionName"]).map(|of| of.value);
    let Some(id) = fields.text(&["roleDefinitionId"]) else {
        let head = fields.head();
        let named = name.map_or_else(String::new, |of| format!(" `{of}`"));
        let message = format!(
            "this assignment names its role{named} without `roleDefinitionId`; it is left out, since names are not unique"
        );
        fields.error(head, message);
        return None;
    };
    let guid = id
        .value
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .and_then(Guid::parse);
    let Some(guid) = guid else {
        let message = format!(
            "`{}` does not end in the GUID of a role definition",
            id.value
        );
        fields.error(id.span, message);
        return None;
    };
    Some(RoleReference {
        id: guid,
        name,
        span: id.span,
    })
}

/// When it is in force; `None` where a time cannot be read, for then it might last for ever.
fn standing(fields: &mut Fields<'_, '_, '_>) -> Option<Standing> {
    let kind = fields
        .plain("type")
        .unwrap_or_default()
        .to_ascii_lowercase();
    let state = fields
        .plain("state")
        .or_else(|| fields.plain("assignmentType"));
    let is_eligible = kind.contains("/roleeligibility")
        || fields.has("roleEligibilityScheduleId") && !fields.has("roleAssignmentScheduleId")
        || state.is_some_and(|of| of.eq_ignore_ascii_case("eligible"));
    if is_eligible {
        return Some(Standing::Eligible);
    }
    let from = instant(fields, &["startDateTime", "startTime"]);
    let until = instant(fields, &["endDateTime", "endTime", "expirationDateTime"]);
    Some(match (from?, until?) {
        (None, None) => Standing::Permanent,
        (from, until) => Standing::Active { from, until },
    })
}

/// The instant of a key, `Some(None)` where there is none; `None` where there is one that cannot be read.
#[expect(clippy::option_option, reason = "absent and unreadable differ")]
fn instant(fields: &mut Fields<'_, '_, '_>, keys: &[&str]) -> Option<Option<Instant>> {
    let Some(node) = fields.node(keys) else {
        return Some(None);
    };
    let text = node.text().unwrap_or_default();
    if node.text().is_some() && text.trim().is_empty() {
        return Some(None);
    }
    if let Some(instant) = Instant::parse(text) {
        return Some(Some(instant));
    }
    let written = match node.text() {
        Some(text) => format!("`{text}`"),
        None => node.describe().to_owned(),
    };
    let message = format!(
        "{written} is no time; write it as 2026-11-26T09:00:00Z; the assignment is left out"
    );
    fields.error(node.span, message);
    None
}
