//! How would RBAC be decided by someone who has only read its rules?
//!
//! A scan over plain objects in the order the API server visits them, without index, spans or
//! symbols. It shares no code with the core and is the reference its walk is compared with.

use serde::{Deserialize, Serialize};

/// A world of roles and bindings.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Roles and ClusterRoles.
    pub roles: Vec<Role>,
    /// RoleBindings and ClusterRoleBindings.
    pub bindings: Vec<Binding>,
}

/// Rules under a name; in a namespace for a Role.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    /// The namespace of a Role.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// One rule.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Verbs.
    pub verbs: Vec<String>,
    /// API groups.
    pub api_groups: Vec<String>,
    /// Resources.
    pub resources: Vec<String>,
    /// Names.
    pub resource_names: Vec<String>,
    /// Paths.
    #[serde(rename = "nonResourceURLs")]
    pub urls: Vec<String>,
}

/// Subjects bound to a role.
#[derive(Debug, Clone)]
pub struct Binding {
    /// The namespace of a RoleBinding.
    pub namespace: Option<String>,
    /// The name.
    pub name: String,
    /// Kind and name of the role.
    pub role: (String, String),
    /// Kind, namespace and name of each subject.
    pub subjects: Vec<(String, Option<String>, String)>,
}

/// A question.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The user name.
    pub user: String,
    /// All groups.
    pub groups: Vec<String>,
    /// The verb.
    pub verb: String,
    /// A path, or group, resource, subresource, namespace and name.
    pub path: Option<String>,
    /// API group, resource, subresource, namespace, name.
    pub on: [String; 5],
}

/// Whether the world grants the request.
pub fn allowed(world: &World, asked: &Asked) -> bool {
    asked.groups.iter().any(|group| group == "system:masters")
        || world
            .bindings
            .iter()
            .any(|binding| allows(world, binding, asked))
}

/// Whether one binding grants the request.
pub fn allows(world: &World, binding: &Binding, asked: &Asked) -> bool {
    let [_, _, _, namespace, _] = &asked.on;
    let reaches = match &binding.namespace {
        None => true,
        Some(of) => asked.path.is_none() && of == namespace,
    };
    reaches && names(binding, asked) && rules(world, binding, asked)
}

fn names(binding: &Binding, asked: &Asked) -> bool {
    binding
        .subjects
        .iter()
        .any(|(kind, namespace, name)| match kind.as_str() {
            "User" => *name == asked.user,
            "Group" => asked.groups.contains(name),
            "ServiceAccount" => match namespace.as_ref().or(binding.namespace.as_ref()) {
                Some(of) => asked.user == format!("system:serviceaccount:{of}:{name}"),
                None => false,
            },
            _ => false,
        })
}

fn rules(world: &World, binding: &Binding, asked: &Asked) -> bool {
    let (kind, name) = &binding.role;
    let namespace = match kind.as_str() {
        "ClusterRole" => &None,
        "Role" if binding.namespace.is_some() => &binding.namespace,
        _ => return false,
    };
    let role = world
        .roles
        .iter()
        .find(|role| role.name == *name && role.namespace == *namespace);
    role.is_some_and(|role| role.rules.iter().any(|rule| grants(rule, asked)))
}

fn grants(rule: &Rule, asked: &Asked) -> bool {
    let has = |list: &[String], wanted: &str| list.iter().any(|of| of == "*" || of == wanted);
    if !has(&rule.verbs, &asked.verb) {
        return false;
    }
    if let Some(path) = &asked.path {
        return rule.urls.iter().any(|url| match url.strip_suffix('*') {
            Some(_) => path.starts_with(url.trim_end_matches('*')),
            None => url == path,
        });
    }
    let [group, resource, subresource, _, name] = &asked.on;
    let (full, any) = match subresource.as_str() {
        "" => (resource.clone(), None),
        sub => (format!("{resource}/{sub}"), Some(format!("*/{sub}"))),
    };
    has(&rule.api_groups, group)
        && (has(&rule.resources, &full) || any.is_some_and(|any| rule.resources.contains(&any)))
        && (rule.resource_names.is_empty() || rule.resource_names.contains(name))
}
