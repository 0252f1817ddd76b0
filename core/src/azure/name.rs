//! How does the webhook build the name of an action or a scope out of parts?
//!
//! Parts are joined with slashes and the result is cleaned: empty parts and `.` vanish, double slashes
//! collapse, `..` takes away the part before it. So a request whose parts hold slashes or dots asks for
//! what guard would ask for, which is not always what it seems to ask for. Names are compared without letter
//! case, so they are kept in lower case.
//!
//! *Source:* guard `authz/providers/azure/rbac/checkaccessreqhelper.go`, which uses Go's `path.Join`.
//!
//! *Invariants.* A name of usual length is built without allocating.

use smallvec::SmallVec;

/// A name in lower case; one of usual length lives on the stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Name {
    bytes: SmallVec<[u8; 256]>,
}

impl Name {
    /// Joins parts to a beginning that is clean and in lower case already.
    pub(crate) fn join(beginning: &str, parts: &[&str]) -> Self {
        let mut name = Self {
            bytes: SmallVec::from_slice(beginning.as_bytes()),
        };
        let rooted = beginning.starts_with('/');
        for part in parts {
            name.push(part, rooted);
        }
        name
    }

    /// Adds what another part says.
    fn push(&mut self, part: &str, rooted: bool) {
        let before = self.bytes.len();
        if is_clean(part.as_bytes()) {
            self.step(part, rooted);
        } else {
            for step in part.split('/') {
                match step {
                    "" | "." => {}
                    ".." if self.can_go_up() => {
                        let kept = self.bytes.iter().rposition(|byte| *byte == b'/');
                        self.bytes.truncate(kept.unwrap_or(0));
                    }
                    ".." if rooted => {}
                    _ => self.step(step, rooted),
                }
            }
        }
        if let Some(added) = self.bytes.get_mut(before..) {
            added.make_ascii_lowercase();
        }
    }

    fn step(&mut self, step: &str, rooted: bool) {
        if rooted || !self.bytes.is_empty() {
            self.bytes.push(b'/');
        }
        self.bytes.extend_from_slice(step.as_bytes());
    }

    /// Whether there is a part that `..` can take away.
    fn can_go_up(&self) -> bool {
        let last = self.bytes.rsplit(|byte| *byte == b'/').next();
        last.is_some_and(|last| !last.is_empty() && last != b"..")
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The name as text. Only whole parts of texts are joined, so this is always the name itself.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

/// Whether a part has neither empty steps nor any that begin with a dot. Most parts are a single step.
fn is_clean(part: &[u8]) -> bool {
    if !part.contains(&b'/') {
        return !part.is_empty() && !part.starts_with(b".");
    }
    let mut before = b'/';
    for byte in part {
        if before == b'/' && matches!(byte, b'/' | b'.') {
            return false;
        }
        before = *byte;
    }
    before != b'/'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_as_guard_does() {
        let joined = |beginning, parts: &[&str]| Name::join(beginning, parts).as_str().to_owned();
        assert_eq!(joined("p/c", &["", "pods", "read"]), "p/c/pods/read");
        assert_eq!(joined("p/c", &["/Metrics", "read"]), "p/c/metrics/read");
        assert_eq!(joined("p/c", &["/", "read"]), "p/c/read");
        assert_eq!(joined("p/c", &["//a/./b//", ""]), "p/c/a/b");
        assert_eq!(joined("p/c", &["../..", "..", "x"]), "../x");
        assert_eq!(joined("/s/c", &["namespaces", ".."]), "/s/c");
        assert_eq!(joined("/s", &["../../x"]), "/x");
        assert_eq!(joined("p", &[".hidden", "a.b"]), "p/.hidden/a.b");
    }
}
