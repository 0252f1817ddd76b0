//! Does one rule allow a request?
//!
//! Each test of the API server is one predicate here, and each exists once: [`allows`] joins them
//! for the decision, [`facets`] lists the same ones for the explanation. Everything is compared byte
//! for byte; nothing globs except what is written below.
//!
//! *Source:* `pkg/apis/rbac/v1/evaluation_helpers.go` (`VerbMatches`, `APIGroupMatches`,
//! `ResourceMatches`, `ResourceNameMatches`, `NonResourceURLMatches`) and
//! `plugin/pkg/auth/authorizer/rbac/rbac.go` (`RuleAllows`).

use super::facet::{Facet, Facets};
use super::model::PolicyRule;
pub(crate) use crate::attributes::Operation;
use crate::attributes::Target;
use crate::source::Spanned;

/// A rule as the predicates read it, however it is kept.
pub(crate) trait Rule {
    fn verbs(&self) -> impl Iterator<Item = &str>;
    fn api_groups(&self) -> impl Iterator<Item = &str>;
    fn resources(&self) -> impl Iterator<Item = &str>;
    fn resource_names(&self) -> impl Iterator<Item = &str>;
    fn non_resource_urls(&self) -> impl Iterator<Item = &str>;
}

impl Rule for PolicyRule {
    fn verbs(&self) -> impl Iterator<Item = &str> {
        texts(&self.verbs)
    }

    fn api_groups(&self) -> impl Iterator<Item = &str> {
        texts(&self.api_groups)
    }

    fn resources(&self) -> impl Iterator<Item = &str> {
        texts(&self.resources)
    }

    fn resource_names(&self) -> impl Iterator<Item = &str> {
        texts(&self.resource_names)
    }

    fn non_resource_urls(&self) -> impl Iterator<Item = &str> {
        texts(&self.non_resource_urls)
    }
}

impl<R: Rule> Rule for &R {
    fn verbs(&self) -> impl Iterator<Item = &str> {
        R::verbs(self)
    }

    fn api_groups(&self) -> impl Iterator<Item = &str> {
        R::api_groups(self)
    }

    fn resources(&self) -> impl Iterator<Item = &str> {
        R::resources(self)
    }

    fn resource_names(&self) -> impl Iterator<Item = &str> {
        R::resource_names(self)
    }

    fn non_resource_urls(&self) -> impl Iterator<Item = &str> {
        R::non_resource_urls(self)
    }
}

fn texts(names: &[Spanned<String>]) -> impl Iterator<Item = &str> {
    names.iter().map(|name| name.value.as_str())
}

/// Whether the rule allows the request. A rule that mixes resources and paths is read for each kind
/// of request by its own fields only.
pub(crate) fn allows<'a>(rule: &impl Rule, asked: impl Into<Operation<'a>>) -> bool {
    let asked = asked.into();
    match asked.target {
        Target::Resource(on) => {
            verb(rule.verbs(), asked.verb)
                && api_group(rule.api_groups(), on.api_group)
                && resource(rule.resources(), on.resource, on.subresource)
                && resource_name(rule.resource_names(), on.name)
        }
        Target::NonResource { path } => {
            verb(rule.verbs(), asked.verb) && non_resource_url(rule.non_resource_urls(), path)
        }
    }
}

/// The tests the rule fails; none exactly when [`allows`] says that it allows the request.
pub(crate) fn facets<'a>(rule: &impl Rule, asked: impl Into<Operation<'a>>) -> Facets {
    let asked = asked.into();
    let verb = Facets::default().unless(verb(rule.verbs(), asked.verb), Facet::Verb);
    match asked.target {
        Target::Resource(on) => {
            let fits = resource(rule.resources(), on.resource, on.subresource);
            let which = if fits {
                Facet::Resource
            } else {
                resource_facet(rule.resources(), on.resource, on.subresource)
            };
            verb.unless(api_group(rule.api_groups(), on.api_group), Facet::ApiGroup)
                .unless(fits, which)
                .unless(
                    resource_name(rule.resource_names(), on.name),
                    Facet::ResourceName,
                )
        }
        Target::NonResource { path } => verb.unless(
            non_resource_url(rule.non_resource_urls(), path),
            Facet::NonResourceUrl,
        ),
    }
}

/// `*` or the verb itself. An empty list matches nothing.
pub(crate) fn verb<'r>(mut rule: impl Iterator<Item = &'r str>, asked: &str) -> bool {
    rule.any(|entry| entry == "*" || entry == asked)
}

/// `*` or the group itself; `""` is the core group and no wildcard.
pub(crate) fn api_group<'r>(mut rule: impl Iterator<Item = &'r str>, asked: &str) -> bool {
    rule.any(|entry| entry == "*" || entry == asked)
}

/// `*`, the resource with its subresource, or `*/` and the subresource.
pub(crate) fn resource<'r>(
    mut rule: impl Iterator<Item = &'r str>,
    asked: &str,
    subresource: &str,
) -> bool {
    rule.any(|entry| {
        if entry == "*" {
            return true;
        }
        if subresource.is_empty() {
            return entry == asked;
        }
        entry.strip_suffix(subresource).is_some_and(|before| {
            before == "*/" || before.strip_suffix('/').is_some_and(|plain| plain == asked)
        })
    })
}

/// An empty list is any name, also none. `*` is a name like any other.
fn resource_name<'r>(mut rule: impl Iterator<Item = &'r str>, asked: &str) -> bool {
    rule.next()
        .is_none_or(|first| first == asked || rule.any(|entry| entry == asked))
}

/// `*`, the path itself, or a prefix of it followed by `*`; trailing stars count as one.
fn non_resource_url<'r>(mut rule: impl Iterator<Item = &'r str>, asked: &str) -> bool {
    rule.any(|entry| {
        entry == "*"
            || entry == asked
            || (entry.ends_with('*') && asked.starts_with(entry.trim_end_matches('*')))
    })
}

/// Which of resource and subresource is the one that differs: `pods` in the rule and `pods/log`
/// asked, or the reverse, is the subresource.
fn resource_facet<'r>(
    mut rule: impl Iterator<Item = &'r str>,
    asked: &str,
    subresource: &str,
) -> Facet {
    let plain = |entry: &str| entry.split('/').next().unwrap_or_default() == asked;
    let same_subresource = |entry: &str| {
        entry
            .split_once('/')
            .map_or("", |(_, subresource)| subresource)
            == subresource
    };
    // most entries are strangers, and told apart by their first bytes
    let begins = |entry: &str| entry.starts_with(asked);
    let near = rule.any(|entry| begins(entry) && plain(entry) && !same_subresource(entry));
    if near {
        Facet::Subresource
    } else {
        Facet::Resource
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(entries: &'static [&str]) -> impl Iterator<Item = &'static str> {
        entries.iter().copied()
    }

    #[test]
    fn a_subresource_is_its_own_resource() {
        assert!(resource(names(&["pods"]), "pods", ""));
        assert!(!resource(names(&["pods"]), "pods", "log"));
        assert!(resource(names(&["pods/log"]), "pods", "log"));
        assert!(!resource(names(&["pods/log"]), "pods", ""));
        assert!(resource(names(&["*/log"]), "pods", "log"));
        assert!(!resource(names(&["pods/*"]), "pods", "log"));
        assert!(!resource(names(&["*/"]), "pods", ""));
        assert!(!resource(names(&["podslog"]), "pods", "log"));
    }

    #[test]
    fn only_trailing_stars_of_a_path_are_wild() {
        assert!(non_resource_url(names(&["/healthz*"]), "/healthzfoo"));
        assert!(!non_resource_url(names(&["/healthz/*"]), "/healthz"));
        assert!(non_resource_url(names(&["/logs/**"]), "/logs/a"));
        assert!(!non_resource_url(names(&["/a*b"]), "/aXb"));
        assert!(non_resource_url(names(&[""]), ""));
    }

    #[test]
    fn a_star_is_no_wildcard_for_names_and_an_empty_group_is_none_for_groups() {
        assert!(!resource_name(names(&["*"]), "web"));
        assert!(!resource_name(names(&["web"]), ""));
        assert!(!api_group(names(&[""]), "apps"));
        assert!(!verb(names(&[]), "get"));
    }
}
