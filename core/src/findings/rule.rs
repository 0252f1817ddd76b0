//! Which findings are there, how grave is each, and who advises it?
//!
//! *Invariants.* Words are unique and do not change: they are what reports and tools refer to.

use serde::{Serialize, Serializer};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Someone can do more than intended, or nobody can get in.
    High,
    /// Something does not work as written, or opens more than it seems to.
    Medium,
    /// Advice that is not followed.
    Low,
}

impl Level {
    /// The word for this one.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Nobody known can administer the cluster.
    LockOut,
    /// A binding gives everyone, or nobody in particular, more than the default policy does.
    EveryoneBound,
    /// Who may write the cluster's resource can make themselves its administrator.
    ChangesTheCluster,
    /// Who may write role assignments can give themselves any role.
    GrantsItselfRoles,
    /// Who may escalate, bind or impersonate can become anyone in the cluster.
    Escalates,
    /// Local accounts are on beside Entra.
    LocalAccounts,
    /// The cluster or its workloads keep credentials where an identity would do.
    StoredCredentials,
    /// Secrets are readable through a wildcard.
    SecretsByWildcard,
    /// A subject is named by its display name.
    DisplayName,
    /// A user is named by object id whose token carries another name.
    ObjectId,
    /// A guest is named by sign-in name whose token carries the object id.
    GuestName,
    /// A name differs from the token's in letter case.
    LetterCase,
    /// A role of another platform is assigned on this cluster.
    OtherPlatform,
    /// Data actions are assigned and the cluster does not ask for them.
    NotAsked,
    /// An assignment is at a scope that no request of this cluster has.
    UnusedScope,
    /// A deny assignment of a customer has data actions.
    CustomerDeny,
    /// An assignment of a Kubernetes role is on another cluster.
    SiblingScope,
    /// An assignment is at a management group that no table places.
    UnplacedGroup,
    /// A namespace stands where it is not read.
    NamespaceOnSubject,
    /// A binding names individual users.
    IndividualUsers,
    /// An administrator's assignment is standing rather than eligible.
    StandingAdmin,
    /// A binding alone makes the answer depend on the order of authorizers.
    OrdersDiffer,
}

const LEARN: &str = "Microsoft Learn, Control AKS cluster access with Microsoft Entra ID and RBAC";
const BINDINGS: &str =
    "Microsoft Learn, Use Kubernetes role-based access control with Microsoft Entra ID in AKS";
const IDENTITY: &str = "learn.microsoft.com/azure/aks/concepts-identity";
const GUARD: &str =
    "github.com/kubeguard/guard, auth/providers/azure (user name and groups of a token)";

/// Each rule with its word, its usual level, its title and its source.
const ALL: [(Rule, &str, Level, &str, &str); 22] = [
    (
        Rule::LockOut,
        "lock-out",
        Level::High,
        "Nobody known can administer the cluster",
        LEARN,
    ),
    (
        Rule::EveryoneBound,
        "everyone-bound",
        Level::High,
        "Everyone is bound to a role",
        "kubernetes.io, Role Based Access Control Good Practices",
    ),
    (
        Rule::ChangesTheCluster,
        "changes-the-cluster",
        Level::High,
        "Who may change the cluster can become its administrator",
        "azure-aks-docs, control-kubeconfig-access and entra-id-control-plane-authentication",
    ),
    (
        Rule::GrantsItselfRoles,
        "grants-itself-roles",
        Level::High,
        "Who may assign roles can assign themselves any",
        "Azure RBAC, Best practices: limit privileged administrator role assignments",
    ),
    (
        Rule::Escalates,
        "escalates",
        Level::High,
        "Who may escalate, bind or impersonate can become anyone",
        "kubernetes.io, Role Based Access Control Good Practices, privilege escalation risks",
    ),
    (
        Rule::LocalAccounts,
        "local-accounts",
        Level::Medium,
        "Local accounts are on beside Entra",
        LEARN,
    ),
    (
        Rule::StoredCredentials,
        "stored-credentials",
        Level::Medium,
        "A credential is stored where an identity would do",
        LEARN,
    ),
    (
        Rule::SecretsByWildcard,
        "secrets-by-wildcard",
        Level::Medium,
        "Secrets are readable through a wildcard",
        "kubernetes.io, Role Based Access Control Good Practices, listing secrets; Azure custom roles, wildcard permissions",
    ),
    (
        Rule::DisplayName,
        "display-name",
        Level::Medium,
        "A subject is named by its display name",
        BINDINGS,
    ),
    (
        Rule::ObjectId,
        "user-by-object-id",
        Level::Medium,
        "A user of the tenant is named by object id",
        BINDINGS,
    ),
    (
        Rule::GuestName,
        "guest-by-name",
        Level::Medium,
        "A guest is named by sign-in name",
        BINDINGS,
    ),
    (
        Rule::LetterCase,
        "letter-case",
        Level::Medium,
        "A name differs from the token's in letter case",
        GUARD,
    ),
    (
        Rule::OtherPlatform,
        "other-platform",
        Level::Medium,
        "A role of another platform is assigned on this cluster",
        "learn.microsoft.com/azure/aks/aksarc/concepts-security-access-identity; github.com/kubeguard/guard, authz/providers/azure/rbac",
    ),
    (
        Rule::NotAsked,
        "azure-rbac-off",
        Level::Medium,
        "Roles are assigned that this cluster does not ask for",
        "learn.microsoft.com/azure/aks/aksarc/concepts-security-access-identity: enable Azure RBAC before assigning roles",
    ),
    (
        Rule::UnusedScope,
        "unused-scope",
        Level::Medium,
        "An assignment is at a scope that no request has",
        "github.com/kubeguard/guard, authz/providers/azure/rbac (scopes of a request)",
    ),
    (
        Rule::CustomerDeny,
        "customer-deny",
        Level::Medium,
        "A customer's deny assignment has data actions",
        "New-AzDenyAssignment help: no data actions",
    ),
    (
        Rule::SiblingScope,
        "sibling-scope",
        Level::Low,
        "A Kubernetes role is assigned on another cluster",
        "Azure RBAC, Understand scope",
    ),
    (
        Rule::UnplacedGroup,
        "unplaced-management-group",
        Level::Low,
        "An assignment is at a management group that is not placed",
        "Azure RBAC, Understand scope",
    ),
    (
        Rule::NamespaceOnSubject,
        "namespace-on-subject",
        Level::Low,
        "A namespace stands on a subject that has none",
        "k8s.io/api/rbac/v1, Subject",
    ),
    (
        Rule::IndividualUsers,
        "individual-users",
        Level::Low,
        "A binding names individual users",
        LEARN,
    ),
    (
        Rule::StandingAdmin,
        "standing-admin",
        Level::Low,
        "An administrator's assignment is standing",
        "Azure RBAC, Best practices: use Privileged Identity Management",
    ),
    (
        Rule::OrdersDiffer,
        "orders-differ",
        Level::Low,
        "The answer depends on the order of authorizers",
        IDENTITY,
    ),
];

impl Rule {
    /// Every rule, gravest first.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.into_iter().map(|(rule, ..)| rule)
    }

    fn entry(self) -> (&'static str, Level, &'static str, &'static str) {
        let mut all = ALL.into_iter();
        let found = all.find(|(rule, ..)| *rule == self);
        found.map_or(
            ("", Level::Low, "", ""),
            |(_, word, level, title, source)| (word, level, title, source),
        )
    }

    /// The word for this one.
    pub fn word(self) -> &'static str {
        self.entry().0
    }

    /// How grave it usually is.
    pub fn level(self) -> Level {
        self.entry().1
    }

    /// What it says, in a few words.
    pub fn title(self) -> &'static str {
        self.entry().2
    }

    /// Who advises it, or where the fact is from.
    pub fn source(self) -> &'static str {
        self.entry().3
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique_and_every_rule_has_one() {
        let words: std::collections::BTreeSet<&str> = Rule::all().map(Rule::word).collect();
        assert_eq!(words.len(), ALL.len());
        let mut levels = Rule::all().map(Rule::level).collect::<Vec<_>>();
        let written = levels.clone();
        levels.sort();
        assert_eq!(levels, written, "gravest first");
    }
}
