//! Which data actions does a Kubernetes request ask Azure for?
//!
//! The verb becomes a suffix and the kind a path: `list pods` is `pods/read`, `patch deployments.apps` is
//! `apps/deployments/write`. Subresources are dropped, names and versions never used, with one exception:
//! anything on `pods/exec` is `pods/exec/action`. So `pods/read` covers the logs, and a token of a service
//! account is `serviceaccounts/write`. A verb that Azure does not know leaves no suffix, which only a
//! wildcard covers.
//!
//! A kind that Azure has no operations for is a custom resource: where the check for those is on, the action
//! is `customresources/read`, `write` or `delete`, and the group and the plural travel as attributes, which
//! conditions can compare. With the check off the action is made as for any kind, and only wildcards match it.
//!
//! A review with `*` asks for every action it could mean, and all must be allowed.
//!
//! *Source:* guard `authz/providers/azure/rbac/checkaccessreqhelper.go` (`getActionName`,
//! `getResourceAndAction`, `getDataActions`, `getAuthInfoListForWildcard`); spec sections 1.4 to 1.7.

use super::answer::Failure;
use super::operations;
use crate::attributes::{Operation, Resource, Target};
use crate::azure::condition::{Attribute, AttributeSource, AttributeValue};
use crate::azure::name::Name;

/// Names of the attributes; they say `managedClusters` on Arc and Fleet too.
const GROUP: &str = "Microsoft.ContainerService/managedClusters/customResources:group";
const KIND: &str = "Microsoft.ContainerService/managedClusters/customResources:kind";
const SUBRESOURCE: &str = "Microsoft.ContainerService/managedClusters/resources:subresource";

/// What follows a kind for a verb; empty for a verb Azure does not know.
pub(crate) fn suffix(verb: &str) -> &'static str {
    match verb {
        "get" | "list" | "watch" => "read",
        "create" | "update" | "patch" => "write",
        "delete" | "deletecollection" => "delete",
        "bind" => "bind/action",
        "escalate" => "escalate/action",
        "use" => "use/action",
        "impersonate" => "impersonate/action",
        "*" => "*",
        _ => "",
    }
}

/// Which checks of the webhook are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Checks {
    pub(super) custom_resources: bool,
    pub(super) subresources: bool,
}

/// The actions a request asks for, told one by one below a provider.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Actions<'a> {
    /// One action: provider, group, kind, suffix.
    One([&'a str; 3]),
    /// Those of custom resources: one, or all three.
    Custom(&'static [&'static str]),
    /// Every action a review with a wildcard could mean.
    Wildcard(Resource<'a>, &'a str),
}

/// Which actions a request asks for.
pub(super) fn actions(asked: Operation<'_>, checks: Checks) -> Result<Actions<'_>, Failure> {
    let on = match asked.target {
        Target::NonResource { path } => return Ok(Actions::One([path, suffix(asked.verb), ""])),
        Target::Resource(on) => on,
    };
    let is_custom = checks.custom_resources && operations::is_custom(on.api_group, on.resource);
    if ![asked.verb, on.api_group, on.resource].contains(&"*") {
        return match (is_custom, on) {
            (true, _) => custom(asked.verb),
            (
                false,
                Resource {
                    resource: "pods",
                    subresource: "exec",
                    ..
                },
            ) => Ok(Actions::One([on.api_group, "pods", "exec/action"])),
            (false, _) => Ok(Actions::One([
                on.api_group,
                on.resource,
                suffix(asked.verb),
            ])),
        };
    }
    if is_custom {
        return custom(asked.verb);
    }
    let wildcard = Actions::Wildcard(on, asked.verb);
    let is_known = match (on.resource, on.api_group) {
        ("*", "*") => true,
        ("*", group) => operations::has_group(group),
        _ => true,
    };
    if is_known && wildcard.any() {
        Ok(wildcard)
    } else {
        Err(Failure::NoOperations)
    }
}

fn custom(verb: &str) -> Result<Actions<'static>, Failure> {
    match suffix(verb) {
        "read" => Ok(Actions::Custom(&["read"])),
        "write" => Ok(Actions::Custom(&["write"])),
        "delete" => Ok(Actions::Custom(&["delete"])),
        "*" => Ok(Actions::Custom(&["read", "write", "delete"])),
        _ => Err(Failure::NoCustomAction),
    }
}

impl Actions<'_> {
    /// Tells every action until one ends it; whether it went through to the end.
    pub(crate) fn all(self, provider: &str, mut ask: impl FnMut(Name) -> bool) -> bool {
        match self {
            Self::One([group, kind, suffix]) => ask(Name::join(provider, &[group, kind, suffix])),
            Self::Custom(suffixes) => suffixes
                .iter()
                .all(|suffix| ask(Name::join(provider, &["customresources", suffix]))),
            Self::Wildcard(on, verb) => selected(on).all(|known| {
                let wanted = |of: &&&str| verb == "*" || **of == suffix(verb);
                let mut suffixes = known.suffixes().iter().filter(wanted);
                suffixes
                    .all(|suffix| ask(Name::join(provider, &[known.group, known.resource, suffix])))
            }),
        }
    }

    /// Whether a wildcard means any action at all.
    fn any(self) -> bool {
        !self.all("", |_| false)
    }

    /// Whether the attributes of custom resources travel with the actions.
    pub(super) fn are_custom(self) -> bool {
        matches!(self, Self::Custom(_))
    }
}

/// Every action Azure has for what is inside a cluster, below a provider, in lower case.
pub(crate) fn every(provider: &str) -> Vec<String> {
    let everything = Resource {
        api_group: "*",
        resource: "*",
        ..Resource::default()
    };
    let mut every = Vec::new();
    Actions::Wildcard(everything, "*").all(provider, |action| {
        every.push(action.as_str().to_ascii_lowercase());
        true
    });
    for suffix in ["read", "write", "delete"] {
        let custom = Name::join(provider, &["customresources", suffix]);
        every.push(custom.as_str().to_ascii_lowercase());
    }
    every
}

/// The kinds a review with a wildcard is about; in a namespace only those that live in one, unless it
/// names its kind.
fn selected(on: Resource<'_>) -> impl Iterator<Item = operations::Operations> {
    operations::all().filter(move |known| {
        let of_group = on.api_group == "*" || on.api_group == known.group;
        let of_kind = match on.resource {
            "*" => on.namespace.is_empty() || known.is_namespaced,
            resource => resource == known.resource,
        };
        of_group && of_kind
    })
}

/// What conditions can see of a request; at most two attributes.
pub(super) fn attributes<'a>(
    asked: Operation<'a>,
    actions: Actions<'_>,
    checks: Checks,
) -> ([Attribute<'a>; 2], usize) {
    let request = |name: &'static str, value: &'a str| Attribute {
        source: AttributeSource::Request,
        name,
        value: AttributeValue::Text(value),
    };
    let Target::Resource(on) = asked.target else {
        return ([request(GROUP, ""); 2], 0);
    };
    if actions.are_custom() {
        let both = [request(GROUP, on.api_group), request(KIND, on.resource)];
        return (both, if on.resource.is_empty() { 1 } else { 2 });
    }
    let count = usize::from(checks.subresources && has_subresource_attribute(on));
    ([request(SUBRESOURCE, on.subresource); 2], count)
}

/// The subresources that travel as an attribute. Guard's list says `pods/logs`, which no request has: the
/// subresource is `log`.
fn has_subresource_attribute(on: Resource<'_>) -> bool {
    match on.resource {
        "pods" => [
            "logs",
            "exec",
            "portforward",
            "proxy",
            "ephemeralcontainers",
            "attach",
        ]
        .contains(&on.subresource),
        "deployments" | "statefulsets" | "replicasets" => on.subresource == "scale",
        _ => false,
    }
}
