//! What do the roles and bindings say, in numbers?
//!
//! Every name stands for a symbol, and everything else is flat tables of symbols: the contents of
//! roles, which role has which content, and who is bound to what where. Roles with the same rules share
//! one content. This is all a decision needs and all that a snapshot holds; edges and rows
//! ([`super::index`]) are made from it and never kept.
//!
//! *Invariants.* Facts say what was written and nothing derived from it, so two tables cannot disagree.
//! A number out of range reads as absent, and what is absent grants nothing.

mod builder;
mod content;
mod written;

pub(crate) use builder::{Builder, Written};
pub(crate) use content::{Contents, FlatRule};

use super::symbols::{NONE, Symbols, Texts};

/// The whole cluster, as the scope of a role or a binding; any other scope is a namespace's symbol
/// plus one.
pub(crate) const CLUSTER: u32 = 0;

/// Roles and bindings in numbers.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    /// From which every table's hash is seeded.
    pub(crate) seed: u64,
    pub(crate) names: Names,
    pub(crate) contents: Contents,
    /// In document order, those that every cluster has first.
    pub(crate) roles: Vec<Role>,
    /// How many of the roles every cluster has, without those that were pasted.
    pub(crate) default_roles: u32,
    /// In document order.
    pub(crate) bindings: Vec<Binding>,
    /// The subjects of all bindings, one after the other.
    pub(crate) subjects: Vec<Subject>,
    /// Subjects that mean nobody: what was written of each.
    pub(crate) nobodies: Vec<Nobody>,
    /// References that resolve to nothing, by binding, ascending.
    pub(crate) dangling: Vec<Dangling>,
}

/// The names, by what they are used for.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// User names; a service account is the user name it stands for.
    pub(crate) users: Symbols,
    pub(crate) groups: Symbols,
    pub(crate) namespaces: Symbols,
    pub(crate) api_groups: Symbols,
    /// With their subresources, as rules write them.
    pub(crate) resources: Symbols,
    pub(crate) verbs: Symbols,
    /// Object names and paths in rules, names of roles, kinds.
    pub(crate) words: Symbols,
    /// The name of each binding, in document order: only an explanation reads them.
    pub(crate) bindings: Texts,
}

/// A Role or a ClusterRole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) name: u32,
    pub(crate) scope: u32,
    pub(crate) content: u32,
}

/// A RoleBinding or a ClusterRoleBinding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The scope, and in the highest bit whether it is one that every cluster has.
    scope: u32,
    /// Position of the role; [`NONE`] when the reference resolves to nothing.
    pub(crate) role: u32,
    /// Where its subjects end; they begin where those of the binding before it end.
    pub(crate) subjects_end: u32,
}

/// A subject: a kind in the two highest bits, and a symbol or the position of a [`Nobody`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Subject(u32);

/// Whom a subject means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whom {
    User(u32),
    ServiceAccount(u32),
    Group(u32),
    Nobody(u32),
}

/// A subject of a kind that means nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nobody {
    pub(crate) kind: u32,
    pub(crate) name: u32,
}

/// A reference that resolves to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dangling {
    pub(crate) binding: u32,
    pub(crate) kind: u32,
    pub(crate) name: u32,
}

const DEFAULT: u32 = 1 << 31;

impl Binding {
    pub(crate) fn new(scope: u32, is_default: bool, role: u32, subjects_end: u32) -> Self {
        Self {
            scope: (scope & !DEFAULT) | if is_default { DEFAULT } else { 0 },
            role,
            subjects_end,
        }
    }

    /// All of it but where its subjects end, in numbers that are small where there are few: the scope with
    /// whether every cluster has it as the lowest bit, and the position of the role plus one.
    pub(crate) fn numbers(self) -> [u32; 2] {
        [self.scope.rotate_left(1), self.role.wrapping_add(1)]
    }

    pub(crate) fn of_numbers([scope, role]: [u32; 2], subjects_end: u32) -> Self {
        Self {
            scope: scope.rotate_right(1),
            role: role.wrapping_sub(1),
            subjects_end,
        }
    }

    pub(crate) fn scope(self) -> u32 {
        self.scope & !DEFAULT
    }

    /// Whether it is one that every cluster has, and not one that was pasted.
    pub(crate) fn is_default(self) -> bool {
        self.scope & DEFAULT != 0
    }
}

impl Subject {
    const KIND: u32 = 30;
    pub(crate) const KINDS: u32 = 4;
    /// What a symbol or position is below.
    pub(crate) const SYMBOLS: u32 = 1 << Self::KIND;

    /// What does not fit means nobody.
    pub(crate) fn new(whom: Whom) -> Self {
        let (kind, symbol) = match whom {
            Whom::User(symbol) => (0, symbol),
            Whom::ServiceAccount(symbol) => (1, symbol),
            Whom::Group(symbol) => (2, symbol),
            Whom::Nobody(position) => (3, position),
        };
        if symbol >> Self::KIND == 0 {
            Self(kind << Self::KIND | symbol)
        } else {
            Self(u32::MAX)
        }
    }

    pub(crate) fn whom(self) -> Whom {
        match self.numbers() {
            [0, symbol] => Whom::User(symbol),
            [1, symbol] => Whom::ServiceAccount(symbol),
            [2, symbol] => Whom::Group(symbol),
            [_, symbol] => Whom::Nobody(symbol),
        }
    }

    /// The kind, below [`Subject::KINDS`], and the symbol or position.
    #[inline]
    pub(crate) fn numbers(self) -> [u32; 2] {
        [self.0 >> Self::KIND, self.0 & (Self::SYMBOLS - 1)]
    }

    pub(crate) fn of_numbers([kind, symbol]: [u32; 2]) -> Self {
        Self(kind << Self::KIND | symbol)
    }

    /// The place of whom it means where users stand first and groups after them; `None` for nobody.
    #[inline]
    pub(crate) fn place(self, users: u32) -> Option<usize> {
        let [kind, symbol] = self.numbers();
        // no branch on user or group: it could not be foretold, and there is one subject after the other
        let before = (kind >> 1) * users;
        (kind != 3).then_some(symbol as usize + before as usize)
    }
}

impl Facts {
    pub(crate) fn role(&self, position: u32) -> Option<&Role> {
        self.roles.get(position as usize)
    }

    pub(crate) fn binding(&self, position: u32) -> Option<Binding> {
        self.bindings.get(position as usize).copied()
    }

    /// Position of the first subject of a binding among all subjects.
    pub(crate) fn subjects_start(&self, binding: u32) -> u32 {
        let before = (binding as usize).checked_sub(1);
        let before = before.and_then(|at| self.bindings.get(at));
        before.map_or(0, |of| of.subjects_end)
    }

    /// The subjects of a binding.
    pub(crate) fn subjects(&self, binding: u32) -> &[Subject] {
        let start = self.subjects_start(binding) as usize;
        let end = self.binding(binding).map_or(0, |of| of.subjects_end) as usize;
        self.subjects.get(start..end).unwrap_or_default()
    }

    /// The content of the role a binding gives.
    pub(crate) fn content_of(&self, binding: Binding) -> u32 {
        self.role(binding.role).map_or(NONE, |role| role.content)
    }

    /// The scope of a namespace, if anything is bound in it.
    #[inline]
    pub(crate) fn scope(&self, namespace: &str) -> Option<u32> {
        let symbol = self.names.namespaces.find(namespace)?;
        symbol.checked_add(1)
    }

    /// The namespace of a scope; `None` for the whole cluster.
    pub(crate) fn namespace(&self, scope: u32) -> Option<&str> {
        let symbol = scope.checked_sub(1)?;
        Some(self.names.namespaces.text(symbol))
    }

    /// Bytes kept, without the names of bindings.
    pub(crate) fn bytes(&self) -> usize {
        let names = &self.names;
        let symbols = [
            &names.users,
            &names.groups,
            &names.namespaces,
            &names.api_groups,
            &names.resources,
            &names.verbs,
            &names.words,
        ];
        symbols.iter().map(|of| of.bytes()).sum::<usize>()
            + self.contents.bytes()
            + size_of_val(self.roles.as_slice())
            + size_of_val(self.bindings.as_slice())
            + size_of_val(self.subjects.as_slice())
            + size_of_val(self.nobodies.as_slice())
            + size_of_val(self.dangling.as_slice())
    }
}
