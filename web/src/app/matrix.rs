//! What are the rows and columns of the matrix, and what does a cell say?
//!
//! Rows are everyone the documents name; columns are the resources they name and the most common ones. A cell
//! is eight decisions, asked of the engine when it comes into view.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use aksess::azure::letter_case::folded;
use aksess::query::matrix::Matrix;
use aksess::sorted;
use aksess::{AUTHENTICATED, Attributes, Identity, Order, Resource, Target};

use super::api_resources;
use super::login::Login;
use super::question::{About, Question, implicit_groups};
use super::tabbed::tabbed;
use super::workspace::Compiled;

/// The verbs of a cell, in their fixed order.
pub(crate) const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];

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
#[derive(Debug)]
pub(crate) struct Row {
    /// Its position among all.
    at: usize,
    /// What is looked for in, letter case folded.
    folded: String,
    pub(crate) name: String,
    /// What it is, in words.
    pub(crate) kind: String,
    pub(crate) is_group: bool,
    user: String,
    groups: Vec<String>,
    extra: Vec<(String, Vec<String>)>,
}

/// A resource.
#[derive(Debug)]
pub(crate) struct Column {
    /// Its position among all.
    at: usize,
    /// With its subresource: `pods/exec`.
    pub(crate) resource: String,
    pub(crate) group: String,
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
        let columns = columns.filter(|of| folded(&of.resource).contains(&typed));
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
            at: 0,
            folded: String::new(),
            name: account.map_or_else(|| user.clone(), |of| of.replace(':', "/")),
            kind: if account.is_some() {
                "service account"
            } else {
                "user"
            }
            .to_owned(),
            is_group: false,
            groups: implicit_groups(user),
            extra: Vec::new(),
            user: user.clone(),
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
            at: 0,
            folded: String::new(),
            name: user.clone(),
            kind: "user of Entra".to_owned(),
            is_group: false,
            user: user.clone(),
            groups,
            extra: vec![("oid".to_owned(), vec![person.id.clone()])],
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
            at: 0,
            folded: String::new(),
            name: known.unwrap_or(group).to_owned(),
            kind: "group".to_owned(),
            is_group: true,
            user: String::new(),
            groups: vec![group.clone(), AUTHENTICATED.to_owned()],
            extra: Vec::new(),
        });
    }
    // whom every cluster has come last
    sorted::sort_by_key(&mut rows, |of| {
        of.name.starts_with("system:") || of.name.starts_with("kube-system/")
    });
    for (at, row) in rows.iter_mut().enumerate() {
        row.at = at;
        row.folded = folded(&format!("{}\n{}", row.name, row.kind));
    }
    rows
}

fn columns(compiled: &Compiled) -> Vec<Column> {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    let mut columns: Vec<Column> = Vec::new();
    let named = compiled
        .names
        .vocabulary
        .resources
        .iter()
        .map(String::as_str);
    for resource in COMMON.into_iter().chain(named) {
        if columns.iter().any(|of| of.resource == resource) {
            continue;
        }
        let whole = resource.split('/').next().unwrap_or(resource);
        let group = groups
            .entry(whole)
            .or_insert_with(|| {
                let known = api_resources::group_of(whole).map(str::to_owned);
                known
                    .or_else(|| compiled.group_of(whole))
                    .unwrap_or_default()
            })
            .clone();
        columns.push(Column {
            at: columns.len(),
            resource: resource.to_owned(),
            group,
        });
    }
    columns
}

/// The cells that are known beforehand, for whatever part of the rows and columns is shown.
pub(crate) struct Cells(Option<Matrix>);

impl Cells {
    /// All cells of all rows and columns at once, which is cheap where the cluster alone decides. Azure is asked cell by cell, as they
    /// come into view.
    pub(crate) fn new(compiled: &Compiled, axes: &Axes, namespace: &str) -> Self {
        if compiled.names.asks_azure {
            return Self(None);
        }
        let subjects: Vec<Identity> = axes.rows.iter().map(|of| of.identity()).collect();
        let resources = axes.columns.iter().map(|of| of.in_namespace(namespace));
        let resources: Vec<Resource<'_>> = resources.collect();
        Self(Some(
            compiled.authorizer.matrix(&subjects, &resources, &VERBS),
        ))
    }

    /// The answers of a cell, the first verb in the lowest bit.
    pub(crate) fn mask(
        &self,
        compiled: &Compiled,
        axes: &Axes,
        (row, column): (usize, usize),
        now: &Question,
    ) -> u8 {
        let (Some(row), Some(column)) = (axes.rows.get(row), axes.columns.get(column)) else {
            return 0;
        };
        let Some(all) = &self.0 else {
            return cell(compiled, row, column, &now.namespace, now.order);
        };
        let verbs = (0..VERBS.len()).filter(|verb| all.allows(row.at, column.at, *verb));
        verbs.fold(0, |mask, verb| mask | 1 << verb)
    }

    /// All cells as text: a line a subject, the verbs of each resource between tabs.
    pub(crate) fn table(&self, compiled: &Compiled, axes: &Axes, now: &Question) -> String {
        let head = axes.columns.iter().map(|of| of.resource.as_str());
        let mut lines = vec![tabbed(std::iter::once("").chain(head))];
        for (at, row) in axes.rows.iter().enumerate() {
            let cells = (0..axes.columns.len())
                .map(|column| verbs(self.mask(compiled, axes, (at, column), now)).join(" "));
            let cells: Vec<String> = cells.collect();
            let cells = cells.iter().map(String::as_str);
            lines.push(tabbed(std::iter::once(row.name.as_str()).chain(cells)));
        }
        lines.join("\n")
    }
}

/// The verbs of a cell that are allowed.
pub(crate) fn verbs(mask: u8) -> Vec<&'static str> {
    let all = VERBS.iter().enumerate();
    all.filter(|(at, _)| mask & (1 << at) != 0)
        .map(|of| *of.1)
        .collect()
}

impl Column {
    /// The resource as it is asked for in a namespace.
    fn in_namespace<'a>(&'a self, namespace: &'a str) -> Resource<'a> {
        let (resource, subresource) = self
            .resource
            .split_once('/')
            .unwrap_or((&self.resource, ""));
        let is_of_cluster = api_resources::is_cluster_scoped(&self.group, resource);
        Resource {
            api_group: &self.group,
            resource,
            subresource,
            namespace: if is_of_cluster { "" } else { namespace },
            name: "",
        }
    }
}

/// The eight answers of a cell, the first verb in the lowest bit.
fn cell(compiled: &Compiled, row: &Row, column: &Column, namespace: &str, order: Order) -> u8 {
    let authorizer = compiled.authorizer.in_order(order);
    let mut attributes = Attributes {
        user: &row.user,
        groups: row.groups.iter().map(String::as_str).collect(),
        extra: row
            .extra
            .iter()
            .map(|(key, values)| (key.as_str(), values.as_slice()))
            .collect(),
        verb: "",
        target: Target::Resource(column.in_namespace(namespace)),
    };
    let mut mask = 0;
    for (at, verb) in VERBS.iter().enumerate() {
        attributes.verb = verb;
        if authorizer.authorize(&attributes).is_allowed() {
            mask |= 1 << at;
        }
    }
    mask
}

/// A cell in a word.
pub(crate) fn word(mask: u8) -> String {
    match mask {
        0 => "–".to_owned(),
        0b111 => "read".to_owned(),
        255 => "all".to_owned(),
        mask => format!("{} of 8", mask.count_ones()),
    }
}

impl Row {
    /// The whole name and what it is.
    pub(crate) fn title(&self) -> String {
        format!("{} {}", self.kind, self.name)
    }

    fn identity(&self) -> Identity {
        Identity {
            user: self.user.clone(),
            groups: self.groups.clone(),
            extra: self.extra.iter().cloned().collect(),
        }
    }

    /// One of a cell's questions, as the sentence asks it.
    pub(crate) fn question(&self, column: &Column, verb: &str, now: &Question) -> Question {
        let (resource, subresource) = column
            .resource
            .split_once('/')
            .unwrap_or((&column.resource, ""));
        let is_of_cluster = api_resources::is_cluster_scoped(&column.group, resource);
        Question {
            user: self.user.clone(),
            groups: self.groups.clone(),
            extra: self.extra.iter().cloned().collect(),
            login: Login::Given,
            verb: verb.to_owned(),
            about: About::Resource,
            api_group: column.group.clone(),
            resource: resource.to_owned(),
            subresource: subresource.to_owned(),
            namespace: if is_of_cluster {
                String::new()
            } else {
                now.namespace.clone()
            },
            name: String::new(),
            ..now.clone()
        }
    }
}
