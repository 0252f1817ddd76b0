//! What keeps an assignment from granting, as a sentence?
//!
//! Each sentence says what is written and what would have to differ, so that it can be acted on.

use super::{naming, other_platform};
use crate::azure::AttributeValue;
use crate::azure::block;
use crate::azure::explain::references::References;
use crate::azure::explain::words as parts;
use crate::azure::model::{Restriction, RoleAssignment, RoleDefinition, Standing};
use crate::azure::query::{Plane, Query};
use crate::azure::scope::Scope;
use crate::azure::trace::AzureFacet;
use crate::source::{Location, Span};

/// One difference as a sentence.
pub(super) fn words(
    facet: AzureFacet,
    references: &References<'_>,
    assignment: &RoleAssignment,
    role: Option<&RoleDefinition>,
    query: &Query<'_>,
) -> String {
    let named = role.map_or_else(
        || assignment.role.name.clone().unwrap_or_default(),
        |of| of.name.value.clone(),
    );
    let action = query.written;
    let (kind, exceptions) = match query.plane {
        Plane::Actions => ("action", "notActions"),
        Plane::DataActions => ("data action", "notDataActions"),
    };
    match facet {
        AzureFacet::Off => {
            "It counts for nothing until Azure RBAC is turned on: `az aks update --enable-azure-rbac`.".to_owned()
        }
        AzureFacet::Principal => principal(references, assignment, query),
        AzureFacet::Standing => standing(&assignment.standing),
        AzureFacet::Scope => scope(references, &assignment.scope.value, query),
        AzureFacet::Role => format!(
            "The definition of its role {} is not among the documents, so it grants nothing; `az role definition list` prints it.",
            if named.is_empty() { assignment.role.id.to_string() } else { named }
        ),
        AzureFacet::Platform => {
            let other = role.and_then(|role| other_platform(role, query));
            let other = other.map_or("another platform", |of| of.name());
            format!("Its role is for {other}: its data actions begin otherwise, and this cluster asks for {action}.")
        }
        AzureFacet::OtherPlane => match query.plane {
            Plane::DataActions => "Its role has no data actions: it manages the cluster as a resource of Azure and says nothing about what is inside it.".to_owned(),
            Plane::Actions => "Its role has data actions only: it says what may be done inside the cluster and nothing about the cluster as a resource of Azure.".to_owned(),
        },
        AzureFacet::Action => lacking(query, None),
        AzureFacet::NotActions => {
            let excepted = role.and_then(|role| excepted(role, query));
            let excepted = excepted.map_or("", |of| of.written.value.as_str());
            format!("Its role has this {kind} and takes it away again with {excepted} in {exceptions}; another role could still give it.")
        }
        AzureFacet::Condition => condition(assignment, role, query),
    }
}

/// What a role lacks, and the least role that has it, where one is known.
pub(super) fn lacking(query: &Query<'_>, least: Option<&str>) -> String {
    let action = query.written;
    let mut attributes = query.attributes.iter();
    let custom = attributes.find(|of| of.name.ends_with(":kind"));
    if let Some(AttributeValue::Text(resource)) = custom.map(|of| of.value) {
        return format!(
            "To Azure {resource} is a custom resource, and its role does not have the data action {action}; RBAC Admin has it, or a custom role, which a condition may limit to one kind."
        );
    }
    let kind = match query.plane {
        Plane::Actions => "action",
        Plane::DataActions => "data action",
    };
    match least {
        Some(role) => format!("Its role does not have the {kind} {action}; {role} has it."),
        None => format!("Its role does not have the {kind} {action}."),
    }
}

/// The least built-in role that has an action: of those that hand out a kubeconfig the one made for it, of
/// data actions the first in the order of their power, in which the built-in ones are kept.
pub(super) fn least_role<'r>(references: &References<'r>, query: &Query<'_>) -> Option<&'r str> {
    if query.plane == Plane::Actions {
        let mut files = FILES.iter();
        let file = files.find(|(end, _)| query.action.ends_with(end.as_bytes()));
        return file.map(|(_, role)| *role);
    }
    let roles = references.azure.access.definitions.iter();
    let mut built_in = roles.filter(|of| !of.is_custom);
    let has = |of: &&RoleDefinition| {
        let mut blocks = of.permissions.iter();
        blocks.any(|block| block.condition.is_none() && block::covers(block, query).is_some())
    };
    built_in.find(has).map(|of| of.name.value.as_str())
}

/// The actions that hand out a kubeconfig, and the smallest built-in role for each.
///
/// *Source:* spec section 5.2.
const FILES: [(&str, &str); 5] = [
    (
        "managedclusters/listclusterusercredential/action",
        "Azure Kubernetes Service Cluster User Role",
    ),
    (
        "managedclusters/listclusteradmincredential/action",
        "Azure Kubernetes Service Cluster Admin Role",
    ),
    (
        "connectedclusters/listclusterusercredential/action",
        "Azure Arc Enabled Kubernetes Cluster User Role",
    ),
    (
        "provisionedclusterinstances/listuserkubeconfig/action",
        "Azure Kubernetes Service Arc Cluster User Role",
    ),
    (
        "provisionedclusterinstances/listadminkubeconfig/action",
        "Azure Kubernetes Service Arc Cluster Admin Role",
    ),
];

fn principal(
    references: &References<'_>,
    assignment: &RoleAssignment,
    query: &Query<'_>,
) -> String {
    let id = assignment.principal.id;
    let name = parts::principal(&references.principal(id));
    let is_group = assignment.principal.kind.eq_ignore_ascii_case("Group");
    let caller = query.me.first().copied();
    let path = caller
        .map(|of| references.azure.directory.path(of, id))
        .unwrap_or_default();
    if path.len() > 1 {
        return format!(
            "It names the group {name}, which the directory says the caller is in, but the request does not carry it: the token is older, or its groups were not passed on."
        );
    }
    if is_group {
        format!(
            "It names the group {name}, which the caller is not in; joining it would be enough."
        )
    } else {
        format!("It names {name}, not the caller.")
    }
}

fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Eligible => {
            "It is eligible only: it grants nothing until it is activated in Privileged Identity Management.".to_owned()
        }
        other => format!("It is {}, and the request is about another time.", parts::standing(other)),
    }
}

fn scope(references: &References<'_>, scope: &Scope, query: &Query<'_>) -> String {
    let place = parts::place(scope);
    if let Some(group) = scope.management_group() {
        return format!(
            "It is at the management group {group}, and which subscriptions are in that is not said; `managementGroups` of ClusterSettings says it."
        );
    }
    let here = String::from_utf8_lossy(query.resource);
    let there = Scope::parse(&here).map_or_else(|_| here.to_string(), |of| parts::place(&of));
    let cluster = references.azure.cluster.as_ref();
    let cluster = cluster.map(|of| of.id.value.folded());
    let is_below = |of: &str, root: &str| {
        let rest = of.strip_prefix(root);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    // Two segments name a resource: what lies beside another has the same place without them.
    let holder = |of: &str| of.rsplitn(3, '/').nth(2).map(str::to_owned);
    if cluster.is_some_and(|of| here == of && is_below(scope.folded(), of)) {
        return format!(
            "It reaches {place} only, and this request is about the whole cluster; an assignment on the cluster would be enough."
        );
    }
    if is_below(scope.folded(), &here) {
        return format!("It reaches {place} only, and this request is about {there}, above it.");
    }
    let is_within = cluster.is_some_and(|of| is_below(scope.folded(), of) && is_below(&here, of));
    if place == there {
        return format!(
            "It is written as {}, and the webhook asks about {here}.",
            scope.text
        );
    }
    if is_within || holder(scope.folded()) == holder(&here) {
        return format!("It reaches {place} only, and this request is in {there}.");
    }
    let asked = if cluster.is_some_and(|of| here == of || is_below(&here, of)) {
        "this cluster"
    } else {
        &there
    };
    format!("It reaches {place}, which {asked} is not in.")
}

/// Which conditions are not met: that of the role, that of the assignment, or both.
fn condition(
    assignment: &RoleAssignment,
    role: Option<&RoleDefinition>,
    query: &Query<'_>,
) -> String {
    let block = role.and_then(|role| naming(role, query));
    let of_role = block.and_then(|of| of.condition.as_ref());
    let written = [
        ("The condition of its role", of_role),
        ("Its condition", assignment.condition.as_ref()),
    ];
    let unmet = written.into_iter().filter_map(|(whose, of)| {
        let of = of.filter(|of| !block::grants_under(Some(*of), query))?;
        Some(unmet(whose, of, query))
    });
    unmet.collect::<Vec<_>>().join(" ")
}

/// Why one condition is not met.
fn unmet(whose: &str, written: &Restriction, query: &Query<'_>) -> String {
    let Some(condition) = &written.condition else {
        return format!("{whose} cannot be read, so it counts as not met.");
    };
    let told = condition.explain(&block::facts(query));
    let failed = told.clauses.iter().find(|of| {
        of.truth != crate::azure::Truth::True
            && !of.text.to_ascii_lowercase().contains("actionmatches")
    });
    match failed {
        Some(clause) => format!("{whose} is not met: {}", clause.words),
        None => format!("{whose} is not met."),
    }
}

fn excepted<'r>(
    role: &'r RoleDefinition,
    query: &Query<'_>,
) -> Option<&'r crate::azure::pattern::Pattern> {
    let mut blocks = role.permissions.iter();
    blocks.find_map(|of| block::first_match(block::lists(of, query.plane).1, query))
}

/// Where the difference is written.
pub(super) fn place(
    facet: AzureFacet,
    references: &References<'_>,
    assignment: &RoleAssignment,
    role: Option<&RoleDefinition>,
    query: &Query<'_>,
) -> Option<Location> {
    let entra = references
        .azure
        .cluster
        .as_ref()
        .and_then(|of| of.entra.as_ref());
    let role_span = role.map_or(assignment.role.span, |of| {
        if of.span == Span::BUNDLED {
            assignment.role.span
        } else {
            of.name.span
        }
    });
    let span = match facet {
        AzureFacet::Off => entra.map(|of| of.azure_rbac_span)?,
        AzureFacet::Principal => assignment.principal.span,
        AzureFacet::Standing => assignment.name.span,
        AzureFacet::Scope => assignment.scope.span,
        AzureFacet::Role => assignment.role.span,
        AzureFacet::Platform | AzureFacet::OtherPlane | AzureFacet::Action => role_span,
        AzureFacet::NotActions => {
            role.and_then(|role| excepted(role, query))
                .map_or(role_span, |of| {
                    if of.written.span == Span::BUNDLED {
                        role_span
                    } else {
                        of.written.span
                    }
                })
        }
        AzureFacet::Condition => assignment
            .condition
            .as_ref()
            .map_or(role_span, |of| of.written.span),
    };
    references.place(span)
}
