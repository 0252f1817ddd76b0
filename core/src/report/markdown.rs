//! How does a text become Markdown that shows it and does nothing else?
//!
//! Names are written by whoever pasted them. Nothing of them may become a link, a tag, a table, a mention, an issue,
//! a picture, a formula or a code block. Backslashes and entities do not stop all of that: those who show Markdown
//! look for addresses, `@name`, `#1` and `:smile:` when it has become text again. Nothing is looked for in code, so
//! every word that is not plain becomes code. What is between backticks in a sentence of ours stays code.
//! Characters that cannot be seen, or turn the direction of writing, are shown as such, here and in plain text.
//!
//! *Source:* CommonMark 0.31, "Code spans"; GitHub Flavored Markdown, "Tables", "Autolinks"; GitHub Docs,
//! "Autolinked references and URLs", "Writing mathematical expressions".
//!
//! *Invariants.* The result is one line, and every backtick in it is ours.

/// Marks that mean nothing within a word.
const PLAIN: &str = "'\"(),;.:/!?=+-%→…–—✓✕·";
/// Marks that stand around a word and are no part of it.
const AROUND: &str = "'\"(),;.:!?";
/// So many hexadecimal digits may be taken for a commit.
const COMMIT: usize = 7;

/// A sentence of ours, with names in it.
pub(super) fn sentence(text: &str) -> String {
    let text = visible(text);
    let text = text.trim();
    let parts: Vec<&str> = text.split('`').collect();
    let mut written = String::with_capacity(text.len() + 8);
    for (at, part) in parts.iter().enumerate() {
        let is_code = at % 2 == 1;
        let is_closed = at + 1 < parts.len();
        match (is_code, is_closed) {
            (true, true) => push_code(&mut written, part),
            (true, false) => push_words(&mut written, &format!("\u{2bb}{part}")),
            (false, _) => push_words(&mut written, part),
        }
    }
    written
}

/// The same in a table, where a bar ends the cell even in code.
pub(super) fn cell(text: &str) -> String {
    sentence(text).replace('|', "\\|")
}

/// A name, as code.
pub(super) fn code(name: &str) -> String {
    let mut written = String::with_capacity(name.len() + 2);
    push_code(&mut written, &visible(name).replace('`', "\u{2bb}"));
    if written.is_empty() {
        "(no name)".clone_into(&mut written);
    }
    written
}

/// Adds code; two that touch become one, because two backticks in a row are another mark.
fn push_code(written: &mut String, text: &str) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    if written.ends_with('`') {
        written.pop();
    } else {
        written.push('`');
    }
    written.push_str(text);
    written.push('`');
}

fn push_words(written: &mut String, text: &str) {
    for (at, word) in text.split(' ').enumerate() {
        if at > 0 {
            written.push(' ');
        }
        let rest = word.trim_start_matches(around);
        let inner = rest.trim_end_matches(around);
        if is_plain(word, inner) && !(written.is_empty() && is_mark(word)) {
            written.push_str(word);
            continue;
        }
        written.push_str(word.strip_suffix(rest).unwrap_or_default());
        push_code(written, inner);
        written.push_str(rest.strip_prefix(inner).unwrap_or_default());
    }
}

fn around(of: char) -> bool {
    AROUND.contains(of)
}

/// Whether a word is shown as it stands by everyone who shows Markdown.
fn is_plain(word: &str, inner: &str) -> bool {
    let lower = inner.to_ascii_lowercase();
    let is_known = |of: char| of.is_alphanumeric() || PLAIN.contains(of);
    let is_commit = |of: &str| of.len() >= COMMIT && of.bytes().all(|of| of.is_ascii_hexdigit());
    word.chars().all(is_known)
        && word.matches(':').count() < 2
        && !lower.contains("://")
        && !lower.contains("www.")
        && !lower.starts_with("gh-")
        && !lower.split(|of: char| !of.is_alphanumeric()).any(is_commit)
}

/// Whether a line that begins with this begins a list or a rule.
fn is_mark(word: &str) -> bool {
    let rest = word.trim_start_matches(|of: char| of.is_ascii_digit());
    !rest.is_empty() && rest.chars().all(|of| "-+=.)".contains(of))
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
        let cases = [
            (
                "<img src=x> [a](https://b) **c** a_b $x$ &amp; d",
                "`<img` `src=x>` `[a](https://b`) `**c**` `a_b` `$x$` `&amp`; d",
            ),
            ("run `az aks show` for a|b", "run `az aks show` for `a|b`"),
            ("write `a`<b>` now", "write `a<b>`\u{2bb} now"),
            ("a\n# b\u{202e}c", "a `#` `b\u{fffd}c`"),
            ("is ann@contoso.com.", "is `ann@contoso.com`."),
            ("\"ann@contoso.com\" (#1)", "\"`ann@contoso.com`\" (`#1`)"),
            (
                "see www.a.b, GH-1 and http://c",
                "see `www.a.b`, `GH-1` and `http://c`",
            ),
            (
                ":smile: a:b:c, 3 of 4: 1 a:b",
                ":`smile`: `a:b:c`, 3 of 4: 1 a:b",
            ),
            ("- no item", "`-` no item"),
            ("12. no item", "`12`. no item"),
            ("commit deadbee or 1234567", "commit `deadbee` or `1234567`"),
            ("x@`pods`@y", "`x@pods@y`"),
            ("` ` `", " \u{2bb}"),
        ];
        for (text, written) in cases {
            assert_eq!(sentence(text), written, "{text}");
        }
        assert_eq!(cell("a|b and `c|d`"), "`a\\|b` and `c\\|d`");
        assert_eq!(code("a`b\nc"), "`a\u{2bb}b c`");
        assert_eq!(code(" "), "(no name)");
    }
}
