//! What is known of a kind of API object?
//!
//! A CustomResourceDefinition tells all of it, a rule the plural and the group alone. Kinds decide nothing:
//! they tell which resource a typed word means, and whether its objects live in namespaces.

/// A kind of API object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kind {
    /// The plural, in lower case.
    pub resource: String,
    /// The API group.
    pub group: String,
    /// The preferred version, if known.
    pub version: String,
    /// `CronTab`; empty when only a rule names the resource.
    pub kind: String,
    /// `crontab`; empty where it is the kind in lower case.
    pub singular: String,
    /// Short names.
    pub short_names: Vec<String>,
    /// Words that stand for this kind and others, such as `all`.
    pub categories: Vec<String>,
    /// Whether its objects live in namespaces; `None` when nobody says.
    pub namespaced: Option<bool>,
    /// Subresources that are served: `status`, `scale`.
    pub subresources: Vec<String>,
}
