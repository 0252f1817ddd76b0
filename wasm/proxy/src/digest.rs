//! Which policy is in force?
//!
//! A digest of what was configured, so that a log line, a metric and a file can be held side by side.

use std::fmt::Write;

use sha2::{Digest as _, Sha256};

/// The SHA-256 of some parts, each with its length before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Digest([u8; 32]);

impl Digest {
    /// The digest of parts, in their order.
    pub(crate) fn of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// All of it, in hexadecimal.
    pub(crate) fn to_hex(&self) -> String {
        let mut text = String::new();
        for byte in self.0 {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        text
    }

    /// The first twelve digits: what logs and access logs show.
    pub(crate) fn short(&self) -> String {
        self.to_hex().chars().take(12).collect()
    }

    /// The first six bytes as a number, which a gauge can show without loss: [`Digest::short`] is its
    /// hexadecimal form.
    pub(crate) fn number(&self) -> u64 {
        let six = self.0.iter().take(6);
        six.fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}

impl From<[u8; 32]> for Digest {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}
