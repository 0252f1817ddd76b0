//! What kind of role is this, told by what it gives?
//!
//! A role is for inside a cluster if it gives some data action that requests to the cluster ask for, on AKS, Arc
//! or Fleet; it is for fetching kubeconfigs if it gives one of those actions. Names play no part.

use crate::azure::block::covers;
use crate::azure::cluster::Platform;
use crate::azure::model::RoleDefinition;
use crate::azure::query::{Plane, Query};
use crate::azure::webhook::data_action::every;
use crate::kubeconfig::Kubeconfig;

/// The data actions of each platform; put together once.
pub(super) struct Powers {
    data: Vec<(Platform, Vec<String>)>,
}

const PLATFORMS: [Platform; 3] = [Platform::Aks, Platform::Arc, Platform::Fleet];

impl Powers {
    pub(super) fn new() -> Self {
        let of = |platform: Platform| (platform, every(platform.provider()));
        Self {
            data: PLATFORMS.map(of).into_iter().collect(),
        }
    }

    /// Everything that can be asked inside clusters of a platform.
    pub(super) fn actions(&self, platform: Platform) -> &[String] {
        let own = self.data.iter().find(|(of, _)| *of == platform);
        own.map_or(&[], |(_, actions)| actions)
    }

    /// Whether a role gives something inside clusters of a platform.
    pub(super) fn is_for_inside(&self, role: &RoleDefinition, platform: Platform) -> bool {
        let mut actions = self.actions(platform).iter();
        actions.any(|action| names(role, action, Plane::DataActions))
    }

    /// Whether a role gives something inside clusters of a platform, or a kubeconfig of them.
    pub(super) fn is_for(&self, role: &RoleDefinition, platform: Platform) -> bool {
        let files = [Kubeconfig::User, Kubeconfig::Admin].into_iter();
        let mut files = files.filter_map(|file| file.action(platform));
        self.is_for_inside(role, platform)
            || files.any(|action| names(role, &action.to_ascii_lowercase(), Plane::Actions))
    }

    /// The platforms a role is for.
    pub(super) fn platforms(&self, role: &RoleDefinition) -> Vec<Platform> {
        let is_for = |platform: &Platform| self.is_for(role, *platform);
        PLATFORMS.into_iter().filter(is_for).collect()
    }
}

/// Whether a role names an action, which is in lower case, and does not take it away.
fn names(role: &RoleDefinition, action: &str, plane: Plane) -> bool {
    let query = Query {
        me: &[],
        action: action.as_bytes(),
        written: "",
        plane,
        resource: b"",
        attributes: &[],
        at: None,
    };
    role.permissions
        .iter()
        .any(|block| covers(block, &query).is_some())
}
