//! Which names do the documents use?
//!
//! What a form can suggest: everyone who is bound, every namespace that is mentioned, every verb,
//! group and resource that a rule names. Wildcards are left out; they are no answer to "which one".

use serde::Serialize;

use crate::command::{Context, Kind};
use crate::kubernetes::PolicyRule;
use crate::kubernetes::subject::{service_account, service_account_namespace};
use crate::policy::Policy;
use crate::sorted;
use crate::source::Spanned;

/// The verbs of the API, in the order people think of them.
const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];

/// Names to suggest, each sorted and once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Vocabulary {
    /// User names, those of service accounts included.
    pub users: Vec<String>,
    /// Group names.
    pub groups: Vec<String>,
    /// Namespaces of roles, bindings and subjects.
    pub namespaces: Vec<String>,
    /// The common verbs, then those only the rules name.
    pub verbs: Vec<String>,
    /// API groups other than the core group.
    pub api_groups: Vec<String>,
    /// Resources, with their subresources.
    pub resources: Vec<String>,
    /// Object names that rules are limited to.
    pub names: Vec<String>,
    /// Paths that rules name.
    pub paths: Vec<String>,
}

impl Policy {
    /// What the documents tell about kinds, for reading a pasted line.
    pub fn context(&self) -> Context {
        let mut kinds = Vec::new();
        for rule in self.kubernetes.roles.iter().flat_map(|role| &role.rules) {
            let plain = rule
                .resources
                .iter()
                .filter_map(|of| of.value.split('/').next());
            for resource in plain.filter(|name| !name.is_empty() && !name.contains('*')) {
                let groups = rule.api_groups.iter().map(|of| of.value.as_str());
                kinds.extend(
                    groups
                        .filter(|group| *group != "*")
                        .map(|group| (resource, group)),
                );
            }
        }
        let kinds = sorted::set(kinds)
            .into_iter()
            .map(|(resource, group)| Kind {
                resource: resource.to_owned(),
                group: group.to_owned(),
                ..Kind::default()
            });
        Context {
            kinds: kinds.collect(),
            objects: self.manifests.clone(),
            ..Context::default()
        }
    }

    /// The names this policy uses.
    pub fn vocabulary(&self) -> Vocabulary {
        let (mut users, mut groups) = (Vec::new(), Vec::new());
        let mut namespaces: Vec<String> = Vec::new();
        for role in &self.kubernetes.roles {
            namespaces.extend(role.namespace.as_ref().map(|of| of.value.clone()));
        }
        for binding in &self.kubernetes.bindings {
            namespaces.extend(binding.namespace.as_ref().map(|of| of.value.clone()));
            for subject in &binding.subjects {
                match subject.kind.as_str() {
                    "User" => users.push(subject.name.clone()),
                    "Group" => groups.push(subject.name.clone()),
                    "ServiceAccount" => {
                        if let Some(namespace) = service_account_namespace(subject, binding) {
                            namespaces.push(namespace.to_owned());
                            users.push(service_account(namespace, &subject.name));
                        }
                    }
                    _ => {}
                }
            }
        }
        let of_rules = |part: fn(&PolicyRule) -> &Vec<Spanned<String>>| {
            let rules = self.kubernetes.roles.iter().flat_map(|role| &role.rules);
            let names = rules.flat_map(part).map(|name| &name.value);
            let named = names.filter(|name| !name.is_empty() && !name.contains('*'));
            sorted::set(named).into_iter().cloned().collect::<Vec<_>>()
        };
        let mut verbs: Vec<String> = VERBS.iter().map(|&verb| verb.to_owned()).collect();
        let more = of_rules(|rule| &rule.verbs);
        verbs.extend(
            more.into_iter()
                .filter(|verb| !VERBS.contains(&verb.as_str())),
        );
        Vocabulary {
            users: sorted::set(users),
            groups: sorted::set(groups),
            namespaces: sorted::set(namespaces),
            verbs,
            api_groups: of_rules(|rule| &rule.api_groups),
            resources: of_rules(|rule| &rule.resources),
            names: of_rules(|rule| &rule.resource_names),
            paths: of_rules(|rule| &rule.non_resource_urls),
        }
    }
}
