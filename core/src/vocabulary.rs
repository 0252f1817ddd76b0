//! Which names do the documents use?
//!
//! What a form can suggest: everyone who is bound, every namespace that is mentioned, every verb,
//! group and resource that a rule names, and what CustomResourceDefinitions define. Wildcards are left out;
//! they are no answer to "which one".
//!
//! *Invariants.* What was compiled uses the names its documents use, so a snapshot answers as its documents do.

use serde::Serialize;

use crate::chain::Authorizer;
use crate::command::{Context, typed};
use crate::kind::Kind;
use crate::kubernetes::PolicyRule;
use crate::kubernetes::facts::{Facts, FlatRule};
use crate::kubernetes::rule::Rule;
use crate::kubernetes::subject::{Principal, principal, service_account};
use crate::policy::Policy;
use crate::sorted;

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
    /// The resources that rules name, as a line of kubectl would: `pods/log`, and with the API group where the
    /// name alone means another, `pods.metrics.k8s.io`.
    pub typed: Vec<String>,
    /// Object names that rules are limited to.
    pub names: Vec<String>,
    /// Paths that rules name.
    pub paths: Vec<String>,
}

impl Policy {
    /// What the documents tell about kinds, for reading a pasted line.
    pub fn context(&self) -> Context {
        let rules: Vec<_> = self.rules().collect();
        Context {
            kinds: kinds(&self.kinds, &rules),
            objects: self.manifests.clone(),
            ..Context::default()
        }
    }

    /// The names this policy uses.
    pub fn vocabulary(&self) -> Vocabulary {
        let mut names = Names::default();
        let kubernetes = &self.kubernetes;
        let of_roles = kubernetes.roles.iter().map(|of| of.namespace.as_ref());
        let of_bindings = kubernetes.bindings.iter().map(|of| of.namespace.as_ref());
        for namespace in of_roles.chain(of_bindings).flatten() {
            names.namespaces.push(&namespace.value);
        }
        for binding in &kubernetes.bindings {
            let subjects = binding.subjects.iter();
            for whom in subjects.filter_map(|of| principal(of, binding)) {
                names.add(whom);
            }
        }
        names.with(&self.kinds, &self.rules().collect::<Vec<_>>())
    }

    fn rules(&self) -> impl Iterator<Item = &PolicyRule> {
        self.kubernetes.roles.iter().flat_map(|role| &role.rules)
    }
}

impl Authorizer {
    /// What the policy tells about kinds, for reading a pasted line. What files hold is not known any more.
    pub fn context(&self) -> Context {
        Context {
            kinds: kinds(&self.kinds, &rules(&self.kubernetes.facts)),
            ..Context::default()
        }
    }

    /// The names this policy uses.
    pub fn vocabulary(&self) -> Vocabulary {
        let facts = &self.kubernetes.facts;
        let mut names = Names::default();
        let of_roles = facts.roles.iter().map(|of| of.scope);
        let of_bindings = facts.bindings.iter().map(|of| of.scope());
        let scopes = sorted::set(of_roles.chain(of_bindings));
        let namespaces = scopes.into_iter().filter_map(|of| facts.namespace(of));
        names.namespaces.extend(namespaces);
        let subjects = sorted::set(facts.subjects.iter().copied());
        for whom in subjects.into_iter().filter_map(|of| facts.principal(of)) {
            names.add(whom);
        }
        names.with(&self.kinds, &rules(facts))
    }
}

/// The rules of all contents.
fn rules(facts: &Facts) -> Vec<FlatRule<'_>> {
    let contents = 0..facts.contents.len();
    let rules = contents.flat_map(|content| facts.contents.rules(content, &facts.names));
    rules.collect()
}

/// The kinds that are defined, and of those that are not the plurals and groups that rules name.
fn kinds(defined: &[Kind], rules: &[impl Rule]) -> Vec<Kind> {
    let mut named = Vec::new();
    for rule in rules {
        let plain = rule.resources().filter_map(|of| of.split('/').next());
        for resource in plain.filter(|name| is_one(name)) {
            let groups = rule.api_groups().filter(|group| *group != "*");
            named.extend(groups.map(|group| (resource, group)));
        }
    }
    let defines = |resource: &str, group: &str| {
        let mut defined = defined.iter();
        defined.any(|of| of.resource == resource && of.group == group)
    };
    let named = sorted::set(named).into_iter();
    let named = named.filter(|(resource, group)| !defines(resource, group));
    let named = named.map(|(resource, group)| Kind {
        resource: resource.to_owned(),
        group: group.to_owned(),
        ..Kind::default()
    });
    defined.iter().cloned().chain(named).collect()
}

/// Whether it names one thing.
fn is_one(name: &str) -> bool {
    !name.is_empty() && !name.contains('*')
}

/// Whom bindings name, and where.
#[derive(Default)]
struct Names<'a> {
    users: Vec<String>,
    groups: Vec<&'a str>,
    namespaces: Vec<&'a str>,
}

impl<'a> Names<'a> {
    fn add(&mut self, whom: Principal<'a>) {
        match whom {
            Principal::User(name) => self.users.push(name.to_owned()),
            Principal::Group(name) => self.groups.push(name),
            Principal::ServiceAccount { namespace, name } => {
                self.namespaces.push(namespace);
                self.users.push(service_account(namespace, name));
            }
        }
    }

    /// The same with what rules name and definitions define.
    fn with<R: Rule>(self, defined: &[Kind], rules: &[R]) -> Vocabulary {
        let mut verbs: Vec<String> = VERBS.iter().map(|&verb| verb.to_owned()).collect();
        let more = set(rules.iter().flat_map(R::verbs));
        let more = more.into_iter();
        verbs.extend(more.filter(|verb| !VERBS.contains(&verb.as_str())));
        let groups = defined.iter().map(|of| of.group.as_str());
        let subresources = |of: &Kind| {
            let plural = of.resource.clone();
            let subresources = of.subresources.clone().into_iter();
            subresources.map(move |name| format!("{plural}/{name}"))
        };
        let subresources: Vec<String> = defined.iter().flat_map(subresources).collect();
        let resources = defined.iter().map(|of| of.resource.as_str());
        let resources = resources.chain(subresources.iter().map(String::as_str));
        Vocabulary {
            users: sorted::set(self.users),
            groups: owned(sorted::set(self.groups)),
            namespaces: owned(sorted::set(self.namespaces)),
            verbs,
            api_groups: set(rules.iter().flat_map(R::api_groups).chain(groups)),
            resources: set(rules.iter().flat_map(R::resources).chain(resources)),
            typed: as_typed(defined, rules),
            names: set(rules.iter().flat_map(R::resource_names)),
            paths: set(rules.iter().flat_map(R::non_resource_urls)),
        }
    }
}

/// The resources that rules name, as they are typed.
fn as_typed(defined: &[Kind], rules: &[impl Rule]) -> Vec<String> {
    let mut named = Vec::new();
    for rule in rules {
        for resource in rule.resources().filter(|name| is_one(name)) {
            named.extend(rule.api_groups().map(|group| (resource, group)));
        }
    }
    let known = kinds(defined, rules);
    let named = sorted::set(named).into_iter();
    sorted::set(named.map(|(resource, group)| match group {
        "*" => resource.to_owned(),
        group => typed(resource, group, &known),
    }))
}

/// Names of one thing each, sorted and once.
fn set<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    owned(sorted::set(names.filter(|name| is_one(name))))
}

fn owned(names: Vec<&str>) -> Vec<String> {
    names.into_iter().map(str::to_owned).collect()
}
