//! Does a pattern match a whole text?
//!
//! Action patterns know `*` alone, which is any run of characters, `/` included. The patterns of `StringLike`
//! also know `?`, exactly one character, and a backslash that takes the meaning from `*`, `?` or itself;
//! before any other character it is a character itself.
//!
//! After a star only the last star is ever widened, so the work is at most the product of both lengths.
//!
//! *Source:* conditions-format, "StringLike", "Special characters"; role-definitions, "Actions". `\\` is assumed.

use crate::azure::letter_case;

#[derive(Debug, Clone, Copy)]
enum Piece {
    Run,
    One,
    Character(char),
}

/// Whether an action pattern matches an action, in any letter case.
pub(super) fn action(pattern: &str, action: &str) -> bool {
    let pieces = pattern.chars().map(|character| match character {
        '*' => Piece::Run,
        other => Piece::Character(other),
    });
    matches(pieces, action, |a, b| a.eq_ignore_ascii_case(&b))
}

/// Whether a pattern of `StringLike` matches a text.
pub(super) fn like(pattern: &str, text: &str, ignore_case: bool) -> bool {
    if ignore_case {
        matches(Pieces(pattern), text, letter_case::is_same)
    } else {
        matches(Pieces(pattern), text, |a, b| a == b)
    }
}

#[derive(Debug, Clone)]
struct Pieces<'p>(&'p str);

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let mut rest = self.0.chars();
        let piece = match rest.next()? {
            '*' => Piece::Run,
            '?' => Piece::One,
            '\\' => {
                let mut escaped = rest.clone();
                match escaped.next() {
                    Some(plain @ ('*' | '?' | '\\')) => {
                        rest = escaped;
                        Piece::Character(plain)
                    }
                    _ => Piece::Character('\\'),
                }
            }
            plain => Piece::Character(plain),
        };
        self.0 = rest.as_str();
        Some(piece)
    }
}

fn matches(
    mut pattern: impl Iterator<Item = Piece> + Clone,
    text: &str,
    same: impl Fn(char, char) -> bool,
) -> bool {
    let mut text = text.chars();
    // What follows the last star, and the text it was last tried against.
    let mut after_star = None;
    loop {
        let (mut piece_on, mut text_on) = (pattern.clone(), text.clone());
        let fits = match (piece_on.next(), text_on.next()) {
            (Some(Piece::Run), _) => {
                after_star = Some((piece_on.clone(), text.clone()));
                pattern = piece_on;
                continue;
            }
            (None, None) => return true,
            // To widen the star leaves still less text.
            (Some(_), None) => return false,
            (Some(Piece::One), Some(_)) => true,
            (Some(Piece::Character(wanted)), Some(found)) => same(wanted, found),
            _ => false,
        };
        if fits {
            (pattern, text) = (piece_on, text_on);
            continue;
        }
        let Some((after, tried)) = &mut after_star else {
            return false;
        };
        if tried.next().is_none() {
            return false;
        }
        (pattern, text) = (after.clone(), tried.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::{action, like};

    #[test]
    fn actions_know_the_star_alone() {
        for (pattern, asked, matched) in [
            ("*", "", true),
            ("p/*/read", "P/apps/deployments/Read", true),
            ("p/*/read", "p/read", false),
            ("p/pods/read", "p/pods/read/x", false),
            ("a/*/b/*/c", "a/x/b/y/b/z/c", true),
            ("p/?ods/read", "p/pods/read", false),
            (r"p/\*", r"p/\x", true),
            ("", "", true),
            ("", "a", false),
            ("ü*", "Üx", false),
        ] {
            assert_eq!(action(pattern, asked), matched, "{pattern} {asked}");
        }
    }

    #[test]
    fn like_knows_one_and_escapes() {
        for (pattern, text, exact, folded) in [
            ("a*c?", "abcd", true, true),
            ("A*C?", "abcd", false, true),
            ("a*c", "abcd", false, false),
            (r"a\*c", "a*c", true, true),
            (r"a\*c", "abc", false, false),
            (r"a\?", "a?", true, true),
            (r"a\?", "ab", false, false),
            (r"a\\*", r"a\bc", true, true),
            (r"C:\dir*", r"c:\DIRECTORY", false, true),
            ("?", "é", true, true),
            ("?", "", false, false),
            ("É*", "éa", false, true),
            ("*a*a*a", "aaa", true, true),
            ("**", "", true, true),
        ] {
            assert_eq!(like(pattern, text, false), exact, "{pattern} {text}");
            assert_eq!(like(pattern, text, true), folded, "{pattern} {text}");
        }
    }

    #[test]
    fn many_stars_end_soon() {
        let pattern = "*a".repeat(2_000) + "b";
        assert!(!like(&pattern, &"a".repeat(4_000), false));
    }
}
