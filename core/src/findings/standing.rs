//! Which administrators are so all the time?
//!
//! An assignment that makes someone administrator of the cluster, or hands out its certificate, can be eligible
//! instead: activated when needed, for hours, with a reason. Service principals cannot activate and are not told.
//!
//! *Source:* Azure RBAC, best practices; seed 003, which gives the certificate to break-glass accounts alone.

use super::Rule;
use super::elevation::WRITE;
use super::survey::{Survey, role_name};
use crate::azure::model::Standing;
use crate::azure::query::Plane;
use crate::kubeconfig::Kubeconfig;

pub(super) fn look(survey: &mut Survey<'_>) {
    let Some(cluster) = survey.cluster else {
        return;
    };
    let on = cluster.id.value.folded();
    for of in survey.assigned() {
        let kind = of.assignment.principal.kind.as_str();
        let is_person = !kind.eq_ignore_ascii_case("ServicePrincipal");
        if of.assignment.standing != Standing::Permanent || !is_person {
            continue;
        }
        let gives = |action: &str| survey.gives(of, action, Plane::Actions, on);
        let inside = cluster.asks_azure() && survey.administers(of, cluster);
        // Who may write the cluster is told as such.
        let certificate = Kubeconfig::Admin
            .action(cluster.platform)
            .is_some_and(gives)
            && !cluster.disable_local_accounts
            && !gives(WRITE);
        let what = match (inside, certificate) {
            (true, _) => "administrator of everything inside",
            (false, true) => "able to fetch the admin certificate",
            (false, false) => continue,
        };
        let looked_at = vec![survey.see_assignment(of.assignment)];
        survey.tell(
            Rule::StandingAdmin,
            format!(
                "{} has {} at all times and is {what}.",
                survey.principal(of.assignment.principal.id),
                role_name(of.role)
            ),
            looked_at,
            "Make the assignment eligible in Privileged Identity Management, and keep a standing one for break-glass accounts alone.",
        );
    }
}
