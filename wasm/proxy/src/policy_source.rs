//! Where does the policy come from?
//!
//! From documents that stand in the configuration, or from a snapshot that was made of them.
//! Documents are read by the core as anything that is pasted; what could not be read refuses the whole,
//! because a policy with a hole is not the one that was meant. What is no object of access is passed over, for a dump
//! holds more than access; what looks like a mistake is logged. A snapshot comes with the digest that is
//! expected of it, so that the two cannot be of different policies.
//!
//! *Invariants.* The documents are at most [`MOST_BYTES`] together: every worker parses them, and parsing
//! stalls it.

use crate::base64;
use crate::digest::Digest;
use crate::fields::{Fields, mistake};
use aksess::json::{Mistake, Node, Value};
use aksess::{Authorizer, Diagnostic, Policy, Severity, Source, snapshot};

/// One mebibyte: parsed by every worker in well under a tenth of a second.
const MOST_BYTES: usize = 1 << 20;

/// By what is decided.
#[derive(Debug)]
pub(crate) enum PolicySource {
    /// Documents as they would be pasted.
    Documents(Vec<Source>),
    /// A snapshot.
    Snapshot(Vec<u8>),
}

/// A policy that is ready to decide.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) authorizer: Authorizer,
    pub(crate) digest: Digest,
    /// What is worth knowing about it, a line each.
    pub(crate) remarks: Vec<String>,
}

impl PolicySource {
    /// Reads where the policy comes from.
    pub(crate) fn read(node: &Node<'_>) -> Result<Self, Mistake> {
        let (kind, node) = Fields::choice(node, "policy", &["documents", "snapshot"])?;
        if kind == "snapshot" {
            return snapshot(node).map(Self::Snapshot);
        }
        let Value::Sequence(items) = &node.value else {
            return mistake(node, "`documents` must be a list of `name` and `text`");
        };
        let mut documents = Vec::new();
        for item in items {
            let fields = Fields::of(item, "documents", &["name", "text"])?;
            documents.push(Source::new(fields.text("name")?, fields.text("text")?));
        }
        let size: usize = documents.iter().map(|of| of.text.len()).sum();
        if size > MOST_BYTES {
            let told = format!(
                "`documents` hold {size} bytes, more than the {MOST_BYTES} that every worker can parse"
            );
            return mistake(node, told);
        }
        Ok(Self::Documents(documents))
    }

    /// Reads and compiles the policy.
    ///
    /// # Errors
    /// What cannot be read, with its place.
    pub(crate) fn compile(&self) -> Result<Compiled, String> {
        match self {
            Self::Documents(documents) => compile(documents),
            Self::Snapshot(bytes) => restore(bytes),
        }
    }
}

/// The bytes of a snapshot that has the digest it is expected to have.
fn snapshot(node: &Node<'_>) -> Result<Vec<u8>, Mistake> {
    let fields = Fields::of(node, "snapshot", &["base64", "digest"])?;
    let digits = fields.required("base64")?;
    let Some(bytes) = base64::decode(fields.text("base64")?.as_bytes()) else {
        return mistake(digits, "`base64` is no base64");
    };
    let digest = snapshot::digest(&bytes).map(Digest::from);
    let found = digest.map(|of| format!("sha256:{}", of.to_hex()));
    if found != Some(fields.text("digest")?) {
        let told = "the snapshot is not the one of this `digest`";
        return mistake(fields.required("digest")?, told);
    }
    Ok(bytes)
}

fn restore(bytes: &[u8]) -> Result<Compiled, String> {
    Ok(Compiled {
        authorizer: snapshot::read(bytes).map_err(|refusal| refusal.to_string())?,
        digest: Digest::from(snapshot::digest(bytes).unwrap_or_default()),
        remarks: Vec::new(),
    })
}

fn compile(documents: &[Source]) -> Result<Compiled, String> {
    let policy = Policy::deciding(documents);
    let mut remarks = policy.diagnostics().iter();
    if let Some(error) = remarks.find(|of| of.severity == Severity::Error) {
        return Err(line(error));
    }
    let told = policy.diagnostics().iter();
    let told = told.filter(|of| of.severity == Severity::Warning);
    let parts = documents.iter().flat_map(|of| [&of.name, &of.text]);
    Ok(Compiled {
        authorizer: Authorizer::new(&policy),
        digest: Digest::of(parts.map(String::as_bytes)),
        remarks: told.map(line).collect(),
    })
}

fn line(of: &Diagnostic) -> String {
    let at = &of.location;
    format!("{}:{}:{}: {}", at.source, at.line, at.column, of.message)
}
