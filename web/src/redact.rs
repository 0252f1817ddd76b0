//! How do documents lose their names and keep their meaning?
//!
//! Every name that somebody gave (of users, groups, namespaces, objects, resource groups, clusters, and
//! every GUID of a tenant) is replaced by a pseudonym, the same one wherever it stands: in documents, in
//! questions, and in sentences about them. Comments, annotations and descriptions are taken out. What the
//! systems themselves name stays: kinds, verbs, resources, `system:` names, built-in roles.
//!
//! *Invariants.* Two names are the same afterwards exactly if they were before, and the same but for letter
//! case exactly if they were before. So every decision stays, and every reason is the old one with the names
//! replaced: a property test runs all scenarios both ways.

mod guid;
mod keep;
mod names;
mod rename;
mod strip;

use aksess::{Policy, Source};

use names::Names;
use rename::Dictionary;

/// Which name becomes which.
#[derive(Debug, Clone)]
pub struct Redaction {
    dictionary: Dictionary,
}

impl Redaction {
    /// The pseudonyms of everything these documents and this question name.
    pub fn new(sources: &[Source], asked: &[&str]) -> Self {
        let policy = Policy::parse(sources);
        let names = Names::of(&policy, sources, asked);
        Self {
            dictionary: Dictionary::new(&names),
        }
    }

    /// A text with its names replaced.
    pub fn text(&self, text: &str) -> String {
        self.dictionary.rename(text)
    }

    /// The names that are replaced, in lower case.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.dictionary.names()
    }

    /// The documents without names.
    pub fn sources(&self, sources: &[Source]) -> Vec<Source> {
        sources
            .iter()
            .map(|of| Source {
                name: self.text(&of.name),
                text: self.text(&strip::strip(&of.text)),
            })
            .collect()
    }
}
