//! Which bindings came near, and what kept each from granting?
//!
//! A binding comes near when it names the caller, or when its role would grant the request. For each,
//! the tests it fails are listed: who, where, which role, and the tests of the rule that is nearest,
//! by the same predicates the decision uses. Fewest differences come first, then what was pasted before
//! what every cluster has, then document order.
//!
//! *Invariants.* A binding that grants is never listed, and every listed one has a difference. Nothing
//! here can change the decision: it has been made.

use std::borrow::Cow;
use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::authorizer::{At, Authorizer};
use super::facet::{Facet, Facets};
use super::facts::CLUSTER;
use super::model::{Binding, PolicyRule, Role};
use super::recorder::{binding_ref, role_ref, rule_ref, subject_ref};
use super::rule::{self, Operation};
use crate::attributes::{Attributes, Target};
use crate::forbidden::combined;
use crate::source::{Sources, Span, Spanned};
use crate::trace::{Counts, Difference, NearMiss, Trace};
use crate::words;

/// The near misses of a refused request, and the counts of all bindings.
pub(crate) fn near_misses(
    authorizer: &Authorizer,
    asked: &Attributes<'_>,
    sources: &Sources,
) -> (Vec<NearMiss>, Counts) {
    let (mut near, counts) = Search::new(authorizer, asked).run();
    // fewest differences first, equals in document order; the rest is counted only
    let order = |of: &Near| (of.facets.len(), of.is_default, of.binding);
    if near.len() > Trace::NEAR_MISSES {
        near.select_nth_unstable_by_key(Trace::NEAR_MISSES, order);
        near.truncate(Trace::NEAR_MISSES);
    }
    near.sort_by_key(order);
    let listed = near.iter().filter_map(|of| of.candidate(authorizer));
    let listed = listed.map(|candidate| candidate.near_miss(asked, sources));
    (listed.collect(), counts)
}

/// A binding that came near, in numbers.
#[derive(Clone, Copy)]
struct Near {
    binding: u32,
    role: u32,
    /// Position among its subjects, if one is the caller.
    subject: Option<u32>,
    is_default: bool,
    /// Position of the nearest rule.
    rule: Option<usize>,
    facets: Facets,
}

/// Finds the bindings that came near: those the caller's edges lead to, and those of contents that would
/// grant. No other binding is looked at.
struct Search<'s> {
    authorizer: &'s Authorizer,
    asked: &'s Attributes<'s>,
    operation: Operation<'s>,
    at: At,
    /// The nearest rule of each content.
    nearest: HashMap<u32, (Option<usize>, Facets), FixedState>,
}

impl<'s> Search<'s> {
    fn new(authorizer: &'s Authorizer, asked: &'s Attributes<'s>) -> Self {
        let operation = Operation::from(asked);
        Self {
            authorizer,
            asked,
            operation,
            at: authorizer.at(operation),
            nearest: HashMap::with_hasher(FixedState::with_seed(authorizer.facts.seed)),
        }
    }

    fn run(mut self) -> (Vec<Near>, Counts) {
        let naming = self.naming();
        let mut counts = Counts {
            bindings: self.authorizer.bindings() as usize,
            naming: naming.len(),
            ..Counts::default()
        };
        let mut near = Vec::new();
        for (binding, subject) in &naming {
            let Some(of) = self.near(*binding, Some(*subject)) else {
                continue;
            };
            counts.read += usize::from(!of.facets.has(Facet::Namespace));
            near.extend(is_told(&of).then_some(of));
        }
        let authorizer = self.authorizer;
        for content in authorizer.granting(self.at.answer(), self.operation) {
            for binding in authorizer.index.bindings(content) {
                let is_naming = naming.binary_search_by_key(binding, |(of, _)| *of).is_ok();
                let of = (!is_naming).then(|| self.near(*binding, None)).flatten();
                near.extend(of.filter(is_told));
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
        naming.sort_unstable();
        naming.dedup_by_key(|(binding, _)| *binding);
        naming
    }

    fn near(&mut self, position: u32, subject: Option<u32>) -> Option<Near> {
        let facts = &self.authorizer.facts;
        let binding = facts.binding(position)?;
        let scope = binding.scope();
        let in_place = scope == CLUSTER || self.at.scope() == Some(scope);
        let (rule, failed) = match facts.role(binding.role) {
            Some(role) => self.nearest(role.content),
            None => (None, Facets::default().with(Facet::RoleRef)),
        };
        let facets = Facets::default()
            .unless(subject.is_some(), Facet::Subject)
            .unless(in_place, Facet::Namespace);
        Some(Near {
            binding: position,
            role: binding.role,
            subject,
            is_default: binding.is_default(),
            rule,
            facets: facets.and(failed),
        })
    }

    /// The rule that fails the fewest tests, and which it fails. A role without rules fails the first.
    fn nearest(&mut self, content: u32) -> (Option<usize>, Facets) {
        if let Some(known) = self.nearest.get(&content) {
            return *known;
        }
        let facts = &self.authorizer.facts;
        let rules = facts.contents.rules(content, &facts.names);
        let tested = rules.map(|rule| rule::facets(&rule, self.operation));
        let nearest = match tested.enumerate().min_by_key(|(_, failed)| failed.len()) {
            Some((at, failed)) => (Some(at), failed),
            None => (None, Facets::default().with(Facet::Verb)),
        };
        self.nearest.insert(content, nearest);
        nearest
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

impl Near {
    fn candidate<'a>(&self, authorizer: &'a Authorizer) -> Option<Candidate<'a>> {
        Some(Candidate {
            binding: authorizer.binding(self.binding)?,
            subject: self.subject,
            role: authorizer.role(self.role),
            rule: self.rule,
            facets: self.facets,
        })
    }
}

/// The parts a binding and its role play, as they were written.
struct Candidate<'a> {
    binding: Cow<'a, Binding>,
    subject: Option<u32>,
    role: Option<Cow<'a, Role>>,
    rule: Option<usize>,
    facets: Facets,
}

impl Candidate<'_> {
    fn rule(&self) -> Option<(usize, &PolicyRule)> {
        let at = self.rule?;
        Some((at, self.role.as_ref()?.rules.get(at)?))
    }

    /// The facets to tell. A rule for paths fails every test of a request for objects, and the reverse;
    /// that is one thing to say.
    fn told(&self, asked: &Attributes<'_>) -> Vec<Facet> {
        let other_kind = self.rule().and_then(|(_, rule)| match asked.target {
            Target::Resource(_) if rule.is_for_paths_only() => Some(Facet::Resource),
            Target::NonResource { .. } if rule.non_resource_urls.is_empty() => {
                Some(Facet::NonResourceUrl)
            }
            _ => None,
        });
        let facets = self.facets.iter();
        match other_kind {
            Some(kind) => facets
                .filter(|facet| *facet <= Facet::RoleRef)
                .chain([kind])
                .collect(),
            None => facets.collect(),
        }
    }

    fn near_miss(&self, asked: &Attributes<'_>, sources: &Sources) -> NearMiss {
        let differences: Vec<Difference> = self
            .told(asked)
            .into_iter()
            .map(|facet| self.difference(facet, asked, sources))
            .collect();
        let (binding, role) = (self.binding.as_ref(), self.role.as_deref());
        let subject = self
            .subject
            .and_then(|at| binding.subjects.get(at as usize));
        let rule = role.zip(self.rule());
        let mut near_miss = NearMiss {
            binding: binding_ref(binding, sources),
            subject: subject.map(|subject| subject_ref(subject, binding, sources)),
            role: role.map(|role| role_ref(role, sources)),
            rule: rule.map(|(role, (at, rule))| rule_ref(rule, at, role, sources)),
            differences,
            title: String::new(),
        };
        near_miss.title = words::near_miss_title(&near_miss);
        near_miss
    }

    fn difference(&self, facet: Facet, asked: &Attributes<'_>, sources: &Sources) -> Difference {
        let (written, span, wanted) = self.facet_parts(facet, asked);
        let mut difference = Difference {
            facet,
            written,
            asked: wanted,
            location: sources.location(span),
            words: String::new(),
        };
        difference.words =
            words::difference(&difference, &self.binding, self.role.as_deref(), asked);
        difference
    }

    /// What is written for a facet, where, and what was asked.
    fn facet_parts(&self, facet: Facet, asked: &Attributes<'_>) -> (Vec<String>, Span, String) {
        let binding = self.binding.as_ref();
        let rule = self.rule().map(|(_, rule)| rule);
        let on = match asked.target {
            Target::Resource(on) => on,
            Target::NonResource { .. } => crate::attributes::Resource::default(),
        };
        let of_rule = |names: fn(&PolicyRule) -> &Vec<Spanned<String>>, asked: String| {
            let role_span = self
                .role
                .as_ref()
                .map_or(binding.role_ref.span, |role| role.name.span);
            let names = rule.map(names);
            let span = names
                .and_then(|names| extent(names))
                .or(rule.and_then(|rule| rule.span))
                .unwrap_or(role_span);
            let written = names.into_iter().flatten();
            (
                written.map(|name| name.value.clone()).collect(),
                span,
                asked,
            )
        };
        match facet {
            Facet::Subject => {
                let subjects = binding.subjects.iter();
                let written = subjects.map(|of| words::subject(of, binding)).collect();
                let span = binding
                    .subjects
                    .first()
                    .map_or(binding.name.span, |subject| subject.span);
                (written, span, asked.user.to_owned())
            }
            Facet::Namespace => {
                let written = binding.scope().to_owned();
                let span = binding
                    .namespace
                    .as_ref()
                    .map_or(binding.span, |namespace| namespace.span);
                (vec![written], span, asked.namespace().to_owned())
            }
            Facet::RoleRef => {
                let reference = &binding.role_ref;
                let written = format!("{} {}", reference.kind, reference.name);
                (vec![written], reference.span, String::new())
            }
            Facet::Verb => of_rule(|rule| &rule.verbs, asked.verb.to_owned()),
            Facet::ApiGroup => of_rule(|rule| &rule.api_groups, on.api_group.to_owned()),
            Facet::Resource | Facet::Subresource => of_rule(|rule| &rule.resources, combined(on)),
            Facet::ResourceName => of_rule(|rule| &rule.resource_names, on.name.to_owned()),
            Facet::NonResourceUrl => {
                let path = match asked.target {
                    Target::NonResource { path } => path,
                    Target::Resource(_) => "",
                };
                of_rule(|rule| &rule.non_resource_urls, path.to_owned())
            }
        }
    }
}

/// From the first entry of a list to its last, if they stand in one source.
fn extent(names: &[Spanned<String>]) -> Option<Span> {
    let (first, last) = (names.first()?.span, names.last()?.span);
    (first.source == last.source).then_some(Span {
        end: last.end.max(first.end),
        ..first
    })
}
