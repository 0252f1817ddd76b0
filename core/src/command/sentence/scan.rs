//! How is a sentence read out of the text around it?
//!
//! A sentence may stand in a string of a log line or of JSON, with its quotes escaped, or in a page with
//! its quotes as entities. [`plain`] brings such a text back to what the server wrote: a line that holds
//! the sentence with escaped quotes is unescaped, once for each level.
//!
//! *Invariants.* Linear in the text. Offsets into the pasted text are lost; sentences need none.

use std::borrow::Cow;

/// How many levels of escaping are taken off.
const LEVELS: usize = 3;

/// The text with sentences as the server wrote them.
pub(super) fn plain(text: &str) -> String {
    let is_page = text.contains("ser &quot;") || text.contains("ser &#34;");
    let text = if is_page {
        Cow::Owned(text.replace("&quot;", "\"").replace("&#34;", "\""))
    } else {
        Cow::Borrowed(text)
    };
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut line = Cow::Borrowed(line);
        for _ in 0..LEVELS {
            if line.contains("ser \"") || !line.contains("ser \\") {
                break;
            }
            line = unescaped(&line).into();
        }
        plain.push_str(&line);
    }
    plain
}

/// Takes one level of escapes off, and puts each string that had some on a line of its own.
fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        if next == '"' {
            // A quote that is not escaped ends or begins the string around.
            plain.push('\n');
            continue;
        }
        if next != '\\' {
            plain.push(next);
            continue;
        }
        match rest.next() {
            Some('n') => plain.push('\n'),
            Some('t') => plain.push('\t'),
            Some('u') => {
                let digits: String = rest.clone().take(4).collect();
                let code = u32::from_str_radix(&digits, 16).ok();
                if let Some(character) = code.and_then(char::from_u32) {
                    plain.push(character);
                    rest.nth(3);
                }
            }
            Some(other) => plain.push(other),
            None => {}
        }
    }
    plain
}

/// Reads a text from its beginning.
pub(super) struct Scanner<'t> {
    rest: &'t str,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(rest: &'t str) -> Self {
        Self { rest }
    }

    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    pub(super) fn begins(&self, with: &str) -> bool {
        self.rest.starts_with(with)
    }

    /// Steps over a text if it is next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What stands before a character or the end of the line.
    pub(super) fn until(&mut self, end: char) -> &'t str {
        let at = self.rest.find([end, '\n']).unwrap_or(self.rest.len());
        self.take(at)
    }

    /// The rest of the line, with its end stepped over.
    pub(super) fn line(&mut self) -> &'t str {
        let line = self.until('\n');
        self.eat("\n");
        line
    }

    /// A string in the quotes of Go's `%q`.
    pub(super) fn quoted(&mut self) -> Option<String> {
        let body = self.rest.strip_prefix('"')?;
        let mut text = String::new();
        let mut characters = body.char_indices();
        while let Some((at, next)) = characters.next() {
            match next {
                '"' => {
                    self.take(at + 2);
                    return Some(text);
                }
                '\n' => return None,
                '\\' => text.push(escape(&mut characters)?),
                _ => text.push(next),
            }
        }
        None
    }

    fn take(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }
}

/// The character that an escape of Go stands for, read after its backslash.
fn escape(characters: &mut std::str::CharIndices<'_>) -> Option<char> {
    let (_, letter) = characters.next()?;
    let digits = match letter {
        'a' => return Some('\u{7}'),
        'b' => return Some('\u{8}'),
        'f' => return Some('\u{c}'),
        'n' => return Some('\n'),
        'r' => return Some('\r'),
        't' => return Some('\t'),
        'v' => return Some('\u{b}'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        other => return Some(other),
    };
    let mut code = 0;
    for _ in 0..digits {
        let (_, digit) = characters.next()?;
        code = code * 16 + digit.to_digit(16)?;
    }
    char::from_u32(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_strings_are_those_of_go() {
        for (text, expected, rest) in [
            (r#""a b" c"#, Some("a b"), " c"),
            (r#""a\"b\\c\u00e9\x41""#, Some("a\"b\\cé\u{41}"), ""),
            ("\"open", None, "\"open"),
            ("none", None, "none"),
        ] {
            let mut scanner = Scanner::new(text);
            assert_eq!(scanner.quoted().as_deref(), expected, "{text}");
            assert_eq!(scanner.rest(), rest, "{text}");
        }
    }

    #[test]
    fn escapes_of_logs_and_pages_are_taken_off() {
        let server = r#"User "a" cannot get path "/x""#;
        for text in [
            r#"err="forbidden: User \"a\" cannot get path \"/x\"" next"#,
            r#"{"log":"err=\"forbidden: User \\\"a\\\" cannot get path \\\"/x\\\"\""}"#,
            "<p>User &quot;a&quot; cannot get path &#34;/x&#34;</p>",
        ] {
            assert!(plain(text).contains(server), "{}", plain(text));
        }
        assert_eq!(plain(server), server);
    }
}
