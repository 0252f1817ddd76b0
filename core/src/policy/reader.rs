//! Which documents are there, all sources together?
//!
//! A List is the documents in it, and so is what REST puts below `value`. Each document goes to the reader
//! of its kind; what plays no part in access is told and passed over.

use crate::azure;
use crate::command::{MAX_REQUESTS, Manifest};
use crate::custom_resource;
use crate::diagnostic::Diagnostics;
use crate::document::{Node, Value};
use crate::kind::Kind;
use crate::kubernetes::read::{API_GROUP, Objects, read};
use crate::scenario::{self, Scenario};
use crate::settings::{self, ClusterSettings};
use crate::source::{Source, Span, Spanned};

/// How documents are read that decide nothing; without it they are passed over.
#[derive(Clone, Copy)]
pub(super) struct Beside {
    pub(super) scenario: fn(&Node<'_>, &mut Diagnostics) -> Option<Scenario>,
    pub(super) manifest: fn(&Node<'_>, &str) -> Option<Manifest>,
    pub(super) kind: fn(&Node<'_>, &mut Diagnostics) -> Option<Spanned<Kind>>,
    /// Which of the kinds that are defined count.
    pub(super) kinds: fn(Vec<Spanned<Kind>>, &mut Diagnostics) -> Vec<Kind>,
}

/// What has been read so far.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) beside: Option<Beside>,
    pub(super) found: Diagnostics,
    pub(super) kubernetes: Objects,
    pub(super) azure: azure::read::Objects,
    pub(super) scenarios: Vec<Scenario>,
    pub(super) settings: ClusterSettings,
    /// The sources in which documents of Azure or settings stand.
    pub(super) of_azure: Vec<u32>,
    pub(super) manifests: Vec<Manifest>,
    /// What is defined, each with its place.
    pub(super) kinds: Vec<Spanned<Kind>>,
    /// The name of the source that is read.
    file: String,
}

/// Lists may hold Lists; deeper than this is no dump of a cluster.
const MAX_LISTS: usize = 4;

impl Reader {
    /// Reads every document of the sources, each source with what reads its text.
    pub(super) fn all<'t>(
        sources: &'t [Source],
        read: &dyn Fn(u32, &'t str, &mut Diagnostics) -> Vec<Node<'t>>,
        beside: Option<Beside>,
    ) -> Self {
        let mut reader = Self {
            beside,
            ..Self::default()
        };
        for (index, source) in (0u32..).zip(sources) {
            reader.file.clone_from(&source.name);
            for node in read(index, &source.text, &mut reader.found) {
                reader.document(&node, 0);
            }
        }
        reader
    }

    /// Notes that a document of Azure or settings stands in a source; these are read one after the other.
    fn note_azure(&mut self, source: u32) {
        if self.of_azure.last() != Some(&source) {
            self.of_azure.push(source);
        }
    }

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
        // Azure's documents have no `apiVersion`, and seldom a `kind` of their own.
        if version.is_none() && azure::read::read(node, &mut self.azure, &mut self.found) {
            self.note_azure(node.span.source);
            return;
        }
        let Some(kind) = kind else {
            return match azure::read::listed(node) {
                Some(items) if depth < MAX_LISTS => self.document(items, depth + 1),
                _ => self.not_an_object(node),
            };
        };
        if let (true, Some(items)) = (kind.ends_with("List"), node.get("items")) {
            if depth < MAX_LISTS {
                self.document(items, depth + 1);
            }
            return;
        }
        if let Some(Beside { manifest, .. }) = self.beside
            && self.manifests.len() < MAX_REQUESTS
        {
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
            if let Some(Beside { scenario, .. }) = self.beside {
                self.scenarios.extend(scenario(node, &mut self.found));
            }
            return;
        }
        if kind == "ClusterSettings" && group.is_none_or(|group| group == scenario::API_GROUP) {
            self.note_azure(node.span.source);
            settings::read(node, &mut self.settings, &mut self.found);
            return;
        }
        if kind == "CustomResourceDefinition" && group == Some(custom_resource::API_GROUP) {
            if let Some(Beside { kind, .. }) = self.beside {
                self.kinds.extend(kind(node, &mut self.found));
            }
            return;
        }
        let span = node.get("kind").map_or(node.span, |kind| kind.span);
        if let Some(kinds) = group.and_then(kinds_of) {
            let told = format!("`{kind}` is no kind of this API group; expected {kinds}");
            self.found.error(span, told);
        } else {
            let told = format!("`{kind}` plays no part in access and is passed over");
            self.found.info(span, told);
        }
    }

    fn not_an_object(&mut self, node: &Node<'_>) {
        let told = match &node.value {
            Value::Mapping(entries) if entries.is_empty() => return,
            Value::Mapping(_) => {
                "this document has no `kind` and is none that Azure prints, so it is passed over; Kubernetes objects say `kind: Role` and the like".to_owned()
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

/// The kinds of a group that is read whole, where another kind is a slip.
fn kinds_of(group: &str) -> Option<&'static str> {
    match group {
        API_GROUP => Some("Role, ClusterRole, RoleBinding or ClusterRoleBinding"),
        scenario::API_GROUP => Some("Scenario or ClusterSettings"),
        _ => None,
    }
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
