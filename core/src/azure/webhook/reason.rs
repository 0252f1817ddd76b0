//! What does the webhook say for its answer?
//!
//! These texts reach the caller at the end of a Forbidden sentence and are what people search for, so they
//! are reproduced to the letter.
//!
//! *Source:* guard `authz/providers/azure/rbac/checkaccessreqhelper.go` and `azure.go`.

/// A user whose name begins with `system:`, or who is on the skip list.
pub(crate) const NO_OPINION: &str = "Azure does not have opinion for this user.";

/// A user without an object id, where those are left to Kubernetes RBAC.
pub(crate) const NOT_ENTRA: &str = "Azure does not have opinion for this non AAD user. If you are an AAD user, please set Extra:oid parameter for impersonated user in the kubeconfig";

/// A user without an object id, where those are refused.
pub(crate) const NOT_ENTRA_REFUSED: &str = "Access denied by Azure RBAC for non AAD users. Configure --azure.skip-authz-for-non-aad-users to enable access. If you are an AAD user, please set Extra:oid parameter for impersonated user in the kubeconfig.";

/// A grant without an assignment: the discovery paths.
pub(crate) const ALLOWED: &str = "Access allowed by Azure RBAC";

/// Nothing grants, or a deny assignment denies; the webhook does not tell which.
pub(crate) const NOT_ALLOWED: &str =
    "User does not have access to the resource in Azure. Update role assignment to allow access.";

/// A grant by an assignment.
pub(crate) fn allowed_by(assignment: &str, role: &str, user: &str) -> String {
    format!(
        "Access allowed by Azure RBAC Role Assignment {assignment} of Role {role} to user {user}"
    )
}
