//! Which objects does AKS make in every cluster?
//!
//! One binding gives `cluster-admin` to the two local accounts; another gives it to the admin groups of the
//! cluster, if there are any. With Azure RBAC the documents call the admin groups irrelevant, while users
//! report that the binding is there and grants; a setting decides.
//!
//! *Source:* public dumps of AKS clusters (spec section 3.1); azure-aks-docs issue 257.

use super::{binding, subject};
use crate::azure::guid::Guid;
use crate::kubernetes::model::{Binding, Subject};
use crate::kubernetes::read::Objects;
use crate::source::Spanned;

/// The binding of the admin groups.
pub(crate) const ADMIN_GROUPS: &str = "aks-cluster-admin-binding-aad";
/// The binding of the local accounts.
pub(crate) const LOCAL_ACCOUNTS: &str = "aks-cluster-admin-binding";

/// Puts the objects that are not pasted before those that are.
pub(crate) fn add_objects(objects: &mut Objects, admin_groups: &[Spanned<String>]) {
    let mut accounts = binding(LOCAL_ACCOUNTS, "ClusterRole", "cluster-admin");
    accounts.subjects.push(subject("User", "clusterAdmin"));
    accounts.subjects.push(subject("User", "clusterUser"));
    let mut made = vec![accounts];
    if !admin_groups.is_empty() {
        let mut admins = binding(ADMIN_GROUPS, "ClusterRole", "cluster-admin");
        for group in admin_groups {
            let mut member = subject("Group", &group.value);
            member.span = group.span;
            admins.subjects.push(member);
        }
        made.push(admins);
    }
    let pasted = |name: &str| {
        let mut bindings = objects.bindings.iter();
        bindings.any(|of| of.namespace.is_none() && of.name.value == name)
    };
    made.retain(|of| !pasted(&of.name.value));
    made.append(&mut objects.bindings);
    objects.bindings = made;
}

/// Whether a binding is one that AKS makes, and names nobody whom AKS does not name. The object ids in that of
/// the admin groups are the cluster's own setting.
pub(crate) fn made(binding: &Binding) -> bool {
    if binding.namespace.is_some() {
        return false;
    }
    let only = |users: &[&str]| {
        let mut subjects = binding.subjects.iter();
        subjects.all(|of| of.kind == "User" && users.contains(&of.name.as_str()))
    };
    let role = binding.role_ref.name.as_str();
    match binding.name.value.as_str() {
        LOCAL_ACCOUNTS => role == "cluster-admin" && only(&["clusterAdmin", "clusterUser"]),
        ADMIN_GROUPS => {
            let is_group = |of: &Subject| of.kind == "Group" && Guid::parse(&of.name).is_some();
            role == "cluster-admin" && binding.subjects.iter().all(is_group)
        }
        "aks-service-rolebinding" => role == "aks-service" && only(&["aks-support"]),
        _ => false,
    }
}
