//! How is a decision watched while it is made?
//!
//! One walk decides, whoever asks. It tells an [`Observer`] what it meets; the observer cannot change
//! anything, it can only ask to see the rest after a grant. `()` sees nothing and the compiler
//! removes it, so deciding pays nothing for being explainable.

use std::ops::ControlFlow;

use serde::Serialize;

use crate::decision::Decision;
use crate::kubernetes::index::Edge;

/// Who speaks: the members of the chain of authorizers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// The privileged group, before everyone.
    Superuser,
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

    /// The authorizer has spoken. Breaking after it allowed or denied ends the chain; continuing asks to
    /// hear the others too, whose opinions no longer count.
    fn leave(&mut self, _decision: Decision) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}

impl Observer for () {}
