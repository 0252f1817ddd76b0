//! What is asked, kept by itself?
//!
//! [`Attributes`] borrows; a question that is read, listed or kept for later owns its strings. It says
//! nothing about who asks.

use crate::attributes::{Attributes, Resource, Target, borrowed};
use crate::credential::Identity;
use crate::forbidden::combined;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// A verb on an API object or collection.
    Resource {
        /// The verb.
        verb: String,
        /// The API group.
        api_group: String,
        /// The plural.
        resource: String,
        /// The subresource.
        subresource: String,
        /// The namespace.
        namespace: String,
        /// The object's name.
        name: String,
    },
    /// A verb on a path.
    NonResource {
        /// The lower-case method.
        verb: String,
        /// The path.
        path: String,
    },
}

impl Question {
    /// The question as an authorizer sees it.
    pub fn attributes<'a>(&'a self, identity: &'a Identity) -> Attributes<'a> {
        let (verb, target) = match self {
            Self::Resource {
                verb,
                api_group,
                resource,
                subresource,
                namespace,
                name,
            } => (
                verb,
                Target::Resource(Resource {
                    api_group,
                    resource,
                    subresource,
                    namespace,
                    name,
                }),
            ),
            Self::NonResource { verb, path } => (verb, Target::NonResource { path }),
        };
        Attributes {
            user: &identity.user,
            groups: identity.groups.iter().map(String::as_str).collect(),
            extra: borrowed(&identity.extra),
            verb,
            target,
        }
    }

    /// `list pods in dev`.
    pub fn what(&self) -> String {
        let nobody = Identity::default();
        let asked = self.attributes(&nobody);
        let what = match asked.target {
            Target::NonResource { path } => path.to_owned(),
            Target::Resource(on) => {
                let group = match on.api_group {
                    "" => String::new(),
                    group => format!(".{group}"),
                };
                let name = match on.name {
                    "" => String::new(),
                    name => format!(" {name}"),
                };
                let place = match on.namespace {
                    "" => " at the cluster scope".to_owned(),
                    namespace => format!(" in {namespace}"),
                };
                let resource = combined(on);
                format!("{resource}{group}{name}{place}")
            }
        };
        format!("{} {what}", asked.verb)
    }
}

impl From<&Attributes<'_>> for Question {
    fn from(asked: &Attributes<'_>) -> Self {
        let verb = asked.verb.to_owned();
        match asked.target {
            Target::Resource(on) => Self::Resource {
                verb,
                api_group: on.api_group.to_owned(),
                resource: on.resource.to_owned(),
                subresource: on.subresource.to_owned(),
                namespace: on.namespace.to_owned(),
                name: on.name.to_owned(),
            },
            Target::NonResource { path } => Self::NonResource {
                verb,
                path: path.to_owned(),
            },
        }
    }
}
