//! When are the texts read, and what follows?
//!
//! Small texts are read at once. Large ones are read by a worker: the state says what it waits for, the page sees to
//! it, and what was read comes back as an action. Until then the answer is about the texts as they were.

use std::rc::Rc;

use aksess::Reading;

use super::State;
use crate::app::kept::Kept;
use crate::app::reading::HERE;

/// What follows when the texts have been read.
#[derive(Clone)]
pub(super) enum Then {
    /// The question is answered; nothing moves, because someone may be typing.
    Answer,
    /// It is answered, and what decided is shown.
    Show,
    /// It is asked anew.
    Ask,
    /// The first question of the documents is asked.
    AskFirst,
    /// The question that was kept with the texts is asked.
    AskKept(Rc<Kept>),
}

impl State {
    /// Sees to it that the texts are read after a change.
    pub(super) fn read(&mut self, then: Then) {
        // who types into texts that have just come still waits for what was to follow
        if !(self.is_behind && matches!(then, Then::Answer)) {
            self.then = then;
        }
        if self.workspace.size() <= HERE {
            self.read_here();
        } else {
            self.is_behind = true;
            self.readings += 1;
            self.wanted = Some(self.readings);
        }
    }

    /// Reads them here and now.
    pub(super) fn read_here(&mut self) {
        self.workspace.compile();
        self.follow_up();
    }

    /// Takes what was read elsewhere.
    pub(super) fn receive(&mut self, readings: &[Reading]) {
        self.workspace.compile_of(readings);
        self.follow_up();
    }

    /// Nothing is waited for.
    pub(super) fn is_read(&mut self) {
        self.is_behind = false;
        self.wanted = None;
        self.then = Then::Answer;
    }

    fn follow_up(&mut self) {
        let then = self.then.clone();
        self.is_read();
        match then {
            Then::Answer => {
                self.answer();
                // the marker follows the verdict
                self.selection = self.around(self.line).or_else(|| self.deciding());
            }
            Then::Show => {
                self.answer();
                self.select(self.deciding());
            }
            Then::Ask => self.ask(self.asked.clone()),
            Then::AskFirst => {
                let first = self.workspace.compiled.expectations.first();
                self.ask(first.map_or_else(|| self.asked.clone(), |of| of.asked.clone()));
            }
            Then::AskKept(kept) => {
                let asked = kept.asked(&self.workspace.compiled.context);
                self.ask(asked.unwrap_or_default());
            }
        }
    }
}
