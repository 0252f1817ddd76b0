//! What did a role or a binding look like, when only the facts are kept?
//!
//! Names, kinds, subjects and rules come back as they were written; places do not. What neither a
//! decision nor its words read is lost: labels, selectors, the `apiGroup` of a subject (the usual one is
//! given) and the `namespace` a User or Group had no use for. A service account always says its
//! namespace.

use super::content::FlatRule;
use super::{CLUSTER, Facts, Nobody, Whom};
use crate::kubernetes::model::{Binding, PolicyRule, Role, RoleRef, Subject};
use crate::kubernetes::read::API_GROUP;
use crate::kubernetes::rule::Rule;
use crate::kubernetes::subject::SERVICE_ACCOUNT_PREFIX;
use crate::source::{Span, Spanned};

/// Stands for what was pasted somewhere else and has no place here.
const NOWHERE: Span = Span {
    source: Span::BUNDLED.source - 1,
    start: 0,
    end: 0,
};

impl Facts {
    pub(crate) fn written_role(&self, position: u32) -> Option<Role> {
        let role = self.role(position)?;
        let rules = self.contents.rules(role.content, &self.names);
        Some(Role {
            name: text(self.names.words.text(role.name)),
            namespace: self.namespace(role.scope).map(text),
            rules: rules.map(|rule| written_rule(&rule)).collect(),
            labels: Vec::new(),
            aggregation: None,
            is_live: true,
            span: NOWHERE,
        })
    }

    pub(crate) fn written_binding(&self, position: u32) -> Option<Binding> {
        let binding = self.binding(position)?;
        let subjects = self.subjects(position).iter();
        let name = self.names.bindings.get(position).unwrap_or_default();
        Some(Binding {
            name: text(name),
            namespace: self.namespace(binding.scope()).map(text),
            role_ref: self.reference(position, binding.role)?,
            subjects: subjects.filter_map(|of| self.subject(of.whom())).collect(),
            span: if binding.is_default() {
                Span::BUNDLED
            } else {
                NOWHERE
            },
        })
    }

    fn reference(&self, binding: u32, role: u32) -> Option<RoleRef> {
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
            span: NOWHERE,
        })
    }

    fn subject(&self, whom: Whom) -> Option<Subject> {
        let names = &self.names;
        let (kind, name, namespace) = match whom {
            Whom::User(user) => ("User", names.users.text(user), None),
            Whom::Group(group) => ("Group", names.groups.text(group), None),
            Whom::ServiceAccount(user) => {
                let user = names.users.text(user);
                let name = user.strip_prefix(SERVICE_ACCOUNT_PREFIX).unwrap_or(user);
                let (namespace, name) = name.split_once(':').unwrap_or(("", name));
                ("ServiceAccount", name, Some(namespace))
            }
            Whom::Nobody(at) => {
                let Nobody { kind, name } = *self.nobodies.get(at as usize)?;
                (names.words.text(kind), names.words.text(name), None)
            }
        };
        let api_group = matches!(kind, "User" | "Group").then(|| API_GROUP.to_owned());
        Some(Subject {
            kind: kind.to_owned(),
            api_group,
            name: name.to_owned(),
            namespace: namespace.map(str::to_owned),
            span: NOWHERE,
        })
    }
}

fn written_rule(rule: &FlatRule<'_>) -> PolicyRule {
    PolicyRule {
        verbs: rule.verbs().map(text).collect(),
        api_groups: rule.api_groups().map(text).collect(),
        resources: rule.resources().map(text).collect(),
        resource_names: rule.resource_names().map(text).collect(),
        non_resource_urls: rule.non_resource_urls().map(text).collect(),
        gathered_from: None,
        span: None,
    }
}

fn text(text: &str) -> Spanned<String> {
    Spanned {
        value: text.to_owned(),
        span: NOWHERE,
    }
}
