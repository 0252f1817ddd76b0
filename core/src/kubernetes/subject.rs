//! Whom does a subject mean?
//!
//! A User is a user name, a Group one of the caller's groups, and a ServiceAccount the user name
//! `system:serviceaccount:NAMESPACE:NAME`. Because the API server compares that name piece by piece
//! as prefixes, the comparison equals one of the whole string, and a ServiceAccount is indexed as the
//! user name it stands for. The subject's `apiGroup` is never looked at, nor the namespace of a User
//! or a Group; any other kind means nobody.
//!
//! *Source:* `pkg/registry/rbac/validation/rule.go` (`appliesToUser`);
//! `staging/src/k8s.io/apiserver/pkg/authentication/serviceaccount/util.go` (`MatchesUsername`).

use super::model::{Binding, Subject};
use crate::names::{is_dns_label, is_dns_subdomain};

/// What every service account's user name begins with.
pub(crate) const SERVICE_ACCOUNT_PREFIX: &str = "system:serviceaccount:";

/// Someone a request can come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Principal<'a> {
    User(&'a str),
    Group(&'a str),
    ServiceAccount { namespace: &'a str, name: &'a str },
}

/// Whom the subject of a binding means; `None` for nobody.
pub(crate) fn principal<'a>(subject: &'a Subject, binding: &'a Binding) -> Option<Principal<'a>> {
    match subject.kind.as_str() {
        "User" => Some(Principal::User(&subject.name)),
        "Group" => Some(Principal::Group(&subject.name)),
        "ServiceAccount" => Some(Principal::ServiceAccount {
            namespace: service_account_namespace(subject, binding)?,
            name: &subject.name,
        }),
        _ => None,
    }
}

/// The namespace of a ServiceAccount subject: its own, or the binding's. A ClusterRoleBinding has
/// none to give, and such a subject means nobody.
pub(crate) fn service_account_namespace<'a>(
    subject: &'a Subject,
    binding: &'a Binding,
) -> Option<&'a str> {
    let own = subject.namespace.as_deref();
    own.or_else(|| binding.namespace.as_ref().map(|of| of.value.as_str()))
}

/// Namespace and name of the service account that a user name stands for, if both could be names of objects.
///
/// *Source:* `.../authentication/serviceaccount/util.go` (`SplitUsername`).
pub(crate) fn split_service_account(user: &str) -> Option<(&str, &str)> {
    let rest = user.strip_prefix(SERVICE_ACCOUNT_PREFIX)?;
    let (namespace, name) = rest.split_once(':')?;
    (is_dns_label(namespace) && is_dns_subdomain(name)).then_some((namespace, name))
}

/// The user name of a service account.
pub(crate) fn service_account(namespace: &str, name: &str) -> String {
    format!("{SERVICE_ACCOUNT_PREFIX}{namespace}:{name}")
}
