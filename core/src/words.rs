//! Which words name the parts of a trace?
//!
//! A trace carries its sentences, so they are made while it is made. They are short, in the present tense,
//! name things by their names, and say what is written before what was asked. Whole answers are put
//! together from them in [`crate::report`].

mod difference;

use crate::kubernetes::subject::{principal, service_account_namespace};
use crate::kubernetes::{Binding, Facet, Subject};
use crate::trace::NearMiss;

pub(crate) use difference::difference;

/// What a near miss does grant, after its name: `grants this in dev`.
pub(crate) fn near_miss_title(near: &NearMiss, binding: &Binding) -> String {
    let fails = |facet| near.differences.iter().any(|of| of.facet == facet);
    if fails(Facet::RoleRef) {
        let whom = near.subject.as_ref().map_or("its subjects", |of| &of.name);
        return format!("gives {whom} a role that is missing");
    }
    let rule_fails = near
        .differences
        .iter()
        .any(|of| of.facet > Facet::Namespace);
    let place = match &near.binding.namespace {
        Some(namespace) if fails(Facet::Namespace) => format!(" in {namespace}"),
        _ => String::new(),
    };
    if rule_fails {
        let role = near.role.as_ref();
        let role = role.map_or_else(String::new, |of| format!("the {} {}", of.kind, of.name));
        let whom = near.subject.as_ref().map_or("", |of| of.name.as_str());
        return format!("gives {whom} {role}{place}");
    }
    let mut somebody = binding.subjects.iter();
    let to = match somebody.find(|of| principal(of, binding).is_some()) {
        _ if !fails(Facet::Subject) => String::new(),
        Some(first) => format!(" to {}", subject(first, binding)),
        None => ", but to nobody".to_owned(),
    };
    format!("grants this{to}{place}")
}

/// `Group ops`, `ServiceAccount web in dev`.
pub(crate) fn subject(subject: &Subject, binding: &Binding) -> String {
    let place = match service_account_namespace(subject, binding) {
        Some(namespace) if subject.kind == "ServiceAccount" => format!(" in {namespace}"),
        _ => String::new(),
    };
    format!("{} {}{place}", subject.kind, subject.name)
}

/// At most four of a list, and how many more.
pub(crate) fn list(items: &[String]) -> String {
    const SHOWN: usize = 4;
    let shown = items.iter().take(SHOWN).map(|item| said(item));
    let shown = shown.collect::<Vec<_>>().join(", ");
    match items.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

pub(crate) fn said(text: &str) -> &str {
    if text.is_empty() { "\"\"" } else { text }
}

pub(crate) fn api_group(group: &str) -> String {
    match group {
        "" => "\"\" (core)".to_owned(),
        group => group.to_owned(),
    }
}
