//! Where is a line in the text of an editor?
//!
//! Browsers count UTF-16 units, people count lines. Both directions are one pass over the text.

/// The text as a browser's editor keeps it: every line ends in `\n`.
pub(crate) fn normalised(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// The line, from 1, of an offset in UTF-16 units.
pub(crate) fn line_at(text: &str, offset: usize) -> u32 {
    let mut line = 1;
    let mut units = 0;
    for character in text.chars() {
        if units >= offset {
            break;
        }
        units += character.len_utf16();
        line += u32::from(character == '\n');
    }
    line
}

/// The offset, in UTF-16 units, at which a line begins; the end of the text for a later one.
pub(crate) fn offset_of(text: &str, line: u32) -> u32 {
    let before = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1) as usize);
    let units: usize = before.map(|line| line.encode_utf16().count()).sum();
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// How many lines there are; an empty text has one.
pub(crate) fn lines(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count() + 1
}

/// How many columns the longest line takes in a fixed-width type, East Asian characters counting twice.
pub(crate) fn columns(text: &str) -> usize {
    let width = |line: &str| {
        line.chars()
            .map(|of| match of {
                '\t' | '\u{1100}'.. => 2,
                _ => 1,
            })
            .sum()
    };
    text.split('\n').map(width).max().unwrap_or(0)
}
