//! How would Azure RBAC be decided by someone who has only read its rules?
//!
//! Lists are scanned, texts are lowered and compared, patterns are matched by trying every place. It is
//! written from the specification (spec/azure.md 1, 4 and 6), shares no code with the core, and is what the
//! core's answers are compared with.

pub mod paste;
pub mod world;

use world::{Block, CLUSTER, Condition, Deny, FLEET, Standing, World};

const P: &str = "Microsoft.ContainerService/managedClusters";
const MEMBERS: &str = "Microsoft.ContainerService/fleets/members";

/// A question about the cluster.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The user name.
    pub user: String,
    /// The object id that travels along, if any.
    pub oid: Option<String>,
    /// The groups.
    pub groups: Vec<String>,
    /// The verb.
    pub verb: String,
    /// A path, or API group, resource, subresource and namespace.
    pub path: Option<String>,
    /// The four of a resource.
    pub on: [String; 4],
}

/// What the webhook says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opinion {
    /// A role grants it, or it is discovery.
    Allowed,
    /// A deny assignment denies it.
    Denied,
    /// Nothing grants it.
    NotAllowed,
    /// It is left to others.
    Abstains,
    /// The caller is not from Entra and is refused for it.
    Refused,
    /// It cannot be asked.
    Failed,
}

/// One action on one resource, with what conditions see.
struct Query<'a> {
    me: Vec<String>,
    is_data: bool,
    action: String,
    resource: String,
    attributes: Vec<(&'static str, &'a str)>,
}

/// Whether the whole chain lets the request through, in one of the three orders.
pub fn allowed(world: &World, asked: &Asked, order: &str) -> bool {
    let binding = world.bound
        && asked.user == "alice"
        && asked.path.is_none()
        && ["get", "list"].contains(&asked.verb.as_str())
        && asked.on[..3] == ["", "pods", ""];
    let on_error = world.settings.denies_on_error;
    let azure = webhook(world, asked);
    match (order, azure) {
        ("KubernetesFirst", _) if binding => true,
        (_, Opinion::Allowed) => true,
        (_, Opinion::Abstains) | ("AzureFirst", Opinion::NotAllowed) => binding,
        (_, Opinion::Failed) => binding && !on_error,
        (_, Opinion::Denied | Opinion::Refused | Opinion::NotAllowed) => false,
    }
}

/// What the webhook says about a request.
pub fn webhook(world: &World, asked: &Asked) -> Opinion {
    if asked.user.to_lowercase().starts_with("system:") {
        return Opinion::Abstains;
    }
    let Some(oid) = &asked.oid else {
        return if world.settings.refuses_others {
            Opinion::Refused
        } else {
            Opinion::Abstains
        };
    };
    if let Some(path) = &asked.path
        && asked.verb == "get"
        && !world.settings.no_discovery
    {
        let path = path.to_lowercase();
        let free = ["/api", "/openapi", "/version", "/healthz"];
        if free.iter().any(|of| path.starts_with(of)) {
            return Opinion::Allowed;
        }
    }
    let mut me = vec![oid.to_lowercase()];
    me.extend(asked.groups.iter().map(|of| of.to_lowercase()));
    let Some(suffixes) = actions(world, asked) else {
        return Opinion::Failed;
    };
    let mut last = Opinion::NotAllowed;
    for (provider, resource) in tries(world, asked) {
        let mut answers = suffixes.iter().map(|(suffix, is_custom)| {
            let mut attributes = Vec::new();
            if *is_custom {
                attributes = vec![("group", asked.on[0].as_str()), ("kind", &asked.on[1])];
            }
            // A wildcard takes its actions from the cluster's own operations.
            let provider = if asked.verb == "*" && !*is_custom {
                P
            } else {
                provider
            };
            let query = Query {
                me: me.clone(),
                is_data: true,
                action: format!("{provider}/{suffix}").to_lowercase(),
                resource: resource.to_lowercase(),
                attributes,
            };
            check(world, &query)
        });
        let all: Vec<Opinion> = answers.by_ref().collect();
        last = if all.contains(&Opinion::Denied) {
            Opinion::Denied
        } else if all.contains(&Opinion::NotAllowed) {
            Opinion::NotAllowed
        } else {
            return Opinion::Allowed;
        };
    }
    last
}

/// Whether Azure Resource Manager lets someone do something to a resource.
pub fn may(world: &World, me: &[String], action: &str, resource: &str) -> Opinion {
    let query = Query {
        me: me.iter().map(|of| of.to_lowercase()).collect(),
        is_data: false,
        action: action.to_lowercase(),
        resource: resource.to_lowercase(),
        attributes: Vec::new(),
    };
    check(world, &query)
}

/// What follows the provider in each action, and whether it is one of custom resources; `None` for an error.
fn actions(world: &World, asked: &Asked) -> Option<Vec<(String, bool)>> {
    let suffix = match asked.verb.as_str() {
        "get" | "list" | "watch" => "/read",
        "create" | "update" | "patch" => "/write",
        "delete" | "deletecollection" => "/delete",
        "bind" => "/bind/action",
        "escalate" => "/escalate/action",
        "use" => "/use/action",
        "impersonate" => "/impersonate/action",
        _ => "",
    };
    if let Some(path) = &asked.path {
        let path = path.trim_matches('/');
        let joined = format!("{path}{suffix}");
        return Some(vec![(joined.trim_start_matches('/').to_owned(), false)]);
    }
    let [group, resource, subresource, _] = &asked.on;
    let known = [
        ("", "pods"),
        ("", "secrets"),
        ("apps", "deployments"),
        ("rbac.authorization.k8s.io", "clusterroles"),
    ];
    let is_known = group.is_empty() || known.contains(&(group, resource));
    if !is_known && (!world.settings.no_custom_resources) {
        let custom = |of: &str| (format!("customresources{of}"), true);
        return match suffix {
            "/read" | "/write" | "/delete" => Some(vec![custom(suffix)]),
            _ if asked.verb == "*" => Some(["/read", "/write", "/delete"].map(custom).to_vec()),
            _ => None,
        };
    }
    let kind = if group.is_empty() {
        resource.clone()
    } else {
        format!("{group}/{resource}")
    };
    if asked.verb == "*" {
        let mut all = vec!["/read", "/write", "/delete"];
        match resource.as_str() {
            "pods" => all.push("/exec/action"),
            "clusterroles" => all.extend(["/bind/action", "/escalate/action"]),
            _ => {}
        }
        if !known.contains(&(group, resource)) {
            return None;
        }
        return Some(
            all.iter()
                .map(|of| (format!("{kind}{of}"), false))
                .collect(),
        );
    }
    if resource == "pods" && subresource == "exec" {
        return Some(vec![(format!("{kind}/exec/action"), false)]);
    }
    Some(vec![(format!("{kind}{suffix}"), false)])
}

/// The scopes that are tried, each with what its actions begin with.
fn tries(world: &World, asked: &Asked) -> Vec<(&'static str, String)> {
    let namespace = match asked.path {
        Some(_) => "",
        None => asked.on[3].as_str(),
    };
    let below = |root: &str, kind: &str| {
        if namespace.is_empty() {
            root.to_owned()
        } else {
            format!("{root}/{kind}/{namespace}")
        }
    };
    let mut tries = vec![(P, below(CLUSTER, "namespaces"))];
    if world.settings.managed_namespaces && !namespace.is_empty() {
        tries.push((P, below(CLUSTER, "managedNamespaces")));
    }
    if world.settings.joined {
        tries.push((MEMBERS, below(FLEET, "namespaces")));
        if !namespace.is_empty() {
            tries.push((MEMBERS, below(FLEET, "managedNamespaces")));
        }
    }
    tries
}

/// One action: deny assignments first, then role assignments.
fn check(world: &World, query: &Query<'_>) -> Opinion {
    if world.denies.iter().any(|deny| denies(world, deny, query)) {
        return Opinion::Denied;
    }
    let granted = world.assignments.iter().any(|of| {
        let role = world.roles.iter().find(|role| role.number == of.role);
        query.me.contains(&of.principal.to_lowercase())
            && matches!(of.standing, Standing::Permanent | Standing::Now)
            && reaches(world, &of.scope, &query.resource)
            && role.is_some_and(|role| role.blocks.iter().any(|block| covers(block, query)))
            && of.condition.as_ref().is_none_or(|of| holds(of, query))
    });
    if granted {
        Opinion::Allowed
    } else {
        Opinion::NotAllowed
    }
}

fn denies(world: &World, deny: &Deny, query: &Query<'_>) -> bool {
    let mine = |ids: &[String]| ids.iter().any(|of| query.me.contains(&of.to_lowercase()));
    let everyone = "00000000-0000-0000-0000-000000000000".to_owned();
    !deny.audits
        && (mine(&deny.principals) || deny.principals.contains(&everyone))
        && !mine(&deny.excluded)
        && (if deny.only_here {
            deny.scope.to_lowercase() == query.resource
        } else {
            reaches(world, &deny.scope, &query.resource)
        })
        && deny.blocks.iter().any(|block| covers(block, query))
}

fn reaches(world: &World, scope: &str, resource: &str) -> bool {
    let scope = scope.to_lowercase();
    let group = scope.strip_prefix("/providers/microsoft.management/managementgroups/");
    if let Some(group) = group {
        return resource == scope
            || group == "corp"
                && world.settings.placed
                && resource.starts_with("/subscriptions/5ab00000-0000-4000-8000-00000000000a");
    }
    scope == "/" || resource == scope || resource.starts_with(&format!("{scope}/"))
}

fn covers(block: &Block, query: &Query<'_>) -> bool {
    let [actions, not_actions, data_actions, not_data_actions] = &block.lists;
    let (named, excepted) = if query.is_data {
        (data_actions, not_data_actions)
    } else {
        (actions, not_actions)
    };
    let any = |list: &[String]| {
        list.iter()
            .any(|of| fits(&of.to_lowercase(), &query.action))
    };
    any(named) && !any(excepted) && block.condition.as_ref().is_none_or(|of| holds(of, query))
}

/// Whether a text fits a pattern in which a star is anything.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((before, after)) => text.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.filter_map(|at| rest.get(at..))
                .any(|rest| fits(after, rest))
        }),
    }
}

/// Whether a condition holds. A comparison with what is not there does not.
fn holds(condition: &Condition, query: &Query<'_>) -> bool {
    let value = |name: &str| {
        let mut known = query.attributes.iter();
        known.find(|of| of.0 == name).map(|of| of.1)
    };
    match condition {
        Condition::Exists(name) => value(name).is_some(),
        Condition::Compare(name, operator, wanted) => {
            value(name).is_some_and(|is| match *operator {
                "StringEquals" => is == wanted,
                "StringNotEquals" => is != wanted,
                "StringEqualsIgnoreCase" => is.to_lowercase() == wanted.to_lowercase(),
                "StringStartsWith" => is.starts_with(wanted.as_str()),
                "StringLike" => fits(wanted, is),
                _ => false,
            })
        }
        Condition::Action(pattern) => fits(&pattern.to_lowercase(), &query.action),
        Condition::Not(inner) => !holds(inner, query),
        Condition::All(one, other) => holds(one, query) && holds(other, query),
        Condition::Any(one, other) => holds(one, query) || holds(other, query),
    }
}
