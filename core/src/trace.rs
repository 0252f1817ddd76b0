//! What is the answer, with all its reasons?
//!
//! A [`Trace`] is plain data that stands alone: names and places instead of ids, so it can be sent to
//! another host, kept, or drawn. It holds what the walk met ([`Ground`]s) and how far the other
//! bindings were from granting ([`NearMiss`]es). Its sentences come from [`crate::report`].

mod near_misses;

use serde::Serialize;

use crate::attributes::SubjectAccessReviewSpec;
use crate::azure::trace::AzureTrace;
use crate::decision::{By, Decision};
use crate::kubernetes::Facet;
use crate::observer::Gate;
use crate::source::Location;

pub use near_misses::NearMisses;

/// A decision with its reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// The answer of the chain; `NoOpinion` means refused.
    pub decision: Decision,
    /// What decided.
    pub by: By,
    /// What the authorizer reports, exactly as the API server words it in the audit log and in a
    /// SubjectAccessReview's status; often empty.
    pub reason: String,
    /// What the caller of a refused request reads, exactly; `None` when allowed.
    pub message: Option<String>,
    /// The question that was answered.
    pub request: SubjectAccessReviewSpec,
    /// What each authorizer says, in the order of the chain. The first that allows or denies decides;
    /// those after it are told because they are worth knowing.
    pub opinions: Vec<Opinion>,
    /// Every binding that alone is enough, in the order the API server reads them. With
    /// `system:masters` none is needed; those listed would be enough without it.
    pub grounds: Vec<Ground>,
    /// What Azure RBAC was asked and found; absent where no document of Azure is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub azure: Option<AzureTrace>,
    /// For a refusal: bindings that name the caller or would grant the request, nearest first. Of those
    /// every cluster has, only the ones that name the caller and differ in one thing are listed. At
    /// most [`Trace::NEAR_MISSES`].
    pub near_misses: NearMisses,
    /// How many bindings there are, and how many play which part.
    pub counts: Counts,
}

impl Trace {
    /// The most near misses a trace lists; [`Counts`] tells how many there are.
    pub const NEAR_MISSES: usize = 50;
}

/// What one authorizer says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Opinion {
    /// Which authorizer.
    pub gate: Gate,
    /// Its answer.
    pub decision: Decision,
    /// What it gives as its reason, as the API server words it.
    pub reason: String,
}

/// A binding that grants the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ground {
    /// The binding.
    pub binding: ObjectRef,
    /// Its first subject that is the caller.
    pub subject: SubjectRef,
    /// The role it gives.
    pub role: ObjectRef,
    /// The first rule of the role that allows the request.
    pub rule: RuleRef,
    /// How the API server would word it if this binding were the one it found.
    pub reason: String,
}

/// A binding that does not grant the request, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NearMiss {
    /// The binding.
    pub binding: ObjectRef,
    /// Its first subject that is the caller, if one is.
    pub subject: Option<SubjectRef>,
    /// The role it gives, if that is known.
    pub role: Option<ObjectRef>,
    /// The rule of the role that is nearest to the request.
    pub rule: Option<RuleRef>,
    /// What keeps it from granting, in the order the API server meets it; never empty.
    pub differences: Vec<Difference>,
    /// What it does grant, and to whom, in one line: `grants this in dev`.
    pub title: String,
}

/// One respect in which a binding does not fit the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// Which respect.
    pub facet: Facet,
    /// What is written.
    pub written: Vec<String>,
    /// What was asked.
    pub asked: String,
    /// Where it is written.
    pub location: Option<Location>,
    /// Whether it was written in a place that a snapshot did not keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
    /// The same as a sentence.
    pub words: String,
}

/// Names an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ObjectRef {
    /// `Role`, `ClusterRoleBinding`, …
    pub kind: String,
    /// Absent for objects in no namespace.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// `metadata.name`.
    pub name: String,
    /// Where the name is written; `None` for what aksess brings itself.
    pub location: Option<Location>,
    /// Whether it was written in a place that a snapshot did not keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
}

/// Names a subject of a binding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubjectRef {
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: String,
    /// For a ServiceAccount, where it is taken from if the subject says none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// Where the subject is written.
    pub location: Option<Location>,
    /// Whether it was written in a place that a snapshot did not keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
}

/// One rule of a role, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleRef {
    /// Its place in the role, from 1.
    pub number: usize,
    /// How many rules the role has.
    pub of: usize,
    /// `verbs`.
    pub verbs: Vec<String>,
    /// `apiGroups`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub api_groups: Vec<String>,
    /// `resources`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// `resourceNames`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource_names: Vec<String>,
    /// `nonResourceURLs`.
    #[serde(rename = "nonResourceURLs", skip_serializing_if = "Vec::is_empty")]
    pub non_resource_urls: Vec<String>,
    /// Where the rule is written.
    pub location: Option<Location>,
    /// Whether it was written in a place that a snapshot did not keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
}

/// How many bindings there are, and how many play which part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// All bindings known.
    pub bindings: usize,
    /// Those that name the caller, in any namespace.
    pub naming: usize,
    /// Those that name the caller where the request is made, so whose roles were read.
    pub read: usize,
    /// Those that came near, also where the trace does not list them.
    pub near: usize,
}
