//! Which permissions does AKS need, for what, and who says so?
//!
//! The tables are a text of our own, whose head tells how it is written.
//!
//! *Source:* the head of `permissions.txt`.

use serde::Serialize;

use crate::azure::query::Plane;
use crate::azure::trace::Standing;

const PERMISSIONS: &str = include_str!("permissions.txt");

/// Where the tables are from.
pub(super) const SOURCE: &str =
    "learn.microsoft.com/azure/aks/concepts-identity, AKS service permissions";

/// What an identity is for: each has its table of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Creates and operates the cluster.
    ClusterCreator,
    /// Is the cluster's own identity.
    ClusterIdentity,
    /// The same, for features that need more than AKS assigns.
    Features,
    /// Is the identity of the nodes.
    NodeAccess,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 4] = [
        Self::ClusterCreator,
        Self::ClusterIdentity,
        Self::Features,
        Self::NodeAccess,
    ];

    /// The word for this one.
    pub fn word(self) -> &'static str {
        match self {
            Self::ClusterCreator => "cluster-creator",
            Self::ClusterIdentity => "cluster-identity",
            Self::Features => "features",
            Self::NodeAccess => "node-access",
        }
    }

    /// The purpose of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.word() == word)
    }

    /// Whose permissions these are.
    pub fn title(self) -> &'static str {
        let mut tables = PERMISSIONS
            .lines()
            .filter_map(|line| line.strip_prefix('@'));
        let own = tables.find_map(|of| of.strip_prefix(self.word())?.strip_prefix(' '));
        own.unwrap_or_default()
    }
}

/// One permission of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Permission {
    pub(super) action: &'static str,
    pub(super) plane: Plane,
    pub(super) reason: &'static str,
    /// When it is needed; empty for always.
    pub(super) needed_if: &'static str,
    pub(super) standing: Standing,
    pub(super) source: &'static str,
    /// Whether it is about the cluster's own resource.
    pub(super) on_cluster: bool,
}

/// The permissions of a purpose, in the order of the table.
pub(super) fn permissions(purpose: Purpose) -> Vec<Permission> {
    let mut permissions = Vec::new();
    let mut is_wanted = false;
    let (mut reason, mut needed_if, mut said) = ("", "", None);
    for line in PERMISSIONS.lines() {
        let Some((mark, rest)) = line.split_at_checked(1) else {
            continue;
        };
        let rest = rest.trim_start();
        match mark {
            "#" => {}
            "@" => is_wanted = rest.split(' ').next() == Some(purpose.word()),
            "?" => (reason, needed_if, said) = (rest, "", None),
            "&" => needed_if = rest,
            "!" => said = Some(rest),
            _ if !is_wanted => {}
            _ => {
                let (plane, action) = match line.strip_prefix('=') {
                    Some(action) => (Plane::DataActions, action),
                    None => (Plane::Actions, line),
                };
                let on_cluster = action.strip_suffix(" @cluster");
                permissions.push(Permission {
                    action: on_cluster.unwrap_or(action),
                    plane,
                    reason,
                    needed_if,
                    standing: said.map_or(Standing::Documented, |_| Standing::Assumed),
                    source: said.unwrap_or(SOURCE),
                    on_cluster: on_cluster.is_some(),
                });
            }
        }
    }
    permissions
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        let counts = Purpose::ALL.map(|purpose| permissions(purpose).len());
        assert_eq!(counts, [14, 43, 8, 4]);
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::of(purpose.word()), Some(purpose));
            assert!(!purpose.title().is_empty());
            for permission in permissions(purpose) {
                assert!(!permission.reason.is_empty(), "{}", permission.action);
                assert!(permission.action.starts_with("Microsoft."));
                assert!(!permission.action.contains(' '));
            }
        }
    }
}
