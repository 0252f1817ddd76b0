//! What can be brought back, and from where?
//!
//! Every change that typing did not make is remembered and can be undone. What is kept for the tab or sent in
//! a link comes back as a whole, and names that were taken out are one such change.

use std::rc::Rc;

use super::reading::Then;
use super::{Origin, State};
use crate::app::asked::Asked;
use crate::app::examples;
use crate::app::kept::Kept;
use crate::app::scenario::scenario;
use crate::app::workspace::Workspace;
use crate::redact::Redaction;

/// What is told when names were taken out.
const REDACTED: &str = "Names are replaced by pseudonyms, and what access does not depend on is left out. Undo brings all back.";
/// How many changes can be undone.
const KEPT: usize = 50;

/// What an undo brings back.
#[derive(Clone)]
pub(super) struct Before {
    workspace: Workspace,
    shown: usize,
    asked: Asked,
    example: Option<String>,
    /// Whether the texts had not been read.
    is_behind: bool,
}

impl State {
    /// Keeps what is there, so that it can be brought back.
    pub(super) fn remember(&mut self) {
        self.before.push(Before {
            workspace: self.workspace.clone(),
            shown: self.shown,
            asked: self.asked.clone(),
            example: self.example.clone(),
            is_behind: self.is_behind,
        });
        if self.before.len() > KEPT {
            self.before.remove(0);
        }
    }

    /// What may be kept or sent in the place of the question; `None` if the question may.
    pub(crate) fn handed_on(&self) -> Option<Asked> {
        self.asked.handed_on(&self.workspace)
    }

    /// Everything with a question, which for what is kept or sent is the one that may be handed on.
    pub(crate) fn kept(&self, asked: &Asked) -> Kept {
        Kept {
            sources: self
                .workspace
                .sources
                .iter()
                .map(|of| (**of).clone())
                .collect(),
            question: scenario(asked, None),
            view: self.view,
            defaults: self.workspace.defaults,
        }
    }

    pub(super) fn restore(&mut self, kept: &Kept, origin: Origin) {
        // a page that has just been opened by a link has nothing to go back to
        let is_first = origin == Origin::Link && self.changes == 1;
        if origin != Origin::Tab && !is_first {
            self.remember();
        }
        self.linked = (origin == Origin::Link).then_some(self.changes);
        let first = examples::first();
        let is_example = matches!(kept.sources.as_slice(), [only] if *only == first.1);
        let left_out = self.workspace.replace(kept.sources.clone());
        self.workspace.fill();
        self.workspace.defaults = kept.defaults;
        self.example = is_example.then_some(first.0);
        self.complain_of(&[], left_out);
        self.view = kept.view;
        self.show(0);
        self.read(Then::AskKept(Rc::new(kept.clone())));
    }

    /// Replaces every name in the documents and in the question, and leaves out what nobody decides by.
    pub(super) fn redact(&mut self) {
        self.remember();
        let before = self.kept(&self.asked);
        let read = self.asked.as_read(&self.workspace.compiled.context);
        let read = scenario(&read, None);
        let redaction = Redaction::new(&before.sources, &[&before.question, &read]);
        // a line or a text that cannot be rewritten gives way to what was read from it
        let question = redaction.question(&before.question);
        let question = question.or_else(|| redaction.question(&read));
        let kept = Kept {
            question: question.unwrap_or_default(),
            ..before
        };
        self.workspace.replace(redaction.sources(&kept.sources));
        self.example = None;
        self.show(0);
        self.read(Then::AskKept(Rc::new(kept)));
        REDACTED.clone_into(&mut self.complaint);
    }

    /// Whether there is something to bring back.
    pub(crate) fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    pub(super) fn undo(&mut self) {
        let Some(before) = self.before.pop() else {
            return;
        };
        self.workspace = before.workspace;
        self.is_read();
        self.example = before.example;
        self.complaint.clear();
        self.show(before.shown);
        self.ask(before.asked);
        if before.is_behind {
            self.read(Then::Ask);
        }
    }
}
