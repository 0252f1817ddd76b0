//! What did kubectl ask of a server?
//!
//! Lines of kubectl with the requests that the server's audit log told of. They lie beside the project.

use serde::Deserialize;

use crate::{lines, shared};

/// One run of a line.
#[derive(Debug, Clone, Deserialize)]
pub struct Recording {
    /// The line.
    pub line: String,
    /// The version of kubectl, `v1.32.4`.
    pub client: String,
    /// The requests, in the order the server received them.
    pub requests: Vec<Recorded>,
    #[serde(default)]
    /// Paths asked before, left out of the requests.
    pub discovery: Vec<String>,
    /// What kubectl ended with; absent when the recorder ended it.
    pub exit: Option<i32>,
    #[serde(default)]
    /// What was special.
    pub notes: String,
    #[serde(default)]
    /// The impersonation headers.
    pub headers: Vec<String>,
    /// Who ran the line, if not a superuser.
    pub user: Option<String>,
    /// What kubectl printed.
    pub error: Option<String>,
}

/// One request as the server's audit log tells it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Recorded {
    /// Path and query.
    pub target: String,
    /// The verb.
    pub verb: String,
    /// The API group.
    pub group: String,
    /// The plural.
    pub resource: String,
    /// The subresource.
    pub subresource: String,
    /// The namespace.
    pub namespace: String,
    /// The object's name.
    pub name: String,
    /// The status of the answer.
    pub code: u16,
}

impl Recording {
    /// Whether the line or its notes have these words.
    pub fn tells(&self, words: &str) -> bool {
        self.line.contains(words) || self.notes.contains(words)
    }

    /// The minor version of the client.
    pub fn client(&self) -> u32 {
        let minor = self.client.split('.').nth(1);
        minor.and_then(|of| of.parse().ok()).unwrap_or_default()
    }
}

impl Recorded {
    /// The path without its query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// Whether both ask the same.
    pub fn same(&self, other: &Self) -> bool {
        let key = |of: &Self| {
            [
                &of.verb,
                &of.group,
                &of.resource,
                &of.subresource,
                &of.namespace,
                &of.name,
            ]
            .map(String::clone)
        };
        key(self) == key(other) && (!self.resource.is_empty() || self.target == other.target)
    }

    /// The request in one line.
    pub fn show(&self) -> String {
        if self.resource.is_empty() {
            return format!("{} {} {}", self.verb, self.target, self.code);
        }
        format!(
            "{} {}/{}.{} {} in {} {}",
            self.verb,
            self.resource,
            self.subresource,
            self.group,
            self.name,
            self.namespace,
            self.code
        )
    }
}

/// The recordings, if they are there.
///
/// # Panics
/// When one cannot be read: a test that cannot see its material must fail.
#[expect(clippy::panic, reason = "a test without its material must fail loudly")]
pub fn recordings() -> Option<Vec<Recording>> {
    let path = shared("data/kubernetes/kubectl-recordings.jsonl")?;
    let parse = |line: &String| match serde_json::from_str(line) {
        Ok(recording) => recording,
        Err(error) => panic!("{}: {error}", path.display()),
    };
    Some(lines(&path).iter().map(parse).collect())
}
