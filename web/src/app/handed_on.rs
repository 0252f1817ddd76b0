//! What of a question may leave the page?
//!
//! A link, a file and what the browser keeps go further than the one who pastes. A pasted text may hold a
//! credential: a header, a cookie, `--token`, a variable before the command, a word after `--`. What may be one
//! cannot be listed, so a text is handed on where every word of it is a word of the language, a small number or a
//! name that was read from it, and none says that a credential follows. Any other gives way to what was read.
//!
//! *Invariants.* What is handed on in the place of a text asks as the same caller, as the same someone else, for
//! the first of what the text asks.

use std::rc::Rc;

use aksess::Source;
use aksess::access_request::AccessRequest;
use aksess::command::{self, Context};
use aksess::impersonation::Impersonation;

use super::asked::Asked;
use super::scenario::scenario;
use super::workspace::Workspace;
use crate::redact::Redaction;

/// What says that a credential is near, in lower case.
const SIGNS: [&str; 9] = [
    "--token",
    "--client-key",
    "--from-literal",
    "--docker-",
    "authorization:",
    "bearer",
    "cookie",
    "password",
    "set-credentials",
];
/// Words that say it when they stand alone.
const ALONE: [&str; 3] = ["--", "-u", "--user"];
/// Texts that define kinds are read for the names of those; larger ones are not.
const MOST: usize = 256 * 1024;

impl Asked {
    /// The question as it may be handed on, if that is not as it is.
    pub(super) fn handed_on(&self, workspace: &Workspace) -> Option<Self> {
        let text = self.text()?;
        let read = self.as_read(&workspace.compiled.context);
        let is_free = || {
            let asked = [scenario(self, None), scenario(&read, None)];
            let asked = asked.each_ref().map(String::as_str);
            Redaction::new(&definitions(workspace), &asked).keeps(&text)
        };
        (is_signed(&text) || !is_free()).then_some(read)
    }

    /// What was read of a text, in its place; the question where none was written.
    pub(super) fn as_read(&self, context: &Context) -> Self {
        let question = Self::from(self.question.clone());
        let named = self
            .text()
            .and_then(|text| command::parse(&text, context).impersonate);
        let other = self.written.as_ref().and_then(|of| of.impersonate.clone());
        let other = other.or_else(|| named.map(Impersonation::from));
        let written = other.map(|other| {
            Rc::new(AccessRequest {
                impersonate: Some(other),
                ..question.request()
            })
        });
        Self {
            written,
            ..question
        }
    }
}

/// Whether something in a text says that a credential follows.
fn is_signed(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let host = |of: &str| of.split(['/', '?', '#', ' ']).next().map(str::to_owned);
    let mut hosts = lower.split("://").skip(1).filter_map(host);
    SIGNS.iter().any(|of| lower.contains(of))
        || hosts.any(|of| of.contains('@'))
        || lower.split_whitespace().any(|of| ALONE.contains(&of))
}

fn definitions(workspace: &Workspace) -> Vec<Source> {
    let defines =
        |of: &&Rc<Source>| of.text.len() < MOST && of.text.contains("CustomResourceDefinition");
    let sources = workspace.sources.iter().filter(defines);
    sources.map(|of| (**of).clone()).collect()
}
