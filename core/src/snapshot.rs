//! How does a compiled policy travel as bytes?
//!
//! A snapshot holds what the roles and bindings say, in numbers and names, so that a host can decide
//! without reading documents, and the kinds that CustomResourceDefinitions define. It is enough for every
//! question and every sentence of an explanation. What is not in it are places, labels, selectors, the namespace
//! that a User or Group has no use for, scenarios, the objects of files, and whatever does not concern access.
//! Edges and rows are made anew when it is read, so nothing in it can contradict something else in it.
//!
//! Documents of Azure and the settings of the cluster are few, and travel as the sources they stand in: they
//! are read again, by the same reader, and so keep their places.
//!
//! The bytes: a mark and the number of the format; sections, each with a tag, its length and its content;
//! and the SHA-256 of all before it. One section names the engine that wrote it.
//!
//! *Invariants.* Reading is total: bytes that are not exactly what this engine writes are refused with a
//! reason, and never half used. A section this engine does not know refuses the whole, because what it
//! says could deny.

mod bytes;
mod columns;
mod facts;
mod kinds;
mod texts;

use std::fmt;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::VERSION;
use crate::chain::Authorizer;
use crate::kind::Kind;
use crate::kubernetes;
use crate::policy::Policy;
use crate::source::{Source, Sources};
use bytes::{Reader, Writer};

const MARK: &[u8; 8] = b"aksess\0\x03";
const DIGEST: usize = 32;

/// Tags of sections. Numbers are never used again for something else.
const ENGINE: u32 = 1;
const KUBERNETES: u32 = 2;
const AZURE: u32 = 3;
const KINDS: u32 = 4;

/// Why bytes are no snapshot for this engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// They do not begin like one.
    NoSnapshot,
    /// Their digest differs: something was cut off or changed.
    Damaged,
    /// Another version of the engine wrote them.
    Engine {
        /// The version that did.
        version: String,
    },
    /// They hold a section this engine does not know.
    UnknownSection {
        /// Its tag.
        tag: u32,
    },
    /// What they say cannot be.
    Invalid {
        /// Which part.
        what: &'static str,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSnapshot => {
                out.write_str("this is no snapshot; make one with `aksess compile`")
            }
            Self::Damaged => {
                out.write_str("the snapshot is damaged; make it again with `aksess compile`")
            }
            Self::Engine { version } => write!(
                out,
                "the snapshot was made by version {version}, this is {VERSION}; make it again with `aksess compile`"
            ),
            Self::UnknownSection { tag } => {
                write!(
                    out,
                    "the snapshot has a part ({tag}) this version does not know"
                )
            }
            Self::Invalid { what } => write!(out, "the snapshot's {what} cannot be right"),
        }
    }
}

impl std::error::Error for Refusal {}

/// The bytes of a policy. The same policy gives the same bytes.
pub fn write(policy: &Policy) -> Vec<u8> {
    let facts = kubernetes::authorizer::facts(&policy.kubernetes);
    write_parts(&facts, &policy.sources, &policy.of_azure, &policy.kinds)
}

/// The bytes of a compiled policy.
pub fn write_of(authorizer: &Authorizer) -> Vec<u8> {
    write_parts(
        &authorizer.kubernetes.facts,
        &authorizer.sources,
        &authorizer.of_azure,
        &authorizer.kinds,
    )
}

fn write_parts(
    facts: &kubernetes::facts::Facts,
    sources: &Sources,
    of_azure: &[u32],
    kinds: &[Kind],
) -> Vec<u8> {
    let mut out = Writer::default();
    out.raw(MARK);
    out.section(ENGINE, |out| out.raw(VERSION.as_bytes()));
    out.section(KUBERNETES, |out| facts::write(facts, out));
    let sources: Vec<Source> = of_azure.iter().filter_map(|at| sources.get(*at)).collect();
    if !sources.is_empty() {
        out.section(AZURE, |out| out.sources(&sources));
    }
    if !kinds.is_empty() {
        out.section(KINDS, |out| kinds::write(kinds, out));
    }
    let mut bytes = out.finish();
    let digest = Sha256::digest(&bytes);
    bytes.extend_from_slice(&digest);
    bytes
}

/// The digest of a snapshot, which is its name: a configuration that gives the expected one is sure of
/// what it gets, because reading checks it.
pub fn digest(bytes: &[u8]) -> Option<[u8; DIGEST]> {
    bytes.last_chunk::<DIGEST>().copied()
}

/// The authorizer of a snapshot, for a host that is asked by people: it knows the kinds that a word may mean.
///
/// # Errors
/// When the bytes are not what this version of the engine writes.
pub fn read_with_kinds(bytes: &[u8]) -> Result<Authorizer, Refusal> {
    let parts = read_parts(bytes)?;
    let mut kinds = Vec::new();
    if let Some(bytes) = parts.kinds {
        let mut reader = Reader::new(bytes);
        kinds = kinds::read(&mut reader)?;
        reader.end()?;
    }
    let mut authorizer = parts.with_sources();
    authorizer.kinds = kinds.into();
    Ok(authorizer)
}

/// The same without the kinds, which decide nothing.
///
/// # Errors
/// As [`read_with_kinds`].
pub fn read(bytes: &[u8]) -> Result<Authorizer, Refusal> {
    Ok(read_parts(bytes)?.with_sources())
}

/// The authorizer of a snapshot that holds Kubernetes alone, for a host too small to bring the reader of
/// documents along. The kinds that it defines decide nothing and are passed over.
///
/// # Errors
/// As [`read_with_kinds`], and when the snapshot holds documents: of Azure, or settings of the cluster.
pub fn read_kubernetes(bytes: &[u8]) -> Result<Authorizer, Refusal> {
    let Parts {
        authorizer,
        sources,
        ..
    } = read_parts(bytes)?;
    if !sources.is_empty() {
        return Err(Refusal::UnknownSection { tag: AZURE });
    }
    Ok(authorizer)
}

/// What the sections hold.
struct Parts<'b> {
    authorizer: Authorizer,
    /// The documents of Azure, and settings.
    sources: Vec<Source>,
    /// The kinds that are defined, not read yet.
    kinds: Option<&'b [u8]>,
}

impl Parts<'_> {
    /// The authorizer with what the documents of Azure say.
    fn with_sources(self) -> Authorizer {
        if self.sources.is_empty() {
            return self.authorizer;
        }
        self.authorizer.beside(&Policy::deciding(&self.sources))
    }
}

fn read_parts(bytes: &[u8]) -> Result<Parts<'_>, Refusal> {
    let (body, digest) = bytes
        .split_last_chunk::<DIGEST>()
        .ok_or(Refusal::NoSnapshot)?;
    let rest = body.strip_prefix(MARK).ok_or(Refusal::NoSnapshot)?;
    if Sha256::digest(body).as_slice() != digest {
        return Err(Refusal::Damaged);
    }
    let (seed, _) = digest.split_first_chunk::<8>().ok_or(Refusal::Damaged)?;
    let mut reader = Reader::new(rest);
    let mut engine = false;
    let mut kubernetes = None;
    let mut sources = Vec::new();
    let mut kinds = None;
    while !reader.is_empty() {
        let (tag, content) = reader.section()?;
        match tag {
            ENGINE if !engine => {
                let version = String::from_utf8_lossy(content);
                if version != VERSION {
                    let version = version.chars().take(40).collect();
                    return Err(Refusal::Engine { version });
                }
                engine = true;
            }
            // what follows is read as this engine writes it
            KUBERNETES if engine && kubernetes.is_none() => {
                let mut reader = Reader::new(content);
                kubernetes = Some(facts::read(&mut reader, u64::from_le_bytes(*seed))?);
                reader.end()?;
            }
            AZURE if kubernetes.is_some() && sources.is_empty() && kinds.is_none() => {
                let mut reader = Reader::new(content);
                sources = reader.sources()?;
                reader.end()?;
            }
            KINDS if kubernetes.is_some() && kinds.is_none() => kinds = Some(content),
            ENGINE | KUBERNETES | AZURE | KINDS => {
                return Err(Refusal::Invalid { what: "sections" });
            }
            tag => return Err(Refusal::UnknownSection { tag }),
        }
    }
    let facts = kubernetes.ok_or(Refusal::Invalid { what: "sections" })?;
    let kubernetes = kubernetes::Authorizer::of_facts(facts);
    let authorizer = Authorizer::of_kubernetes(Arc::new(kubernetes));
    Ok(Parts {
        authorizer,
        sources,
        kinds,
    })
}
