//! What kept a binding from granting, as it was written?
//!
//! The tests that failed are those the search found, by the same predicates the decision uses. Here they
//! are told by name, with what is written, what was asked and where. Roles are looked up once: near
//! misses often give the same ones.

use std::borrow::Cow;

use super::search::{Near, nearest};
use crate::attributes::{Attributes, Target};
use crate::forbidden::combined;
use crate::kubernetes::authorizer::Authorizer;
use crate::kubernetes::facet::{Facet, Facets};
use crate::kubernetes::model::{Binding, PolicyRule, Role};
use crate::kubernetes::recorder::{binding_ref, role_ref, rule_ref, subject_ref};
use crate::source::{Sources, Span, Spanned};
use crate::trace::{Difference, NearMiss};
use crate::words;

/// The near misses that were found, in words.
pub(super) fn told(
    near: &[Near],
    authorizer: &Authorizer,
    asked: &Attributes<'_>,
    sources: &Sources,
) -> Vec<NearMiss> {
    let mut roles: Vec<(u32, Given<'_>)> = Vec::new();
    let mut told = Vec::with_capacity(near.len());
    for of in near {
        let Some(position) = authorizer.facts.binding(of.binding).map(|of| of.role) else {
            continue;
        };
        let known = roles.iter().position(|(role, _)| *role == position);
        let at = known.unwrap_or(roles.len());
        if known.is_none() {
            roles.push((position, Given::new(authorizer, position, asked)));
        }
        let Some((binding, (_, given))) = authorizer.binding(of.binding).zip(roles.get(at)) else {
            continue;
        };
        let candidate = Candidate {
            binding,
            subject: of.subject,
            role: given.role.as_deref(),
            rule: given.rule,
            facets: of.facets,
        };
        told.push(candidate.near_miss(asked, sources));
    }
    told
}

/// A role that bindings give, and its rule that is nearest.
struct Given<'a> {
    role: Option<Cow<'a, Role>>,
    rule: Option<usize>,
}

impl<'a> Given<'a> {
    fn new(authorizer: &'a Authorizer, position: u32, asked: &Attributes<'_>) -> Self {
        let facts = &authorizer.facts;
        let content = facts.role(position).map(|role| role.content);
        Self {
            role: authorizer.role(position),
            rule: content.and_then(|content| nearest(facts, content, asked.into()).0),
        }
    }
}

/// The parts a binding and its role play, as they were written.
struct Candidate<'a> {
    binding: Cow<'a, Binding>,
    subject: Option<u32>,
    role: Option<&'a Role>,
    rule: Option<usize>,
    facets: Facets,
}

impl Candidate<'_> {
    fn rule(&self) -> Option<(usize, &PolicyRule)> {
        let at = self.rule?;
        Some((at, self.role?.rules.get(at)?))
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
        let (binding, role) = (self.binding.as_ref(), self.role);
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
        near_miss.title = words::near_miss_title(&near_miss, binding);
        near_miss
    }

    fn difference(&self, facet: Facet, asked: &Attributes<'_>, sources: &Sources) -> Difference {
        let (written, span, wanted) = self.facet_parts(facet, asked);
        let mut difference = Difference {
            facet,
            written,
            asked: wanted,
            location: sources.location(span),
            unplaced: span.is_unplaced(),
            words: String::new(),
        };
        difference.words = words::difference(&difference, &self.binding, self.role, asked);
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
