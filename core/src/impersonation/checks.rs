//! Which permissions does each way of impersonating need?
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation` (the modes and their
//! attributes); `.../filters/impersonation.go` for the old way.

use super::{Impersonation, Mode};
use crate::attributes::{Attributes, Resource, Target};
use crate::credential::PRIVILEGED_GROUP;

/// The API group of what the constrained ways are asked about.
const AUTHENTICATION: &str = "authentication.k8s.io";

/// From this many groups or extra values on, one permission for all of them is tried first.
const MANY: usize = 4;

/// A permission that is needed; one of the alternatives is enough.
pub(crate) struct Step {
    pub(crate) alternatives: Vec<Part>,
}

/// One question to the authorizers.
pub(crate) struct Part {
    verb: String,
    /// `None` asks about the request itself.
    on: Option<Object>,
    /// Why it is refused whatever the authorizers say.
    pub(crate) never: Option<&'static str>,
}

#[derive(Default)]
struct Object {
    api_group: &'static str,
    resource: &'static str,
    subresource: String,
    namespace: String,
    name: String,
}

impl Part {
    pub(crate) fn attributes<'a>(&'a self, asked: &Attributes<'a>) -> Attributes<'a> {
        let target = match &self.on {
            None => asked.target,
            Some(on) => Target::Resource(Resource {
                api_group: on.api_group,
                resource: on.resource,
                subresource: &on.subresource,
                namespace: &on.namespace,
                name: &on.name,
            }),
        };
        Attributes {
            user: asked.user,
            groups: asked.groups.clone(),
            extra: asked.extra.clone(),
            verb: &self.verb,
            target,
        }
    }
}

impl Impersonation {
    /// The permissions a way needs, in the order they are asked for.
    pub(crate) fn steps(&self, mode: Mode, asked: &Attributes<'_>) -> Vec<Step> {
        let verb = match mode {
            Mode::Legacy => "impersonate".to_owned(),
            _ => format!("impersonate:{}", mode.word()),
        };
        let mut steps = Vec::new();
        if mode != Mode::Legacy {
            steps.push(single(Part {
                verb: format!("impersonate-on:{}:{}", mode.word(), asked.verb),
                on: None,
                never: None,
            }));
        }
        let group = match mode {
            Mode::Legacy => "",
            _ => AUTHENTICATION,
        };
        let part = |object: Object| {
            single(Part {
                verb: verb.clone(),
                on: Some(object),
                never: None,
            })
        };
        match mode {
            Mode::AssociatedNode => steps.push(part(named(group, "nodes", "*"))),
            Mode::ArbitraryNode => {
                steps.push(part(named(group, "nodes", self.node().unwrap_or_default())));
            }
            _ => match self.service_account() {
                Some((namespace, name)) => steps.push(part(Object {
                    namespace: namespace.to_owned(),
                    ..named(group, "serviceaccounts", name)
                })),
                None => steps.push(part(named(group, "users", &self.user))),
            },
        }
        if matches!(mode, Mode::UserInfo | Mode::Legacy) {
            let groups = self.groups.iter().map(|name| named(group, "groups", name));
            steps.extend(many(mode, &verb, groups.collect()));
            let extra = self.extra.iter().flat_map(|(key, values)| {
                values.iter().map(move |value| Object {
                    subresource: key.clone(),
                    ..named(AUTHENTICATION, "userextras", value)
                })
            });
            steps.extend(many(mode, &verb, extra.collect()));
            if !self.uid.is_empty() {
                steps.push(part(named(AUTHENTICATION, "uids", &self.uid)));
            }
        }
        steps
    }
}

/// A permission for each object; where there are many and the way is constrained, one for all
/// (`*`) is tried before.
fn many(mode: Mode, verb: &str, objects: Vec<Object>) -> Vec<Step> {
    let constrained = mode != Mode::Legacy;
    let together = constrained && objects.len() >= MANY;
    let refuses = |object: &Object| match (object.resource, object.name.as_str()) {
        _ if !constrained => None,
        ("groups", PRIVILEGED_GROUP) => {
            Some("impersonating the system:masters group is not allowed")
        }
        (_, "") => Some("impersonating an empty group or extra value is not allowed"),
        _ => None,
    };
    let steps = objects.into_iter().map(|object| {
        let all = Object {
            subresource: object.subresource.clone(),
            ..named(object.api_group, object.resource, "*")
        };
        let never = refuses(&object);
        let own = Part {
            verb: verb.to_owned(),
            on: Some(object),
            never,
        };
        let together = (together && never.is_none()).then_some(Part {
            verb: verb.to_owned(),
            on: Some(all),
            never: None,
        });
        Step {
            alternatives: together.into_iter().chain([own]).collect(),
        }
    });
    steps.collect()
}

fn single(part: Part) -> Step {
    Step {
        alternatives: vec![part],
    }
}

fn named(api_group: &'static str, resource: &'static str, name: &str) -> Object {
    Object {
        api_group,
        resource,
        name: name.to_owned(),
        ..Object::default()
    }
}
