//! Which bytes are the facts of Kubernetes, and which cannot be?

use super::Refusal;
use super::bytes::{Reader, Writer};
use crate::kubernetes::facts::{
    Binding, CLUSTER, Contents, Dangling, Facts, Names, Nobody, Role, Subject, Whom,
};
use crate::kubernetes::symbols::{NONE, Symbols};

pub(super) fn write(facts: &Facts, out: &mut Writer) {
    let names = &facts.names;
    for symbols in [
        &names.users,
        &names.groups,
        &names.namespaces,
        &names.api_groups,
        &names.resources,
        &names.verbs,
        &names.words,
    ] {
        out.texts(symbols.texts());
    }
    out.texts(&names.bindings);
    out.list(&facts.contents.ends, |end| [*end]);
    out.list(&facts.contents.lists, |ends| *ends);
    out.list(&facts.contents.entries, |entry| [*entry]);
    out.list(&facts.roles, |of| [of.name, of.scope, of.content]);
    out.list(&facts.bindings, |of| of.numbers());
    out.list(&facts.subjects, |of| [of.0]);
    out.list(&facts.nobodies, |of| [of.kind, of.name]);
    out.list(&facts.dangling, |of| [of.binding, of.kind, of.name]);
}

pub(super) fn read(from: &mut Reader<'_>, seed: u64) -> Result<Facts, Refusal> {
    let mut symbols = || {
        let texts = from.texts()?;
        Symbols::of(texts, seed).ok_or(Refusal::Invalid { what: "names" })
    };
    let names = Names {
        users: symbols()?,
        groups: symbols()?,
        namespaces: symbols()?,
        api_groups: symbols()?,
        resources: symbols()?,
        verbs: symbols()?,
        words: symbols()?,
        bindings: from.texts()?,
    };
    let facts = Facts {
        seed,
        names,
        contents: Contents {
            ends: from.list(|[end]| end)?,
            lists: from.list(|ends| ends)?,
            entries: from.list(|[entry]| entry)?,
        },
        roles: from.list(|[name, scope, content]| Role {
            name,
            scope,
            content,
        })?,
        bindings: from.list(Binding::of_numbers)?,
        subjects: from.list(|[subject]| Subject(subject))?,
        nobodies: from.list(|[kind, name]| Nobody { kind, name })?,
        dangling: from.list(|[binding, kind, name]| Dangling {
            binding,
            kind,
            name,
        })?,
    };
    let what = if !has_right_rules(&facts) {
        "rules"
    } else if !has_right_roles(&facts) {
        "roles"
    } else if !has_right_bindings(&facts) {
        "bindings"
    } else if !has_right_subjects(&facts) {
        "subjects"
    } else {
        return Ok(facts);
    };
    Err(Refusal::Invalid { what })
}

fn is_rising(ends: impl Iterator<Item = u32>, last: usize) -> bool {
    let mut before = 0;
    for end in ends {
        if end < before {
            return false;
        }
        before = end;
    }
    before as usize == last
}

fn has_right_rules(facts: &Facts) -> bool {
    let (contents, names) = (&facts.contents, &facts.names);
    let lists = contents.lists.iter().flatten().copied();
    if !is_rising(contents.ends.iter().copied(), contents.lists.len())
        || !is_rising(lists, contents.entries.len())
    {
        return false;
    }
    let tables = [
        &names.verbs,
        &names.api_groups,
        &names.resources,
        &names.words,
        &names.words,
    ];
    let mut start = 0;
    for (end, table) in contents
        .lists
        .iter()
        .flat_map(|ends| ends.iter().zip(tables))
    {
        let list = contents.entries.get(start as usize..*end as usize);
        if !list.is_some_and(|list| list.iter().all(|entry| *entry < table.len())) {
            return false;
        }
        start = *end;
    }
    true
}

fn has_right_roles(facts: &Facts) -> bool {
    facts.roles.iter().all(|role| {
        role.name < facts.names.words.len()
            && role.scope <= facts.names.namespaces.len()
            && role.content < facts.contents.len()
    })
}

/// References resolve within the cluster or the namespace, and each that does not is told.
fn has_right_bindings(facts: &Facts) -> bool {
    let ends = facts.bindings.iter().map(|of| of.subjects_end);
    let mut dangling = facts.dangling.iter();
    let mut is_right = |(position, of): (u32, &Binding)| match facts.role(of.role) {
        Some(role) => role.scope == CLUSTER || role.scope == of.scope(),
        None => {
            of.role == NONE
                && dangling.next().is_some_and(|reference| {
                    reference.binding == position
                        && reference.kind < facts.names.words.len()
                        && reference.name < facts.names.words.len()
                })
        }
    };
    (0u32..).zip(&facts.bindings).all(&mut is_right)
        && dangling.next().is_none()
        && facts
            .bindings
            .iter()
            .all(|of| of.scope() <= facts.names.namespaces.len())
        && facts.names.bindings.len() == facts.bindings.len()
        && is_rising(ends, facts.subjects.len())
}

fn has_right_subjects(facts: &Facts) -> bool {
    let names = &facts.names;
    let words = names.words.len();
    facts.subjects.iter().all(|of| match of.whom() {
        Whom::User(user) | Whom::ServiceAccount(user) => user < names.users.len(),
        Whom::Group(group) => group < names.groups.len(),
        Whom::Nobody(position) => (position as usize) < facts.nobodies.len(),
    }) && facts
        .nobodies
        .iter()
        .all(|of| of.kind < words && of.name < words)
}
