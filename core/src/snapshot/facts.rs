//! Which bytes are the facts of Kubernetes, and which cannot be?

use super::Refusal;
use super::bytes::{Reader, Writer};
use super::columns::{ANY, Ends, lengths};
use crate::kubernetes::facts::{
    Binding, CLUSTER, Contents, Dangling, Facts, Names, Nobody, Role, Subject,
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
    let Contents {
        ends,
        lists,
        entries,
    } = &facts.contents;
    for entries in entries {
        list(out, entries.iter().map(|entry| [*entry]));
    }
    let mut before = [0; 5];
    list(
        out,
        lists.iter().map(|ends| {
            let starts = std::mem::replace(&mut before, *ends);
            let mut starts = starts.into_iter();
            ends.map(|end| end.wrapping_sub(starts.next().unwrap_or(0)))
        }),
    );
    list(out, lengths(ends.iter().copied()).map(|rules| [rules]));
    let roles = facts.roles.iter();
    list(out, roles.map(|of| [of.name, of.scope, of.content]));
    out.number(facts.default_roles);
    let nobodies = facts.nobodies.iter();
    list(out, nobodies.map(|of| [of.kind, of.name]));
    list(out, facts.subjects.iter().map(|of| of.numbers()));
    let subjects = lengths(facts.bindings.iter().map(|of| of.subjects_end));
    let bindings = facts.bindings.iter().zip(subjects);
    list(
        out,
        bindings.map(|(of, subjects)| {
            let [scope, role] = of.numbers();
            [scope, role, subjects]
        }),
    );
    let dangling = facts.dangling.iter();
    list(out, dangling.map(|of| [of.binding, of.kind, of.name]));
}

fn list<const N: usize>(out: &mut Writer, items: impl Iterator<Item = [u32; N]>) {
    out.list(&items.collect::<Vec<_>>());
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
    let contents = contents(from, &names)?;
    let words = u64::from(names.words.len());
    let scopes = u64::from(names.namespaces.len()) + 1;
    let limits = [words, scopes, contents.len().into()];
    let roles = from.list("roles", limits, |[name, scope, content]| Role {
        name,
        scope,
        content,
    })?;
    let default_roles = from.number()?;
    if default_roles as usize > roles.len() {
        return Err(Refusal::Invalid { what: "roles" });
    }
    let nobodies = from.list("subjects", [words; 2], |[kind, name]| Nobody { kind, name })?;
    let subjects = subjects(from, &names, &nobodies)?;
    let mut end = Ends::default();
    // the scope with a bit beside it, and the position of a role or none
    let limits = [scopes * 2, roles.len() as u64 + 1, ANY];
    let bindings = from.list("bindings", limits, |[scope, role, subjects]| {
        Binding::of_numbers([scope, role], end.next(subjects))
    })?;
    let limits = [bindings.len() as u64, words, words];
    let dangling = from.list("bindings", limits, |[binding, kind, name]| Dangling {
        binding,
        kind,
        name,
    })?;
    let facts = Facts {
        seed,
        names,
        contents,
        roles,
        default_roles,
        bindings,
        subjects,
        nobodies,
        dangling,
    };
    let are_right = end.are_of(facts.subjects.len())
        && facts.names.bindings.len() == facts.bindings.len()
        && references_resolve(&facts)
        && others_are_told(&facts);
    let what = "bindings";
    are_right.then_some(facts).ok_or(Refusal::Invalid { what })
}

fn contents(from: &mut Reader<'_>, names: &Names) -> Result<Contents, Refusal> {
    let what = "rules";
    let tables = [
        &names.verbs,
        &names.api_groups,
        &names.resources,
        &names.words,
        &names.words,
    ];
    let mut entries: [Vec<u32>; 5] = Default::default();
    for (entries, table) in entries.iter_mut().zip(tables) {
        *entries = from.list(what, [table.len().into()], |[entry]| entry)?;
    }
    let mut list_ends: [Ends; 5] = Default::default();
    let lists = from.list(what, [ANY; 5], |lengths| {
        let mut lengths = lengths.into_iter();
        let next = |end: &mut Ends| end.next(lengths.next().unwrap_or(0));
        list_ends.each_mut().map(next)
    })?;
    let mut rule_end = Ends::default();
    let ends = from.list(what, [ANY], |[rules]| rule_end.next(rules))?;
    let mut tables = list_ends.iter().zip(&entries);
    if !rule_end.are_of(lists.len()) || !tables.all(|(ends, of)| ends.are_of(of.len())) {
        return Err(Refusal::Invalid { what });
    }
    Ok(Contents {
        ends,
        lists,
        entries,
    })
}

fn subjects(
    from: &mut Reader<'_>,
    names: &Names,
    nobodies: &[Nobody],
) -> Result<Vec<Subject>, Refusal> {
    let what = "subjects";
    let (users, groups) = (names.users.len(), names.groups.len());
    let nobodies = u32::try_from(nobodies.len()).unwrap_or(NONE);
    let tables = [users, users, groups, nobodies];
    let mut are_right = true;
    let limits = [Subject::KINDS.into(), Subject::SYMBOLS.into()];
    let subjects = from.list(what, limits, |[kind, symbol]| {
        let table = tables.get(kind as usize).copied();
        are_right &= symbol < table.unwrap_or(0);
        Subject::of_numbers([kind, symbol])
    })?;
    are_right
        .then_some(subjects)
        .ok_or(Refusal::Invalid { what })
}

/// A role is in the whole cluster or where the binding is.
fn references_resolve(facts: &Facts) -> bool {
    facts.bindings.iter().fold(true, |are_right, of| {
        let scope = facts.role(of.role).map_or(CLUSTER, |role| role.scope);
        are_right & ((scope == CLUSTER) | (scope == of.scope()))
    })
}

/// The bindings whose reference resolves to nothing are those that are told, in their order.
fn others_are_told(facts: &Facts) -> bool {
    let unresolved = (0u32..).zip(&facts.bindings);
    let unresolved = unresolved.filter(|(_, of)| of.role == NONE);
    unresolved
        .map(|(position, _)| position)
        .eq(facts.dangling.iter().map(|of| of.binding))
}

#[cfg(test)]
mod tests;
