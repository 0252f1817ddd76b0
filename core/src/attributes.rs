//! What is asked?
//!
//! [`Attributes`] is one request as an authorizer sees it: who, which verb, on what. It borrows its
//! strings, so that asking costs nothing beyond the decision. [`SubjectAccessReviewSpec`] is the same
//! question in the shape Kubernetes uses on the wire, and what hosts receive.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go` (`Attributes`);
//! `staging/src/k8s.io/api/authorization/v1/types.go` (`SubjectAccessReviewSpec`).
//!
//! *Invariants.* Groups are complete: nothing is added here. A non-resource request has no namespace.

use serde::{Deserialize, Serialize};

use crate::extra::ExtraFields;

/// One request to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attributes<'a> {
    /// The user name, byte for byte.
    pub user: &'a str,
    /// Every group of the user, exactly as authentication gave them.
    pub groups: Vec<&'a str>,
    /// What authentication said beside name and groups; Azure reads `oid` of it.
    pub extra: Extra<'a>,
    /// `get`, `list`, `create`, …; may be empty.
    pub verb: &'a str,
    /// What the verb is applied to.
    pub target: Target<'a>,
}

/// Keys and values of the extra fields of a user.
pub type Extra<'a> = Vec<(&'a str, &'a [String])>;

/// What a verb is applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target<'a> {
    /// An object or a collection of the API.
    Resource(Resource<'a>),
    /// A path such as `/healthz`.
    NonResource {
        /// The decoded path, with its leading slash.
        path: &'a str,
    },
}

/// An API object or collection. An absent part is the empty string.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Resource<'a> {
    /// `""` is the core group.
    pub api_group: &'a str,
    /// The plural, `pods`.
    pub resource: &'a str,
    /// `log` of `pods/log`.
    pub subresource: &'a str,
    /// Empty at the cluster scope and for a request over all namespaces.
    pub namespace: &'a str,
    /// Empty for collections and creation.
    pub name: &'a str,
}

/// What is done to what: all of a request but who asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Operation<'a> {
    pub(crate) verb: &'a str,
    pub(crate) target: Target<'a>,
}

impl<'a> From<&Attributes<'a>> for Operation<'a> {
    fn from(asked: &Attributes<'a>) -> Self {
        Self {
            verb: asked.verb,
            target: asked.target,
        }
    }
}

impl<'a> Operation<'a> {
    /// The namespace asked in: empty at the cluster scope and for paths.
    pub(crate) fn namespace(&self) -> &'a str {
        match self.target {
            Target::Resource(on) => on.namespace,
            Target::NonResource { .. } => "",
        }
    }
}

impl<'a> Attributes<'a> {
    /// The values of an extra field; `None` where the caller has no such field.
    pub fn extra(&self, key: &str) -> Option<&'a [String]> {
        let mut fields = self.extra.iter();
        fields.find(|(of, _)| *of == key).map(|(_, values)| *values)
    }

    /// The namespace whose RoleBindings are read: empty at the cluster scope and for paths.
    pub fn namespace(&self) -> &str {
        match self.target {
            Target::Resource(resource) => resource.namespace,
            Target::NonResource { .. } => "",
        }
    }
}

/// A question in the shape of a SubjectAccessReview's `spec`; absent fields are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct SubjectAccessReviewSpec {
    /// The user name.
    pub user: String,
    /// All groups; nothing is added to them.
    pub groups: Vec<String>,
    /// The user's uid, which no Kubernetes rule reads.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// What authentication said beside name and groups: for Entra users, the `oid`.
    #[serde(skip_serializing_if = "ExtraFields::is_empty")]
    pub extra: ExtraFields,
    /// A question about an API object; exactly one of the two is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_attributes: Option<ResourceAttributes>,
    /// A question about a path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub non_resource_attributes: Option<NonResourceAttributes>,
}

/// What a SubjectAccessReview asks of an API object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ResourceAttributes {
    /// Empty for the cluster scope or all namespaces.
    pub namespace: String,
    /// The verb.
    pub verb: String,
    /// The API group, empty for the core group.
    pub group: String,
    /// The API version, which RBAC does not read.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// The plural resource name.
    pub resource: String,
    /// The subresource, without the slash.
    pub subresource: String,
    /// The object's name.
    pub name: String,
}

/// What a SubjectAccessReview asks of a path.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NonResourceAttributes {
    /// The path, with its leading slash.
    pub path: String,
    /// The lower-case method.
    pub verb: String,
}

impl SubjectAccessReviewSpec {
    /// The question this spec asks.
    ///
    /// # Errors
    /// When neither or both of `resourceAttributes` and `nonResourceAttributes` are given, or nobody
    /// asks: the API server answers 422 to these.
    pub fn attributes(&self) -> Result<Attributes<'_>, &'static str> {
        if self.user.is_empty() && self.groups.is_empty() {
            return Err("at least one of `user` and `groups` must be given");
        }
        self.asked()
            .ok_or("exactly one of `resourceAttributes` and `nonResourceAttributes` must be given")
    }

    /// The question, also where nobody asks it.
    pub(crate) fn asked(&self) -> Option<Attributes<'_>> {
        let (verb, target) = match (&self.resource_attributes, &self.non_resource_attributes) {
            (Some(asked), None) => (&asked.verb, Target::Resource(asked.resource())),
            (None, Some(asked)) => (&asked.verb, Target::NonResource { path: &asked.path }),
            _ => return None,
        };
        Some(Attributes {
            user: &self.user,
            groups: self.groups.iter().map(String::as_str).collect(),
            extra: borrowed(&self.extra),
            verb,
            target,
        })
    }
}

/// Extra fields without their strings' owner.
pub(crate) fn borrowed(extra: &ExtraFields) -> Extra<'_> {
    extra.iter().collect()
}

impl ResourceAttributes {
    fn resource(&self) -> Resource<'_> {
        Resource {
            api_group: &self.group,
            resource: &self.resource,
            subresource: &self.subresource,
            namespace: &self.namespace,
            name: &self.name,
        }
    }
}

impl From<&Attributes<'_>> for SubjectAccessReviewSpec {
    fn from(asked: &Attributes<'_>) -> Self {
        let verb = asked.verb.to_owned();
        let mut spec = Self {
            user: asked.user.to_owned(),
            groups: asked.groups.iter().map(|&group| group.to_owned()).collect(),
            extra: asked
                .extra
                .iter()
                .map(|(key, values)| ((*key).to_owned(), values.to_vec()))
                .collect(),
            ..Self::default()
        };
        match asked.target {
            Target::Resource(on) => {
                spec.resource_attributes = Some(ResourceAttributes {
                    namespace: on.namespace.to_owned(),
                    verb,
                    group: on.api_group.to_owned(),
                    version: String::new(),
                    resource: on.resource.to_owned(),
                    subresource: on.subresource.to_owned(),
                    name: on.name.to_owned(),
                });
            }
            Target::NonResource { path } => {
                let path = path.to_owned();
                spec.non_resource_attributes = Some(NonResourceAttributes { path, verb });
            }
        }
        spec
    }
}
