//! What is asked, and how does it read as a sentence?
//!
//! The page keeps one question with all its parts, those of the other kind of target included, so
//! that switching between a resource and a path loses nothing.
//!
//! *Invariants.* A new user brings the groups authentication gives everyone of that kind; groups
//! added by hand stay.

use std::collections::BTreeMap;

use aksess::{ANONYMOUS, AUTHENTICATED, Credential, Identity, question};

use super::api_resources;

/// One editable part of the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    User,
    /// One more group; choosing adds it.
    Group,
    Verb,
    Resource,
    ApiGroup,
    Subresource,
    Name,
    Namespace,
    Path,
}

/// What the question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum About {
    Resource,
    Path,
}

/// The question in all its parts; an absent part is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) user: String,
    pub(crate) groups: Vec<String>,
    /// What authentication said beside: the `oid` of an Entra user.
    pub(crate) extra: BTreeMap<String, Vec<String>>,
    pub(crate) verb: String,
    pub(crate) about: About,
    pub(crate) api_group: String,
    pub(crate) resource: String,
    pub(crate) subresource: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) path: String,
}

impl Default for Question {
    fn default() -> Self {
        Self {
            user: "alice".to_owned(),
            groups: vec![AUTHENTICATED.to_owned()],
            extra: BTreeMap::new(),
            verb: "list".to_owned(),
            about: About::Resource,
            api_group: String::new(),
            resource: "pods".to_owned(),
            subresource: String::new(),
            namespace: "default".to_owned(),
            name: String::new(),
            path: "/healthz".to_owned(),
        }
    }
}

impl Question {
    /// What a scenario or a line asks, from this caller.
    pub(crate) fn new(identity: Identity, asked: question::Question) -> Self {
        let question = Self {
            user: identity.user,
            groups: identity.groups,
            extra: identity.extra,
            ..Self::default()
        };
        match asked {
            question::Question::NonResource { verb, path } => Self {
                verb,
                path,
                about: About::Path,
                ..question
            },
            question::Question::Resource {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
            } => Self {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
                ..question
            },
        }
    }

    /// The question without who asks it.
    pub(crate) fn asked(&self) -> question::Question {
        match self.about {
            About::Path => question::Question::NonResource {
                verb: self.verb.clone(),
                path: self.path.clone(),
            },
            About::Resource => question::Question::Resource {
                verb: self.verb.clone(),
                api_group: self.api_group.clone(),
                resource: self.resource.clone(),
                subresource: self.subresource.clone(),
                namespace: self.namespace.clone(),
                name: self.name.clone(),
            },
        }
    }

    /// The value of a part.
    pub(crate) fn value(&self, part: Part) -> String {
        match part {
            Part::User => self.user.clone(),
            Part::Group => String::new(),
            Part::Verb => self.verb.clone(),
            Part::Resource => self.whole_resource(),
            Part::ApiGroup => self.api_group.clone(),
            Part::Subresource => self.subresource.clone(),
            Part::Name => self.name.clone(),
            Part::Namespace => self.namespace.clone(),
            Part::Path => self.path.clone(),
        }
    }

    /// A part as the sentence says it.
    pub(crate) fn words(&self, part: Part) -> String {
        let value = self.value(part);
        if !value.is_empty() {
            return value;
        }
        match part {
            Part::User => "nobody",
            Part::Group => "add a group",
            Part::Verb => "(no verb)",
            Part::Resource => "(no resource)",
            Part::ApiGroup => "core",
            Part::Subresource => "none",
            Part::Name => "any",
            Part::Namespace => self.everywhere(),
            Part::Path => "(no path)",
        }
        .to_owned()
    }

    /// The word before the namespace: `in dev`, `at the cluster scope`.
    pub(crate) fn preposition(&self) -> &'static str {
        if self.namespace.is_empty() && self.everywhere() == CLUSTER_SCOPE {
            "at"
        } else {
            "in"
        }
    }

    /// The same question with one part changed. `group_of` tells the API group of a resource.
    pub(crate) fn with(
        &self,
        part: Part,
        value: &str,
        group_of: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let value = value.trim();
        let mut next = self.clone();
        match part {
            Part::User => next.set_user(value),
            Part::Group => next.add_group(value),
            Part::Verb => value.clone_into(&mut next.verb),
            Part::Resource => next.set_resource(value, group_of),
            Part::ApiGroup => value.clone_into(&mut next.api_group),
            Part::Subresource => value.clone_into(&mut next.subresource),
            Part::Name => value.clone_into(&mut next.name),
            Part::Namespace => value.clone_into(&mut next.namespace),
            Part::Path => next.path = format!("/{}", value.trim_start_matches('/')),
        }
        next
    }

    /// The same question about the other kind of target.
    pub(crate) fn about(&self, about: About) -> Self {
        let verb = match (about, self.verb.as_str()) {
            (About::Path, "list" | "watch") => "get".to_owned(),
            (_, verb) => verb.to_owned(),
        };
        Self {
            verb,
            about,
            ..self.clone()
        }
    }

    /// The same question from someone who is not in that group.
    pub(crate) fn without_group(&self, group: &str) -> Self {
        let mut next = self.clone();
        next.groups.retain(|of| of != group);
        next
    }

    /// `list pods in dev`: the question without who asks.
    pub(crate) fn request(&self) -> String {
        match self.about {
            About::Path => format!("{} {}", self.verb, self.path),
            About::Resource => {
                let name = match self.name.as_str() {
                    "" => String::new(),
                    name => format!(" {name}"),
                };
                format!(
                    "{} {}{name} {} {}",
                    self.verb,
                    self.whole_resource(),
                    self.preposition(),
                    self.words(Part::Namespace)
                )
            }
        }
    }

    fn whole_resource(&self) -> String {
        match self.subresource.as_str() {
            "" => self.resource.clone(),
            subresource => format!("{}/{subresource}", self.resource),
        }
    }

    fn everywhere(&self) -> &'static str {
        let collection = matches!(self.verb.as_str(), "list" | "watch" | "deletecollection");
        if collection && !api_resources::is_cluster_scoped(&self.api_group, &self.resource) {
            "all namespaces"
        } else {
            CLUSTER_SCOPE
        }
    }

    fn set_user(&mut self, user: &str) {
        let before = implicit_groups(&self.user);
        self.groups.retain(|group| !before.contains(group));
        let added = std::mem::take(&mut self.groups);
        self.groups = implicit_groups(user);
        for group in added {
            self.add_group(&group);
        }
        user.clone_into(&mut self.user);
    }

    fn add_group(&mut self, group: &str) {
        if !group.is_empty() && !self.groups.iter().any(|of| of == group) {
            self.groups.push(group.to_owned());
        }
    }

    /// Reads `pods`, `pods/log` and `deployments.apps`.
    fn set_resource(&mut self, value: &str, group_of: impl Fn(&str) -> Option<String>) {
        let (whole, subresource) = value.split_once('/').unwrap_or((value, ""));
        let (resource, group) = match whole.split_once('.') {
            Some((resource, group)) => (resource, Some(group.to_owned())),
            None => (whole, None),
        };
        if let Some(group) = group.or_else(|| group_of(resource)) {
            self.api_group = group;
        }
        resource.clone_into(&mut self.resource);
        subresource.clone_into(&mut self.subresource);
    }
}

const CLUSTER_SCOPE: &str = "the cluster scope";

/// The groups authentication gives to everyone of this kind.
pub(crate) fn implicit_groups(user: &str) -> Vec<String> {
    let account = user.strip_prefix("system:serviceaccount:");
    let credential = match account.and_then(|account| account.split_once(':')) {
        Some((namespace, name)) => Credential::ServiceAccount {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
        },
        None if user == ANONYMOUS => Credential::Anonymous,
        None if user.is_empty() => return Vec::new(),
        None => return vec![AUTHENTICATED.to_owned()],
    };
    credential.identity().groups
}
