//! Which bindings name people one by one?
//!
//! With Entra, access changes with membership of a group; a binding that names a person has to be changed
//! itself, and outlives their account.
//!
//! *Source:* seed 003, "Bind roles to Microsoft Entra groups".

use std::rc::Rc;

use super::survey::{Bound, LISTED, Survey, is_someone};
use super::{LookedAt, Rule};
use crate::kubernetes::Subject;

pub(super) fn look(survey: &mut Survey<'_>) {
    if !survey.has_entra() {
        return;
    }
    let bound = Rc::clone(&survey.bound);
    for (binding, _) in bound.iter().map(Bound::parts) {
        let is_person = |of: &&Subject| of.kind == "User" && is_someone(&of.name);
        let people: Vec<&Subject> = binding.subjects.iter().filter(is_person).collect();
        let words = match people.as_slice() {
            [] => continue,
            [one] => format!(
                "{} {} names the user {}.",
                binding.kind(),
                binding.name.value,
                one.name
            ),
            [one, more @ ..] => format!(
                "{} {} names {} users, {} among them.",
                binding.kind(),
                binding.name.value,
                more.len() + 1,
                one.name
            ),
        };
        let mut looked_at: Vec<LookedAt> = vec![survey.see_binding(binding)];
        looked_at.extend(people.iter().take(LISTED).map(|of| survey.see_subject(of)));
        survey.tell(
            Rule::IndividualUsers,
            format!("{words} Every change of staff needs a change of the binding, and it outlives their accounts."),
            looked_at,
            "Bind the role to a group of Entra by its object id, and put the people into that group.",
        );
    }
}
