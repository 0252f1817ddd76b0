//! What does Azure say about this cluster?
//!
//! The compiled documents of Azure: assignments and definitions, the cluster they are compared with, the
//! people and groups. The data plane is asked through the webhook, which is there only where the cluster
//! asks Azure RBAC at all.
//!
//! *Invariants.* Built-in roles are there unless a pasted definition has their GUID.

use super::access::AccessControl;
use super::builtin;
use super::cluster::Cluster;
use super::directory::Directory;
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
        let Objects {
            clusters,
            definitions,
            assignments,
            denies,
            groups,
            people,
        } = objects.clone();
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
}
