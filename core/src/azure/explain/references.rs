//! How are assignments, roles and principals named in a trace?
//!
//! By what was written, with its place, and by the names that documents give; ids always.

use crate::azure::authorizer::Authorizer;
use crate::azure::block::{first_match, lists};
use crate::azure::guid::Guid;
use crate::azure::model::{Permission, RoleAssignment, RoleDefinition};
use crate::azure::query::Query;
use crate::azure::trace::{AssignmentRef, PermissionRef, PrincipalRef, RoleDefinitionRef};
use crate::source::{Sources, Span, Spanned};

/// What names are looked up in.
#[derive(Clone, Copy)]
pub(crate) struct References<'a> {
    pub(crate) azure: &'a Authorizer,
    pub(crate) sources: &'a Sources,
}

impl References<'_> {
    pub(crate) fn principal(self, id: Guid) -> PrincipalRef {
        let directory = &self.azure.directory;
        let name = directory.sign_in(id).or_else(|| directory.name(id));
        PrincipalRef {
            id: id.to_string(),
            name: name.map(str::to_owned),
        }
    }

    pub(crate) fn assignment(self, of: &RoleAssignment) -> AssignmentRef {
        AssignmentRef {
            name: of.name.value.clone(),
            scope: of.scope.value.text.clone(),
            location: self.sources.location(of.name.span),
        }
    }

    pub(super) fn deny(self, name: &Spanned<String>, scope: Option<&str>) -> AssignmentRef {
        AssignmentRef {
            name: name.value.clone(),
            scope: scope.unwrap_or_default().to_owned(),
            location: self.sources.location(name.span),
        }
    }

    pub(super) fn role(
        self,
        assignment: &RoleAssignment,
        role: Option<&RoleDefinition>,
    ) -> RoleDefinitionRef {
        let said = assignment.role.name.clone().unwrap_or_default();
        RoleDefinitionRef {
            id: assignment.role.id.to_string(),
            name: role
                .map(|of| of.name.value.clone())
                .filter(|of| !of.is_empty())
                .unwrap_or(said),
            is_known: role.is_some(),
            is_custom: role.is_some_and(|of| of.is_custom),
            location: role.and_then(|of| self.sources.location(of.name.span)),
        }
    }

    /// A role by its definition alone.
    pub(crate) fn definition(self, role: &RoleDefinition) -> RoleDefinitionRef {
        RoleDefinitionRef {
            id: role.id.to_string(),
            name: role.name.value.clone(),
            is_known: true,
            is_custom: role.is_custom,
            location: self.sources.location(role.name.span),
        }
    }

    /// The entry of a block that names the action of a query.
    pub(crate) fn permission(
        self,
        blocks: &[Permission],
        at: usize,
        query: &Query<'_>,
    ) -> Option<PermissionRef> {
        let block = blocks.get(at)?;
        let (entries, _) = lists(block, query.plane);
        let pattern = first_match(entries, query)?;
        Some(PermissionRef {
            number: at + 1,
            of: blocks.len(),
            list: query.plane,
            pattern: pattern.written.value.clone(),
            location: self.place(pattern.written.span),
        })
    }

    pub(super) fn place(self, span: Span) -> Option<crate::source::Location> {
        self.sources.location(span)
    }
}
