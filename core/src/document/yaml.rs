//! How does YAML become a tree?
//!
//! The parser gives events with byte ranges; this folds them into nodes. Aliases are copied, with a
//! bound on the nodes they add, so a document of nine nested anchors cannot grow to a billion.
//!
//! granit-parser was chosen over a port of libyaml because it is total: the port panicked on three
//! short inputs (a tag before a comma, a backslash at the end, a truncated block scalar) and took
//! quadratic time on nested brackets.

use std::borrow::Cow;

use granit_parser::{Event, Options, Parser, ScalarStyle, Span as Range};

use super::{Entry, MAX_DEPTH, Node, Place, Value, mapping, scalar};
use crate::diagnostic::Diagnostics;
use crate::source::Span;

/// Nodes that aliases may add to one document.
const MAX_ALIASED_NODES: usize = 100_000;

/// What went wrong, and where.
type Failure = (Span, String);

/// Reads the documents of one part, usually one.
pub(super) fn read<'t>(
    place: Place,
    text: &'t str,
    found: &mut Diagnostics,
) -> Result<Vec<Node<'t>>, Failure> {
    let mut options = Options::default();
    options.block_nesting_limit = MAX_DEPTH;
    options.flow_nesting_limit = MAX_DEPTH;
    let mut reader = Reader {
        place,
        text,
        found,
        open: Vec::new(),
        anchors: Vec::new(),
        aliased: 0,
        root: None,
        documents: Vec::new(),
    };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, range) = event.map_err(|error| {
            let at = error.marker().byte_offset().unwrap_or(text.len());
            let at = at.min(text.trim_end().len());
            (place.span(at, at + 1), error.info())
        })?;
        reader.event(event, &range)?;
    }
    Ok(reader.documents)
}

struct Reader<'t, 'd> {
    place: Place,
    text: &'t str,
    found: &'d mut Diagnostics,
    open: Vec<Open<'t>>,
    /// By the number the parser gives them, from 1.
    anchors: Vec<Option<(Node<'t>, usize)>>,
    aliased: usize,
    root: Option<Node<'t>>,
    documents: Vec<Node<'t>>,
}

/// A collection whose end has not come yet.
struct Open<'t> {
    start: usize,
    anchor: usize,
    items: Items<'t>,
}

enum Items<'t> {
    Sequence(Vec<Node<'t>>),
    Mapping {
        entries: Vec<Entry<'t>>,
        merged: Vec<Node<'t>>,
        key: Option<(Cow<'t, str>, Span)>,
    },
}

impl<'t> Reader<'t, '_> {
    fn event(&mut self, event: Event<'t>, range: &Range) -> Result<(), Failure> {
        let bytes = range.byte_range().unwrap_or_default();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let plain = matches!(style, ScalarStyle::Plain);
                let value = match tag.as_deref().map(granit_parser::Tag::suffix) {
                    Some("str") => Value::String(text),
                    _ if plain => scalar::resolve(text),
                    _ => Value::String(text),
                };
                let span = self.place.span(bytes.start, bytes.end);
                self.add(Node { value, span }, anchor, plain)?;
            }
            Event::SequenceStart(_, anchor, _) => self.open.push(Open {
                start: bytes.start,
                anchor,
                items: Items::Sequence(Vec::new()),
            }),
            Event::MappingStart(_, anchor, _) => self.open.push(Open {
                start: bytes.start,
                anchor,
                items: Items::Mapping {
                    entries: Vec::new(),
                    merged: Vec::new(),
                    key: None,
                },
            }),
            Event::SequenceEnd | Event::MappingEnd => self.close(bytes.end)?,
            Event::Alias(anchor) => {
                let span = self.place.span(bytes.start, bytes.end);
                let node = self.alias(anchor, span)?;
                self.add(node, 0, false)?;
            }
            Event::DocumentEnd => {
                self.anchors.clear();
                self.aliased = 0;
                self.documents.extend(
                    self.root
                        .take()
                        .filter(|node| !matches!(node.value, Value::Null)),
                );
            }
            _ => {}
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<Node<'t>, Failure> {
        let Some((node, size)) = self.anchors.get(anchor).and_then(Option::as_ref) else {
            return Err((
                span,
                "an alias refers to an anchor that has not ended".to_owned(),
            ));
        };
        self.aliased += size;
        if self.aliased > MAX_ALIASED_NODES {
            return Err((
                span,
                "the document contains excessive aliasing and was not read".to_owned(),
            ));
        }
        Ok(node.clone())
    }

    fn close(&mut self, end: usize) -> Result<(), Failure> {
        let Some(open) = self.open.pop() else {
            return Ok(());
        };
        let value = match open.items {
            Items::Sequence(items) => Value::Sequence(items),
            Items::Mapping {
                entries, merged, ..
            } => merge(mapping(entries, self.found), merged),
        };
        let written = self.text.get(open.start..end).unwrap_or_default();
        let span = if written.starts_with(['[', '{']) {
            self.place.span(open.start, end)
        } else {
            extent(&value).unwrap_or(self.place.span(open.start, open.start))
        };
        self.add(Node { value, span }, open.anchor, false)
    }

    /// Puts a finished node where it belongs. `plain` tells an unquoted scalar, which may be `<<`.
    fn add(&mut self, node: Node<'t>, anchor: usize, plain: bool) -> Result<(), Failure> {
        if anchor != 0 {
            if self.anchors.len() <= anchor {
                self.anchors.resize_with(anchor + 1, || None);
            }
            if let Some(place) = self.anchors.get_mut(anchor) {
                *place = Some((node.clone(), size(&node)));
            }
        }
        match self.open.last_mut().map(|open| &mut open.items) {
            None => self.root = Some(node),
            Some(Items::Sequence(items)) => items.push(node),
            Some(Items::Mapping {
                entries,
                merged,
                key,
            }) => match key.take() {
                None => *key = Some((key_text(&node, plain, self.found)?, node.span)),
                Some((text, _)) if text == MERGE => merged.push(node),
                Some((text, key_span)) => entries.push(Entry {
                    key: text,
                    key_span,
                    value: node,
                }),
            },
        }
        Ok(())
    }
}

/// Marks the merge key; no text can be this, for NUL is refused before parsing.
const MERGE: &str = "\0<<";

/// Keys are strings to the API server, so kubectl turns booleans and numbers into them.
fn key_text<'t>(
    node: &Node<'t>,
    plain: bool,
    found: &mut Diagnostics,
) -> Result<Cow<'t, str>, Failure> {
    let read_as = match &node.value {
        Value::String(text) if plain && text == "<<" => return Ok(Cow::Borrowed(MERGE)),
        Value::String(text) | Value::Number(text) => return Ok(text.clone()),
        Value::Boolean(true) => "true",
        Value::Boolean(false) => "false",
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => {
            return Err((
                node.span,
                format!("a key must be a string, not {}", node.describe()),
            ));
        }
    };
    found.warning(
        node.span,
        format!("this key is read as `{read_as}`; put it in quotes if the word is meant"),
    );
    Ok(Cow::Borrowed(read_as))
}

/// Adds the entries of merged mappings that are not written in the mapping itself.
fn merge<'t>(value: Value<'t>, merged: Vec<Node<'t>>) -> Value<'t> {
    let Value::Mapping(mut entries) = value else {
        return value;
    };
    let sources = merged.into_iter().flat_map(|node| match node.value {
        Value::Sequence(items) => items,
        _ => vec![node],
    });
    for source in sources {
        if let Value::Mapping(more) = source.value {
            for entry in more {
                if !entries.iter().any(|known| known.key == entry.key) {
                    entries.push(entry);
                }
            }
        }
    }
    Value::Mapping(entries)
}

/// A block collection reaches from its first part to its last; its own events end at the next token,
/// which may stand many comments later.
fn extent(value: &Value<'_>) -> Option<Span> {
    let (first, last) = match value {
        Value::Sequence(items) => (items.first()?.span, items.last()?.span),
        Value::Mapping(entries) => (entries.first()?.key_span, entries.last()?.value.span),
        _ => return None,
    };
    Some(Span {
        end: last.end.max(first.end),
        ..first
    })
}

fn size(node: &Node<'_>) -> usize {
    1 + match &node.value {
        Value::Sequence(items) => items.iter().map(size).sum(),
        Value::Mapping(entries) => entries.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    }
}
