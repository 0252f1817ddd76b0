//! Which bindings came near?
//!
//! Those the caller's edges lead to, and those of contents that would grant; no other binding is looked
//! at. Of a content that would grant it is known that no rule fails, so its rules are not read. Everything
//! is in numbers: the fifty nearest are chosen here, and what kept them from granting is told in
//! [`super::told`].
//!
//! *Invariants.* Counts are exact. Fewest differences come first, then what was pasted before what every
//! cluster has, then document order.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::attributes::Attributes;
use crate::kubernetes::authorizer::{At, Authorizer};
use crate::kubernetes::facet::{Facet, Facets};
use crate::kubernetes::facts::{Binding, CLUSTER, Facts};
use crate::kubernetes::rule::{self, Operation};
use crate::sorted;
use crate::trace::{Counts, Trace};

/// A binding that came near, in numbers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Near {
    pub(super) binding: u32,
    /// Position among its subjects, if one is the caller.
    pub(super) subject: Option<u32>,
    /// What keeps it from granting; never empty.
    pub(super) facets: Facets,
    is_default: bool,
}

/// The nearest bindings of a refused request, and the counts of all.
pub(super) fn search(authorizer: &Authorizer, asked: &Attributes<'_>) -> (Vec<Near>, Counts) {
    let (mut near, counts) = Search::new(authorizer, asked).run();
    // fewest differences first, equals in document order; the rest is counted only
    let order = |of: &Near| (of.facets.len(), of.is_default, of.binding);
    if near.len() > Trace::NEAR_MISSES {
        near.select_nth_unstable_by_key(Trace::NEAR_MISSES, order);
        near.truncate(Trace::NEAR_MISSES);
    }
    sorted::sort_by_key(&mut near, order);
    (near, counts)
}

/// The position of the rule of a content that fails the fewest tests, and which it fails. A role without
/// rules fails the first.
pub(super) fn nearest(
    facts: &Facts,
    content: u32,
    operation: Operation<'_>,
) -> (Option<usize>, Facets) {
    let mut nearest = (None, Facets::default().with(Facet::Verb));
    for (at, rule) in facts.contents.rules(content, &facts.names).enumerate() {
        let failed = rule::facets(&rule, operation);
        if nearest.0.is_none() || failed.len() < nearest.1.len() {
            nearest = (Some(at), failed);
        }
        if failed.len() == 0 {
            break;
        }
    }
    nearest
}

struct Search<'s> {
    authorizer: &'s Authorizer,
    asked: &'s Attributes<'s>,
    operation: Operation<'s>,
    at: At,
    /// What the nearest rule of each content fails.
    failed: HashMap<u32, Facets, FixedState>,
}

impl<'s> Search<'s> {
    fn new(authorizer: &'s Authorizer, asked: &'s Attributes<'s>) -> Self {
        let operation = Operation::from(asked);
        Self {
            authorizer,
            asked,
            operation,
            at: authorizer.at(operation),
            failed: HashMap::with_hasher(FixedState::with_seed(authorizer.facts.seed)),
        }
    }

    fn run(mut self) -> (Vec<Near>, Counts) {
        let authorizer = self.authorizer;
        let facts = &authorizer.facts;
        let naming = self.naming();
        self.failed.reserve(naming.len());
        let mut counts = Counts {
            bindings: authorizer.bindings() as usize,
            naming: naming.len(),
            ..Counts::default()
        };
        let mut near = Vec::with_capacity(naming.len());
        for (position, subject) in &naming {
            let Some(binding) = facts.binding(*position) else {
                continue;
            };
            let of = self.near(*position, binding, Some(*subject));
            counts.read += usize::from(!of.facets.has(Facet::Namespace));
            let facets = of.facets.and(self.failed(binding));
            let of = Near { facets, ..of };
            near.extend(is_told(&of).then_some(of));
        }
        for content in authorizer.granting(self.at.answer(), self.operation) {
            for position in authorizer.index.bindings(content) {
                let is_naming = || {
                    let found = naming.binary_search_by_key(position, |(of, _)| *of);
                    found.is_ok()
                };
                if let Some(binding) = facts.binding(*position)
                    && !is_naming()
                {
                    let of = self.near(*position, binding, None);
                    near.extend(is_told(&of).then_some(of));
                }
            }
        }
        counts.near = near.len();
        (near, counts)
    }

    /// The bindings that name the caller, wherever they hold, each with its first subject that does.
    fn naming(&self) -> Vec<(u32, u32)> {
        let authorizer = self.authorizer;
        let groups = self.asked.groups.iter().copied();
        let mut naming = Vec::new();
        for reach in authorizer.reaches(self.asked.user, groups) {
            let edges = authorizer.index.edges.all(reach);
            let bound = edges.filter_map(|(edge, _)| authorizer.bound(edge));
            naming.extend(bound.map(|of| (of.binding, of.subject)));
        }
        sorted::sort(&mut naming);
        naming.dedup_by_key(|(binding, _)| *binding);
        naming
    }

    /// A binding with what keeps it from granting but for its role.
    fn near(&self, position: u32, binding: Binding, subject: Option<u32>) -> Near {
        let scope = binding.scope();
        let in_place = scope == CLUSTER || self.at.scope() == Some(scope);
        let facets = Facets::default()
            .unless(subject.is_some(), Facet::Subject)
            .unless(in_place, Facet::Namespace);
        Near {
            binding: position,
            subject,
            facets,
            is_default: binding.is_default(),
        }
    }

    /// The tests that the role of a binding fails.
    fn failed(&mut self, binding: Binding) -> Facets {
        let facts = &self.authorizer.facts;
        let Some(role) = facts.role(binding.role) else {
            return Facets::default().with(Facet::RoleRef);
        };
        let operation = self.operation;
        let failed = self.failed.entry(role.content);
        *failed.or_insert_with_key(|content| nearest(facts, *content, operation).1)
    }
}

/// Whether a binding is worth telling. A pasted one is: it names the caller or would grant the request.
/// One that every cluster has is only when it names the caller and one thing differs: that discovery
/// names everyone, or that a controller could do it, helps nobody.
fn is_told(of: &Near) -> bool {
    match of.facets.len() {
        0 => false,
        1 => !of.is_default || of.subject.is_some(),
        _ => !of.is_default,
    }
}
