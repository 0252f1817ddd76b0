//! Where does this stand in what was pasted?
//!
//! Every document, name and rule keeps a [`Span`]: a source and two byte offsets. Lines and columns
//! are worked out late, when something is shown, by a [`Sources`] table. Columns count UTF-16 code
//! units from 1, because that is what browsers and editors count in.
//!
//! *Invariants.* A span made by the readers lies inside its source and on character boundaries; a
//! span of nothing that was written (a bundled default) has no [`Location`].

use serde::{Deserialize, Serialize};

/// One named text as it was pasted, dropped or read from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the user calls it: a file name, or `pasted`.
    pub name: String,
    /// The text itself: YAML, JSON or a mix of documents of both.
    pub text: String,
}

impl Source {
    /// A source from a name and its text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    /// A source from the bytes of a file: UTF-8, or UTF-16 with a byte order mark, which is what a
    /// PowerShell redirect writes. Bytes that are no text become U+FFFD and are reported by the
    /// readers where they stand.
    pub fn decode(name: impl Into<String>, bytes: &[u8]) -> Self {
        let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = rest
                .as_chunks::<2>()
                .0
                .iter()
                .map(|pair| unit(*pair))
                .collect();
            String::from_utf16_lossy(&units)
        };
        let text = match bytes {
            [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
            [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
            _ => String::from_utf8_lossy(bytes).into_owned(),
        };
        Self::new(name, text)
    }
}

/// Bytes `start..end` of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Which source, in the order given; [`Span::BUNDLED`] for what aksess brings itself.
    pub source: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// Stands for what was not pasted but is known: the default policy, objects AKS makes.
    pub const BUNDLED: Self = Self {
        source: u32::MAX,
        start: 0,
        end: 0,
    };

    /// Stands for what was pasted where only its meaning was kept: a snapshot holds no places.
    pub const UNPLACED: Self = Self {
        source: u32::MAX - 1,
        start: 0,
        end: 0,
    };

    /// Whether it was written in a place that was not kept.
    pub fn is_unplaced(self) -> bool {
        self == Self::UNPLACED
    }
}

/// A value together with where it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A span as people and editors read it. Lines and columns start at 1; columns are UTF-16 code units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// The name of the source.
    pub source: String,
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column one past the last character.
    pub end_column: u32,
}

/// The sources of a policy with their line tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<File>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct File {
    name: String,
    text: String,
    /// Byte offset of the start of each line.
    lines: Vec<u32>,
    /// UTF-16 units before each [`STRIDE`] bytes, so that a column of a long line is found at once; none
    /// for ASCII, where a byte is a unit.
    units: Vec<u32>,
}

/// Bytes between two marks of the UTF-16 table.
const STRIDE: usize = 1024;

impl Sources {
    /// One of the sources as it was given.
    pub(crate) fn get(&self, index: u32) -> Option<Source> {
        let file = self.files.get(index as usize)?;
        Some(Source::new(file.name.clone(), file.text.clone()))
    }

    /// Takes the texts and finds their lines. `\n`, `\r\n` and a lone `\r` end a line.
    pub(crate) fn new(sources: &[Source]) -> Self {
        let file = |source: &Source| File {
            name: source.name.clone(),
            text: source.text.clone(),
            lines: line_starts(&source.text),
            units: unit_marks(&source.text),
        };
        Self {
            files: sources.iter().map(file).collect(),
        }
    }

    /// The place of a span, or `None` for what was not pasted.
    pub fn location(&self, span: Span) -> Option<Location> {
        let file = self.files.get(span.source as usize)?;
        let (line, column) = file.position(span.start);
        let (end_line, end_column) = file.position(span.end.max(span.start));
        Some(Location {
            source: file.name.clone(),
            line,
            column,
            end_line,
            end_column,
        })
    }
}

impl File {
    fn position(&self, offset: u32) -> (u32, u32) {
        let line = self
            .lines
            .partition_point(|start| *start <= offset)
            .saturating_sub(1);
        let start = self.lines.get(line).copied().unwrap_or(0);
        let column = self.units_before(offset) - self.units_before(start);
        (count(line), count(column))
    }

    /// UTF-16 units before a byte offset.
    fn units_before(&self, offset: u32) -> usize {
        let offset = (offset as usize).min(self.text.len());
        if self.units.is_empty() {
            return offset;
        }
        let mark = offset / STRIDE;
        let before = self.units.get(mark).copied().unwrap_or(0) as usize;
        let rest = self.text.as_bytes().get(mark * STRIDE..offset);
        before + rest.map_or(0, units)
    }
}

fn unit_marks(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut total = 0;
    let mut marks = vec![0];
    for chunk in text.as_bytes().chunks(STRIDE) {
        total += units(chunk);
        marks.push(u32::try_from(total).unwrap_or(u32::MAX));
    }
    marks
}

/// UTF-16 units of the characters that begin in these bytes of UTF-8.
fn units(bytes: &[u8]) -> usize {
    let unit = |byte: &u8| match byte {
        0x80..=0xBF => 0,
        0xF0.. => 2,
        _ => 1,
    };
    bytes.iter().map(unit).sum()
}

/// Counts from 1 and saturates: a text of four thousand million lines is not shown anyway.
fn count(index: usize) -> u32 {
    u32::try_from(index).map_or(u32::MAX, |index| index.saturating_add(1))
}

fn line_starts(text: &str) -> Vec<u32> {
    let bytes = text.as_bytes();
    let mut starts = vec![0];
    for (index, byte) in bytes.iter().enumerate() {
        let ends_line = match byte {
            b'\n' => true,
            b'\r' => bytes.get(index + 1) != Some(&b'\n'),
            _ => false,
        };
        if ends_line && let Ok(next) = u32::try_from(index + 1) {
            starts.push(next);
        }
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, start: u32, end: u32) -> (u32, u32, u32, u32) {
        let sources = Sources::new(&[Source::new("a", text)]);
        let location = sources
            .location(Span {
                source: 0,
                start,
                end,
            })
            .unwrap();
        (
            location.line,
            location.column,
            location.end_line,
            location.end_column,
        )
    }

    #[test]
    fn columns_count_utf16_units_and_every_line_end_counts_once() {
        assert_eq!(place("ab\ncd", 3, 5), (2, 1, 2, 3));
        assert_eq!(place("a\r\nb\rc", 5, 6), (3, 1, 3, 2));
        // U+1F600 is four bytes of UTF-8 and two units of UTF-16.
        assert_eq!(place("é😀x", 6, 7), (1, 4, 1, 5));
    }

    #[test]
    fn what_was_not_pasted_has_no_place() {
        let sources = Sources::new(&[Source::new("a", "b")]);
        assert_eq!(sources.location(Span::BUNDLED), None);
        assert_eq!(sources.location(Span::UNPLACED), None);
        assert!(Span::UNPLACED.is_unplaced() && !Span::BUNDLED.is_unplaced());
    }

    #[test]
    fn powershell_redirects_are_read() {
        let bytes = [0xFF, 0xFE, b'a', 0, 0xE9, 0];
        assert_eq!(Source::decode("x", &bytes).text, "aé");
    }
}
