//! What was written, all sources together?
//!
//! A [`Policy`] is every document that plays a part in access, in document order, and the remarks
//! made while reading. Kinds are told by `kind` and `apiVersion`; a List is the documents in it.
//! Whatever else a manifest holds is passed over and told as such.
//!
//! *Invariants.* Reading never fails. The same object written twice is one object, as last written,
//! and that is told.

use std::collections::BTreeMap;

use crate::command::{MAX_REQUESTS, Manifest, manifest};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{self, Node, Value};
use crate::kubernetes::read::{API_GROUP, Objects, read};
use crate::kubernetes::{Binding, Role};
use crate::kubernetes::{aggregation, builtin};
use crate::scenario::{self, Scenario};
use crate::settings::{self, ClusterSettings};
use crate::source::{Source, Sources, Span};

/// Everything that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    pub(crate) sources: Sources,
    pub(crate) kubernetes: Objects,
    pub(crate) scenarios: Vec<Scenario>,
    /// The objects of any kind, by file, for lines that name one; at most [`MAX_REQUESTS`].
    pub(crate) manifests: Vec<Manifest>,
    kubernetes_defaults: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Policy {
    /// Reads the sources.
    pub fn parse(sources: &[Source]) -> Self {
        let mut reader = Reader::default();
        for (index, source) in (0u32..).zip(sources) {
            reader.file.clone_from(&source.name);
            for node in document::read(index, &source.text, &mut reader.found) {
                reader.document(&node, 0);
            }
        }
        let Reader {
            mut found,
            kubernetes,
            scenarios,
            settings,
            manifests,
            file: _,
        } = reader;
        let mut kubernetes = last_written(kubernetes, &mut found);
        let kubernetes_defaults = settings.kubernetes_defaults == Some(true);
        if kubernetes_defaults {
            builtin::add_defaults(&mut kubernetes);
        }
        aggregation::gather(&mut kubernetes.roles);
        let sources = Sources::new(sources);
        Self {
            diagnostics: found.finish(&sources),
            sources,
            kubernetes,
            scenarios,
            manifests,
            kubernetes_defaults,
        }
    }

    /// Whether the default policy of Kubernetes was added, which lets everyone read some paths.
    pub fn has_kubernetes_defaults(&self) -> bool {
        self.kubernetes_defaults
    }

    /// What is wrong or worth knowing, in document order.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The scenarios among the documents.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Roles and ClusterRoles in document order, aggregated ones with the rules they gather.
    pub fn roles(&self) -> &[Role] {
        &self.kubernetes.roles
    }

    /// RoleBindings and ClusterRoleBindings in document order.
    pub fn bindings(&self) -> &[Binding] {
        &self.kubernetes.bindings
    }

    /// How many objects of each kind were read, by kind; what aksess brings itself is not counted.
    pub fn contents(&self) -> BTreeMap<&'static str, usize> {
        let pasted = |span: Span| span != Span::BUNDLED;
        let roles = self.kubernetes.roles.iter();
        let roles = roles.filter(|role| pasted(role.span)).map(Role::kind);
        let bindings = self.kubernetes.bindings.iter();
        let bindings = bindings.filter(|of| pasted(of.span)).map(Binding::kind);
        let mut counts = BTreeMap::new();
        for kind in roles.chain(bindings) {
            *counts.entry(kind).or_default() += 1;
        }
        counts
    }
}

#[derive(Default)]
struct Reader {
    found: Diagnostics,
    kubernetes: Objects,
    scenarios: Vec<Scenario>,
    settings: ClusterSettings,
    manifests: Vec<Manifest>,
    /// The name of the source that is read.
    file: String,
}

/// Lists may hold Lists; deeper than this is no dump of a cluster.
const MAX_LISTS: usize = 4;

impl Reader {
    fn document(&mut self, node: &Node<'_>, depth: usize) {
        if let Value::Sequence(items) = &node.value {
            if depth < MAX_LISTS {
                for item in items {
                    self.document(item, depth + 1);
                }
            }
            return;
        }
        let kind = node.get("kind").and_then(Node::text);
        let version = node.get("apiVersion").and_then(Node::text);
        let Some(kind) = kind else {
            return self.not_an_object(node);
        };
        if let (true, Some(items)) = (kind.ends_with("List"), node.get("items")) {
            if depth < MAX_LISTS {
                self.document(items, depth + 1);
            }
            return;
        }
        if self.manifests.len() < MAX_REQUESTS {
            self.manifests.extend(manifest(node, &self.file));
        }
        let group = version.map(|version| version.rsplit_once('/').map_or("", |(group, _)| group));
        let is_rbac = group.is_none_or(|group| group == API_GROUP);
        if is_rbac && read(kind, node, &mut self.kubernetes, &mut self.found) {
            if group.is_none() {
                let told = format!("`apiVersion` is missing; `{API_GROUP}/v1` is taken");
                self.found.info(node.span, told);
            }
            return;
        }
        if kind == "Scenario" && group.is_none_or(|group| group == scenario::API_GROUP) {
            self.scenarios.extend(scenario::read(node, &mut self.found));
            return;
        }
        if kind == "ClusterSettings" && group.is_none_or(|group| group == scenario::API_GROUP) {
            settings::read(node, &mut self.settings, &mut self.found);
            return;
        }
        let span = node.get("kind").map_or(node.span, |kind| kind.span);
        let told = format!("`{kind}` plays no part in access and is passed over");
        self.found.info(span, told);
    }

    fn not_an_object(&mut self, node: &Node<'_>) {
        let told = match &node.value {
            Value::Mapping(entries) if entries.is_empty() => return,
            Value::Mapping(entries) if entries.iter().any(|entry| is_azure(&entry.key)) => {
                let told = "this is a document of Azure; only Kubernetes objects are read so far";
                return self.found.info(first_line(node.span), told);
            }
            Value::Mapping(_) => {
                "this document has no `kind`, so it is passed over; Kubernetes objects say `kind: Role` and the like".to_owned()
            }
            _ => table(node).unwrap_or_else(|| {
                format!(
                    "expected a Kubernetes object, found {}; paste YAML or JSON such as `kubectl get … -o yaml` prints",
                    node.describe()
                )
            }),
        };
        self.found.warning(first_line(node.span), told);
    }
}

/// Keys that tell a role definition, a role assignment or a cluster of Azure. Their letter case varies.
fn is_azure(key: &str) -> bool {
    let keys = [
        "assignableScopes",
        "dataActions",
        "roleDefinitionId",
        "principalId",
        "aadProfile",
    ];
    keys.iter().any(|known| known.eq_ignore_ascii_case(key))
}

/// Text that is the table kubectl prints without `-o`.
fn table(node: &Node<'_>) -> Option<String> {
    let text = node.text()?;
    let header = text.starts_with("NAME ") || text.starts_with("NAMESPACE ");
    header.then(|| {
        "this is a table for people; add `-o yaml` to the command and paste what it prints"
            .to_owned()
    })
}

/// A remark about a whole document marks its beginning, not all of it.
fn first_line(span: Span) -> Span {
    Span {
        end: span.end.min(span.start + 1),
        ..span
    }
}

/// Keeps the last of objects with the same kind, namespace and name.
fn last_written(objects: Objects, found: &mut Diagnostics) -> Objects {
    let roles = keep_last(
        objects.roles,
        |role| {
            (
                role.namespace.as_ref().map(|of| of.value.clone()),
                role.name.value.clone(),
            )
        },
        |role| (role.kind(), role.name.span),
        found,
    );
    let bindings = keep_last(
        objects.bindings,
        |of| {
            (
                of.namespace.as_ref().map(|of| of.value.clone()),
                of.name.value.clone(),
            )
        },
        |of| (of.kind(), of.name.span),
        found,
    );
    Objects { roles, bindings }
}

fn keep_last<T>(
    objects: Vec<T>,
    key: impl Fn(&T) -> (Option<String>, String),
    place: impl Fn(&T) -> (&'static str, Span),
    found: &mut Diagnostics,
) -> Vec<T> {
    let mut last: BTreeMap<_, usize> = BTreeMap::new();
    let mut replaced = vec![false; objects.len()];
    for (index, object) in objects.iter().enumerate() {
        if let Some(earlier) = last.insert(key(object), index)
            && let Some(mark) = replaced.get_mut(earlier)
        {
            *mark = true;
        }
    }
    for (object, _) in objects
        .iter()
        .zip(&replaced)
        .filter(|(_, replaced)| **replaced)
    {
        let (kind, span) = place(object);
        found.warning(
            span,
            format!("this {kind} is written again further on; the last one counts"),
        );
    }
    let kept = objects.into_iter().zip(replaced);
    kept.filter(|(_, replaced)| !replaced)
        .map(|(object, _)| object)
        .collect()
}
