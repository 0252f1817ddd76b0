//! How does a dump of a cluster become facts without becoming objects first?
//!
//! Most of a dump is bindings, and all of a binding that counts are a few names. They go from the text
//! into the tables at once. Roles are few and are read as objects, because aggregated ones gather rules.
//!
//! *Invariants.* What comes out is what reading documents gives. Wherever there would be more to say than
//! a remark in passing (an error, a warning, an object written twice, a document of ours, anything that
//! is no List of JSON) nothing comes out, and the caller reads documents.

use std::collections::HashSet;

use foldhash::fast::FixedState;

use super::{API_GROUP, Objects, read};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::scan::{Key, Scan};
use crate::kubernetes::aggregation;
use crate::kubernetes::facts::{Builder, Facts, Written};
use crate::kubernetes::subject::Principal;
use crate::source::Source;

/// The facts of Lists of RBAC objects in JSON; `None` where documents have to be read.
pub(crate) fn facts(sources: &[Source]) -> Option<Facts> {
    let state = FixedState::with_seed(0);
    let texts = sources.iter().map(|source| source.text.as_bytes());
    let seed = texts.fold(0, |seed, text| {
        std::hash::BuildHasher::hash_one(&state, (seed, text))
    });
    let mut reader = Reader {
        builder: Builder::new(seed),
        roles: Objects::default(),
        seen: HashSet::with_hasher(FixedState::with_seed(seed)),
        subjects: Vec::new(),
    };
    for source in sources {
        reader.source(&source.text)?;
    }
    let Objects { mut roles, .. } = reader.roles;
    let mut names = HashSet::new();
    let are_distinct = roles.iter().all(|role| {
        let namespace = role.namespace.as_ref().map(|of| of.value.as_str());
        names.insert((namespace, role.name.value.as_str()))
    });
    if !are_distinct {
        return None;
    }
    aggregation::gather(&mut roles);
    for role in &roles {
        reader.builder.add_role(role);
    }
    Some(reader.builder.finish())
}

struct Reader<'t> {
    builder: Builder,
    roles: Objects,
    /// Namespaces and names of bindings.
    seen: HashSet<(&'t str, &'t str), FixedState>,
    subjects: Vec<Named<'t>>,
}

/// Kind, name and, where one is given, namespace.
#[derive(Debug, Clone, Copy, Default)]
struct Named<'t> {
    kind: &'t str,
    name: &'t str,
    namespace: Option<&'t str>,
}

/// The parts of a binding.
#[derive(Debug, Default)]
struct Parts<'t> {
    version: Option<&'t str>,
    kind: Option<&'t str>,
    metadata: Option<Named<'t>>,
    role: Option<Named<'t>>,
    has_subjects: bool,
}

impl<'t> Reader<'t> {
    /// One List, or one after the other.
    fn source(&mut self, text: &'t str) -> Option<()> {
        let mut scan = Scan::new(text);
        while !scan.is_at_end() {
            self.list(&mut scan)?;
        }
        Some(())
    }

    fn list(&mut self, scan: &mut Scan<'t>) -> Option<()> {
        let (mut kind, mut has_items, mut is_first) = (None, false, true);
        scan.eat(b'{').then_some(())?;
        while let Key::Of(key) = scan.key(&mut is_first)? {
            match key {
                "kind" if kind.is_none() => kind = Some(scan.text()?),
                "items" if !has_items => {
                    has_items = true;
                    scan.eat(b'[').then_some(())?;
                    let mut is_first = true;
                    while scan.item(&mut is_first)? {
                        self.object(scan)?;
                    }
                }
                "kind" | "items" => return None,
                _ => scan.skip(1)?,
            }
        }
        (has_items && kind?.ends_with("List")).then_some(())
    }

    /// A binding if it can be one, anything else as a tree.
    fn object(&mut self, scan: &mut Scan<'t>) -> Option<()> {
        let start = scan.mark();
        if let Some(parts) = self.parts(scan) {
            return self.binding(&parts);
        }
        scan.back_to(start);
        let mut found = Diagnostics::default();
        let node = scan.node(0, &mut found)?;
        self.tree(&node, &mut found)?;
        found.is_harmless().then_some(())
    }

    /// The parts of a binding that has nothing odd about it.
    fn parts(&mut self, scan: &mut Scan<'t>) -> Option<Parts<'t>> {
        let mut parts = Parts::default();
        let mut is_first = true;
        scan.eat(b'{').then_some(())?;
        while let Key::Of(key) = scan.key(&mut is_first)? {
            match key {
                "apiVersion" if parts.version.is_none() => parts.version = Some(scan.text()?),
                "kind" if parts.kind.is_none() => {
                    let kind = scan.text()?;
                    matches!(kind, "RoleBinding" | "ClusterRoleBinding").then_some(())?;
                    parts.kind = Some(kind);
                }
                "metadata" if parts.metadata.is_none() => {
                    parts.metadata = Some(named(scan, |key, scan| {
                        // what else metadata holds plays no part
                        (key != "apiGroup").then_some(())?;
                        scan.skip(3)
                    })?);
                }
                "roleRef" if parts.role.is_none() => parts.role = Some(group_of(scan)?),
                "subjects" if !parts.has_subjects => {
                    parts.has_subjects = true;
                    self.subjects.clear();
                    scan.eat(b'[').then_some(())?;
                    let mut is_first = true;
                    while scan.item(&mut is_first)? {
                        self.subjects.push(group_of(scan)?);
                    }
                }
                _ => return None,
            }
        }
        Some(parts)
    }

    fn binding(&mut self, parts: &Parts<'t>) -> Option<()> {
        let (group, _) = parts.version?.rsplit_once('/')?;
        let namespaced = parts.kind? == "RoleBinding";
        let Named {
            name, namespace, ..
        } = parts.metadata?;
        let role = parts.role?;
        let is_known = match role.kind {
            "ClusterRole" => true,
            "Role" => namespaced,
            _ => false,
        };
        let is_plain = group == API_GROUP
            && is_known
            && !name.is_empty()
            && namespace.is_some() == namespaced
            && self.seen.insert((namespace.unwrap_or_default(), name));
        is_plain.then_some(())?;
        if !parts.has_subjects {
            self.subjects.clear();
        }
        for subject in &self.subjects {
            let name = subject.name;
            let whom = match (subject.kind, subject.namespace.or(namespace)) {
                ("User", _) => Principal::User(name),
                ("Group", _) => Principal::Group(name),
                ("ServiceAccount", Some(namespace)) => {
                    Principal::ServiceAccount { namespace, name }
                }
                _ => return None,
            };
            self.builder.subject(Some(whom), subject.kind, name);
        }
        let written = Written {
            namespace,
            name,
            is_default: false,
        };
        self.builder.binding(written, role.kind, role.name);
        Some(())
    }

    /// An object of a kind that is read as a tree. Documents of ours and whatever may be of Azure are not
    /// for this way of reading.
    fn tree(&mut self, node: &Node<'_>, found: &mut Diagnostics) -> Option<()> {
        let text = |key| node.get(key).and_then(Node::text);
        let kind = text("kind")?;
        let (group, _) = text("apiVersion")?.rsplit_once('/').unwrap_or_default();
        match kind {
            "Role" | "ClusterRole" if group == API_GROUP => {
                read(kind, node, &mut self.roles, found).then_some(())
            }
            "RoleBinding" | "ClusterRoleBinding" | "Scenario" | "ClusterSettings" => None,
            _ if kind.ends_with("List") => None,
            _ => Some(()),
        }
    }
}

/// The name and namespace of an object, and what else the caller knows of it.
fn named<'t>(
    scan: &mut Scan<'t>,
    mut other: impl FnMut(&'t str, &mut Scan<'t>) -> Option<()>,
) -> Option<Named<'t>> {
    let (mut name, mut namespace, mut kind) = (None, None, None);
    let mut is_first = true;
    scan.eat(b'{').then_some(())?;
    while let Key::Of(key) = scan.key(&mut is_first)? {
        let slot = match key {
            "name" => &mut name,
            "namespace" => &mut namespace,
            "kind" => &mut kind,
            key => {
                other(key, scan)?;
                continue;
            }
        };
        slot.is_none().then_some(())?;
        *slot = Some(scan.text()?);
    }
    Some(Named {
        kind: kind.unwrap_or_default(),
        name: name?,
        namespace: namespace.filter(|of| !of.is_empty()),
    })
}

/// A reference or a subject: beside its names it has an API group, which nobody reads.
fn group_of<'t>(scan: &mut Scan<'t>) -> Option<Named<'t>> {
    let mut group = None;
    let named = named(scan, |key, scan| {
        (key == "apiGroup" && group.is_none()).then_some(())?;
        group = Some(scan.text()?);
        Some(())
    })?;
    let expected = match named.kind {
        "ServiceAccount" => [None, Some("")],
        _ => [Some(API_GROUP), Some(API_GROUP)],
    };
    expected.contains(&group).then_some(named)
}
