//! How does the webhook build the name of an action or a scope out of parts?
//!
//! Parts are joined with slashes and the result is cleaned: empty parts and `.` vanish, double slashes
//! collapse, `..` takes away the part before it. So a request whose parts hold slashes or dots asks for
//! what guard would ask for, which is not always what it seems to ask for.
//!
//! *Source:* guard `authz/providers/azure/rbac/checkaccessreqhelper.go`, which uses Go's `path.Join`.
//!
//! *Invariants.* A name of usual length is built without allocating.

use smallvec::SmallVec;

/// The bytes of a name; those of usual length live on the stack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Name {
    bytes: SmallVec<[u8; 256]>,
}

impl Name {
    /// Joins parts and cleans the result.
    pub(crate) fn join(parts: &[&str]) -> Self {
        let mut name = Self::default();
        let rooted = parts
            .iter()
            .find(|part| !part.is_empty())
            .is_some_and(|part| part.starts_with('/'));
        for part in parts {
            name.push(part, rooted);
        }
        name
    }

    /// Adds what another part says, as [`Name::join`] would.
    fn push(&mut self, part: &str, rooted: bool) {
        for step in part.split('/') {
            match step {
                "" | "." => {}
                ".." if self.can_go_up() => {
                    let kept = self.bytes.iter().rposition(|byte| *byte == b'/');
                    self.bytes.truncate(kept.unwrap_or(0));
                }
                ".." if rooted => {}
                _ => {
                    if rooted || !self.bytes.is_empty() {
                        self.bytes.push(b'/');
                    }
                    self.bytes.extend_from_slice(step.as_bytes());
                }
            }
        }
    }

    /// Whether there is a part that `..` can take away.
    fn can_go_up(&self) -> bool {
        let last = self.bytes.rsplit(|byte| *byte == b'/').next();
        last.is_some_and(|last| !last.is_empty() && last != b"..")
    }

    /// The same in lower case, as names are compared.
    pub(crate) fn folded(mut self) -> Self {
        self.bytes.make_ascii_lowercase();
        self
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The name as text. Only whole parts of texts are joined, so this is always the name itself.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_joined_as_guard_does() {
        let joined = |parts: &[&str]| Name::join(parts).as_str().to_owned();
        assert_eq!(joined(&["P/c", "", "pods", "read"]), "P/c/pods/read");
        assert_eq!(joined(&["P/c", "/metrics", "read"]), "P/c/metrics/read");
        assert_eq!(joined(&["P/c", "/", "read"]), "P/c/read");
        assert_eq!(joined(&["P/c", "//a/./b//", ""]), "P/c/a/b");
        assert_eq!(joined(&["P/c", "../..", "..", "x"]), "../x");
        assert_eq!(joined(&["/s/c", "namespaces", ".."]), "/s/c");
        assert_eq!(joined(&["/s", "../../x"]), "/x");
    }
}
