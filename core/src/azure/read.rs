//! Which documents of Azure does a paste hold?
//!
//! Azure's documents have no `kind`. They are told apart by `type` where it is there, else by the keys that
//! only they have. The CLI prints them flat, REST puts most of them below `properties` and lists below
//! `value`, PowerShell uses names of its own; all are read, with keys in any letter case, because tools
//! differ. Keys that play no part are passed over in silence: a dump has dozens.
//!
//! *Source:* spec section 4.6.
//!
//! *Invariants.* Reading never fails; see [`super::model`] for what becomes of what could not be read.

mod assignment;
mod cluster;
mod deny;
mod directory;
mod fields;
mod parts;
mod role;

use super::cluster::Cluster;
use super::model::{DenyAssignment, Group, Member, RoleAssignment, RoleDefinition};
use crate::diagnostic::Diagnostics;
use crate::document::{Node, Value};
use fields::Fields;

/// What was read, in document order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Objects {
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) definitions: Vec<RoleDefinition>,
    pub(crate) assignments: Vec<RoleAssignment>,
    pub(crate) denies: Vec<DenyAssignment>,
    pub(crate) groups: Vec<Group>,
    /// Users and service principals by themselves.
    pub(crate) people: Vec<Member>,
}

/// The documents that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Document {
    Cluster,
    RoleDefinition,
    RoleAssignment,
    DenyAssignment,
    Group,
    Membership,
    Person,
    /// Decoded claims of a token: a credential, not a document of the policy.
    Claims,
    /// A request to activate or grant, which is in force only as the instance it causes.
    Request,
}

/// Reads one mapping; `false` for what is no document of Azure.
pub(crate) fn read(node: &Node<'_>, objects: &mut Objects, found: &mut Diagnostics) -> bool {
    let mut fields = Fields::of(node, found);
    let Some(document) = tell(&fields) else {
        return false;
    };
    match document {
        Document::Cluster => objects.clusters.extend(cluster::read(&mut fields)),
        Document::RoleDefinition => objects.definitions.extend(role::read(&mut fields)),
        Document::RoleAssignment => objects.assignments.extend(assignment::read(&mut fields)),
        Document::DenyAssignment => objects.denies.push(deny::read(&mut fields)),
        Document::Group => objects.groups.extend(directory::group(&mut fields)),
        Document::Membership => objects.groups.extend(directory::membership(&mut fields)),
        Document::Person => objects.people.extend(directory::person(&mut fields)),
        Document::Claims => fields.info(
            "these are the claims of a token; a request presents them with `as: {token: …}`",
        ),
        Document::Request => fields.info(
            "a request for a role is in force only once an instance of it is listed; paste `roleAssignmentScheduleInstances`",
        ),
    }
    true
}

/// The documents in what REST answers to a list: they are below `value`.
pub(crate) fn listed<'n, 't>(node: &'n Node<'t>) -> Option<&'n Node<'t>> {
    let is_list = |entry: &&crate::document::Entry<'t>| {
        entry.key.eq_ignore_ascii_case("value") && matches!(entry.value.value, Value::Sequence(_))
    };
    node.entries()
        .iter()
        .find(is_list)
        .map(|entry| &entry.value)
}

impl Objects {
    /// Whether nothing was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.contents().next().is_none()
    }

    /// How many objects of each kind were read.
    pub(crate) fn contents(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let counts = [
            ("Cluster", self.clusters.len()),
            ("RoleDefinition", self.definitions.len()),
            ("RoleAssignment", self.assignments.len()),
            ("DenyAssignment", self.denies.len()),
            ("EntraGroup", self.groups.len()),
            ("EntraUser", self.people.len()),
        ];
        counts.into_iter().filter(|(_, count)| *count > 0)
    }
}

/// Which document this is.
fn tell(fields: &Fields<'_, '_, '_>) -> Option<Document> {
    let has = |keys: &[&str]| keys.iter().all(|key| fields.has(key));
    if let Some(document) = fields.plain("type").and_then(|kind| by_type(&kind)) {
        return Some(document);
    }
    if has(&["group", "members"]) {
        return Some(Document::Membership);
    }
    if has(&["denyAssignmentName"]) || has(&["excludePrincipals"]) {
        return Some(Document::DenyAssignment);
    }
    if has(&["principalId", "roleDefinitionId"])
        || has(&["principalId", "roleDefinitionName"])
        || has(&["objectId", "roleDefinitionId"])
        || has(&["objectId", "roleDefinitionName"])
    {
        return Some(Document::RoleAssignment);
    }
    if has(&["permissions", "assignableScopes"])
        || has(&["roleName", "permissions"])
        || (has(&["assignableScopes"]) && (fields.has("actions") || fields.has("dataActions")))
    {
        return Some(Document::RoleDefinition);
    }
    if has(&["aadProfile", "id"]) || has(&["agentPoolProfiles", "id"]) {
        return Some(Document::Cluster);
    }
    if has(&["userPrincipalName", "id"]) || has(&["appId", "id", "servicePrincipalType"]) {
        return Some(Document::Person);
    }
    if has(&["securityEnabled", "id"]) || has(&["mailEnabled", "id"]) {
        return Some(Document::Group);
    }
    if has(&["oid", "iss"]) || has(&["oid", "aud"]) || has(&["oid", "tid"]) {
        return Some(Document::Claims);
    }
    None
}

fn by_type(kind: &str) -> Option<Document> {
    let kind = kind.to_ascii_lowercase();
    let last = kind.rsplit('/').next().unwrap_or_default();
    let document = match last {
        "managedclusters" | "connectedclusters" | "fleets" => Document::Cluster,
        "roledefinitions" => Document::RoleDefinition,
        "roleassignments"
        | "roleassignmentscheduleinstances"
        | "roleassignmentschedules"
        | "roleeligibilityscheduleinstances"
        | "roleeligibilityschedules" => Document::RoleAssignment,
        "roleassignmentschedulerequests" | "roleeligibilityschedulerequests" => Document::Request,
        "denyassignments" => Document::DenyAssignment,
        _ => return None,
    };
    kind.starts_with("microsoft.").then_some(document)
}
