//! What can be tried without having anything at hand?
//!
//! The scenario files of the workspace, embedded when the page is built. A scenario is ordinary
//! documents and the questions its author asks of them.

use aksess::Policy;
use aksess::Source;

use super::asked::Asked;

/// Path below the scenarios' folder, and the text, sorted by path.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/examples.rs"));

/// The example the page opens with.
const FIRST: &str = "kubernetes/seed-004-dev-and-sre.yaml";

/// An example as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Example {
    /// The folder it is in, which names the subject.
    pub(crate) folder: &'static str,
    pub(crate) title: String,
    /// How its first request should be answered.
    pub(crate) allowed: Option<bool>,
    /// Its first request in words.
    pub(crate) request: String,
}

/// The number of the example the page opens with.
pub(crate) fn first() -> usize {
    FILES
        .iter()
        .position(|(path, _)| *path == FIRST)
        .unwrap_or(0)
}

/// All examples in the order of their numbers. Reads every file, so ask only when the list is shown.
pub(crate) fn all() -> Vec<Example> {
    FILES.iter().map(|(path, text)| read(path, text)).collect()
}

/// The text of an example as a source named like its file.
pub(crate) fn source(number: usize) -> Option<Source> {
    let (path, text) = FILES.get(number)?;
    let name = path.rsplit('/').next().unwrap_or(path);
    Some(Source::new(name, *text))
}

/// What the documents ask of themselves first.
pub(crate) fn first_asked(policy: &Policy) -> Option<Asked> {
    let mut requests = policy.scenarios().iter().flat_map(|of| &of.requests);
    let first = requests.next()?;
    Some(Asked::by(first, &policy.context()))
}

fn read(path: &'static str, text: &'static str) -> Example {
    let policy = Policy::parse(&[Source::new(path, text)]);
    let scenario = policy.scenarios().first();
    let request = scenario.and_then(|of| of.requests.first());
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let title = scenario.map_or("", |of| of.title.as_str());
    Example {
        folder,
        title: if title.is_empty() { file } else { title }.to_owned(),
        allowed: request.and_then(|of| of.expected.allowed),
        request: first_asked(&policy).map_or_else(String::new, |of| of.line()),
    }
}
