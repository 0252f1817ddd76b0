//! How is a decision watched while it is made?
//!
//! One walk decides, whoever asks. It tells an [`Observer`] what it meets; the observer cannot change
//! anything, it can only ask to see the rest after a grant. `()` sees nothing and the compiler
//! removes it, so deciding pays nothing for being explainable.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::azure::name::Name;
use crate::azure::query::Access;
use crate::azure::webhook::answer::{Answer, Attempt};
use crate::decision::Decision;
use crate::kubernetes::index::Edge;

/// Who speaks: the members of the chain of authorizers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// The privileged group, before everyone.
    Superuser,
    /// The role assignments and deny assignments of Azure.
    AzureRbac,
    /// The bindings and roles of the cluster.
    KubernetesRbac,
}

/// Watches a decision being made.
pub(crate) trait Observer {
    /// An authorizer begins.
    fn enter(&mut self, _gate: Gate) {}

    /// A binding names the caller; `grants` is whether a rule of its role allows the request. Breaking
    /// after a grant ends the walk; without a grant it goes on whatever is returned.
    fn edge(&mut self, _edge: Edge, _grants: bool) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    /// The webhook tries a scope.
    fn attempt(&mut self, _attempt: &Attempt) {}

    /// An action is asked for on that scope.
    fn action(&mut self, _action: &Name) {}

    /// A deny assignment denies the action. Breaking ends the question.
    fn denial(&mut self, _position: u32) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    /// Whether it wants to be told of assignments that cannot grant. Where it does not, they are passed over.
    fn hears_all(&self) -> bool {
        false
    }

    /// A role assignment names the caller; `grants` is whether it grants the action. Breaking after a grant
    /// ends the question.
    fn assignment(&mut self, _position: u32, _grants: bool) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    /// The action is decided. Breaking after a denial ends the attempt.
    fn decided(&mut self, _access: Access) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    /// The webhook has answered.
    fn answered(&mut self, _answer: Answer) {}

    /// The authorizer has spoken. Breaking after it allowed or denied ends the chain; continuing asks to
    /// hear the others too, whose opinions no longer count.
    fn leave(&mut self, _decision: Decision) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

impl Observer for () {}
