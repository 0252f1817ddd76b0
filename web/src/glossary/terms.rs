//! What do the words mean, one by one?

use super::sources::{
    ABAC, ADVICE, AGENT, AKS, ASSIGN, AUTHN, CHECKS, CONCEPTS, DENY, ENTRA, GUARD, PIM, RBAC,
    ROLES, SCOPE, Source,
};

/// A term: its name, what it means, and the source.
pub type Term = (&'static str, &'static str, Source);

/// All terms, those of Kubernetes first.
pub const TERMS: [Term; 69] = [
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
    (
        "gate",
        "A place where a request can be stopped: the kubeconfig, authentication, Azure RBAC, Kubernetes RBAC.",
        CONCEPTS,
    ),
    (
        "journey",
        "The way of one request through the gates, with what decided at each.",
        CONCEPTS,
    ),
    (
        "Kubernetes RBAC",
        "The cluster's own roles and bindings. They only ever allow; what nobody allows is refused.",
        RBAC,
    ),
    (
        "Azure RBAC",
        "Role assignments of Azure, which a cluster can ask about its own objects, too.",
        AKS,
    ),
    (
        "authentication",
        "Who the API server takes the caller for: a user name and groups, from a token or a certificate.",
        AUTHN,
    ),
    (
        "way of signing in",
        "How callers show who they are: a token of Entra, a certificate, the token of a service account.",
        AUTHN,
    ),
    (
        "identity",
        "A user name with its groups, as authentication found them.",
        AUTHN,
    ),
    (
        "order",
        "Whether Azure RBAC or Kubernetes RBAC is asked first. The first that allows or denies settles it.",
        CHECKS,
    ),
    (
        "no opinion",
        "An authorizer neither allows nor denies. The next one is asked; after the last, the request is refused.",
        CHECKS,
    ),
    (
        "near miss",
        "A binding that would have allowed the request, but for one thing or a few.",
        RBAC,
    ),
    (
        "grant",
        "A binding or an assignment that allows the request, enough by itself.",
        RBAC,
    ),
    (
        "binding",
        "Gives a role to subjects: a RoleBinding in one namespace, a ClusterRoleBinding everywhere.",
        RBAC,
    ),
    (
        "API group",
        "Which part of the API a resource belongs to. Pods and secrets are in the core group, which has no name.",
        RBAC,
    ),
    (
        "permission",
        "One action of Azure that a role can give: an entry of actions or dataActions.",
        ROLES,
    ),
    (
        "finding",
        "Something in the documents that advice warns of. It is no error, and the answer stays.",
        ADVICE,
    ),
    (
        "preflight",
        "Whether an identity of the cluster holds the permissions that AKS needs of it.",
        AGENT,
    ),
    (
        "object id",
        "How Entra knows a user, a group or a program. Names can change, it does not.",
        ASSIGN,
    ),
];
