//! What does a field of a document hold?
//!
//! Only fields that access depends on are listed, so that whatever is not here is left out: annotations,
//! descriptions, data, addresses, and all that a later version of a document may bring. The keys are those the
//! readers of the engine look for; letter case never matters, as in Azure's documents.

/// What a name is of: told by its pseudonym.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    User,
    Group,
    Namespace,
    Object,
    Role,
    Binding,
    Cluster,
    ResourceGroup,
    Scope,
    File,
    Domain,
    Guid,
}

/// What a text is, and so what becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word of Kubernetes or Azure, a pattern of actions, a time.
    Word,
    /// A name somebody gave.
    Name(Kind),
    User,
    Group,
    /// `namespace/name`.
    Account,
    /// A resource id of Azure; its names stand behind the words for kinds of resources.
    Scope,
    /// The name of a role of Azure, which may be built in.
    AzureRole,
    /// The address of an issuer, or an audience.
    Issuer,
    /// A key or a value of a label, or a key under which authentication says more.
    Label,
    /// What an answer is expected to say; left out where it says anything unknown.
    Sentence,
    /// A line or a text that asks; its request is left out where it says anything unknown.
    Line,
    /// Free text that must be there.
    Title,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// A text or texts; fields in it are told by their own keys.
    Texts(Sort),
    /// A mapping whose keys are of one sort; texts in it are of another.
    Table(Sort, Sort),
    /// The labels of an object, of which those stay that something selects by.
    Labels,
}

/// What a key holds; `None` for what is left out.
pub(super) fn holds(key: &str) -> Option<Holds> {
    let of = |sort| Some(Holds::Texts(sort));
    let key = key.to_ascii_lowercase();
    match key.as_str() {
        "labels" => Some(Holds::Labels),
        "matchlabels" => Some(Holds::Table(Sort::Label, Sort::Label)),
        "extra" => Some(Holds::Table(Sort::Label, Sort::Name(Kind::Guid))),
        "managementgroups" => Some(Holds::Table(Sort::Name(Kind::Scope), Sort::Scope)),
        "userassignedidentities" => Some(Holds::Table(Sort::Scope, Sort::Word)),
        "_claim_names" | "_claim_sources" => Some(Holds::Table(Sort::Word, Sort::Word)),
        "title" => of(Sort::Title),
        "message" | "reason" => of(Sort::Sentence),
        "http" | "kubectl" | "pasted" => of(Sort::Line),
        "serviceaccount" => of(Sort::Account),
        "iss" | "aud" => of(Sort::Issuer),
        "rolename" | "roledefinitionname" => of(Sort::AzureRole),
        "key" | "values" => of(Sort::Label),
        "user" | "upn" | "userprincipalname" | "signinname" | "principalname" | "displayname"
        | "commonname" | "skipusers" => of(Sort::User),
        "groups" | "organization" | "group" => of(Sort::Group),
        "namespace" => of(Sort::Name(Kind::Namespace)),
        "because" | "roleassignmentname" | "denyassignmentname" => of(Sort::Name(Kind::Binding)),
        "oid"
        | "tid"
        | "uid"
        | "tenantid"
        | "principalid"
        | "objectid"
        | "clientid"
        | "appid"
        | "admingroupobjectids" => of(Sort::Name(Kind::Guid)),
        "noderesourcegroup" => of(Sort::Name(Kind::ResourceGroup)),
        "id"
        | "scope"
        | "roledefinitionid"
        | "roleassignmentid"
        | "assignablescopes"
        | "fleetid"
        | "roleeligibilityscheduleid"
        | "roleassignmentscheduleid" => of(Sort::Scope),
        key if WORDS.contains(&key) => of(Sort::Word),
        key if OBJECTS.contains(&key) => of(Sort::Name(Kind::Object)),
        _ => None,
    }
}

/// Fields that hold words.
const WORDS: [&str; 60] = [
    "action",
    "actions",
    "admingroupbinding",
    "anonymous",
    "apigroup",
    "apigroups",
    "apiversion",
    "assignmenttype",
    "at",
    "by",
    "certificatesrotated",
    "condition",
    "conditionversion",
    "currentkubernetesversion",
    "customresourcecheck",
    "dataactions",
    "denyassignmenteffect",
    "disablelocalaccounts",
    "discoverypaths",
    "donotapplytochildscopes",
    "enableazurerbac",
    "enabled",
    "enddatetime",
    "endpoint",
    "endtime",
    "expect",
    "expirationdatetime",
    "idtyp",
    "iscustom",
    "issystemprotected",
    "kind",
    "kubeconfig",
    "kubernetesconfigurationnamespaces",
    "kubernetesdefaults",
    "kubernetesversion",
    "mailenabled",
    "managednamespaces",
    "nonentrausers",
    "nonresourceurls",
    "notactions",
    "notdataactions",
    "objecttype",
    "onwebhookerror",
    "operator",
    "order",
    "path",
    "principaltype",
    "resource",
    "resources",
    "roletype",
    "securityenabled",
    "serviceprincipaltype",
    "startdatetime",
    "starttime",
    "state",
    "subresource",
    "subresourcecheck",
    "type",
    "verb",
    "verbs",
];

/// Fields that hold fields, and those that name objects.
const OBJECTS: [&str; 29] = [
    "aadprofile",
    "agentpoolprofiles",
    "aggregationrule",
    "as",
    "certificate",
    "clusterroleselectors",
    "excludeprincipals",
    "identity",
    "identityprofile",
    "impersonate",
    "kubeletidentity",
    "matchexpressions",
    "members",
    "metadata",
    "name",
    "object",
    "permissions",
    "principals",
    "properties",
    "requests",
    "resourcenames",
    "resourceversion",
    "roleref",
    "rules",
    "securityprofile",
    "serviceprincipalprofile",
    "subjects",
    "token",
    "workloadidentity",
];
