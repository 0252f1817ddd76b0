//! Where does the policy come from?
//!
//! From documents that stand in the configuration. They are read by the core as anything that is pasted; what
//! could not be read refuses the whole, because a policy with a hole is not the one that was meant.
//!
//! *Invariants.* The documents are at most [`MOST_BYTES`] together: every worker parses them, and parsing
//! stalls it.

use crate::digest::Digest;
use crate::fields::{Fields, mistake};
use aksess::json::{Mistake, Node, Value};
use aksess::{Authorizer, Diagnostic, Policy, Severity, Source};

/// One mebibyte: parsed by every worker in well under a tenth of a second.
const MOST_BYTES: usize = 1 << 20;

/// By what is decided.
#[derive(Debug)]
pub(crate) enum PolicySource {
    /// Documents as they would be pasted.
    Documents(Vec<Source>),
}

/// A policy that is ready to decide.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) authorizer: Authorizer,
    pub(crate) digest: Digest,
    /// Whether it lets everyone read some paths of a Kubernetes API server.
    pub(crate) has_defaults: bool,
    /// What is worth knowing about it, a line each.
    pub(crate) remarks: Vec<String>,
}

impl PolicySource {
    /// Reads where the policy comes from.
    pub(crate) fn read(node: &Node<'_>) -> Result<Self, Mistake> {
        let (_, node) = Fields::choice(node, "policy", &["documents"])?;
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
        }
    }
}

fn compile(documents: &[Source]) -> Result<Compiled, String> {
    let policy = Policy::parse(documents);
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
        has_defaults: policy.has_kubernetes_defaults(),
        remarks: told.map(line).collect(),
    })
}

fn line(of: &Diagnostic) -> String {
    let at = &of.location;
    format!("{}:{}:{}: {}", at.source, at.line, at.column, of.message)
}
