//! Which documents does a text hold, and where does each part of them stand?
//!
//! A source may mix YAML documents, JSON documents and Lists. It is cut at `---` lines before
//! anything is parsed, as kubectl cuts it, so a broken document hides no other. A part that begins
//! with a bracket is read as JSON first; JSON that is no JSON may still be YAML. Both readers give
//! the same tree, in which every node keeps its span.
//!
//! Values are resolved as kubectl resolves them: YAML 1.1 words (`no`, `on`) are booleans, a key
//! written twice counts as last written, anchors and merge keys expand within a bound.
//!
//! *Source:* sigs.k8s.io/yaml over go-yaml v2 (`resolve.go`), and
//! `staging/src/k8s.io/apimachinery/pkg/util/yaml/decoder.go` for the cutting.
//!
//! *Invariants.* Only this module knows YAML and JSON. Reading is linear in the text but for the
//! bounded expansion of aliases, never panics, and says with a place what it could not read.

pub(crate) mod fields;
pub(crate) mod json;
mod packed;
pub(crate) mod reading;
mod scalar;
pub(crate) mod scan;
mod yaml;

use std::borrow::Cow;

use crate::diagnostic::Diagnostics;
use crate::sorted;
use crate::source::Span;

/// Deepest nesting read in either syntax.
const MAX_DEPTH: usize = 128;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node<'t> {
    /// The value.
    pub value: Value<'t>,
    /// Where it stands.
    pub span: Span,
}

/// A JSON value; YAML is resolved to one. Numbers keep their text: no rule of access computes.
#[derive(Debug, Clone)]
pub enum Value<'t> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number as it is written.
    Number(Cow<'t, str>),
    /// A string.
    String(Cow<'t, str>),
    /// An array.
    Sequence(Vec<Node<'t>>),
    /// An object.
    Mapping(Vec<Entry<'t>>),
}

/// One key of a mapping. Keys are unique within it.
#[derive(Debug, Clone)]
pub struct Entry<'t> {
    /// The key.
    pub key: Cow<'t, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node<'t>,
}

impl<'t> Node<'t> {
    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.entries()
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// The entries of a mapping; none for anything else.
    pub fn entries(&self) -> &[Entry<'t>] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The text of a string.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What it is, in the words of a diagnostic.
    pub fn describe(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Boolean(true) => "the boolean `true`",
            Value::Boolean(false) => "the boolean `false`",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
        }
    }
}

/// Reads every document of one source.
pub(crate) fn read<'t>(source: u32, text: &'t str, found: &mut Diagnostics) -> Vec<Node<'t>> {
    let mut documents = Vec::new();
    if u32::try_from(text.len()).is_err() {
        let span = Span {
            source,
            start: 0,
            end: 0,
        };
        found.error(
            span,
            "the text is longer than 4 GiB and was not read; split it",
        );
        return documents;
    }
    for (start, part) in parts(text) {
        let place = Place { source, start };
        read_part(place, part, found, &mut documents);
    }
    documents
}

/// Where a part of a source begins; turns offsets within the part into spans.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) source: u32,
    pub(crate) start: usize,
}

impl Place {
    pub(crate) fn span(self, start: usize, end: usize) -> Span {
        let offset = |at: usize| u32::try_from(self.start + at).unwrap_or(u32::MAX);
        Span {
            source: self.source,
            start: offset(start),
            end: offset(end),
        }
    }
}

fn read_part<'t>(
    place: Place,
    text: &'t str,
    found: &mut Diagnostics,
    documents: &mut Vec<Node<'t>>,
) {
    if let Some(problem) = unreadable(text) {
        let (at, what) = problem;
        found.error(place.span(at, at + 1), what);
        return;
    }
    let looks_like_json = body(text).starts_with(['{', '[']);
    let mut remarks = Diagnostics::default();
    if !looks_like_json {
        match yaml::read(place, text, &mut remarks) {
            Ok(nodes) => documents.extend(nodes),
            Err((span, message)) => remarks.error(span, explained(text, message)),
        }
    } else if let Ok(nodes) = json::read(place, text, &mut remarks) {
        documents.extend(nodes);
    } else {
        remarks = Diagnostics::default();
        match yaml::read(place, text, &mut remarks) {
            Ok(nodes) => documents.extend(nodes),
            Err((span, message)) => {
                // Whoever pastes `{"kind"` meant JSON and reads its error more easily.
                remarks = Diagnostics::default();
                match json::read(place, text, &mut Diagnostics::default()) {
                    Err((span, message)) if body(text).contains('"') => {
                        remarks.error(span, message);
                    }
                    _ => remarks.error(span, explained(text, message)),
                }
            }
        }
    }
    found.append(remarks);
}

/// The text after the separator line, blank lines and comments.
fn body(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = rest.trim_start();
        let is_separator = rest.strip_prefix("---").is_some_and(|after| {
            after.is_empty() || after.starts_with([' ', '\t', '\r', '\n', '{', '['])
        });
        if rest.starts_with('#') {
            rest = rest.split_once('\n').map_or("", |(_, after)| after);
        } else if is_separator {
            rest = rest.strip_prefix("---").unwrap_or_default();
        } else {
            return rest;
        }
    }
}

/// A character neither syntax allows, with its offset and what to say about it.
fn unreadable(text: &str) -> Option<(usize, String)> {
    let at = text
        .bytes()
        .position(|byte| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7F)?;
    let byte = text.as_bytes().get(at).copied().unwrap_or_default();
    let hint = if byte == 0 {
        "; a file of UTF-16 pasted as bytes looks like this"
    } else {
        ""
    };
    Some((
        at,
        format!("control character U+{byte:04X} is not allowed in a document{hint}"),
    ))
}

/// Adds what usually causes an error to the parser's own words.
fn explained(text: &str, message: String) -> String {
    if body(text).starts_with("Name:") && text.contains("\nLabels:") {
        return "this is the output of `kubectl describe`; paste `kubectl get … -o yaml` instead"
            .to_owned();
    }
    message
}

/// Cuts at lines that are `---` or begin with it and a blank. A part that so far holds only
/// directives goes on: `%YAML 1.1` belongs to the document after it.
fn parts(text: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let cut = line
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
        if cut && at > start {
            let part = text.get(start..at).unwrap_or_default();
            if !body(part).starts_with('%') {
                parts.push((start, part));
                start = at;
            }
        }
        at += line.len();
    }
    parts.push((start, text.get(start..).unwrap_or_default()));
    parts
}

/// Makes a mapping of entries in the order written. A key written again replaces the earlier one,
/// as it does for kubectl, and is told.
fn mapping<'t>(entries: Vec<Entry<'t>>, found: &mut Diagnostics) -> Value<'t> {
    let key = |at: usize| entries.get(at).map(|entry| entry.key.as_ref());
    let order = sorted::order(entries.len(), &|one, other| key(one).cmp(&key(other)));
    let mut replaced = vec![false; entries.len()];
    for (earlier, later) in order.iter().zip(order.iter().skip(1)) {
        let (Some(before), Some(entry)) = (entries.get(*earlier), entries.get(*later)) else {
            continue;
        };
        if before.key != entry.key {
            continue;
        }
        if let Some(mark) = replaced.get_mut(*earlier) {
            *mark = true;
        }
        found.warning(
            entry.key_span,
            format!(
                "`{}` is written twice; this last one counts, and a strict API server refuses the document",
                entry.key
            ),
        );
    }
    if !replaced.contains(&true) {
        return Value::Mapping(entries);
    }
    let kept = entries.into_iter().zip(replaced);
    Value::Mapping(
        kept.filter(|(_, replaced)| !replaced)
            .map(|(entry, _)| entry)
            .collect(),
    )
}

#[cfg(test)]
mod tests;
