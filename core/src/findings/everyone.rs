//! What do groups that hold everyone have beyond the default?
//!
//! `system:authenticated` holds every user of the tenant whom the cluster signs in and every service account;
//! `system:unauthenticated` and `system:anonymous` hold whoever reaches the API server. A binding to one of them
//! that gives no more than the default policy is no finding.
//!
//! *Source:* Kubernetes, RBAC good practices; the default policy.

use std::rc::Rc;

use super::survey::{Bound, Survey};
use super::{Level, Rule};
use crate::credential::{ANONYMOUS, AUTHENTICATED, UNAUTHENTICATED};
use crate::kubernetes::covers::uncovered;
use crate::kubernetes::{PolicyRule, Role};

const SERVICE_ACCOUNTS: &str = "system:serviceaccounts";

pub(super) fn look(survey: &mut Survey<'_>) {
    let default = survey.usual.rules_of(AUTHENTICATED);
    let bound = Rc::clone(&survey.bound);
    for (binding, role) in bound.iter().map(Bound::parts) {
        let Some(role) = role.filter(|role| is_more(role, &default)) else {
            continue;
        };
        for subject in &binding.subjects {
            let (who, level) = match (subject.kind.as_str(), subject.name.as_str()) {
                ("Group", AUTHENTICATED) => ("everyone who signs in", Level::High),
                ("Group", UNAUTHENTICATED) | ("User", ANONYMOUS) => (
                    "whoever reaches the API server, without any credential,",
                    Level::High,
                ),
                ("Group", SERVICE_ACCOUNTS) => ("every service account", Level::Medium),
                _ => continue,
            };
            let place = match binding.scope() {
                "" => "in the whole cluster".to_owned(),
                scope => format!("in {scope}"),
            };
            let looked_at = vec![
                survey.see_subject(subject),
                survey.see_binding(binding),
                survey.see(role.kind(), &role.name.value, role.name.span),
            ];
            survey.tell_as(
                Rule::EveryoneBound,
                level,
                format!(
                    "{} {} gives {who} the {} {} {place}.",
                    binding.kind(),
                    binding.name.value,
                    role.kind(),
                    role.name.value
                ),
                looked_at,
                "Bind the role to a group of those who need it, and remove this subject.",
            );
        }
    }
}

/// More combinations than this in one rule are more than the default, which has few.
const FEW: usize = 1_000;

/// Whether a role gives something that everyone does not have by default.
fn is_more(role: &Role, default: &[PolicyRule]) -> bool {
    let size = |rule: &PolicyRule| {
        let kinds = rule.api_groups.len().saturating_mul(rule.resources.len());
        let names = rule.resource_names.len().max(1);
        let objects = kinds.saturating_mul(names);
        objects
            .saturating_add(rule.non_resource_urls.len())
            .saturating_mul(rule.verbs.len())
    };
    let mut rules = role.rules.iter();
    rules.any(|rule| size(rule) > FEW || !uncovered(default, std::slice::from_ref(rule)).is_empty())
}
