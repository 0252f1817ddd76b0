//! How does Go write a string in quotes?
//!
//! The API server's sentences quote with `%q`, so ours must too: `"` and `\` are escaped, what cannot
//! be printed becomes `\x07`, `\u00a0` or `\U000e0001`, and everything else stands as it is.
//!
//! *Source:* Go `strconv.Quote`, `unicode.IsPrint` (letters, marks, numbers, punctuation, symbols and
//! the ASCII space). Rust's own table draws the same line, read through `escape_debug`.

use std::fmt::Write;

/// The text in double quotes, as Go's `%q` writes it.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            ' '..='~' => quoted.push(character),
            _ if is_print(character) => quoted.push(character),
            _ => {
                let code = u32::from(character);
                // Writing to a String cannot fail.
                let _ = match code {
                    0..0x20 | 0x7F => write!(quoted, "\\x{code:02x}"),
                    0..0x1_0000 => write!(quoted, "\\u{code:04x}"),
                    _ => write!(quoted, "\\U{code:08x}"),
                };
            }
        }
    }
    quoted.push('"');
    quoted
}

/// Whether Go prints the character. After a first letter, `str::escape_debug` leaves exactly the
/// printable characters alone, combining marks included.
fn is_print(character: char) -> bool {
    let mut buffer = [0; 5];
    buffer[0] = b'a';
    let length = {
        let (_, rest) = buffer.split_at_mut(1);
        character.encode_utf8(rest).len()
    };
    let after_letter = buffer
        .get(..=length)
        .and_then(|bytes| std::str::from_utf8(bytes).ok());
    after_letter.is_some_and(|text| text.escape_debug().nth(1) == Some(character))
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quotes_as_go_does() {
        for (text, quoted) in [
            ("a\"b\\c", r#""a\"b\\c""#),
            ("zoë e\u{301} 😀", "\"zoë e\u{301} 😀\""),
            (
                "\0\u{7}\n\u{7f}\u{80}\u{a0}\u{feff}",
                r#""\x00\a\n\x7f\u0080\u00a0\ufeff""#,
            ),
            ("\u{e0001}\u{fffd}", "\"\\U000e0001\u{fffd}\""),
        ] {
            assert_eq!(quote(text), quoted);
        }
    }
}
