//! Is every number that cannot be right refused, each by its own check?

use super::*;
use crate::kubernetes::facts::Whom;
use crate::kubernetes::symbols::Texts;
use crate::{Policy, Source};

const POLICY: &str = "
kind: ClusterRole
metadata: {name: reader}
rules:
- {apiGroups: ['', apps], resources: [pods, deployments], verbs: [get, list], resourceNames: [web]}
- {nonResourceURLs: [/healthz], verbs: [get]}
---
kind: Role
metadata: {name: writer, namespace: dev}
rules: [{apiGroups: [''], resources: ['*'], verbs: ['*']}]
---
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {kind: ClusterRole, name: reader}
subjects: [{kind: Group, name: devs}, {kind: Robot, name: r2}, {kind: ServiceAccount, name: web, namespace: ops}]
---
kind: RoleBinding
metadata: {name: writers, namespace: dev}
roleRef: {kind: Role, name: writer}
subjects: [{kind: User, name: zoé}]
---
kind: RoleBinding
metadata: {name: lost, namespace: ops}
roleRef: {kind: ClusterRole, name: missing}
subjects: [{kind: User, name: zoë}]
";

fn facts() -> Facts {
    let policy = Policy::parse(&[Source::new("policy", POLICY)]);
    crate::kubernetes::authorizer::facts(&policy.kubernetes)
}

fn written(facts: &Facts) -> Vec<u8> {
    let mut out = Writer::default();
    write(facts, &mut out);
    out.finish()
}

/// What is refused of these bytes, if anything is.
fn refused_of(bytes: &[u8]) -> Option<&'static str> {
    let mut reader = Reader::new(bytes);
    match read(&mut reader, 7).and_then(|_| reader.end()) {
        Ok(()) => None,
        Err(Refusal::Invalid { what }) => Some(what),
        Err(other) => panic!("{other}"),
    }
}

/// What is refused of changed facts.
fn refused(change: impl Fn(&mut Facts)) -> Option<&'static str> {
    let mut facts = facts();
    change(&mut facts);
    refused_of(&written(&facts))
}

#[test]
fn facts_are_read_as_they_were_written() {
    let facts = facts();
    let again = read(&mut Reader::new(&written(&facts)), 7).unwrap();
    assert_eq!(again.roles, facts.roles);
    assert_eq!(again.default_roles, facts.default_roles);
    assert_eq!(again.bindings, facts.bindings);
    assert_eq!(again.subjects, facts.subjects);
    assert_eq!(again.nobodies, facts.nobodies);
    assert_eq!(again.dangling, facts.dangling);
    assert_eq!(again.contents.ends, facts.contents.ends);
    assert_eq!(again.contents.lists, facts.contents.lists);
    assert_eq!(again.contents.entries, facts.contents.entries);
}

#[test]
fn names_are_distinct_texts_between_characters() {
    let texts = |change: fn(&mut Texts)| refused(move |facts| change(&mut facts.names.bindings));
    assert_eq!(texts(|_| ()), None);
    assert_eq!(texts(|of| of.ends[0] += 1), None);
    assert_eq!(texts(|of| of.text.push('x')), Some("text"));
    assert_eq!(texts(|of| of.ends[2] += 1), Some("text"));
    // readers, writers, lost: the first would end within its last letter
    let split = |of: &mut Texts| of.text = of.text.replacen("sw", "é", 1);
    assert_eq!(texts(split), Some("text"));
    let bytes = written(&facts());
    let with = |from: &str, to: &[u8]| {
        let at = bytes.windows(to.len()).position(|of| of == from.as_bytes());
        let mut bytes = bytes.clone();
        bytes[at.unwrap()..][..to.len()].copy_from_slice(to);
        refused_of(&bytes)
    };
    assert_eq!(with("zoë", "zoè".as_bytes()), None);
    assert_eq!(with("zoë", "zoé".as_bytes()), Some("names"));
    assert_eq!(with("zoë", b"zo\xC3\xC3"), Some("texts"));
}

/// What entries of one of the five lists are below.
fn limit(facts: &Facts, list: usize) -> u32 {
    let names = &facts.names;
    let tables = [
        &names.verbs,
        &names.api_groups,
        &names.resources,
        &names.words,
    ];
    tables[list.min(3)].len()
}

#[test]
fn rules_have_entries_that_exist() {
    for list in 0..5 {
        assert_eq!(
            refused(|facts| facts.contents.entries[list][0] = limit(facts, list) - 1),
            None
        );
        assert_eq!(
            refused(|facts| facts.contents.entries[list][0] = limit(facts, list)),
            Some("rules"),
            "{list}"
        );
        assert_eq!(
            refused(|facts| facts.contents.entries[list].push(0)),
            Some("rules")
        );
        assert_eq!(
            refused(|facts| facts.contents.lists[0][list] += 9),
            Some("rules")
        );
    }
    assert_eq!(refused(|facts| facts.contents.ends[1] += 1), Some("rules"));
    assert_eq!(refused(|facts| facts.contents.ends[0] = 9), Some("rules"));
}

#[test]
fn roles_have_names_scopes_and_contents() {
    assert_eq!(
        refused(|of| of.roles[0].name = of.names.words.len()),
        Some("roles")
    );
    assert_eq!(
        refused(|of| of.roles[0].scope = of.names.namespaces.len() + 1),
        Some("roles")
    );
    assert_eq!(
        refused(|of| of.roles[0].content = of.contents.len()),
        Some("roles")
    );
    assert_eq!(refused(|of| of.default_roles = 2), None);
    assert_eq!(refused(|of| of.default_roles = 3), Some("roles"));
}

#[test]
fn bindings_give_roles_that_are_where_they_are() {
    let (dev, ops) = (1, 2);
    let Binding {
        role,
        subjects_end: end,
        ..
    } = facts().bindings[1];
    assert_eq!(facts().bindings[1].scope(), dev);
    assert_eq!(facts().bindings[2].scope(), ops);
    let with = |scope, role, end| {
        refused(|facts| facts.bindings[1] = Binding::new(scope, true, role, end))
    };
    assert_eq!(with(dev, role, end), None);
    assert_eq!(with(CLUSTER, role, end), Some("bindings"));
    assert_eq!(with(ops, role, end), Some("bindings"));
    assert_eq!(with(3, 0, end), Some("bindings"));
    assert_eq!(with(dev, 2, end), Some("bindings"));
    assert_eq!(with(dev, NONE, end), Some("bindings"));
    assert_eq!(with(dev, role, end + 9), Some("bindings"));
    assert_eq!(
        refused(|facts| facts.bindings[2].subjects_end += 1),
        Some("bindings")
    );
    assert_eq!(
        refused(|facts| facts.bindings[2].role = 0),
        Some("bindings")
    );
    let more = |facts: &mut Facts| {
        facts.names.bindings.push("more");
    };
    assert_eq!(refused(more), Some("bindings"));
}

#[test]
fn what_resolves_to_nothing_is_told_once() {
    assert_eq!(refused(|facts| facts.dangling.clear()), Some("bindings"));
    assert_eq!(
        refused(|facts| facts.dangling.push(facts.dangling[0])),
        Some("bindings")
    );
    assert_eq!(
        refused(|facts| facts.dangling[0].binding = 1),
        Some("bindings")
    );
    assert_eq!(
        refused(|facts| facts.dangling[0].binding = 3),
        Some("bindings")
    );
    assert_eq!(
        refused(|facts| facts.dangling[0].kind = facts.names.words.len()),
        Some("bindings")
    );
    assert_eq!(
        refused(|facts| facts.dangling[0].name = facts.names.words.len()),
        Some("bindings")
    );
}

#[test]
fn subjects_are_somebody_or_told() {
    let subject = |whom| refused(move |facts| facts.subjects[0] = Subject::new(whom));
    let names = facts().names;
    let (users, groups) = (names.users.len(), names.groups.len());
    assert!(users > groups);
    for (whom, beyond) in [
        (Whom::User(users - 1), Whom::User(users)),
        (Whom::ServiceAccount(users - 1), Whom::ServiceAccount(users)),
        (Whom::Group(groups - 1), Whom::Group(groups)),
        (Whom::Nobody(0), Whom::Nobody(1)),
    ] {
        assert_eq!(subject(whom), None, "{whom:?}");
        assert_eq!(subject(beyond), Some("subjects"), "{beyond:?}");
    }
    assert_eq!(
        refused(|facts| facts.nobodies[0].kind = facts.names.words.len()),
        Some("subjects")
    );
    assert_eq!(
        refused(|facts| facts.nobodies[0].name = facts.names.words.len()),
        Some("subjects")
    );
}
