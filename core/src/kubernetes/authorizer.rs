//! Does some binding grant this request?
//!
//! For the user name and then for each group, the walk follows the edges of the index to the contents
//! of roles and asks whether they allow the request. The first grant is enough. Nothing is ever refused
//! here: without a grant there is no opinion. A RoleBinding counts only for a request in its own
//! namespace, so never for a non-resource request.
//!
//! *Source:* `plugin/pkg/auth/authorizer/rbac/rbac.go` (`Authorize`),
//! `pkg/registry/rbac/validation/rule.go` (`VisitRulesFor`).
//!
//! *Invariants.* [`Authorizer::decide`] is the only function that decides; it allocates nothing and
//! cannot fail. The order of visiting is no promise: [`super::recorder`] puts what it saw into
//! document order.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash};
use std::ops::ControlFlow;
use std::sync::Arc;

use foldhash::quality::SeedableRandomState;

use super::facts::{Builder, CLUSTER, Facts};
use super::index::{Answer, Edge, Index, Known, Reach};
use super::model::{Binding, Role, RoleKind, RoleRef};
use super::read::Objects;
use super::rule::Operation;
use crate::attributes::{Attributes, Target};
use crate::decision::Decision;
use crate::observer::Observer;

/// The compiled roles and bindings.
#[derive(Debug, Clone)]
pub struct Authorizer {
    pub(crate) facts: Facts,
    pub(crate) index: Index,
    /// What was written, with its places; without it explanations are made from the facts.
    written: Option<Arc<Objects>>,
}

/// A request in the numbers of one authorizer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Query<'q> {
    caller: Caller<'q>,
    operation: Operation<'q>,
    at: At,
}

/// Who asks.
#[derive(Debug, Clone, Copy)]
enum Caller<'q> {
    Named {
        user: &'q str,
        groups: &'q [&'q str],
    },
    Known(&'q [Reach]),
}

/// Where a question is asked and where its answers stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    scope: Option<u32>,
    answer: Answer,
}

/// What an edge stands for: positions of the binding and of its role, in document order, and of the
/// subject within the binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) binding: u32,
    pub(crate) subject: u32,
    pub(crate) role: Option<u32>,
}

impl<'q> Query<'q> {
    /// A request of a caller whose names were looked up.
    #[inline]
    pub(crate) fn of(caller: &'q [Reach], operation: Operation<'q>, at: At) -> Self {
        Self {
            caller: Caller::Known(caller),
            operation,
            at,
        }
    }
}

impl At {
    /// The scope of the namespace asked in, if anything is bound there.
    pub(crate) fn scope(&self) -> Option<u32> {
        self.scope
    }

    pub(crate) fn answer(&self) -> Answer {
        self.answer
    }
}

impl Authorizer {
    pub(crate) fn new(objects: Arc<Objects>) -> Self {
        let facts = facts(&objects);
        Self {
            index: Index::new(&facts),
            facts,
            written: Some(objects),
        }
    }

    /// An authorizer of facts alone: what it explains has no places.
    pub(crate) fn of_facts(facts: Facts) -> Self {
        Self {
            index: Index::new(&facts),
            facts,
            written: None,
        }
    }

    /// A request in numbers.
    #[inline]
    pub(crate) fn query<'q>(&self, asked: &'q Attributes<'_>) -> Query<'q> {
        let operation = Operation::from(asked);
        Query {
            caller: Caller::Named {
                user: asked.user,
                groups: &asked.groups,
            },
            operation,
            at: self.at(operation),
        }
    }

    /// Where a question is asked and where its answers stand.
    #[inline]
    pub(crate) fn at(&self, operation: Operation<'_>) -> At {
        let scope = match operation.target {
            Target::Resource(on) => self.facts.scope(on.namespace),
            Target::NonResource { .. } => None,
        };
        At {
            scope,
            answer: self.index.rows.answer(&self.facts, operation),
        }
    }

    /// The edges of a user and of groups, of those that have any.
    pub(crate) fn reaches<'q, 'g>(
        &'q self,
        user: &str,
        groups: impl IntoIterator<Item = &'g str> + 'q,
    ) -> impl Iterator<Item = Reach> + 'q
    where
        'g: 'q,
    {
        let groups = groups.into_iter().map(|group| self.group(group));
        [self.user(user)].into_iter().chain(groups).flatten()
    }

    #[inline]
    fn user(&self, name: &str) -> Option<Reach> {
        self.index.edges.user(self.facts.names.users.find(name)?)
    }

    #[expect(
        clippy::inline_always,
        reason = "asked for every group; a call would cost a tenth"
    )]
    #[inline(always)]
    fn group(&self, name: &str) -> Option<Reach> {
        self.index.edges.group(self.facts.names.groups.find(name)?)
    }

    /// Decides one request and tells the observer how.
    #[inline]
    pub(crate) fn decide(&self, query: &Query<'_>, observer: &mut impl Observer) -> Decision {
        let mut decision = Decision::NoOpinion;
        let mut follow = |reach: Reach| self.follow(reach, query, observer, &mut decision);
        // the closure breaks after a grant when nobody wants to see the rest
        let _: ControlFlow<()> = match query.caller {
            Caller::Named { user, groups } => {
                let user = self
                    .user(user)
                    .map_or(ControlFlow::Continue(()), &mut follow);
                let mut groups = groups.iter().filter_map(|group| self.group(group));
                match user {
                    ControlFlow::Continue(()) => groups.try_for_each(follow),
                    ControlFlow::Break(()) => user,
                }
            }
            Caller::Known(reaches) => reaches.iter().copied().try_for_each(follow),
        };
        decision
    }

    /// Follows the edges of one principal.
    #[expect(
        clippy::inline_always,
        reason = "followed for every group; a call would cost a tenth"
    )]
    #[inline(always)]
    fn follow(
        &self,
        reach: Reach,
        query: &Query<'_>,
        observer: &mut impl Observer,
        decision: &mut Decision,
    ) -> ControlFlow<()> {
        let edges = &self.index.edges;
        let mut meet = |edge, content| {
            let grants = self.grants(content, query.at.answer, query.operation);
            if grants {
                *decision = Decision::Allow;
            }
            observer.edge(edge, grants).is_break() && grants
        };
        for (edge, content) in edges.everywhere(reach) {
            if meet(edge, content) {
                return ControlFlow::Break(());
            }
        }
        if let Some(scope) = query.at.scope
            && reach.may_hold_in(scope)
        {
            for (edge, content) in edges.within(reach, scope) {
                if meet(edge, content) {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Whether a content allows an operation.
    #[inline]
    pub(crate) fn grants(&self, content: u32, answer: Answer, operation: Operation<'_>) -> bool {
        match self.index.rows.known(answer, content) {
            Known::Grants => true,
            Known::Silent => false,
            Known::Ask => self.rules_allow(content, answer, operation),
        }
    }

    /// The contents that allow an operation.
    pub(crate) fn granting(
        &self,
        answer: Answer,
        operation: Operation<'_>,
    ) -> impl Iterator<Item = u32> {
        let contents = self.facts.contents.len();
        let candidates = self.index.rows.candidates(answer, contents);
        candidates.filter(move |content| self.grants(*content, answer, operation))
    }

    #[cold]
    fn rules_allow(&self, content: u32, answer: Answer, operation: Operation<'_>) -> bool {
        let Facts {
            contents, names, ..
        } = &self.facts;
        // rows answer for every rule about objects but those that are limited to names
        if answer.asks_all() || matches!(operation.target, Target::NonResource { .. }) {
            contents.allows(content, names, operation)
        } else {
            contents.allows_by_name(content, names, operation)
        }
    }

    /// What an edge stands for.
    pub(crate) fn bound(&self, edge: Edge) -> Option<Bound> {
        let subject = self.index.edges.subject(edge)?;
        let bindings = &self.facts.bindings;
        let binding = bindings.partition_point(|of| of.subjects_end <= subject);
        let role = bindings.get(binding)?.role;
        let binding = u32::try_from(binding).ok()?;
        Some(Bound {
            binding,
            subject: subject - self.facts.subjects_start(binding),
            role: self.facts.role(role).map(|_| role),
        })
    }

    /// The bindings that hold where a question is asked, in the order the API server reads them.
    pub(crate) fn bindings_at(&self, at: At) -> impl Iterator<Item = u32> {
        let in_scope = |scope: Option<u32>| {
            let bindings = (0u32..).zip(&self.facts.bindings);
            let holding = bindings.filter(move |(_, of)| Some(of.scope()) == scope);
            holding.map(|(position, _)| position)
        };
        let namespaced = at.scope().map(|scope| in_scope(Some(scope)));
        in_scope(Some(CLUSTER)).chain(namespaced.into_iter().flatten())
    }

    /// How many bindings there are.
    pub(crate) fn bindings(&self) -> u32 {
        u32::try_from(self.facts.bindings.len()).unwrap_or(u32::MAX)
    }

    /// A binding as it was written.
    pub(crate) fn binding(&self, position: u32) -> Option<Cow<'_, Binding>> {
        match &self.written {
            Some(objects) => objects.bindings.get(position as usize).map(Cow::Borrowed),
            None => self.facts.written_binding(position).map(Cow::Owned),
        }
    }

    /// A role as it was written.
    pub(crate) fn role(&self, position: u32) -> Option<Cow<'_, Role>> {
        match &self.written {
            Some(objects) => objects.roles.get(position as usize).map(Cow::Borrowed),
            None => self.facts.written_role(position).map(Cow::Owned),
        }
    }

    /// The role of a kind and name; the namespace is read for a Role only.
    pub(crate) fn find_role(
        &self,
        kind: RoleKind,
        namespace: &str,
        name: &str,
    ) -> Option<Cow<'_, Role>> {
        let scope = match kind {
            RoleKind::ClusterRole => CLUSTER,
            RoleKind::Role => self.facts.scope(namespace)?,
        };
        let name = self.facts.names.words.find(name)?;
        let mut roles = (0u32..).zip(&self.facts.roles);
        let (position, _) = roles.find(|(_, of)| of.scope == scope && of.name == name)?;
        self.role(position)
    }
}

/// What the objects say, in numbers.
pub(crate) fn facts(objects: &Objects) -> Facts {
    Builder::facts(objects, seed(&objects.bindings))
}

/// A seed that differs with the documents, so that no list of colliding names works twice.
fn seed(bindings: &[Binding]) -> u64 {
    let base = SeedableRandomState::fixed();
    let names = bindings.iter().map(|binding| binding.name.value.as_str());
    names.fold(0u64, |seed, name| {
        base.hash_one((seed, name.len(), Hashed(name)))
    })
}

/// A string by its bytes only.
struct Hashed<'a>(&'a str);

impl Hash for Hashed<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        state.write(self.0.as_bytes());
    }
}

/// The kind a reference names; `None` for one that cannot resolve.
pub(crate) fn role_kind(reference: &RoleRef) -> Option<RoleKind> {
    match reference.kind.as_str() {
        "Role" => Some(RoleKind::Role),
        "ClusterRole" => Some(RoleKind::ClusterRole),
        _ => None,
    }
}
