//! Which subjects does no token carry?
//!
//! A member of the tenant is known to the cluster by sign-in name, a guest and a service principal by object
//! id, a group by object id alone, and all are compared byte for byte. The directory's documents tell whom a
//! name means, and so which of its names a token would carry.
//!
//! *Source:* spec sections 2.1 and 3; seed 004, the note on sign-in names and object ids.

use std::rc::Rc;

use super::survey::{Bound, Survey, is_someone};
use super::{Level, LookedAt, Rule};
use crate::azure::guid::Guid;
use crate::azure::letter_case::folded;
use crate::kubernetes::{Binding, Subject};
use crate::sorted::Sorted;

pub(super) fn look(survey: &mut Survey<'_>) {
    if !survey.has_entra() {
        return;
    }
    let names = survey.azure.directory.names();
    let names: Sorted<String, Guid> = names.map(|(id, name)| (folded(name), id)).collect();
    let bound = Rc::clone(&survey.bound);
    for (binding, _) in bound.iter().map(Bound::parts) {
        for subject in &binding.subjects {
            let looked_at = vec![survey.see_subject(subject), survey.see_binding(binding)];
            if subject.kind != "ServiceAccount" {
                namespace(survey, binding, subject, looked_at.clone());
            }
            match subject.kind.as_str() {
                "User" if is_someone(&subject.name) => user(survey, subject, &names, looked_at),
                "Group" if is_someone(&subject.name) => group(survey, subject, &names, looked_at),
                _ => {}
            }
        }
    }
}

fn namespace(
    survey: &mut Survey<'_>,
    binding: &Binding,
    subject: &Subject,
    looked_at: Vec<LookedAt>,
) {
    let Some(namespace) = &subject.namespace else {
        return;
    };
    let reach = match &binding.namespace {
        Some(of) => format!("the binding reaches {}", of.value),
        None => "the binding reaches every namespace".to_owned(),
    };
    survey.tell(
        Rule::NamespaceOnSubject,
        format!(
            "The {} {} has the namespace {namespace}, which is not read: a {} has none, and {reach} whatever it says.",
            subject.kind,
            subject.name,
            subject.kind.to_ascii_lowercase()
        ),
        looked_at,
        "Remove `namespace` from the subject.",
    );
}

fn user(
    survey: &mut Survey<'_>,
    subject: &Subject,
    names: &Sorted<String, Guid>,
    looked_at: Vec<LookedAt>,
) {
    let name = subject.name.as_str();
    if let Some(id) = Guid::parse(name) {
        return match survey.azure.directory.sign_in(id).filter(|of| !is_guest(of)) {
            Some(sign_in) => survey.tell(
                Rule::ObjectId,
                format!("{name} is the object id of {sign_in}, a member of the tenant, whose token names them {sign_in}; this subject is nobody."),
                looked_at,
                format!("Write `{sign_in}` instead of the object id."),
            ),
            None => letters(survey, subject, &id.to_string(), looked_at),
        };
    }
    match survey.sign_ins.last(&folded(name)).copied() {
        Some((id, sign_in)) if is_guest(sign_in) => survey.tell(
            Rule::GuestName,
            format!("{name} is a guest. The token of a guest carries no sign-in name and names them {id}; this subject is nobody."),
            looked_at,
            format!("Write the object id `{id}` instead."),
        ),
        Some((_, sign_in)) => letters(survey, subject, sign_in, looked_at),
        None => {
            if let Some(id) = names.last(&folded(name)) {
                let right = token_name(survey, *id);
                survey.tell(
                    Rule::DisplayName,
                    format!("{name} is a display name. The token names this user {right}; this subject is nobody."),
                    looked_at,
                    format!("Write `{right}` instead."),
                );
            }
        }
    }
}

fn group(
    survey: &mut Survey<'_>,
    subject: &Subject,
    names: &Sorted<String, Guid>,
    looked_at: Vec<LookedAt>,
) {
    let name = subject.name.as_str();
    if let Some(id) = Guid::parse(name) {
        return letters(survey, subject, &id.to_string(), looked_at);
    }
    if let Some(id) = names.last(&folded(name)) {
        return survey.tell(
            Rule::DisplayName,
            format!("{name} is the display name of a group. Tokens name groups by object id, this one {id}; this subject is nobody of Entra."),
            looked_at,
            format!("Write the object id `{id}` instead."),
        );
    }
    if survey.cluster.is_some_and(|of| of.entra.is_some()) {
        survey.tell_as(
            Rule::DisplayName,
            Level::Low,
            format!("{name} is no object id, and tokens of Entra name groups by object id. Only a certificate or another identity provider can carry this name."),
            looked_at,
            "Look the group up with `az ad group show --group NAME --query id` and write its object id, unless the name is of another provider.",
        );
    }
}

/// The user name in the token of someone: the sign-in name of a member, the object id of anyone else.
pub(super) fn token_name(survey: &Survey<'_>, id: Guid) -> String {
    let sign_in = survey.azure.directory.sign_in(id);
    let of_member = sign_in.filter(|of| !is_guest(of));
    of_member.map_or_else(|| id.to_string(), str::to_owned)
}

/// A name that is right but for the letter case.
fn letters(survey: &mut Survey<'_>, subject: &Subject, right: &str, looked_at: Vec<LookedAt>) {
    if subject.name == right {
        return;
    }
    survey.tell(
        Rule::LetterCase,
        format!(
            "{} is written {right} in tokens. Names are compared byte for byte; this subject is nobody.",
            subject.name
        ),
        looked_at,
        format!("Write `{right}`."),
    );
}

/// Whether a sign-in name is one that Entra makes for guests.
fn is_guest(sign_in: &str) -> bool {
    sign_in.to_ascii_uppercase().contains("#EXT#")
}
