//! How do texts come, change and go?
//!
//! Texts come from files and from fields, and are added to those that are there.

use super::reading::Then;
use super::{Files, State};
use crate::app::workspace::MOST_FILES;

impl State {
    pub(super) fn edit(&mut self, text: String, line: u32) {
        self.line = line;
        self.example = None;
        self.workspace.edit(self.shown, text);
        // who told that they were typing have paused
        self.is_typing = false;
        self.read(Then::Answer);
    }

    pub(super) fn add(&mut self, files: Files) {
        if files.sources.is_empty() {
            self.complain_of(&files.unread, files.left_out);
            return;
        }
        self.remember();
        // an example as it came, or nothing, makes room
        let is_fresh = self.example.take().is_some() || self.workspace.size() == 0;
        if is_fresh {
            self.workspace.sources.clear();
        }
        let first = self.workspace.sources.len();
        let left_out = self.workspace.take(files.sources) + files.left_out;
        self.complain_of(&files.unread, left_out);
        self.show(first.min(self.workspace.sources.len().saturating_sub(1)));
        self.read(if is_fresh { Then::AskFirst } else { Then::Ask });
    }

    /// Tells which files are not there.
    pub(super) fn complain_of(&mut self, unread: &[String], left_out: usize) {
        let mut told = Vec::new();
        if !unread.is_empty() {
            told.push(format!("{} could not be read.", unread.join(", ")));
        }
        if left_out > 0 {
            told.push(format!(
                "No more than {MOST_FILES} files can be open; {left_out} were left out."
            ));
        }
        self.complaint = told.join(" ");
    }

    pub(super) fn remove(&mut self, at: usize) {
        self.remember();
        self.example = None;
        if at < self.workspace.sources.len() {
            self.workspace.sources.remove(at);
        }
        self.workspace.fill();
        let last = self.workspace.sources.len() - 1;
        let shown = self.shown - usize::from(at < self.shown);
        self.show(shown.min(last));
        self.read(Then::Answer);
    }
}
