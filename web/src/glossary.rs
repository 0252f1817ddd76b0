//! What do the words mean?
//!
//! The terms of both systems in plain words, each with where the explanation comes from. A term is found in
//! any letter case, in the singular or the plural.

/// A term: its name, what it means, and the source.
pub type Term = (&'static str, &'static str, &'static str);

const RBAC: &str = "kubernetes.io, Using RBAC Authorization";
const AUTHN: &str = "kubernetes.io, Authenticating";
const ROLES: &str = "learn.microsoft.com, Azure role definitions";
const ASSIGN: &str = "learn.microsoft.com, Azure role assignments";
const DENY: &str = "learn.microsoft.com, Azure deny assignments";
const SCOPE: &str = "learn.microsoft.com, Understand scope for Azure RBAC";
const ABAC: &str = "learn.microsoft.com, Azure role assignment conditions";
const AKS: &str = "learn.microsoft.com, Use Azure RBAC for Kubernetes authorization";
const ENTRA: &str = "learn.microsoft.com, AKS-managed Microsoft Entra integration";
const PIM: &str = "learn.microsoft.com, Privileged Identity Management";
const GUARD: &str = "github.com/kubeguard/guard";

/// All terms, those of Kubernetes first.
pub const TERMS: [Term; 52] = [
    (
        "Role",
        "A list of rules that holds in one namespace. It names nobody.",
        RBAC,
    ),
    (
        "ClusterRole",
        "A list of rules without a namespace. A ClusterRoleBinding gives it everywhere, a RoleBinding in one namespace.",
        RBAC,
    ),
    (
        "RoleBinding",
        "Gives a Role or a ClusterRole to subjects, in its own namespace only.",
        RBAC,
    ),
    (
        "ClusterRoleBinding",
        "Gives a ClusterRole to subjects in the whole cluster.",
        RBAC,
    ),
    (
        "subject",
        "Whom a binding names: a user, a group or a service account. Names are compared letter by letter.",
        RBAC,
    ),
    (
        "roleRef",
        "The role a binding gives. It cannot be changed once the binding is made.",
        RBAC,
    ),
    (
        "rule",
        "Verbs on resources of API groups, or on paths. One rule must fit the whole request.",
        RBAC,
    ),
    (
        "verb",
        "What is done: get, list, watch, create, update, patch, delete, deletecollection.",
        RBAC,
    ),
    ("get", "Read one object by its name.", RBAC),
    (
        "list",
        "Read all objects of a kind, with their contents.",
        RBAC,
    ),
    (
        "watch",
        "Follow changes of objects, with their contents.",
        RBAC,
    ),
    (
        "deletecollection",
        "Delete all objects of a kind at once.",
        RBAC,
    ),
    (
        "escalate",
        "Write roles with permissions one does not hold.",
        RBAC,
    ),
    (
        "bind",
        "Give others a role whose permissions one does not hold.",
        RBAC,
    ),
    (
        "impersonate",
        "Act as another user, group or service account.",
        AUTHN,
    ),
    (
        "resource",
        "A kind of object in the plural and in lower case, such as pods.",
        RBAC,
    ),
    (
        "subresource",
        "A part of an object that is asked for by itself, such as pods/log. A rule for pods does not cover it.",
        RBAC,
    ),
    (
        "resourceNames",
        "Limits a rule to objects of these names. It cannot allow create, nor a list of all.",
        RBAC,
    ),
    (
        "apiGroups",
        "Which part of the API a resource belongs to. The empty text is the core group with pods and secrets.",
        RBAC,
    ),
    (
        "nonResourceURLs",
        "Paths of the API server such as /healthz. Only a ClusterRole reaches them.",
        RBAC,
    ),
    (
        "namespace",
        "A part of a cluster with names of its own. Nodes and namespaces themselves are in none.",
        RBAC,
    ),
    (
        "ServiceAccount",
        "The identity of programs in the cluster: system:serviceaccount:NAMESPACE:NAME.",
        AUTHN,
    ),
    (
        "User",
        "A name that authentication gives. Kubernetes keeps no list of users.",
        AUTHN,
    ),
    (
        "Group",
        "A name that authentication adds to a user. From Entra it is an object id.",
        AUTHN,
    ),
    (
        "system:authenticated",
        "The group of everyone who signed in.",
        AUTHN,
    ),
    (
        "system:unauthenticated",
        "The group of everyone who did not sign in.",
        AUTHN,
    ),
    (
        "system:masters",
        "The group that passes before every authorizer. Nothing in the cluster takes that away.",
        RBAC,
    ),
    (
        "aggregationRule",
        "A ClusterRole that gathers the rules of others by their labels.",
        RBAC,
    ),
    ("cluster-admin", "The role that may do everything.", RBAC),
    (
        "view",
        "The role that may read most objects of a namespace, and no secrets.",
        RBAC,
    ),
    (
        "edit",
        "The role that may change most objects of a namespace, secrets included, and no roles.",
        RBAC,
    ),
    (
        "admin",
        "The role that may do nearly everything in a namespace, roles included.",
        RBAC,
    ),
    (
        "role assignment",
        "Gives a principal a role at a scope and everything below it.",
        ASSIGN,
    ),
    (
        "role definition",
        "Lists of actions: what whoever is assigned it may do.",
        ROLES,
    ),
    (
        "actions",
        "What may be done with the resource itself, at Azure Resource Manager.",
        ROLES,
    ),
    (
        "notActions",
        "Taken away from actions of the same role. Another role can give it back.",
        ROLES,
    ),
    (
        "dataActions",
        "What may be done inside the resource: for a cluster, with its Kubernetes objects.",
        ROLES,
    ),
    (
        "notDataActions",
        "Taken away from dataActions of the same role. It is no deny: another role can give it back.",
        ROLES,
    ),
    (
        "deny assignment",
        "Stops whom it names from doing something, whatever their roles say. Only Azure makes them.",
        DENY,
    ),
    (
        "scope",
        "Where an assignment holds: a management group, a subscription, a resource group, a resource, or a namespace of a cluster.",
        SCOPE,
    ),
    (
        "principal",
        "Whoever is named by an object id in Entra: a user, a group, a service principal, a managed identity.",
        ASSIGN,
    ),
    (
        "condition",
        "Narrows an assignment by attributes of the request. It never gives more.",
        ABAC,
    ),
    (
        "ActionMatches",
        "Holds if the action that is asked fits the pattern.",
        ABAC,
    ),
    (
        "eligible assignment",
        "Grants nothing until it is activated.",
        PIM,
    ),
    (
        "kubeconfig",
        "The file that tells kubectl where the cluster is. Fetching it is an action of Azure.",
        ENTRA,
    ),
    (
        "enableAzureRbac",
        "Whether the cluster asks Azure RBAC about requests.",
        AKS,
    ),
    (
        "disableLocalAccounts",
        "Whether certificates of local accounts are no longer handed out.",
        ENTRA,
    ),
    (
        "adminGroupObjectIDs",
        "Groups of Entra whose members AKS makes cluster administrators.",
        ENTRA,
    ),
    (
        "oid",
        "The object id of a caller in Entra: how Azure knows them.",
        GUARD,
    ),
    (
        "upn",
        "The sign-in name of a member of the tenant. Guests and service principals have none.",
        GUARD,
    ),
    (
        "overage",
        "A token with more than 200 groups does not list them; they are asked for instead.",
        GUARD,
    ),
    (
        "webhook",
        "The program that asks Azure RBAC for the API server.",
        GUARD,
    ),
];

/// The term a word is about.
pub fn term(word: &str) -> Option<&'static Term> {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    let singular = word.strip_suffix('s');
    let is_one = |name: &str| singular.is_some_and(|of| of.eq_ignore_ascii_case(name));
    let found = TERMS.iter().find(|(name, ..)| is(name));
    found.or_else(|| TERMS.iter().find(|(name, ..)| is_one(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_in_any_form_and_every_one_has_a_source() {
        assert_eq!(term("rolebindings").map(|of| of.0), Some("RoleBinding"));
        assert_eq!(term("Verbs").map(|of| of.0), Some("verb"));
        assert_eq!(term("actions").map(|of| of.0), Some("actions"));
        assert!(term("frobnicate").is_none());
        for (name, words, source) in TERMS {
            assert!(words.ends_with('.') && words.len() < 160, "{name}");
            assert!(!source.is_empty());
        }
    }
}
