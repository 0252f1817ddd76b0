//! What can this subject do?
//!
//! The rules of every role bound to the subject, where it asks, in the order the API server reads
//! bindings, unmerged: the content of a SelfSubjectRulesReview. The bypass of `system:masters` is not
//! shown, as it is not there. A rule that mixes resources and paths is listed as both.
//!
//! *Source:* `pkg/registry/rbac/validation/rule.go` (`RulesFor`),
//! `pkg/registry/authorization/selfsubjectrulesreview` and `plugin/pkg/auth/authorizer/rbac/rbac.go`
//! (`RulesFor`).

use std::borrow::Cow;

use serde::Serialize;

use crate::attributes::{Attributes, Resource, Target};
use crate::chain::Authorizer;
use crate::kubernetes::model::{Binding, PolicyRule, Role};
use crate::kubernetes::recorder::{
    Recorder, aggregate, binding_ref, not_found, role_ref, rule_ref,
};
use crate::query::who_can::Grant;
use crate::source::Spanned;

/// What a subject can do in a namespace, or at the cluster scope.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SubjectRules {
    /// Rules about API objects.
    pub resource_rules: Vec<ResourceRule>,
    /// Rules about paths.
    pub non_resource_rules: Vec<NonResourceRule>,
    /// Whether something could not be looked up, or another authorizer may grant more.
    pub incomplete: bool,
    /// Roles that are missing, in the API server's words; empty if none is.
    pub evaluation_error: String,
}

/// A rule about API objects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRule {
    /// The verbs.
    pub verbs: Vec<String>,
    /// The API groups.
    pub api_groups: Vec<String>,
    /// The resources.
    pub resources: Vec<String>,
    /// The names it is limited to; empty for any.
    pub resource_names: Vec<String>,
    /// What gives it.
    pub grant: Grant,
}

/// A rule about paths.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NonResourceRule {
    /// The verbs.
    pub verbs: Vec<String>,
    /// The paths.
    #[serde(rename = "nonResourceURLs")]
    pub non_resource_urls: Vec<String>,
    /// What gives it.
    pub grant: Grant,
}

impl Authorizer {
    /// The rules of a user with these groups in a namespace; empty for the cluster scope.
    pub fn what_can(&self, user: &str, groups: &[&str], namespace: &str) -> SubjectRules {
        let mut rules = SubjectRules::default();
        let mut errors = Vec::new();
        for (binding, role) in self.bound(user, groups, namespace) {
            let (binding, role) = (binding.as_ref(), role.as_deref());
            let Some(role) = role else {
                errors.push(not_found(binding));
                continue;
            };
            for (at, rule) in role.rules.iter().enumerate() {
                let grant = Grant {
                    binding: binding_ref(binding, &self.sources),
                    role: role_ref(role, &self.sources),
                    rule: rule_ref(rule, at, role, &self.sources),
                };
                rules.add(rule, &grant);
            }
        }
        rules.incomplete = !errors.is_empty();
        rules.evaluation_error = aggregate(errors);
        rules
    }

    /// The bindings that name a user in a namespace, in reading order, each with its role. They come
    /// from the walk a decision makes; nothing is asked for, so nothing need grant.
    pub(crate) fn bound(
        &self,
        user: &str,
        groups: &[&str],
        namespace: &str,
    ) -> Vec<(Cow<'_, Binding>, Option<Cow<'_, Role>>)> {
        let asked = Attributes {
            user,
            groups: groups.to_vec(),
            extra: Vec::new(),
            verb: "",
            target: Target::Resource(Resource {
                namespace,
                ..Resource::default()
            }),
        };
        let mut recorder = Recorder::default();
        let kubernetes = &self.kubernetes;
        kubernetes.decide(&kubernetes.query(&asked), &mut recorder);
        let bound = recorder.in_order(kubernetes).into_iter();
        let parts = bound.filter_map(|(of, _)| {
            let role = of.role.and_then(|role| kubernetes.role(role));
            Some((kubernetes.binding(of.binding)?, role))
        });
        parts.collect()
    }
}

impl SubjectRules {
    /// Sorts a rule to the kinds of request it can grant.
    fn add(&mut self, rule: &PolicyRule, grant: &Grant) {
        if !rule.resources.is_empty() {
            self.resource_rules.push(ResourceRule {
                verbs: texts(&rule.verbs),
                api_groups: texts(&rule.api_groups),
                resources: texts(&rule.resources),
                resource_names: texts(&rule.resource_names),
                grant: grant.clone(),
            });
        }
        if !rule.non_resource_urls.is_empty() {
            self.non_resource_rules.push(NonResourceRule {
                verbs: texts(&rule.verbs),
                non_resource_urls: texts(&rule.non_resource_urls),
                grant: grant.clone(),
            });
        }
    }
}

fn texts(names: &[Spanned<String>]) -> Vec<String> {
    names.iter().map(|name| name.value.clone()).collect()
}
