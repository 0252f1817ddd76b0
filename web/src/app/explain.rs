//! What is under the pointer?
//!
//! The smallest object that holds the place, in one sentence; what authors wrote stands in backticks.

use aksess::azure::model::{DenyAssignment, RoleAssignment, RoleDefinition};
use aksess::kubernetes::{Binding, PolicyRule, Role};
use aksess::{Policy, Source, Span, Spanned};

use crate::journey::plan::scope_name;

/// What a place of a source is about; empty where nothing is known.
pub(crate) fn explain(
    policy: &Policy,
    source: usize,
    text: &Source,
    (line, column): (u32, u32),
) -> String {
    let at = offset(&text.text, line, column);
    match (u32::try_from(source), u32::try_from(at)) {
        (Ok(source), Ok(at)) => object(policy, Place { source, at }).unwrap_or_default(),
        _ => String::new(),
    }
}

/// A place in a source, in bytes.
#[derive(Clone, Copy)]
struct Place {
    source: u32,
    at: u32,
}

impl Place {
    fn is_in(self, span: Span) -> bool {
        span.source == self.source && span.start <= self.at && self.at <= span.end
    }
}

fn object(policy: &Policy, place: Place) -> Option<String> {
    if let Some(role) = policy.roles().iter().find(|of| place.is_in(of.span)) {
        let mut rules = role.rules.iter();
        let rule = rules.find(|of| of.span.is_some_and(|span| place.is_in(span)));
        return Some(match rule {
            Some(rule) => self::rule(rule),
            None => self::role(role, policy),
        });
    }
    if let Some(binding) = policy.bindings().iter().find(|of| place.is_in(of.span)) {
        return Some(self::binding(binding));
    }
    if let Some(of) = policy
        .role_assignments()
        .iter()
        .find(|of| place.is_in(of.span))
    {
        return Some(assignment(of, place));
    }
    if let Some(of) = policy
        .deny_assignments()
        .iter()
        .find(|of| place.is_in(of.span))
    {
        return Some(deny(of));
    }
    let definition = policy
        .role_definitions()
        .iter()
        .find(|of| place.is_in(of.span));
    definition.map(self::definition)
}

fn list(names: &[Spanned<String>]) -> String {
    let names: Vec<&str> = names.iter().map(|of| of.value.as_str()).collect();
    match names.as_slice() {
        [] => "nothing".to_owned(),
        names => names
            .iter()
            .map(|of| match *of {
                "" => "the core group".to_owned(),
                "*" => "everything".to_owned(),
                of => format!("`{of}`"),
            })
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn rule(rule: &PolicyRule) -> String {
    let verbs = list(&rule.verbs);
    if rule.resources.is_empty() {
        return format!(
            "This rule allows {verbs} on the paths {}.",
            list(&rule.non_resource_urls)
        );
    }
    let names = match rule.resource_names.len() {
        0 => String::new(),
        _ => format!(", only those named {}", list(&rule.resource_names)),
    };
    format!(
        "This rule allows {verbs} on {}{names}, in the API group {}.",
        list(&rule.resources),
        list(&rule.api_groups)
    )
}

fn role(role: &Role, policy: &Policy) -> String {
    let name = &role.name.value;
    let own = role.namespace.as_ref().map(|of| of.value.as_str());
    let gives = policy.bindings().iter().filter(|of| {
        let place = of.namespace.as_ref().map(|of| of.value.as_str());
        of.role_ref.name == *name
            && of.role_ref.kind == role.kind()
            && (own.is_none() || own == place)
    });
    let rules = match role.rules.len() {
        1 => "1 rule".to_owned(),
        count => format!("{count} rules"),
    };
    let bound = match gives.count() {
        0 => "No binding here gives it.".to_owned(),
        1 => "1 binding here gives it.".to_owned(),
        count => format!("{count} bindings here give it."),
    };
    format!("{} `{name}` has {rules}. {bound}", role.kind())
}

fn binding(binding: &Binding) -> String {
    let place = match &binding.namespace {
        Some(namespace) => format!("in `{}` only", namespace.value),
        None => "in the whole cluster".to_owned(),
    };
    let subjects: Vec<String> = binding
        .subjects
        .iter()
        .take(4)
        .map(|of| format!("{} `{}`", of.kind, of.name))
        .collect();
    let more = match binding.subjects.len().saturating_sub(subjects.len()) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let to = if subjects.is_empty() {
        "nobody".to_owned()
    } else {
        subjects.join(", ")
    };
    format!(
        "Gives {} `{}` to {to}{more}, {place}.",
        binding.role_ref.kind, binding.role_ref.name
    )
}

fn assignment(of: &RoleAssignment, place: Place) -> String {
    if let Some(condition) = &of.condition
        && place.is_in(condition.written.span)
    {
        return match &condition.condition {
            Some(read) if read.warnings().is_empty() => {
                "This condition narrows the assignment; it is read in full.".to_owned()
            }
            Some(read) => {
                let warnings = read.warnings().iter().map(|of| of.message.as_str());
                warnings.collect::<Vec<_>>().join("; ")
            }
            None => {
                "This condition could not be read, so the assignment grants nothing.".to_owned()
            }
        };
    }
    let role = of
        .role
        .name
        .clone()
        .unwrap_or_else(|| of.role.id.to_string());
    let whom = of
        .principal
        .name
        .clone()
        .unwrap_or_else(|| of.principal.id.to_string());
    let narrowed = if of.condition.is_some() {
        ", narrowed by a condition"
    } else {
        ""
    };
    format!(
        "Assigns `{role}` to `{whom}` at `{}` and everything below{narrowed}.",
        scope_name(&of.scope.value.text)
    )
}

fn deny(of: &DenyAssignment) -> String {
    let below = if of.is_not_inherited {
        " itself"
    } else {
        " and everything below"
    };
    let place = of
        .scope
        .as_ref()
        .map_or("everywhere", |of| scope_name(&of.value.text));
    let whom = match of.principals.len() {
        1 => "1 principal".to_owned(),
        count => format!("{count} principals"),
    };
    let but = match of.excluded.len() {
        0 => String::new(),
        count => format!(", but not {count}"),
    };
    format!("Denies {whom}{but} at `{place}`{below}, whatever their roles say.")
}

fn definition(of: &RoleDefinition) -> String {
    let count = |lists: usize, what: &str| format!("{lists} {what}");
    let actions = of.permissions.iter().map(|of| of.actions.len()).sum();
    let data = of.permissions.iter().map(|of| of.data_actions.len()).sum();
    let kind = if of.is_custom { "custom role" } else { "role" };
    format!(
        "The {kind} `{}` has {} and {}.",
        of.name.value,
        count(actions, "entries in actions"),
        count(data, "in dataActions")
    )
}

/// The byte of a line and a column, both from 1, columns in UTF-16 units.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let mut at = 0;
    for (number, part) in (1..).zip(text.split_inclusive('\n')) {
        if number == line {
            let mut units = 1;
            for letter in part.chars() {
                if units >= column {
                    break;
                }
                units += u32::try_from(letter.len_utf16()).unwrap_or(1);
                at += letter.len_utf8();
            }
            return at;
        }
        at += part.len();
    }
    at
}
