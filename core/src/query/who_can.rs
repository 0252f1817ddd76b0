//! Who can do this?
//!
//! The members of `system:masters`, and the subjects of every binding whose role allows the request
//! where it is made. Subjects are listed in the order the API server reads bindings, as often as they
//! are bound; nobody is matched against users, because groups have members no document tells.
//!
//! *Source:* `plugin/pkg/auth/authorizer/rbac/subject_locator.go` (`AllowedSubjects`).
//!
//! *Invariants.* A caller is listed, by name or by group, exactly where the walk allows that caller's
//! request: the same predicates decide both.

use serde::Serialize;

use crate::attributes::Attributes;
use crate::chain::Authorizer;
use crate::credential::PRIVILEGED_GROUP;
use crate::kubernetes::model::Binding;
use crate::kubernetes::read::API_GROUP;
use crate::kubernetes::recorder::{aggregate, binding_ref, not_found, role_ref, rule_ref};
use crate::kubernetes::rule::{self, Operation};
use crate::trace::{ObjectRef, RuleRef};

/// Everyone who can, and what could not be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WhoCan {
    /// Subjects with what grants it to them.
    pub subjects: Vec<SubjectGrant>,
    /// Roles that are missing, in the API server's words; empty if none is.
    pub error: String,
}

/// One subject that can, through one binding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubjectGrant {
    /// `User`, `Group`, `ServiceAccount`, or a kind that matches nobody.
    pub kind: String,
    /// As the API server shows it: absent for a ServiceAccount.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_group: Option<String>,
    /// As written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// What grants it; `None` for `system:masters`, which needs no binding.
    pub grant: Option<Grant>,
}

/// A binding, its role and the rule that allows the request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// The binding.
    pub binding: ObjectRef,
    /// Its role.
    pub role: ObjectRef,
    /// The first rule that allows the request.
    pub rule: RuleRef,
}

impl Authorizer {
    /// Everyone who can do what is asked; who asks it is not looked at.
    pub fn who_can(&self, asked: &Attributes<'_>) -> WhoCan {
        let kubernetes = &self.kubernetes;
        let mut errors = Vec::new();
        let mut subjects = vec![SubjectGrant {
            kind: "Group".to_owned(),
            api_group: Some(API_GROUP.to_owned()),
            namespace: None,
            name: PRIVILEGED_GROUP.to_owned(),
            grant: None,
        }];
        let operation = Operation::from(asked);
        let at = kubernetes.at(operation);
        for position in kubernetes.bindings_at(at) {
            let Some(of) = kubernetes.facts.binding(position) else {
                continue;
            };
            let content = kubernetes.facts.content_of(of);
            if kubernetes.facts.role(of.role).is_some()
                && !kubernetes.grants(content, at.answer(), operation)
            {
                continue;
            }
            let Some(binding) = kubernetes.binding(position) else {
                continue;
            };
            let Some(role) = kubernetes.role(of.role) else {
                errors.push(not_found(&binding));
                continue;
            };
            let allows = |of: &(usize, _)| rule::allows(of.1, asked);
            let Some((at, rule)) = role.rules.iter().enumerate().find(allows) else {
                continue;
            };
            let grant = Grant {
                binding: binding_ref(&binding, &self.sources),
                role: role_ref(&role, &self.sources),
                rule: rule_ref(rule, at, &role, &self.sources),
            };
            subjects.extend(listed(&binding, &grant));
        }
        WhoCan {
            subjects,
            error: aggregate(errors),
        }
    }
}

fn listed<'a>(binding: &'a Binding, grant: &'a Grant) -> impl Iterator<Item = SubjectGrant> + 'a {
    binding.subjects.iter().map(|subject| SubjectGrant {
        kind: subject.kind.clone(),
        api_group: subject.api_group.clone(),
        namespace: subject.namespace.clone(),
        name: subject.name.clone(),
        grant: Some(grant.clone()),
    })
}
