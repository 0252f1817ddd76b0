//! What was written, all sources together?
//!
//! A [`Policy`] is every document that plays a part in access, in document order, and the remarks
//! made while reading. Kinds are told by `kind` and `apiVersion`; a List is the documents in it.
//! Whatever else a manifest holds is passed over and told as such.
//!
//! *Invariants.* Reading never fails. The same object written twice is one object, as last written,
//! and that is told.

mod last_written;
mod reader;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::azure;
use crate::azure::cluster::{Cluster, Platform};
use crate::azure::model::{DenyAssignment, Group, RoleAssignment, RoleDefinition};
use crate::command::{self, Manifest};
use crate::custom_resource;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document;
use crate::document::reading::Reading;
use crate::kind::Kind;
use crate::kubernetes::read::Objects;
use crate::kubernetes::{Binding, Role};
use crate::kubernetes::{aggregation, builtin};
use crate::scenario::{self, Scenario};
use crate::settings::ClusterSettings;
use crate::source::{Source, Sources, Span};
use reader::{Beside, Reader};

/// How documents are read that decide nothing.
const BESIDE: Beside = Beside {
    scenario: scenario::read,
    manifest: command::manifest,
    kind: custom_resource::read,
    kinds: last_written::kinds,
};

/// Everything that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    pub(crate) sources: Arc<Sources>,
    pub(crate) kubernetes: Arc<Objects>,
    pub(crate) azure: azure::read::Objects,
    pub(crate) settings: ClusterSettings,
    /// The sources in which documents of Azure or settings stand.
    pub(crate) of_azure: Vec<u32>,
    pub(crate) scenarios: Vec<Scenario>,
    /// The objects of any kind, by file, for lines that name one; at most [`MAX_REQUESTS`].
    pub(crate) manifests: Vec<Manifest>,
    /// What CustomResourceDefinitions define, by API group.
    pub(crate) kinds: Arc<[Kind]>,
    diagnostics: Vec<Diagnostic>,
}

impl Policy {
    /// Reads the sources.
    pub fn parse(sources: &[Source]) -> Self {
        Self::collect(sources, Reader::all(sources, &document::read, Some(BESIDE)))
    }

    /// The same of sources that have been read, in their order; one whose reading is missing is read.
    pub fn of(sources: &[Source], readings: &[Reading]) -> Self {
        let read = |index, text, found: &mut Diagnostics| {
            let read = readings.get(index as usize);
            let read = read.and_then(|of| of.documents(index, text, found));
            read.unwrap_or_else(|| document::read(index, text, found))
        };
        Self::collect(sources, Reader::all(sources, &read, Some(BESIDE)))
    }

    /// Reads what decides. Scenarios, kinds and manifests that a pasted line may name are passed over: a host that
    /// only decides need not bring their readers along.
    pub fn deciding(sources: &[Source]) -> Self {
        Self::collect(sources, Reader::all(sources, &document::read, None))
    }

    fn collect(sources: &[Source], reader: Reader) -> Self {
        let Reader {
            beside,
            mut found,
            kubernetes,
            azure,
            scenarios,
            settings,
            of_azure,
            manifests,
            kinds,
            ..
        } = reader;
        let kinds = beside.map_or_else(Vec::new, |of| (of.kinds)(kinds, &mut found));
        let mut kubernetes = last_written::kubernetes(kubernetes, &mut found);
        let azure = match azure {
            nothing if nothing.is_empty() => nothing,
            some => settled(some, &settings, &mut found),
        };
        add_defaults(&mut kubernetes, &azure, &settings);
        aggregation::gather(&mut kubernetes.roles);
        let sources = Arc::new(Sources::new(sources));
        Self {
            diagnostics: found.finish(&sources),
            sources,
            kubernetes: Arc::new(kubernetes),
            azure,
            settings,
            of_azure,
            scenarios,
            manifests,
            kinds: kinds.into(),
        }
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

    /// The cluster that is described, if one is.
    pub fn cluster(&self) -> Option<&Cluster> {
        self.azure.clusters.last()
    }

    /// Role assignments of Azure in document order.
    pub fn role_assignments(&self) -> &[RoleAssignment] {
        &self.azure.assignments
    }

    /// Deny assignments of Azure in document order.
    pub fn deny_assignments(&self) -> &[DenyAssignment] {
        &self.azure.denies
    }

    /// Pasted role definitions of Azure in document order; the built-in ones are not among them.
    pub fn role_definitions(&self) -> &[RoleDefinition] {
        &self.azure.definitions
    }

    /// Groups of Entra and their members in document order.
    pub fn entra_groups(&self) -> &[Group] {
        &self.azure.groups
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
        for (kind, count) in self.azure.contents() {
            *counts.entry(kind).or_default() += count;
        }
        counts
    }
}

/// Documents of Azure as they count, with what is worth knowing of them.
#[inline(never)]
fn settled(
    objects: azure::read::Objects,
    settings: &ClusterSettings,
    found: &mut Diagnostics,
) -> azure::read::Objects {
    let azure = last_written::azure(objects, found);
    azure::remarks::tell(&azure, settings, found);
    azure
}

/// Adds what every cluster has: the default policy where settings or a cluster document say so, and what AKS
/// makes by itself.
fn add_defaults(
    kubernetes: &mut Objects,
    azure: &azure::read::Objects,
    settings: &ClusterSettings,
) {
    let cluster = azure.clusters.last();
    if !settings.kubernetes_defaults.unwrap_or(cluster.is_some()) {
        return;
    }
    let aks = cluster.filter(|of| of.platform == Platform::Aks);
    if let Some(cluster) = aks {
        let entra = cluster.entra.as_ref();
        let admins = entra.filter(|of| !of.azure_rbac || settings.azure.admin_group_binding);
        let groups = admins.map_or(&[][..], |of| &of.admin_groups);
        builtin::aks::add_objects(kubernetes, groups);
    }
    builtin::add_defaults(kubernetes);
}
