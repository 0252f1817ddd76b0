//! What did a role or a binding look like, when only the facts are kept?
//!
//! Names, kinds, subjects and rules come back as they were written; places do not. Whether an object was
//! written at all or is one that every cluster has is kept. What neither a decision nor its words read is lost: labels, selectors, the `apiGroup` of a subject (the usual one is
//! given) and the `namespace` a User or Group had no use for. A service account always says its
//! namespace.

use super::content::FlatRule;
use super::{CLUSTER, Facts, Nobody, Subject, Whom};
use crate::kubernetes::builtin::aks::ADMIN_GROUPS;
use crate::kubernetes::model::{self, Binding, PolicyRule, Role, RoleRef};
use crate::kubernetes::read::API_GROUP;
use crate::kubernetes::rule::Rule;
use crate::kubernetes::subject::{Principal, SERVICE_ACCOUNT_PREFIX};
use crate::source::{Span, Spanned};

impl Facts {
    /// Whom a subject means; `None` for nobody.
    pub(crate) fn principal(&self, subject: Subject) -> Option<Principal<'_>> {
        let names = &self.names;
        match subject.whom() {
            Whom::User(user) => Some(Principal::User(names.users.text(user))),
            Whom::Group(group) => Some(Principal::Group(names.groups.text(group))),
            Whom::ServiceAccount(user) => {
                let user = names.users.text(user);
                let name = user.strip_prefix(SERVICE_ACCOUNT_PREFIX).unwrap_or(user);
                let (namespace, name) = name.split_once(':').unwrap_or(("", name));
                Some(Principal::ServiceAccount { namespace, name })
            }
            Whom::Nobody(_) => None,
        }
    }

    pub(crate) fn written_role(&self, position: u32) -> Option<Role> {
        let role = self.role(position)?;
        let rules = self.contents.rules(role.content, &self.names);
        let span = place(position < self.default_roles);
        let text = |value| text(value, span);
        Some(Role {
            name: text(self.names.words.text(role.name)),
            namespace: self.namespace(role.scope).map(text),
            rules: rules.map(|rule| written_rule(&rule, span)).collect(),
            labels: Vec::new(),
            aggregation: None,
            is_live: true,
            span,
        })
    }

    pub(crate) fn written_binding(&self, position: u32) -> Option<Binding> {
        let binding = self.binding(position)?;
        let subjects = self.subjects(position).iter();
        let name = self.names.bindings.get(position).unwrap_or_default();
        let span = place(binding.is_default());
        let text = |value| text(value, span);
        // of what AKS makes, the cluster's document says who the admin groups are
        let whom = if name == ADMIN_GROUPS {
            Span::UNPLACED
        } else {
            span
        };
        Some(Binding {
            name: text(name),
            namespace: self.namespace(binding.scope()).map(text),
            role_ref: self.reference(position, binding.role, span)?,
            subjects: subjects.filter_map(|of| self.subject(*of, whom)).collect(),
            span,
        })
    }

    fn reference(&self, binding: u32, role: u32, span: Span) -> Option<RoleRef> {
        let words = &self.names.words;
        let (kind, name) = match self.role(role) {
            Some(role) if role.scope == CLUSTER => ("ClusterRole", role.name),
            Some(role) => ("Role", role.name),
            None => {
                let at = self
                    .dangling
                    .binary_search_by_key(&binding, |of| of.binding);
                let dangling = self.dangling.get(at.ok()?)?;
                (words.text(dangling.kind), dangling.name)
            }
        };
        Some(RoleRef {
            kind: kind.to_owned(),
            name: words.text(name).to_owned(),
            span,
        })
    }

    fn subject(&self, subject: Subject, span: Span) -> Option<model::Subject> {
        let (kind, name, namespace) = match (self.principal(subject), subject.whom()) {
            (Some(Principal::User(name)), _) => ("User", name, None),
            (Some(Principal::Group(name)), _) => ("Group", name, None),
            (Some(Principal::ServiceAccount { namespace, name }), _) => {
                ("ServiceAccount", name, Some(namespace))
            }
            (None, Whom::Nobody(at)) => {
                let Nobody { kind, name } = *self.nobodies.get(at as usize)?;
                let words = &self.names.words;
                (words.text(kind), words.text(name), None)
            }
            (None, _) => return None,
        };
        let api_group = matches!(kind, "User" | "Group").then(|| API_GROUP.to_owned());
        Some(model::Subject {
            kind: kind.to_owned(),
            api_group,
            name: name.to_owned(),
            namespace: namespace.map(str::to_owned),
            span,
        })
    }
}

/// The place of what was written, and of what every cluster has.
fn place(is_default: bool) -> Span {
    if is_default {
        Span::BUNDLED
    } else {
        Span::UNPLACED
    }
}

fn written_rule(rule: &FlatRule<'_>, span: Span) -> PolicyRule {
    let text = |value| text(value, span);
    PolicyRule {
        verbs: rule.verbs().map(text).collect(),
        api_groups: rule.api_groups().map(text).collect(),
        resources: rule.resources().map(text).collect(),
        resource_names: rule.resource_names().map(text).collect(),
        non_resource_urls: rule.non_resource_urls().map(text).collect(),
        gathered_from: None,
        span: (span != Span::BUNDLED).then_some(span),
    }
}

fn text(text: &str, span: Span) -> Spanned<String> {
    Spanned {
        value: text.to_owned(),
        span,
    }
}
