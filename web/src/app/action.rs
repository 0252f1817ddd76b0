//! What can happen on the page?
//!
//! Every event is one of these. What follows from it is told by [`super::state`].

use aksess::{Location, Reading, Source};

use super::asked::Asked;
use super::examples::Example;
use super::kept::Kept;
use super::question::{About, Part};
use super::view::View;
use crate::journey::model::Gate;

/// Files that were read.
#[derive(Default)]
pub(crate) struct Files {
    pub(crate) sources: Vec<Source>,
    /// The names of those that could not be read.
    pub(crate) unread: Vec<String>,
    /// How many were not read because there are too many.
    pub(crate) left_out: usize,
}

/// Where what comes back was kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// In this tab: it is as if it had never left.
    Tab,
    Link,
    /// In another tab, or in this one before.
    Other,
}

/// What can happen.
pub(crate) enum Action {
    /// A part of the question was chosen.
    Ask(Part, String),
    /// A whole question was chosen.
    AskAll(Asked),
    /// What was written was dropped in favour of the question.
    AskPlainly,
    /// Something is being typed as a line.
    Type(String),
    /// A line or a text is to be read.
    Paste(String),
    /// One of the requests of the answer was picked.
    Pick(usize),
    About(About),
    RemoveGroup(String),
    /// The text in the editor was changed; the cursor is in that line.
    Edit(String, u32),
    /// Something is being typed that is told later.
    Typing,
    /// The cursor went to a line.
    Cursor(u32),
    /// A place was chosen.
    Select(Location),
    /// A source was chosen.
    Show(usize),
    /// Files were read.
    Add(Files),
    /// An empty text was asked for.
    New,
    Remove(usize),
    /// An example was opened.
    Example(Example),
    /// The last change that typing did not make is taken back.
    Undo,
    /// What was kept comes back.
    Restore(Box<Kept>, Origin),
    /// A link to what was there after so many changes is in the address.
    Linked(u32),
    /// Something could not be done.
    Complain(&'static str),
    /// Names are replaced by pseudonyms.
    Redact,
    /// Everything as the page first opens.
    Fresh,
    /// To the next place of the way, or the previous one.
    Next(bool),
    /// The default roles of Kubernetes are to be there, or not.
    Defaults(bool),
    /// A gate was chosen.
    Gate(Gate),
    /// A view was chosen.
    View(View),
    /// The texts of that number were read elsewhere.
    Read(u32, Vec<Reading>),
    /// They cannot be read elsewhere.
    Unread(u32),
    /// Nobody waits any longer for the texts to be read.
    Stop,
    /// They are to be read after all.
    Resume,
}

impl Action {
    /// Whether something changes that is kept and sent.
    pub(crate) fn is_change(&self) -> bool {
        matches!(
            self,
            Self::Ask(..)
                | Self::AskAll(_)
                | Self::AskPlainly
                | Self::Paste(_)
                | Self::About(_)
                | Self::RemoveGroup(_)
                | Self::Edit(..)
                | Self::Add(_)
                | Self::New
                | Self::Remove(_)
                | Self::Example(_)
                | Self::Undo
                | Self::Restore(..)
                | Self::Redact
                | Self::Fresh
                | Self::Defaults(_)
                | Self::View(_)
        )
    }
}
