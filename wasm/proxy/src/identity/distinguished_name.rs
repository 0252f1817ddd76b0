//! Whom does the subject of a certificate name?
//!
//! The proxy writes the subject as RFC 2253 does: the last attribute first, separated by commas or plus signs,
//! special characters escaped by a backslash, other bytes as `\C3`. Kubernetes takes the last common name as
//! the user and every organization as a group.
//!
//! *Source:* RFC 2253 sections 2 and 3; `staging/src/k8s.io/apiserver/pkg/authentication/request/x509/x509.go`
//! (`CommonNameUserConversion`); Go's `crypto/x509/pkix` (`Name.FillFromRDNSequence`).
//!
//! *Invariants.* What is not written as RFC 2253 says names nobody. An escaped separator separates nothing.

use super::Caller;

/// The parts of a subject that Kubernetes reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Subject {
    /// The user.
    pub(super) common_name: Option<String>,
    /// The groups, in the order of the certificate.
    pub(super) organizations: Vec<String>,
}

impl Subject {
    /// The caller; `None` where nobody is named.
    pub(super) fn caller(&self) -> Option<Caller> {
        let user = self.common_name.clone()?;
        Some(Caller::named(user, self.organizations.clone()))
    }
}

/// Reads a subject; `None` where it is not written as it should be.
#[inline(never)]
pub(super) fn read(text: &[u8]) -> Option<Subject> {
    let mut subject = Subject::default();
    let mut rest = text;
    while !rest.is_empty() {
        let equals = rest.iter().position(|byte| *byte == b'=')?;
        let (name, after) = rest.split_at_checked(equals)?;
        let (value, after) = value(after.get(1..)?)?;
        match name {
            // The text is reversed: what comes first here is last in the certificate and counts.
            b"CN" if subject.common_name.is_none() => subject.common_name = Some(value?),
            b"CN" => drop(value?),
            b"O" => subject.organizations.push(value?),
            _ if name.is_empty() || !name.iter().all(|byte| is_type(*byte)) => return None,
            _ => {}
        }
        rest = after;
    }
    subject.organizations.reverse();
    if subject.common_name.as_deref() == Some("") {
        subject.common_name = None;
    }
    Some(subject)
}

fn is_type(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-'
}

/// A value and what follows its separator. The value is `None` if it is no text: encoded whole, or not UTF-8.
fn value(text: &[u8]) -> Option<(Option<String>, &[u8])> {
    let whole = text.first() == Some(&b'#');
    let mut bytes = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b',' | b'+' => {
                // A separator at the end separates nothing.
                let rest = text.get(at + 1..).filter(|rest| !rest.is_empty())?;
                return Some((decoded(bytes, whole), rest));
            }
            b'\\' => {
                let (byte, width) = escape(text.get(at + 1..)?)?;
                bytes.push(byte);
                at += width;
            }
            b'"' | b'<' | b'>' | b';' => return None,
            plain => bytes.push(*plain),
        }
        at += 1;
    }
    Some((decoded(bytes, whole), &[]))
}

fn decoded(bytes: Vec<u8>, whole: bool) -> Option<String> {
    if whole {
        return None;
    }
    String::from_utf8(bytes).ok()
}

/// The byte after a backslash, and how many characters tell it.
fn escape(text: &[u8]) -> Option<(u8, usize)> {
    let digit = |at: usize| char::from(*text.get(at)?).to_digit(16);
    if let (Some(high), Some(low)) = (digit(0), digit(1)) {
        return Some((u8::try_from(high * 16 + low).ok()?, 2));
    }
    let byte = *text.first()?;
    b",=+<>#;\\\" ".contains(&byte).then_some((byte, 1))
}
