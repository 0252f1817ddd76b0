//! May this principal do this to a resource of Azure?
//!
//! Fetching a kubeconfig, scaling a node pool, writing role assignments: actions that Azure Resource Manager
//! decides, on any scope. The caller's groups are those of the token and every group the directory puts them
//! in, directly or through others.
//!
//! *Source:* spec sections 4.1 and 5; vectors, "Groups".
//!
//! *Invariants.* [`AccessControl::check`](super::access::AccessControl::check) decides, as for the data plane.

use super::authorizer::Authorizer;
use super::explain::{self, References};
use super::guid::Guid;
use super::name::Name;
use super::query::{Access, Plane, Query};
use super::recorder::Recorder;
use super::scope::Scope;
use super::time::Instant;
use super::trace::AzureTrace;
use super::webhook::answer::Attempt;
use crate::credential::Claims;
use crate::observer::Observer;
use crate::sorted;
use crate::source::Sources;

/// A question to Azure Resource Manager.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ControlPlaneQuestion {
    /// The ids of the caller: their own first.
    pub(crate) me: Vec<Guid>,
    pub(crate) action: String,
    pub(crate) scope: Scope,
    pub(crate) at: Option<Instant>,
}

impl Authorizer {
    /// The ids by which Azure knows the owner of a token; `None` for one without an object id.
    pub(crate) fn ids_of(&self, claims: &Claims) -> Option<Vec<Guid>> {
        let own = Guid::parse(&claims.oid)?;
        let listed = claims.groups.iter().flatten();
        let mut ids = vec![own];
        for group in listed.filter_map(|of| Guid::parse(of)) {
            if !ids.contains(&group) {
                ids.push(group);
            }
        }
        Some(self.with_groups(ids))
    }

    /// These ids, and every group that the directory puts them in.
    pub(crate) fn with_groups(&self, mut ids: Vec<Guid>) -> Vec<Guid> {
        let known = sorted::set(ids.iter().copied());
        let groups = self.directory.groups_of(&ids).into_iter();
        ids.extend(groups.filter(|group| known.binary_search(group).is_err()));
        ids
    }

    /// Whether the action is allowed.
    pub(crate) fn may(&self, asked: &ControlPlaneQuestion) -> Access {
        let action = folded(&asked.action);
        self.access.check(&query(asked, &action), &mut ())
    }

    /// The same with its reasons.
    pub(crate) fn explain_action(
        &self,
        asked: &ControlPlaneQuestion,
        sources: &Sources,
    ) -> (Access, AzureTrace) {
        let mut recorder = Recorder::default();
        recorder.attempt(&Attempt {
            provider: "",
            scope: Name::join(asked.scope.folded(), &[]),
        });
        let action = folded(&asked.action);
        recorder.action(&Name::join(&String::from_utf8_lossy(&action), &[]));
        let query = query(asked, &action);
        let access = self.access.check(&query, &mut recorder);
        let _ = recorder.decided(access);
        let references = References {
            azure: self,
            sources,
        };
        let trace = explain::action(&references, &recorder, &query, access);
        (access, trace)
    }
}

fn folded(action: &str) -> Vec<u8> {
    action.trim().to_ascii_lowercase().into_bytes()
}

fn query<'a>(asked: &'a ControlPlaneQuestion, action: &'a [u8]) -> Query<'a> {
    Query {
        me: &asked.me,
        action,
        written: asked.action.trim(),
        plane: Plane::Actions,
        resource: asked.scope.folded().as_bytes(),
        attributes: &[],
        at: asked.at,
    }
}
