//! What does Azure say about this cluster?
//!
//! The compiled documents of Azure: assignments and definitions, the cluster they are compared with, the
//! people and groups. The data plane is asked through the webhook, which is there only where the cluster
//! asks Azure RBAC at all.
//!
//! *Invariants.* Beside any document of Azure built-in roles are there, unless a pasted definition has their GUID; where
//! nothing is from Azure, nothing refers to them.

use std::borrow::Cow;

use super::access::AccessControl;
use super::builtin;
use super::cluster::Cluster;
use super::directory::Directory;
use super::model::RoleDefinition;
use super::read::Objects;
use super::webhook::Webhook;
use crate::settings::ClusterSettings;

/// The compiled documents of Azure.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authorizer {
    pub(crate) access: AccessControl,
    pub(crate) directory: Directory,
    pub(crate) cluster: Option<Cluster>,
    /// `None` where Azure RBAC is not asked about requests.
    pub(crate) webhook: Option<Webhook>,
}

impl Authorizer {
    pub(crate) fn new(objects: &Objects, settings: &ClusterSettings) -> Self {
        if objects.is_empty() {
            let mut nothing = Self::default();
            nothing.access.management_groups = settings.management_groups.clone();
            return nothing;
        }
        Self::of(objects.clone(), settings)
    }

    #[inline(never)]
    fn of(objects: Objects, settings: &ClusterSettings) -> Self {
        let Objects {
            clusters,
            definitions,
            assignments,
            denies,
            groups,
            people,
        } = objects;
        let principals = assignments.iter().map(|of| &of.principal);
        let named = principals.filter_map(|of| Some((of.id, of.name.as_deref()?)));
        let directory = Directory::new(groups, &people, named);
        let cluster = clusters.into_iter().next_back();
        let webhook = cluster
            .clone()
            .filter(Cluster::asks_azure)
            .map(|cluster| Webhook {
                cluster,
                settings: settings.azure.clone(),
            });
        let definitions = builtin::with_defaults(definitions);
        let groups = settings.management_groups.clone();
        Self {
            access: AccessControl::new(definitions, assignments, denies, groups),
            directory,
            cluster,
            webhook,
        }
    }

    /// The roles there are: all that were pasted, and the built-in ones.
    pub(crate) fn roles(&self) -> Cow<'_, [RoleDefinition]> {
        match self.access.definitions.as_slice() {
            [] => Cow::Owned(builtin::roles()),
            roles => Cow::Borrowed(roles),
        }
    }
}
