//! Which bindings came near, and what kept each from granting?
//!
//! A binding comes near when it names the caller, or when its role would grant the request. For each,
//! the tests it fails are listed: who, where, which role, and the tests of the rule that is nearest,
//! by the same predicates the decision uses. Fewest differences come first, then what was pasted before
//! what every cluster has, then document order.
//!
//! *Invariants.* A binding that grants is never listed, and every listed one has a difference. Nothing
//! here can change the decision: it has been made.

use super::authorizer::Authorizer;
use super::facet::{Facet, Facets};
use super::model::{Binding, PolicyRule, Role, Subject};
use super::recorder::{binding_ref, role_ref, rule_ref, subject_ref};
use super::rule;
use super::subject::principal;
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
    let mut roles = Nearest::new(authorizer);
    let mut counts = Counts {
        bindings: authorizer.bindings.len(),
        ..Counts::default()
    };
    let mut near: Vec<Candidate<'_>> = Vec::new();
    for (binding, role) in authorizer.bindings.iter().zip(&authorizer.resolved) {
        let candidate = roles.candidate(binding, *role, asked);
        counts.naming += usize::from(candidate.subject.is_some());
        counts.read += usize::from(candidate.subject.is_some() && candidate.in_place);
        if candidate.is_near() {
            near.push(candidate);
        }
    }
    // The sort is stable: equals keep document order.
    near.sort_by_key(|candidate| (candidate.facets.len(), candidate.is_default()));
    counts.near = near.len();
    near.truncate(Trace::NEAR_MISSES);
    let listed = near.iter();
    let listed = listed
        .map(|candidate| candidate.near_miss(asked, sources))
        .collect();
    (listed, counts)
}

/// The parts a binding and its role play, for a binding that grants or for one that does not.
struct Candidate<'a> {
    binding: &'a Binding,
    subject: Option<&'a Subject>,
    in_place: bool,
    role: Option<&'a Role>,
    rule: Option<(usize, &'a PolicyRule)>,
    facets: Facets,
}

impl Candidate<'_> {
    /// Whether it is worth telling. A pasted binding is when it names the caller or would grant the
    /// request. One that every cluster has is only when it names the caller and one thing differs: that
    /// discovery names everyone, or that a controller could do it, helps nobody.
    fn is_near(&self) -> bool {
        if self.is_default() {
            self.subject.is_some() && self.facets.len() == 1
        } else {
            self.subject.is_some() || self.rule_fits()
        }
    }

    fn is_default(&self) -> bool {
        self.binding.span == Span::BUNDLED
    }

    /// The facets to tell. A rule for paths fails every test of a request for objects, and the reverse;
    /// that is one thing to say.
    fn told(&self, asked: &Attributes<'_>) -> Vec<Facet> {
        let other_kind = self.rule.and_then(|(_, rule)| match asked.target {
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

    fn rule_fits(&self) -> bool {
        self.role.is_some() && self.facets.iter().all(|facet| facet <= Facet::Namespace)
    }

    fn near_miss(&self, asked: &Attributes<'_>, sources: &Sources) -> NearMiss {
        let differences: Vec<Difference> = self
            .told(asked)
            .into_iter()
            .map(|facet| self.difference(facet, asked, sources))
            .collect();
        let subject = self.subject;
        let mut near_miss = NearMiss {
            binding: binding_ref(self.binding, sources),
            subject: subject.map(|subject| subject_ref(subject, self.binding, sources)),
            role: self.role.map(|role| role_ref(role, sources)),
            rule: self
                .role
                .zip(self.rule)
                .map(|(role, (position, rule))| rule_ref(rule, position, role, sources)),
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
        difference.words = words::difference(&difference, self.binding, self.role, asked);
        difference
    }

    /// What is written for a facet, where, and what was asked.
    fn facet_parts(&self, facet: Facet, asked: &Attributes<'_>) -> (Vec<String>, Span, String) {
        let binding = self.binding;
        let rule = self.rule.map(|(_, rule)| rule);
        let on = match asked.target {
            Target::Resource(on) => on,
            Target::NonResource { .. } => crate::attributes::Resource::default(),
        };
        let of_rule = |names: fn(&PolicyRule) -> &Vec<Spanned<String>>, asked: String| {
            let role_span = self
                .role
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

/// The nearest rule of each role, worked out once per role.
struct Nearest<'a> {
    authorizer: &'a Authorizer,
    rules: Vec<Option<(Option<usize>, Facets)>>,
}

impl<'a> Nearest<'a> {
    fn new(authorizer: &'a Authorizer) -> Self {
        Self {
            authorizer,
            rules: vec![None; authorizer.roles.len()],
        }
    }

    fn candidate(
        &mut self,
        binding: &'a Binding,
        role: Option<u32>,
        asked: &Attributes<'_>,
    ) -> Candidate<'a> {
        let subject = binding.subjects.iter().find(|subject| {
            principal(subject, binding).is_some_and(|principal| principal.asks(asked))
        });
        let in_place = match asked.target {
            Target::Resource(on) => binding.namespace.is_none() || binding.scope() == on.namespace,
            Target::NonResource { .. } => binding.namespace.is_none(),
        };
        let facets = Facets::default()
            .unless(subject.is_some(), Facet::Subject)
            .unless(in_place, Facet::Namespace);
        let resolved = self.authorizer.role(role);
        let (rule, failed) = match (resolved, role) {
            (Some(of), Some(position)) => {
                let (nearest, failed) = self.nearest(position, of, asked);
                let rule = nearest.and_then(|at| of.rules.get(at).map(|rule| (at, rule)));
                (rule, failed)
            }
            _ => (None, Facets::default().with(Facet::RoleRef)),
        };
        Candidate {
            binding,
            subject,
            in_place,
            role: resolved,
            rule,
            facets: facets.and(failed),
        }
    }

    /// The rule that fails the fewest tests, and which it fails. A role without rules fails the first.
    fn nearest(
        &mut self,
        position: u32,
        role: &Role,
        asked: &Attributes<'_>,
    ) -> (Option<usize>, Facets) {
        if let Some(Some(known)) = self.rules.get(position as usize) {
            return *known;
        }
        let tested = role.rules.iter().map(|rule| rule::facets(rule, asked));
        let nearest = tested.enumerate().min_by_key(|(_, failed)| failed.len());
        let nearest = match nearest {
            Some((at, failed)) => (Some(at), failed),
            None => (None, Facets::default().with(Facet::Verb)),
        };
        if let Some(slot) = self.rules.get_mut(position as usize) {
            *slot = Some(nearest);
        }
        nearest
    }
}
