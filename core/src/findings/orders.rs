//! Which bindings are all that some requests hang on?
//!
//! With Azure RBAC on, a binding to people of Entra grants where Kubernetes RBAC is asked beside Azure, and
//! counts for nothing where Azure's refusal is final. Which order a live cluster uses is not published. For each
//! binding one request that its role allows is put to the chain in every order.
//!
//! *Source:* spec section 6.
//!
//! *Invariants.* The chain decides; nothing here does.

use std::rc::Rc;

use super::names::token_name;
use super::survey::{Bound, LISTED, Survey, is_someone};
use super::{LookedAt, Rule};
use crate::attributes::{Attributes, Resource, Target};
use crate::azure::guid::Guid;
use crate::azure::letter_case::folded;
use crate::decision::Order;
use crate::kubernetes::{PolicyRule, Role, Subject};

/// The most subjects that are asked about.
const MOST: usize = 1_000;

pub(super) fn look(survey: &mut Survey<'_>) {
    if survey.azure.webhook.is_none() {
        return;
    }
    let mut looked_at: Vec<LookedAt> = Vec::new();
    let mut first = None;
    let mut count = 0usize;
    let bound = Rc::clone(&survey.bound);
    let pairs = bound.iter().map(Bound::parts);
    let pairs = pairs.flat_map(|(binding, role)| {
        let subjects = binding.subjects.iter();
        subjects.map(move |of| (binding, role, of))
    });
    for (binding, role, subject) in pairs.take(MOST) {
        let Some(role) = role.filter(|_| matches!(subject.kind.as_str(), "User" | "Group")) else {
            continue;
        };
        if !is_someone(&subject.name) || !differs(survey, role, subject, binding.scope()) {
            continue;
        }
        count += 1;
        first.get_or_insert_with(|| {
            format!(
                "{} {} for {}",
                binding.kind(),
                binding.name.value,
                subject.name
            )
        });
        if looked_at.len() < LISTED {
            looked_at.push(survey.see_binding(binding));
        }
    }
    looked_at.dedup();
    let Some(first) = first else {
        return;
    };
    let more = match count {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    survey.tell(
        Rule::OrdersDiffer,
        format!("{first}{more} grants what Azure does not. Such requests are allowed where Kubernetes RBAC is asked as well, as live clusters are seen to do, and refused where Azure's answer is final."),
        looked_at,
        "Assign a role of Azure for the same purpose, or keep the binding and count on the order your cluster shows.",
    );
}

/// Whether the orders differ about a request that a role allows a subject.
fn differs(survey: &Survey<'_>, role: &Role, subject: &Subject, namespace: &str) -> bool {
    let Some(id) = id(survey, subject) else {
        return false;
    };
    let oid = [id.to_string()];
    let Some(target) = role.rules.iter().find_map(|rule| sample(rule, namespace)) else {
        return false;
    };
    let (user, groups) = match subject.kind.as_str() {
        "User" => (subject.name.as_str(), Vec::new()),
        _ => ("someone", vec![subject.name.as_str()]),
    };
    let asked = Attributes {
        user,
        groups,
        extra: vec![("oid", &oid)],
        verb: target.0,
        target: target.1,
    };
    let allowed = Order::ALL.map(|order| {
        let chain = survey.authorizer.in_order(order);
        chain.authorize(&asked).is_allowed()
    });
    allowed.contains(&true) && allowed.contains(&false)
}

/// The object id a request of this subject would carry; that of a group stands for one of its members. `None`
/// for who is unknown, and for a name that no token carries.
fn id(survey: &Survey<'_>, subject: &Subject) -> Option<Guid> {
    let known = survey.sign_ins.last(&folded(&subject.name));
    let id = Guid::parse(&subject.name).or_else(|| known.map(|(id, _)| *id))?;
    let carried = match subject.kind.as_str() {
        "User" => token_name(survey, id),
        _ => id.to_string(),
    };
    (carried == subject.name).then_some(id)
}

/// A request that a rule allows.
fn sample<'r>(rule: &'r PolicyRule, namespace: &'r str) -> Option<(&'r str, Target<'r>)> {
    let plain = |text: &'r str, any: &'static str| if text == "*" { any } else { text };
    let verb = plain(&rule.verbs.first()?.value, "get");
    let Some(resource) = rule.resources.first() else {
        let path = rule.non_resource_urls.first()?.value.trim_end_matches('*');
        return Some((verb, Target::NonResource { path }));
    };
    let (resource, subresource) = resource
        .value
        .split_once('/')
        .unwrap_or((&resource.value, ""));
    let on = Resource {
        api_group: plain(&rule.api_groups.first()?.value, ""),
        resource: plain(resource, "pods"),
        subresource,
        namespace,
        name: rule.resource_names.first().map_or("", |of| &of.value),
    };
    Some((verb, Target::Resource(on)))
}
