//! How do roles and bindings become numbers?
//!
//! Objects are added in document order, roles and bindings mixed as they come; references are resolved
//! when all are there. `roleRef.apiGroup` is not looked at.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::{Binding, CLUSTER, Contents, Dangling, Facts, Names, Nobody, Role, Subject, Whom};
use crate::kubernetes::model::{self, RoleKind, RoleRef};
use crate::kubernetes::read::Objects;
use crate::kubernetes::rule::Rule;
use crate::kubernetes::subject::{Principal, SERVICE_ACCOUNT_PREFIX, principal};
use crate::kubernetes::symbols::{NONE, Symbols, Texts};
use crate::source::Span;

/// Collects what is written.
pub(crate) struct Builder {
    facts: Facts,
    /// Contents already kept, by the numbers of their rules.
    contents: HashMap<Vec<u32>, u32, FixedState>,
    /// Roles by scope and name.
    roles: HashMap<(u32, u32), u32, FixedState>,
    /// What each binding refers to, in the order of bindings.
    references: Vec<(u32, u32)>,
    flat: Vec<u32>,
    user: String,
}

/// A role or a binding but for its rules and subjects.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written<'a> {
    pub(crate) namespace: Option<&'a str>,
    pub(crate) name: &'a str,
    pub(crate) is_default: bool,
}

impl Builder {
    pub(crate) fn new(seed: u64) -> Self {
        let symbols = || Symbols::new(seed);
        let state = FixedState::with_seed(seed);
        Self {
            facts: Facts {
                seed,
                names: Names {
                    users: symbols(),
                    groups: symbols(),
                    namespaces: symbols(),
                    api_groups: symbols(),
                    resources: symbols(),
                    verbs: symbols(),
                    words: symbols(),
                    bindings: Texts::default(),
                },
                contents: Contents::default(),
                roles: Vec::new(),
                default_roles: 0,
                bindings: Vec::new(),
                subjects: Vec::new(),
                nobodies: Vec::new(),
                dangling: Vec::new(),
            },
            contents: HashMap::with_hasher(state.clone()),
            roles: HashMap::with_hasher(state),
            references: Vec::new(),
            flat: Vec::new(),
            user: String::new(),
        }
    }

    /// The facts of objects that were read.
    pub(crate) fn facts(objects: &Objects, seed: u64) -> Facts {
        let mut builder = Self::new(seed);
        for role in &objects.roles {
            builder.add_role(role);
        }
        for binding in &objects.bindings {
            for subject in &binding.subjects {
                let whom = principal(subject, binding);
                builder.subject(whom, &subject.kind, &subject.name);
            }
            let RoleRef { kind, name, .. } = &binding.role_ref;
            builder.binding(Written::of_binding(binding), kind, name);
        }
        builder.finish()
    }

    /// A role that was read.
    pub(crate) fn add_role(&mut self, role: &model::Role) {
        for rule in &role.rules {
            self.rule(rule);
        }
        self.role(Written::of_role(role));
    }

    /// One rule of the role that is added next.
    fn rule(&mut self, rule: &impl Rule) {
        let names = &mut self.facts.names;
        let flat = &mut self.flat;
        list(flat, &mut names.verbs, rule.verbs());
        list(flat, &mut names.api_groups, rule.api_groups());
        list(flat, &mut names.resources, rule.resources());
        list(flat, &mut names.words, rule.resource_names());
        list(flat, &mut names.words, rule.non_resource_urls());
    }

    /// A role with the rules added before it.
    fn role(&mut self, of: Written<'_>) {
        let content = match self.contents.get(&self.flat) {
            Some(known) => *known,
            None => self.content(),
        };
        self.flat.clear();
        let scope = self.scope(of.namespace);
        let name = self.facts.names.words.intern(of.name);
        let position = u32::try_from(self.facts.roles.len()).unwrap_or(NONE);
        self.roles.insert((scope, name), position);
        self.facts.default_roles += u32::from(of.is_default);
        self.facts.roles.push(Role {
            name,
            scope,
            content,
        });
    }

    fn content(&mut self) -> u32 {
        let contents = &mut self.facts.contents;
        let position = contents.len();
        let mut rest = self.flat.as_slice();
        while !rest.is_empty() {
            let ends = contents.entries.each_mut().map(|entries| {
                if let Some((length, after)) = rest.split_first() {
                    let (list, after) = after.split_at(after.len().min(*length as usize));
                    entries.extend_from_slice(list);
                    rest = after;
                }
                u32::try_from(entries.len()).unwrap_or(NONE)
            });
            contents.lists.push(ends);
        }
        let end = u32::try_from(contents.lists.len()).unwrap_or(NONE);
        contents.ends.push(end);
        self.contents.insert(self.flat.clone(), position);
        position
    }

    /// One subject of the binding that is added next.
    pub(crate) fn subject(&mut self, whom: Option<Principal<'_>>, kind: &str, name: &str) {
        let names = &mut self.facts.names;
        let whom = match whom {
            Some(Principal::User(name)) => Whom::User(names.users.intern(name)),
            Some(Principal::Group(name)) => Whom::Group(names.groups.intern(name)),
            Some(Principal::ServiceAccount { namespace, name }) => {
                self.user.clear();
                for part in [SERVICE_ACCOUNT_PREFIX, namespace, ":", name] {
                    self.user.push_str(part);
                }
                Whom::ServiceAccount(names.users.intern(&self.user))
            }
            None => {
                let (kind, name) = (names.words.intern(kind), names.words.intern(name));
                self.facts.nobodies.push(Nobody { kind, name });
                let position = self.facts.nobodies.len() - 1;
                Whom::Nobody(u32::try_from(position).unwrap_or(NONE))
            }
        };
        self.facts.subjects.push(Subject::new(whom));
    }

    /// A binding of the subjects added before it to a role.
    pub(crate) fn binding(&mut self, of: Written<'_>, kind: &str, role: &str) {
        let scope = self.scope(of.namespace);
        let names = &mut self.facts.names;
        names.bindings.push(of.name);
        let reference = (names.words.intern(kind), names.words.intern(role));
        self.references.push(reference);
        let end = u32::try_from(self.facts.subjects.len()).unwrap_or(NONE);
        let binding = Binding::new(scope, of.is_default, NONE, end);
        self.facts.bindings.push(binding);
    }

    fn scope(&mut self, namespace: Option<&str>) -> u32 {
        let Some(namespace) = namespace else {
            return CLUSTER;
        };
        let symbol = self.facts.names.namespaces.intern(namespace);
        // the highest bit of a binding's scope is taken; a namespace beyond it is in no request
        symbol.saturating_add(1)
    }

    /// Resolves the references.
    pub(crate) fn finish(mut self) -> Facts {
        let facts = &mut self.facts;
        let kinds = [
            (facts.names.words.find("Role"), RoleKind::Role),
            (facts.names.words.find("ClusterRole"), RoleKind::ClusterRole),
        ];
        for (at, (binding, (kind, name))) in (0u32..).zip(
            facts
                .bindings
                .iter_mut()
                .zip(std::mem::take(&mut self.references)),
        ) {
            let of_kind = kinds.iter().find(|(known, _)| *known == Some(kind));
            let scope = match of_kind {
                Some((_, RoleKind::ClusterRole)) => Some(CLUSTER),
                Some((_, RoleKind::Role)) if binding.scope() != CLUSTER => Some(binding.scope()),
                _ => None,
            };
            match scope.and_then(|scope| self.roles.get(&(scope, name))) {
                Some(role) => binding.role = *role,
                None => facts.dangling.push(Dangling {
                    binding: at,
                    kind,
                    name,
                }),
            }
        }
        if self.is_cut_off() {
            self.facts.bindings.clear();
            self.facts.subjects.clear();
            self.facts.dangling.clear();
        }
        self.facts
    }

    /// Whether there was more than fits into these numbers: gibibytes of distinct names. Then nothing is
    /// granted, for what would be cut off could be what limits a rule.
    fn is_cut_off(&self) -> bool {
        let Facts {
            names, contents, ..
        } = &self.facts;
        let symbols = [
            &names.users,
            &names.groups,
            &names.namespaces,
            &names.api_groups,
            &names.resources,
            &names.verbs,
            &names.words,
        ];
        symbols.iter().any(|of| of.is_full())
            || contents
                .entries
                .iter()
                .any(|of| u32::try_from(of.len()).is_err())
            || u32::try_from(self.facts.subjects.len()).is_err()
    }
}

/// A list as its length and its symbols.
fn list<'r>(flat: &mut Vec<u32>, symbols: &mut Symbols, texts: impl Iterator<Item = &'r str>) {
    let start = flat.len();
    flat.push(0);
    flat.extend(texts.map(|text| symbols.intern(text)));
    let length = u32::try_from(flat.len() - start - 1).unwrap_or(0);
    if let Some(slot) = flat.get_mut(start) {
        *slot = length;
    }
}

impl<'a> Written<'a> {
    pub(crate) fn of_role(role: &'a model::Role) -> Self {
        Self {
            namespace: role.namespace.as_ref().map(|of| of.value.as_str()),
            name: &role.name.value,
            is_default: role.span == Span::BUNDLED,
        }
    }

    pub(crate) fn of_binding(binding: &'a model::Binding) -> Self {
        Self {
            namespace: binding.namespace.as_ref().map(|of| of.value.as_str()),
            name: &binding.name.value,
            is_default: binding.span == Span::BUNDLED,
        }
    }
}
