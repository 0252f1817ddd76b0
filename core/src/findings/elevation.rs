//! Who can give themselves more than they have?
//!
//! Whoever may write the cluster's resource can turn local accounts on or name their own admin group; whoever
//! may write role assignments can assign themselves any role; whoever may escalate, bind or impersonate in the
//! cluster can become anyone there. All three make an administrator of someone who is called something else.
//!
//! *Source:* spec sections 5.4 and 9; Kubernetes, RBAC good practices, "Privilege escalation risks".

use std::rc::Rc;

use super::survey::{Assigned, Bound, LISTED, Survey, role_name};
use super::{Level, LookedAt, Rule};
use crate::attributes::{Attributes, Resource, Target};
use crate::azure::cluster::{Cluster, Platform};
use crate::azure::query::Plane;
use crate::kubeconfig::Kubeconfig;
use crate::kubernetes::read::API_GROUP;
use crate::kubernetes::rule;
use crate::kubernetes::{Binding, Role};

/// Writing the cluster's resource.
pub(super) const WRITE: &str = "Microsoft.ContainerService/managedClusters/write";
const ASSIGN: &str = "Microsoft.Authorization/roleAssignments/write";

pub(super) fn look(survey: &mut Survey<'_>) {
    if let Some(cluster) = survey.cluster {
        for of in survey.assigned() {
            // The cluster's own identity has to write its cluster.
            if Some(of.assignment.principal.id) == cluster.identity {
                continue;
            }
            changes(survey, cluster, of);
            assigns(survey, cluster, of);
            binds(survey, cluster, of);
        }
    }
    let bound = Rc::clone(&survey.bound);
    for (binding, role) in bound.iter().map(Bound::parts) {
        if let Some(role) = role {
            escalates(survey, binding, role);
        }
    }
}

/// Who may write the cluster, and perhaps fetch its certificate.
fn changes(survey: &mut Survey<'_>, cluster: &Cluster, of: Assigned<'_>) {
    let on = cluster.id.value.folded();
    let principal = of.assignment.principal.id;
    let held = |action: &str| {
        survey.gives(of, action, Plane::Actions, on)
            && survey.may(principal, action, Plane::Actions, on)
    };
    if cluster.platform != Platform::Aks || !held(WRITE) {
        return;
    }
    let fetches = Kubeconfig::Admin.action(cluster.platform).is_some_and(held);
    let who = survey.principal(principal);
    let role = role_name(of.role);
    let (level, how) = match (fetches, cluster.disable_local_accounts, &cluster.entra) {
        (true, false, _) => (
            Level::High,
            "fetch the admin kubeconfig, whose certificate passes before every authorizer"
                .to_owned(),
        ),
        (true, true, _) => (
            Level::High,
            "turn local accounts on again and fetch the admin kubeconfig".to_owned(),
        ),
        (false, _, Some(_)) => (
            Level::Medium,
            "name a group of their own as admin group of the cluster".to_owned(),
        ),
        (false, _, None) => return,
    };
    let looked_at = vec![
        survey.see_assignment(of.assignment),
        survey.see_cluster(cluster, cluster.id.span),
    ];
    survey.tell_as(
        Rule::ChangesTheCluster,
        level,
        format!("{who} has {role} at {} and can {how}: an administrator of the cluster, whatever the bindings say.", of.assignment.scope.value.text),
        looked_at,
        "Assign a role without `managedClusters/write` and `listClusterAdminCredential/action` instead, such as Azure Kubernetes Service Cluster User Role, or make the assignment eligible and time-bound.",
    );
}

/// Who may assign roles.
fn assigns(survey: &mut Survey<'_>, cluster: &Cluster, of: Assigned<'_>) {
    let on = cluster.id.value.folded();
    let principal = of.assignment.principal.id;
    if !survey.gives(of, ASSIGN, Plane::Actions, on)
        || !survey.may(principal, ASSIGN, Plane::Actions, on)
    {
        return;
    }
    let more = match (&of.assignment.condition, cluster.asks_azure()) {
        (Some(_), _) => " Its condition does not keep them from it.",
        (None, true) => " Azure RBAC is on, so that is every permission in the cluster.",
        (None, false) => " That is every kubeconfig of the cluster.",
    };
    let looked_at = vec![survey.see_assignment(of.assignment)];
    survey.tell(
        Rule::GrantsItselfRoles,
        format!(
            "{} has {} at {} and can assign any role to anyone, themselves included.{more}",
            survey.principal(principal),
            role_name(of.role),
            of.assignment.scope.value.text
        ),
        looked_at,
        "Narrow it with a condition on the roles that may be assigned, or make the assignment eligible and time-bound.",
    );
}

/// Who may bind any ClusterRole through Azure, without being administrator by name.
fn binds(survey: &mut Survey<'_>, cluster: &Cluster, of: Assigned<'_>) {
    if !cluster.asks_azure() {
        return;
    }
    let provider = cluster.platform.provider();
    let on = cluster.id.value.folded();
    let gives =
        |kind: &str| survey.gives(of, &format!("{provider}/{kind}"), Plane::DataActions, on);
    let rbac = |what: &str| gives(&format!("{API_GROUP}/{what}"));
    let can_bind = rbac("clusterroles/bind/action") && rbac("clusterrolebindings/write");
    let can_escalate = rbac("clusterroles/escalate/action") && rbac("clusterroles/write");
    let can_impersonate = gives("users/impersonate/action") || gives("groups/impersonate/action");
    let is_admin = survey.administers(of, cluster);
    if is_admin || !(can_bind || can_escalate || can_impersonate) {
        return;
    }
    let how = if can_bind {
        "bind cluster-admin to themselves"
    } else if can_escalate {
        "write a role with every permission"
    } else {
        "act as any user or group"
    };
    let looked_at = vec![survey.see_assignment(of.assignment)];
    survey.tell_as(
        Rule::Escalates,
        Level::Medium,
        format!(
            "{} has {} on the whole cluster and can {how}.",
            survey.principal(of.assignment.principal.id),
            role_name(of.role)
        ),
        looked_at,
        "Assign the role on namespaces instead of the cluster, or count its holders among the administrators.",
    );
}

/// Which of the three a role of the cluster gives, short of everything.
fn escalates(survey: &mut Survey<'_>, binding: &Binding, role: &Role) {
    let scope = binding.scope();
    if binding.subjects.is_empty() || allows(role, &everything_of(scope)) {
        return;
    }
    let on = |verb, group, resource, name| allows(role, &asked(verb, group, resource, scope, name));
    let mut ways = Vec::new();
    for kind in ["clusterroles", "roles"] {
        if on("escalate", API_GROUP, kind, "") {
            ways.push(format!("escalate {kind}"));
        }
        if on("bind", API_GROUP, kind, "") || on("bind", API_GROUP, kind, "cluster-admin") {
            ways.push(format!("bind {kind}"));
        }
    }
    // In one namespace it is no more than running pods there, and users and groups are in none.
    if binding.namespace.is_none() {
        for kind in ["users", "groups", "serviceaccounts"] {
            if on("impersonate", "", kind, "") || on("impersonate", "", kind, "system:masters") {
                ways.push(format!("impersonate {kind}"));
            }
        }
    }
    if ways.is_empty() {
        return;
    }
    let place = match scope {
        "" => "in the whole cluster".to_owned(),
        scope => format!("in {scope}"),
    };
    let mut looked_at: Vec<LookedAt> = vec![survey.see_binding(binding)];
    looked_at.push(survey.see(role.kind(), &role.name.value, role.name.span));
    looked_at.extend(
        binding
            .subjects
            .iter()
            .take(LISTED)
            .map(|of| survey.see_subject(of)),
    );
    survey.tell(
        Rule::Escalates,
        format!(
            "{} {} lets its subjects {} {place}, and so hold more than it says.",
            binding.kind(),
            binding.name.value,
            ways.join(" and ")
        ),
        looked_at,
        "Remove these verbs from the role, or name the roles and identities they are for in `resourceNames`.",
    );
}

/// Whether some rule of a role allows a request.
pub(super) fn allows(role: &Role, asked: &Attributes<'_>) -> bool {
    role.rules.iter().any(|of| rule::allows(of, asked))
}

/// A request of nobody.
pub(super) fn asked<'a>(
    verb: &'a str,
    api_group: &'a str,
    resource: &'a str,
    namespace: &'a str,
    name: &'a str,
) -> Attributes<'a> {
    Attributes {
        user: "",
        groups: Vec::new(),
        extra: Vec::new(),
        verb,
        target: Target::Resource(Resource {
            api_group,
            resource,
            subresource: "",
            namespace,
            name,
        }),
    }
}

/// Every verb on every kind: what only an administrator's role allows.
pub(super) fn everything_of(namespace: &str) -> Attributes<'_> {
    asked("*", "*", "*", namespace, "")
}
