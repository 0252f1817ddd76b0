//! How does a text become Markdown that shows it and does nothing else?
//!
//! Names are written by whoever pasted them. Nothing of them may become a link, a tag, a table, a mention or a
//! code block; what is between backticks in a sentence of ours stays code. Characters that cannot be seen, or
//! turn the direction of writing, are shown as such, here and in plain text.
//!
//! *Source:* CommonMark 0.31, "Backslash escapes", "Code spans"; GitHub Flavored Markdown, "Autolinks".
//!
//! *Invariants.* The result is one line.

/// A sentence of ours, with names in it.
pub(super) fn sentence(text: &str) -> String {
    let text = visible(text);
    let parts: Vec<&str> = text.split('`').collect();
    let mut written = String::with_capacity(text.len() + 8);
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1;
        let is_closed = at + 1 < parts.len();
        match (is_code, is_closed) {
            (true, true) if !part.trim().is_empty() => {
                written.push('`');
                written.push_str(part);
                written.push('`');
            }
            (true, true) => {}
            (true, false) => {
                written.push_str("\\`");
                written.push_str(&escaped(part));
            }
            (false, _) => written.push_str(&escaped(part)),
        }
    }
    written
}

/// A name, as code.
pub(super) fn code(name: &str) -> String {
    let shown = visible(name).replace('`', "\u{2bb}");
    match shown.trim() {
        "" => "(no name)".to_owned(),
        shown => format!("`{shown}`"),
    }
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '$' | '#' => {
                written.push('\\');
                written.push(character);
            }
            '&' => written.push_str("&amp;"),
            '@' => written.push_str("&#64;"),
            _ => written.push(character),
        }
    }
    // No address becomes a link by itself.
    written
        .replace("://", "&#58;//")
        .replace("www.", "www&#46;")
        .replace("WWW.", "WWW&#46;")
}

/// A text in one line, with what cannot be seen shown as such.
pub(super) fn visible(text: &str) -> String {
    let shown = |character: char| match character {
        '\n' | '\r' | '\t' => ' ',
        _ if character.is_control() => char::REPLACEMENT_CHARACTER,
        '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{61c}'
        | '\u{ad}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => character,
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_text() {
        assert_eq!(
            sentence("<img src=x> [a](https://b) **c**"),
            "\\<img src=x\\> \\[a\\](https&#58;//b) \\*\\*c\\*\\*"
        );
        assert_eq!(
            sentence("run `az aks show` for a|b"),
            "run `az aks show` for a\\|b"
        );
        assert_eq!(sentence("write `a`<b>` now"), "write `a`\\<b\\>\\` now");
        assert_eq!(sentence("a\n# b\u{202e}c"), "a \\# b\u{fffd}c");
        assert_eq!(sentence("ann@contoso.com"), "ann&#64;contoso.com");
        assert_eq!(code("a`b\nc"), "`a\u{2bb}b c`");
        assert_eq!(code(" "), "(no name)");
    }
}
