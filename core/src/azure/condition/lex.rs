//! What are the words of a condition?
//!
//! `'text'` in single quotes, without escapes; `@Source[name]`, whose name may hold anything but `]`; the
//! signs `( ) { } , ! && ||`; and words: letters, digits and `_ - . : /`, for keywords, functions, operators,
//! numbers and GUIDs. Blanks and line ends separate and mean nothing.
//!
//! *Source:* conditions-format, "Condition syntax". No source tells of a quote within a text; here it ends it.
//!
//! *Invariants.* Tokens come in order, each with its bytes, and a [`TokenKind::End`] closes them.

use std::ops::Range;

use super::Problem;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: TokenKind<'t>,
    pub(super) range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind<'t> {
    Open,
    Close,
    OpenSet,
    CloseSet,
    Comma,
    Not,
    And,
    Or,
    Text(&'t str),
    Word(&'t str),
    Attribute { source: &'t str, name: &'t str },
    End,
}

impl TokenKind<'_> {
    /// Whether it is this word, in any letter case.
    pub(super) fn is(self, word: &str) -> bool {
        matches!(self, Self::Word(written) if written.eq_ignore_ascii_case(word))
    }
}

const SIGNS: [(&str, TokenKind<'static>); 8] = [
    ("(", TokenKind::Open),
    (")", TokenKind::Close),
    ("{", TokenKind::OpenSet),
    ("}", TokenKind::CloseSet),
    (",", TokenKind::Comma),
    ("!", TokenKind::Not),
    ("&&", TokenKind::And),
    ("||", TokenKind::Or),
];

/// All tokens of a text.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Problem> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let start = text.len() - rest.len();
        let (kind, length) = token(rest).map_err(|(length, message)| {
            Problem::new(start..start + length.min(rest.len()), message)
        })?;
        let range = start..start + length;
        tokens.push(Token { kind, range });
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    tokens.push(Token {
        kind: TokenKind::End,
        range: text.len()..text.len(),
    });
    Ok(tokens)
}

/// The token a text begins with, and its length; or how much of the text is wrong, and why.
fn token(rest: &str) -> Result<(TokenKind<'_>, usize), (usize, String)> {
    if let Some((sign, kind)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(sign)) {
        return Ok((*kind, sign.len()));
    }
    if let Some(after) = rest.strip_prefix('\'') {
        let Some((text, _)) = after.split_once('\'') else {
            return Err((rest.len(), "expected a closing `'`".to_owned()));
        };
        return Ok((TokenKind::Text(text), text.len() + 2));
    }
    if let Some(after) = rest.strip_prefix('@') {
        return attribute(after);
    }
    let word = leading(rest, |character| {
        character.is_ascii_alphanumeric() || "_-.:/".contains(character)
    });
    if !word.is_empty() {
        return Ok((TokenKind::Word(word), word.len()));
    }
    let character = rest.chars().next().unwrap_or_default();
    let hint = match character {
        '"' | '‘' | '’' | '“' | '”' | '`' => "; text stands between single quotes `'`",
        '&' => "; did you mean `&&`?",
        '|' => "; did you mean `||`?",
        _ => "",
    };
    let message = format!("unexpected `{character}`{hint}");
    Err((character.len_utf8(), message))
}

/// What follows an `@`.
fn attribute(after: &str) -> Result<(TokenKind<'_>, usize), (usize, String)> {
    let source = leading(after, |character| character.is_ascii_alphanumeric());
    let opened = after
        .get(source.len()..)
        .and_then(|rest| rest.strip_prefix('['));
    let Some(opened) = opened.filter(|_| !source.is_empty()) else {
        let message = "expected an attribute such as `@Request[name]`".to_owned();
        return Err((1 + source.len(), message));
    };
    let Some((name, _)) = opened.split_once(']') else {
        let message = format!("expected a `]` that closes the name of the `@{source}` attribute");
        return Err((1 + after.len(), message));
    };
    let length = source.len() + name.len() + "@[]".len();
    match name.trim() {
        "" => Err((length, "expected the name of an attribute".to_owned())),
        name => Ok((TokenKind::Attribute { source, name }, length)),
    }
}

/// The beginning of a text up to the first character that does not belong.
fn leading(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    let end = text.find(|character| !belongs(character));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}
