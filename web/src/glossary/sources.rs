//! Where is it said what the words mean?

/// Where an explanation comes from: its name and its address.
pub type Source = (&'static str, &'static str);

pub(super) const RBAC: Source = (
    "kubernetes.io, Using RBAC Authorization",
    "https://kubernetes.io/docs/reference/access-authn-authz/rbac/",
);
pub(super) const AUTHN: Source = (
    "kubernetes.io, Authenticating",
    "https://kubernetes.io/docs/reference/access-authn-authz/authentication/",
);
pub(super) const ROLES: Source = (
    "learn.microsoft.com, Azure role definitions",
    "https://learn.microsoft.com/azure/role-based-access-control/role-definitions",
);
pub(super) const ASSIGN: Source = (
    "learn.microsoft.com, Azure role assignments",
    "https://learn.microsoft.com/azure/role-based-access-control/role-assignments",
);
pub(super) const DENY: Source = (
    "learn.microsoft.com, Azure deny assignments",
    "https://learn.microsoft.com/azure/role-based-access-control/deny-assignments",
);
pub(super) const SCOPE: Source = (
    "learn.microsoft.com, Understand scope for Azure RBAC",
    "https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
);
pub(super) const ABAC: Source = (
    "learn.microsoft.com, Azure role assignment conditions",
    "https://learn.microsoft.com/azure/role-based-access-control/conditions-overview",
);
pub(super) const AKS: Source = (
    "learn.microsoft.com, Use Azure RBAC for Kubernetes authorization",
    "https://learn.microsoft.com/azure/aks/manage-azure-rbac",
);
pub(super) const ENTRA: Source = (
    "learn.microsoft.com, AKS-managed Microsoft Entra integration",
    "https://learn.microsoft.com/azure/aks/enable-authentication-microsoft-entra-id",
);
pub(super) const PIM: Source = (
    "learn.microsoft.com, Privileged Identity Management",
    "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure",
);
pub(super) const CONCEPTS: Source = (
    "learn.microsoft.com, Access and identity options for AKS",
    "https://learn.microsoft.com/azure/aks/concepts-identity",
);
pub(super) const CHECKS: Source = (
    "kubernetes.io, Authorization",
    "https://kubernetes.io/docs/reference/access-authn-authz/authorization/",
);
pub(super) const AGENT: Source = (
    "learn.microsoft.com, Use a managed identity in AKS",
    "https://learn.microsoft.com/azure/aks/use-managed-identity",
);
pub(super) const ADVICE: Source = (
    "kubernetes.io, RBAC Good Practices",
    "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
);
pub(super) const GUARD: Source = (
    "github.com/kubeguard/guard",
    "https://github.com/kubeguard/guard",
);
