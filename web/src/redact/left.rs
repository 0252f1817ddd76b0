//! What is left of documents when everything is taken out that access does not depend on?
//!
//! The trees of the documents the engine reads, without comments, with those fields alone that
//! [`super::field`] lists. Lists become the documents in them. An object that plays no part in access keeps its
//! kind and its name, because a line may create it, if its kind is one of Kubernetes; all others go.

use std::collections::BTreeSet;

use aksess::command::built_in;
use aksess::json::{self, Node, Value};
use aksess::{Policy, Source};

use super::field::{Holds, Sort, holds};
use super::tree::{Field, Left};
use super::write::write;

/// Lists may hold Lists, as far as the engine follows.
const MAX_LISTS: usize = 4;
/// The API groups of what the engine reads.
const READ: [(&str, &[&str]); 2] = [
    (
        "rbac.authorization.k8s.io",
        &["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
    ),
    ("aksess.dev", &["Scenario", "ClusterSettings"]),
];

/// The API group and the kind of what tells kinds.
const DEFINITION: (&str, &str) = ("apiextensions.k8s.io", "CustomResourceDefinition");
/// What is read of it. It names no object of anybody's, and its words are those of roles and lines, which stay.
const OF_DEFINITION: [&str; 18] = [
    "apiVersion",
    "categories",
    "group",
    "kind",
    "listKind",
    "metadata",
    "name",
    "names",
    "plural",
    "scale",
    "scope",
    "served",
    "shortNames",
    "singular",
    "spec",
    "status",
    "subresources",
    "versions",
];

/// Takes documents apart; knows by which labels anything is selected.
#[derive(Debug, Default)]
pub(super) struct Taking {
    selected: BTreeSet<String>,
}

impl Taking {
    /// For documents of these texts.
    pub(super) fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let mut taking = Self::default();
        for text in texts.filter(|of| of.contains("match")) {
            for node in json::documents(text) {
                taking.note(&node);
            }
        }
        taking
    }

    fn note(&mut self, node: &Node<'_>) {
        match &node.value {
            Value::Sequence(items) => {
                for item in items {
                    self.note(item);
                }
            }
            Value::Mapping(entries) => {
                for entry in entries {
                    match entry.key.as_ref() {
                        "matchLabels" => {
                            let keys = entry.value.entries().iter();
                            self.selected.extend(keys.map(|of| of.key.to_string()));
                        }
                        "key" => self.selected.extend(entry.value.text().map(str::to_owned)),
                        _ => self.note(&entry.value),
                    }
                }
            }
            _ => {}
        }
    }

    /// What is left of every document of a text.
    pub(super) fn documents(&self, text: &str) -> Vec<Left> {
        let mut left = Vec::new();
        for node in json::documents(text) {
            self.document(&node, 0, &mut left);
        }
        left
    }

    fn document(&self, node: &Node<'_>, depth: usize, left: &mut Vec<Left>) {
        if depth > MAX_LISTS {
            return;
        }
        if let Value::Sequence(items) = &node.value {
            for item in items {
                self.document(item, depth + 1, left);
            }
            return;
        }
        let kind = node.get("kind").and_then(Node::text);
        let version = node.get("apiVersion").and_then(Node::text);
        if version.is_none() {
            let whole = self.value(node, Sort::Word);
            if is_of_azure(&whole) {
                left.push(whole);
                return;
            }
        }
        let Some(kind) = kind else {
            let mut entries = node.entries().iter();
            let listed = entries.find(|of| of.key.eq_ignore_ascii_case("value"));
            if let Some(listed) = listed.filter(|of| matches!(of.value.value, Value::Sequence(_))) {
                self.document(&listed.value, depth + 1, left);
            }
            return;
        };
        if let (true, Some(items)) = (kind.ends_with("List"), node.get("items")) {
            self.document(items, depth + 1, left);
            return;
        }
        let group = version.map(|of| of.rsplit_once('/').map_or("", |(group, _)| group));
        if kind == DEFINITION.1 && group == Some(DEFINITION.0) {
            left.push(definition(node));
            return;
        }
        let is_read = READ
            .iter()
            .any(|(of, kinds)| kinds.contains(&kind) && group.is_none_or(|group| group == *of));
        if is_read {
            left.push(self.value(node, Sort::Word));
        } else if let Some(group) = group
            && built_in().any(|of| of.group == group)
        {
            left.push(self.stub(node));
        }
    }

    /// The kind and the name of an object that plays no part.
    fn stub(&self, node: &Node<'_>) -> Left {
        let mut whole = self.value(node, Sort::Word);
        if let Left::Map(fields) = &mut whole {
            fields.retain(|of| ["apiVersion", "kind", "metadata"].contains(&of.key.as_str()));
        }
        whole
    }

    fn value(&self, node: &Node<'_>, sort: Sort) -> Left {
        match &node.value {
            Value::Null => Left::Null,
            Value::Boolean(is_on) => Left::Flag(*is_on),
            // no rule of access computes, and a number may be somebody's
            Value::Number(number) if number.len() > 4 => Left::Number("0".to_owned()),
            Value::Number(number) => Left::Number(number.to_string()),
            Value::String(text) => Left::Text(sort, text.to_string()),
            Value::Sequence(items) => {
                Left::List(items.iter().map(|of| self.value(of, sort)).collect())
            }
            Value::Mapping(entries) => {
                let fields = entries
                    .iter()
                    .filter_map(|of| self.field(&of.key, &of.value));
                Left::Map(fields.collect())
            }
        }
    }

    fn field(&self, key: &str, node: &Node<'_>) -> Option<Field> {
        let value = match holds(key)? {
            Holds::Texts(sort) if key == "requests" => self.requests(node, sort),
            Holds::Texts(sort) => self.value(node, sort),
            Holds::Table(keys, values) => self.table(node, keys, values, |_| true),
            Holds::Labels => self.table(node, Sort::Label, Sort::Label, |key| {
                key.starts_with("rbac.authorization.k8s.io/") || self.selected.contains(key)
            }),
        };
        Some(Field {
            sort: Sort::Word,
            key: key.to_owned(),
            value,
        })
    }

    fn table(
        &self,
        node: &Node<'_>,
        keys: Sort,
        values: Sort,
        stays: impl Fn(&str) -> bool,
    ) -> Left {
        let Value::Mapping(entries) = &node.value else {
            return self.value(node, values);
        };
        let kept = entries.iter().filter(|of| stays(&of.key));
        let fields = kept.map(|of| Field {
            sort: keys,
            key: of.key.to_string(),
            value: self.value(&of.value, values),
        });
        Left::Map(fields.collect())
    }

    /// The requests of a scenario; the engine refuses one with a field it does not know.
    fn requests(&self, node: &Node<'_>, sort: Sort) -> Left {
        let Value::Sequence(items) = &node.value else {
            return self.value(node, sort);
        };
        let is_known = |of: &&Node<'_>| of.entries().iter().all(|of| holds(&of.key).is_some());
        let known = items.iter().filter(is_known);
        Left::List(known.map(|of| self.value(of, sort)).collect())
    }
}

/// Whether the engine reads this as a document of Azure.
fn is_of_azure(whole: &Left) -> bool {
    let kinds = [
        "Cluster",
        "RoleDefinition",
        "RoleAssignment",
        "DenyAssignment",
        "EntraGroup",
        "EntraUser",
    ];
    let policy = Policy::parse(&[Source::new("", write(std::slice::from_ref(whole)))]);
    policy.contents().keys().any(|of| kinds.contains(of))
}

/// What is left of a definition of a kind.
fn definition(node: &Node<'_>) -> Left {
    match &node.value {
        Value::Mapping(entries) => {
            let read = entries.iter();
            let read = read.filter(|of| OF_DEFINITION.contains(&of.key.as_ref()));
            let fields = read.map(|of| Field {
                sort: Sort::Word,
                key: of.key.to_string(),
                value: definition(&of.value),
            });
            Left::Map(fields.collect())
        }
        Value::Sequence(items) => Left::List(items.iter().map(definition).collect()),
        Value::String(text) => Left::Text(Sort::Word, text.to_string()),
        Value::Boolean(is_on) => Left::Flag(*is_on),
        Value::Null | Value::Number(_) => Left::Null,
    }
}
