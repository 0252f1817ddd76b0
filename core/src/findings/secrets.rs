//! Who can read Secrets without a role that says so?
//!
//! A star names Secrets as well. A role that reads everything, made to look around, reads every credential in
//! the cluster; the built-in readers leave Secrets out on purpose. Administrators, whose roles name everything,
//! are not told.
//!
//! *Source:* spec section 9; Kubernetes, RBAC good practices, "Listing secrets".

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::FixedState;

use super::elevation::{allows, asked, everything_of};
use super::survey::{Assigned, Bound, LISTED, Survey, role_name};
use super::{Level, Rule};
use crate::azure::block::covers;
use crate::azure::cluster::Cluster;
use crate::azure::query::Plane;
use crate::kubernetes::rule::allows as rule_allows;
use crate::kubernetes::{Binding, PolicyRule, Role};
use crate::source::Spanned;
use crate::words::list;

pub(super) fn look(survey: &mut Survey<'_>) {
    if let Some(cluster) = survey.cluster.filter(|of| of.asks_azure()) {
        for of in survey.assigned() {
            assigned(survey, of, cluster);
        }
    }
    // A role is told once, with everything that binds it, in the order of the first binding.
    let mut roles: Vec<(&Role, Vec<&Binding>)> = Vec::new();
    let mut known: HashMap<(&str, &str), usize, FixedState> = HashMap::default();
    let bound = Rc::clone(&survey.bound);
    for (binding, role) in bound.iter().map(Bound::parts) {
        let Some(role) = role.filter(|_| !binding.subjects.is_empty()) else {
            continue;
        };
        let at = *known
            .entry((role.scope(), &role.name.value))
            .or_insert(roles.len());
        match roles.get_mut(at) {
            Some((_, bindings)) => bindings.push(binding),
            None => roles.push((role, vec![binding])),
        }
    }
    for (role, bindings) in roles {
        by_role(survey, role, &bindings);
    }
}

fn assigned(survey: &mut Survey<'_>, of: Assigned<'_>, cluster: &Cluster) {
    let provider = cluster.platform.provider();
    let id = &cluster.id.value;
    let groups = &survey.azure.access.management_groups;
    let scope = &of.assignment.scope.value;
    let on = if scope.covers(id.folded().as_bytes(), groups) {
        id.folded()
    } else if id.covers(scope.folded().as_bytes(), groups) {
        scope.folded()
    } else {
        return;
    };
    let gives = |suffix: &str| {
        survey.gives(
            of,
            &format!("{provider}/secrets/{suffix}"),
            Plane::DataActions,
            on,
        )
    };
    if !gives("read") || gives("write") {
        return;
    }
    let action = format!("{provider}/secrets/read").to_ascii_lowercase();
    let query = survey.query(&[], &action, Plane::DataActions, on);
    let naming = of
        .role
        .permissions
        .iter()
        .find_map(|block| covers(block, &query));
    let Some(pattern) = naming
        .filter(|of| of.is_wild() && !of.written.value.to_ascii_lowercase().contains("secrets"))
    else {
        return;
    };
    let looked_at = vec![
        survey.see("entry", &pattern.written.value, pattern.written.span),
        survey.see_assignment(of.assignment),
    ];
    survey.tell(
        Rule::SecretsByWildcard,
        format!(
            "{} gives {} every Secret at {}: {} names `secrets/read` as well.",
            role_name(of.role),
            survey.principal(of.assignment.principal.id),
            scope.text,
            pattern.written.value
        ),
        looked_at,
        format!("Add `{provider}/secrets/read` to `notDataActions` of the role, or list the kinds it is for."),
    );
}

fn by_role(survey: &mut Survey<'_>, role: &Role, bindings: &[&Binding]) {
    let scope = bindings.first().map_or("", |of| of.scope());
    if allows(role, &everything_of(scope)) {
        return;
    }
    let on = |verb| asked(verb, "", "secrets", scope, "");
    let by_star = |rule: &&PolicyRule| {
        let reads = rule_allows(*rule, &on("get")) || rule_allows(*rule, &on("list"));
        reads && !rule.resources.iter().any(|of| of.value == "secrets")
    };
    let Some(rule) = role.rules.iter().find(by_star) else {
        return;
    };
    let writes = allows(role, &on("create"));
    let level = if writes { Level::Low } else { Level::Medium };
    let mut looked_at = Vec::new();
    if let Some(span) = rule.span {
        let said = |of: &[Spanned<String>]| {
            list(&of.iter().map(|of| of.value.clone()).collect::<Vec<_>>())
        };
        let words = format!("{} on {}", said(&rule.verbs), said(&rule.resources));
        looked_at.push(survey.see("rule", &words, span));
    }
    looked_at.push(survey.see(role.kind(), &role.name.value, role.name.span));
    looked_at.extend(
        bindings
            .iter()
            .take(LISTED)
            .map(|of| survey.see_binding(of)),
    );
    let place = match scope {
        "" => "in every namespace".to_owned(),
        scope => format!("in {scope}"),
    };
    let kinds = if writes {
        "everything else it names"
    } else {
        "everything it was made to show"
    };
    survey.tell_as(
        Rule::SecretsByWildcard,
        level,
        format!(
            "{} {} reads Secrets {place} beside {kinds}: its resources are `*`.",
            role.kind(),
            role.name.value
        ),
        looked_at,
        "List the resources it is for and leave `secrets` out.",
    );
}
