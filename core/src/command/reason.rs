//! Which authorizer spoke last?
//!
//! A refusal ends with the reasons the authorizers gave, joined in the order they were asked. Kubernetes
//! RBAC says nothing when it merely grants nothing, and names roles that are missing. The Azure
//! authorizer always says something.
//!
//! *Source:* `plugin/pkg/auth/authorizer/rbac/rbac.go` (`Authorize`); the verdicts of
//! Azure/guard (`authz/providers/azure`).

use serde::Serialize;

/// Who gave a reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Spoke {
    /// Nobody gave a reason: RBAC alone was asked, or the caller is privileged.
    #[default]
    Nobody,
    /// Azure RBAC allowed or refused.
    Azure,
    /// Azure RBAC had no opinion.
    AzureAbstained,
    /// Kubernetes RBAC allowed, or named what is missing.
    KubernetesRbac,
    /// The words of something else.
    Other,
}

/// Reads who spoke last out of a reason.
pub(super) fn spoke(reason: &str) -> Spoke {
    let last = reason.lines().rfind(|line| !line.trim().is_empty());
    let Some(last) = last.map(str::trim) else {
        return Spoke::Nobody;
    };
    if last.starts_with("RBAC: ") {
        Spoke::KubernetesRbac
    } else if last.starts_with("Azure does not have opinion") {
        Spoke::AzureAbstained
    } else if last.contains("Azure") {
        Spoke::Azure
    } else {
        Spoke::Other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_apart() {
        for (reason, expected) in [
            ("", Spoke::Nobody),
            (
                "User does not have access to the resource in Azure. Update role assignment to allow access.",
                Spoke::Azure,
            ),
            ("Access allowed by Azure RBAC", Spoke::Azure),
            (
                "Azure does not have opinion for this user.",
                Spoke::AzureAbstained,
            ),
            (
                "Azure does not have opinion for this user.\nRBAC: role.rbac.authorization.k8s.io \"x\" not found",
                Spoke::KubernetesRbac,
            ),
            (
                "impersonating the system:masters group is not allowed",
                Spoke::Other,
            ),
        ] {
            assert_eq!(spoke(reason), expected, "{reason}");
        }
    }
}
