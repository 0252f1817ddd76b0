//! What are the rows and columns of the matrix?
//!
//! Rows are everyone the documents name; columns are the resources they name and the most common ones. A resource
//! is named as a line of kubectl names it, with its API group where the name alone means another.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use aksess::azure::letter_case::folded;
use aksess::command::Kind;
use aksess::sorted;
use aksess::{AUTHENTICATED, Identity, Resource};

use super::api_resources;
use super::login::Login;
use super::question::{About, Question, implicit_groups};
use super::workspace::Compiled;

/// Resources that are columns whether or not a document names them.
const COMMON: [&str; 9] = [
    "pods",
    "pods/exec",
    "deployments",
    "services",
    "configmaps",
    "secrets",
    "serviceaccounts",
    "jobs",
    "nodes",
];

/// A subject.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Its position among all.
    pub(super) at: usize,
    /// What is looked for in, letter case folded.
    folded: String,
    pub(crate) name: String,
    /// What it is, in words.
    pub(crate) kind: String,
    pub(crate) is_group: bool,
    pub(super) user: String,
    pub(super) groups: Vec<String>,
    pub(super) extra: Vec<(String, Vec<String>)>,
}

/// A resource.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its position among all.
    pub(super) at: usize,
    /// As a line of kubectl names it: `pods/exec`, `pods.metrics.k8s.io`.
    pub(crate) name: String,
    resource: String,
    subresource: String,
    pub(crate) group: String,
    /// Whether it is asked for at the cluster scope, whatever the namespace is.
    is_of_cluster: bool,
}

/// Rows and columns: all, or some of them.
#[derive(Debug, Default)]
pub(crate) struct Axes {
    pub(crate) rows: Vec<Rc<Row>>,
    pub(crate) columns: Vec<Rc<Column>>,
}

/// The same texts have the same; those that were made apart count as different.
impl PartialEq for Axes {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Axes {
    /// All of them.
    pub(crate) fn new(compiled: &Compiled) -> Self {
        Self {
            rows: rows(compiled).into_iter().map(Rc::new).collect(),
            columns: columns(compiled).into_iter().map(Rc::new).collect(),
        }
    }

    /// Those that are about what was typed: subjects if any is, and resources if any is.
    pub(crate) fn about(&self, typed: &str) -> Self {
        let typed = folded(typed.trim());
        let rows = self.rows.iter().filter(|of| of.folded.contains(&typed));
        let columns = self.columns.iter();
        let columns = columns.filter(|of| folded(&of.name).contains(&typed));
        let (rows, columns): (Vec<_>, Vec<_>) =
            (rows.cloned().collect(), columns.cloned().collect());
        match (rows.is_empty(), columns.is_empty()) {
            (true, true) => Self::default(),
            (false, true) => Self {
                rows,
                columns: self.columns.clone(),
            },
            (true, false) => Self {
                rows: self.rows.clone(),
                columns,
            },
            (false, false) => Self { rows, columns },
        }
    }
}

fn rows(compiled: &Compiled) -> Vec<Row> {
    let names = &compiled.names;
    let mut rows = Vec::new();
    let mut seen = BTreeSet::new();
    let mut places = BTreeMap::new();
    for user in &names.vocabulary.users {
        let account = user.strip_prefix("system:serviceaccount:");
        seen.insert(folded(user));
        places.insert(user.as_str(), rows.len());
        rows.push(Row {
            name: account.map_or_else(|| user.clone(), |of| of.replace(':', "/")),
            kind: if account.is_some() {
                "service account"
            } else {
                "user"
            }
            .to_owned(),
            groups: implicit_groups(user),
            user: user.clone(),
            ..Row::default()
        });
    }
    for person in names.principals.values().filter(|of| !of.is_group) {
        let user = if person.name.is_empty() {
            &person.id
        } else {
            &person.name
        };
        let mut groups = names.groups_of(&person.id);
        groups.push(AUTHENTICATED.to_owned());
        let row = Row {
            name: user.clone(),
            kind: "user of Entra".to_owned(),
            user: user.clone(),
            groups,
            extra: vec![("oid".to_owned(), vec![person.id.clone()])],
            ..Row::default()
        };
        // bindings name the same person, and what Entra knows of them is more
        if seen.insert(folded(user)) {
            rows.push(row);
        } else if let Some(known) = places.get(user.as_str()).and_then(|at| rows.get_mut(*at)) {
            *known = row;
        }
    }
    for group in &names.vocabulary.groups {
        let known = names.name_of(group);
        rows.push(Row {
            name: known.unwrap_or(group).to_owned(),
            kind: "group".to_owned(),
            is_group: true,
            groups: vec![group.clone(), AUTHENTICATED.to_owned()],
            ..Row::default()
        });
    }
    // whom every cluster has come last
    sorted::sort_by_key(&mut rows, |of| {
        of.name.starts_with("system:") || of.name.starts_with("kube-system/")
    });
    // what is known when all have their places
    for (at, row) in rows.iter_mut().enumerate() {
        row.at = at;
        row.folded = folded(&format!("{}\n{}", row.name, row.kind));
    }
    rows
}

/// A resource that rules name in two API groups is two columns.
fn columns(compiled: &Compiled) -> Vec<Column> {
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    let named = compiled.names.vocabulary.typed.iter();
    for name in COMMON.into_iter().chain(named.map(String::as_str)) {
        let (whole, subresource) = name.split_once('/').unwrap_or((name, ""));
        let (resource, group) = match whole.split_once('.') {
            // a version and no group: that of the core
            Some((resource, "v1.")) => (resource, ""),
            Some(of_group) => of_group,
            None => (whole, group_of(compiled, whole)),
        };
        if resource.is_empty() || !seen.insert(name) {
            continue;
        }
        columns.push(Column {
            at: columns.len(),
            name: name.to_owned(),
            resource: resource.to_owned(),
            subresource: subresource.to_owned(),
            group: group.to_owned(),
            is_of_cluster: api_resources::is_cluster_scoped(group, resource)
                || defined(compiled, resource)
                    .any(|of| of.group == group && of.namespaced == Some(false)),
        });
    }
    columns
}

/// The API group of a resource that is named without.
fn group_of<'c>(compiled: &'c Compiled, resource: &str) -> &'c str {
    let known = api_resources::group_of(resource);
    let defined = || defined(compiled, resource).next();
    known
        .or_else(|| Some(defined()?.group.as_str()))
        .unwrap_or_default()
}

/// The kinds of that name that documents define.
fn defined<'c>(compiled: &'c Compiled, resource: &str) -> impl Iterator<Item = &'c Kind> {
    let kinds = compiled.context.kinds.iter();
    kinds.filter(move |of| of.resource == resource)
}

impl Column {
    /// The resource as it is asked for in a namespace.
    pub(super) fn in_namespace<'a>(&'a self, namespace: &'a str) -> Resource<'a> {
        Resource {
            api_group: &self.group,
            resource: &self.resource,
            subresource: &self.subresource,
            namespace: if self.is_of_cluster { "" } else { namespace },
            name: "",
        }
    }
}

impl Row {
    /// The whole name and what it is.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    pub(super) fn identity(&self) -> Identity {
        Identity {
            user: self.user.clone(),
            groups: self.groups.clone(),
            extra: self.extra.iter().cloned().collect(),
        }
    }

    /// One of a cell's questions, as the sentence asks it.
    pub(crate) fn question(&self, column: &Column, verb: &str, now: &Question) -> Question {
        let asked = column.in_namespace(&now.namespace);
        Question {
            user: self.user.clone(),
            groups: self.groups.clone(),
            extra: self.extra.iter().cloned().collect(),
            login: Login::Given,
            verb: verb.to_owned(),
            about: About::Resource,
            api_group: asked.api_group.to_owned(),
            resource: asked.resource.to_owned(),
            subresource: asked.subresource.to_owned(),
            namespace: asked.namespace.to_owned(),
            name: String::new(),
            ..now.clone()
        }
    }
}
