//! How much memory does a compiled policy take?

use serde::Serialize;

use crate::chain::Authorizer;

/// Bytes on the heap, by what they are for. What was written, with its places, is not counted: a policy
/// that is compiled from a snapshot has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Memory {
    /// Read by decisions.
    pub deciding: usize,
    /// The names of bindings, read by explanations only.
    pub names: usize,
    /// Whether decisions read rows of bits; a policy for which these would be too many is decided by the
    /// same walk, which then asks every rule.
    pub has_rows: bool,
}

impl Authorizer {
    /// What the compiled policy takes.
    pub fn memory(&self) -> Memory {
        let kubernetes = &self.kubernetes;
        Memory {
            deciding: kubernetes.facts.bytes() + kubernetes.index.bytes(),
            names: kubernetes.facts.names.bindings.bytes(),
            has_rows: kubernetes.index.rows.exist(),
        }
    }
}
