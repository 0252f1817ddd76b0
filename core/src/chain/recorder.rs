//! Who is told what the authorizers meet?
//!
//! One observer listens to the chain and hands what it hears to the recorder of each authorizer. It asks to
//! see everything, also what no longer counts.

use std::ops::ControlFlow;

use crate::azure;
use crate::azure::name::Name;
use crate::azure::query::Access;
use crate::azure::webhook::answer::{Answer, Attempt};
use crate::decision::Decision;
use crate::kubernetes;
use crate::kubernetes::index::Edge;
use crate::observer::{Gate, Observer};

/// Keeps what all authorizers tell.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    /// What each authorizer said, in the order asked.
    pub(super) opinions: Vec<(Gate, Decision)>,
    pub(super) kubernetes: kubernetes::recorder::Recorder,
    pub(super) azure: azure::recorder::Recorder,
}

const ON: ControlFlow<()> = ControlFlow::Continue(());

impl Observer for Recorder {
    fn enter(&mut self, gate: Gate) {
        self.opinions.push((gate, Decision::NoOpinion));
    }

    fn edge(&mut self, edge: Edge, grants: bool) -> ControlFlow<()> {
        self.kubernetes.edge(edge, grants)
    }

    fn attempt(&mut self, attempt: &Attempt) {
        self.azure.attempt(attempt);
    }

    fn action(&mut self, action: &Name) {
        self.azure.action(action);
    }

    fn denial(&mut self, position: u32) -> ControlFlow<()> {
        self.azure.denial(position)
    }

    fn hears_all(&self) -> bool {
        true
    }

    fn assignment(&mut self, position: u32, grants: bool) -> ControlFlow<()> {
        self.azure.assignment(position, grants)
    }

    fn decided(&mut self, access: Access) -> ControlFlow<()> {
        self.azure.decided(access)
    }

    fn answered(&mut self, answer: Answer) {
        self.azure.answered(answer);
    }

    fn leave(&mut self, decision: Decision) -> ControlFlow<()> {
        if let Some((_, opinion)) = self.opinions.last_mut() {
            *opinion = decision;
        }
        ON
    }
}
