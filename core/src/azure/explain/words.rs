//! Which words name the parts of what Azure said?
//!
//! Short, in the present tense, with the names people know: the resource group rather than its path.

use super::references::References;
use crate::attributes::Attributes;
use crate::azure::authorizer::Authorizer;
use crate::azure::cluster::Platform;
use crate::azure::model::{RoleAssignment, Standing};
use crate::azure::query::Query;
use crate::azure::scope::Scope;
use crate::azure::trace::PrincipalRef;
use crate::azure::webhook::answer::{Abstention, Answer, Failure};

/// What Azure answered, in one sentence.
pub(super) fn why(azure: &Authorizer, answer: Option<Answer>, asked: &Attributes<'_>) -> String {
    let user = asked.user;
    match answer {
        None => off(azure),
        Some(Answer::Allowed) => "A role assignment grants it.".to_owned(),
        Some(Answer::Discovery) => {
            "Discovery paths are free for everyone who signs in with Entra.".to_owned()
        }
        Some(Answer::Denied) => "A deny assignment denies it, whatever the roles say.".to_owned(),
        Some(Answer::NotAllowed) => "No role assignment grants it.".to_owned(),
        Some(Answer::NotEntraRefused) => format!(
            "{user} has no object id of Entra, and this cluster's webhook refuses such callers."
        ),
        Some(Answer::Abstains(Abstention::SystemUser)) => format!(
            "{user} begins with system:, and Azure leaves such users to Kubernetes RBAC."
        ),
        Some(Answer::Abstains(Abstention::SkipList)) => {
            format!("{user} is on the webhook's skip list, so Azure leaves them to Kubernetes RBAC.")
        }
        Some(Answer::Abstains(Abstention::NotEntra)) => format!(
            "{user} comes without an object id of Entra (extra.oid), so Azure leaves them to Kubernetes RBAC. To ask as a user of Entra, pass it: --as-user-extra oid=…"
        ),
        Some(Answer::Failed(Failure::ObjectId)) => {
            "The object id that came with the caller (extra.oid) is not exactly one GUID, so the webhook answers with an error.".to_owned()
        }
        Some(Answer::Failed(Failure::NoCustomAction)) => format!(
            "To Azure this is a custom resource, and it has no action there for the verb {}, so the webhook answers with an error.",
            asked.verb
        ),
        Some(Answer::Failed(Failure::NoOperations)) => {
            "Azure has no action that this wildcard could mean, so the webhook answers with an error.".to_owned()
        }
    }
}

fn off(azure: &Authorizer) -> String {
    match azure.cluster.as_ref() {
        Some(cluster) if cluster.entra.is_none() => {
            format!(
                "{} does not sign people in with Entra, so Azure RBAC is not asked.",
                cluster.name
            )
        }
        Some(cluster) => {
            let field = match cluster.platform {
                Platform::Arc => "enableAzureRBAC",
                _ => "enableAzureRbac",
            };
            format!(
                "Azure RBAC is off for {} ({field} is not true), so it is not asked.",
                cluster.name
            )
        }
        None => "No cluster is described, so Azure RBAC is not asked.".to_owned(),
    }
}

/// How the caller is the principal of an assignment.
pub(super) fn membership(
    references: &References<'_>,
    assignment: &RoleAssignment,
    query: &Query<'_>,
) -> String {
    let id = assignment.principal.id;
    let Some(caller) = query.me.first() else {
        return String::new();
    };
    if *caller == id {
        return "names the caller".to_owned();
    }
    let path = references.azure.directory.path(*caller, id);
    let between = path
        .get(1..path.len().saturating_sub(1))
        .unwrap_or_default();
    if between.is_empty() {
        return "names a group of the caller".to_owned();
    }
    let names: Vec<String> = between
        .iter()
        .map(|of| principal(&references.principal(*of)))
        .collect();
    format!(
        "names a group that the caller is in through {}",
        names.join(", ")
    )
}

/// A principal by the name people know, else by its id.
pub(super) fn principal(of: &PrincipalRef) -> String {
    of.name.clone().unwrap_or_else(|| of.id.clone())
}

/// Why a scope reaches a resource: `the resource group rg, above it`.
pub(super) fn reach(scope: &Scope, query: &Query<'_>) -> String {
    let place = place(scope);
    if scope.is(query.resource) {
        format!("{place}, which is where the request is")
    } else if scope.management_group().is_some() {
        format!("{place}, which holds the subscription")
    } else {
        format!("{place}, and everything below it")
    }
}

/// A scope by the name people know.
pub(super) fn place(scope: &Scope) -> String {
    let folded = scope.folded();
    let name = scope.name();
    if folded.is_empty() {
        return "the root of the tenant".to_owned();
    }
    if scope.management_group().is_some() {
        return format!("the management group {name}");
    }
    let mut segments = folded.rsplit('/').skip(1);
    let what = match (segments.next(), segments.next()) {
        (Some("subscriptions"), Some("")) => "subscription",
        (Some("resourcegroups"), _) => "resource group",
        (Some("namespaces"), _) => "namespace",
        (Some("managednamespaces"), _) => "managed namespace",
        (Some("managedclusters" | "connectedclusters"), _) => "cluster",
        (Some("fleets"), _) => "fleet",
        // Another resource by its kind and name, as its id ends.
        _ if folded.contains("/providers/") => {
            let mut ends = scope.text.trim_end_matches('/').rsplitn(3, '/');
            let (_, kind) = (ends.next(), ends.next());
            return format!("{}/{name}", kind.unwrap_or_default());
        }
        _ => return scope.text.clone(),
    };
    format!("the {what} {name}")
}

/// From when to when an assignment is in force; empty for an ordinary one.
pub(super) fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Permanent => String::new(),
        Standing::Eligible => "eligible only".to_owned(),
        Standing::Active {
            from: None,
            until: None,
        } => "activated".to_owned(),
        Standing::Active { from, until } => {
            let since = from
                .as_ref()
                .map(|of| format!(" from {of}"))
                .unwrap_or_default();
            let until = until
                .as_ref()
                .map(|of| format!(" until {of}"))
                .unwrap_or_default();
            format!("activated{since}{until}")
        }
    }
}

/// An action in lower case as Azure writes it. What Kubernetes names is in lower case already; only the
/// provider is not.
pub(super) fn action(folded: &str) -> String {
    let known = [Platform::Aks, Platform::Arc, Platform::Fleet].into_iter();
    let mut known = known.filter_map(|of| Some((of, folded.strip_prefix(of.folded_provider())?)));
    match known.next() {
        Some((platform, rest)) => format!("{}{rest}", platform.provider()),
        None => folded.to_owned(),
    }
}

/// A scope in lower case as it was written, where it lies in the cluster.
pub(super) fn scope(azure: &Authorizer, folded: &str) -> String {
    let cluster = azure.cluster.as_ref().map(|of| &of.id.value);
    let fleet = azure
        .webhook
        .as_ref()
        .and_then(|of| of.settings.fleet.as_ref());
    let mut roots = [cluster, fleet].into_iter().flatten();
    let root = roots.find_map(|of| Some((of, folded.strip_prefix(of.folded())?)));
    match root {
        Some((root, rest)) => format!("{}{rest}", root.text.trim_end_matches('/')),
        None => folded.to_owned(),
    }
}
