//! Can a label selector be read?
//!
//! Requirements stand between commas: `app`, `!app`, `app=web`, `app==web`, `app!=web`, `app in (a,b)`,
//! `app notin (a)`, `size>1`, `size<9`. Keys and values must be valid labels. What a selector selects
//! does not matter here; a malformed one makes the API server forget every option of a list.
//!
//! *Source:* `staging/src/k8s.io/apimachinery/pkg/labels/selector.go` (`Lexer`, `Parser`,
//! `NewRequirement`), `pkg/api/validate/content/kube.go` (`IsLabelKey`, `IsLabelValue`).

use std::iter::Peekable;

use crate::names::is_dns_subdomain;

/// Whether the API server can read the selector. An empty one selects everything.
pub(super) fn is_valid(selector: &str) -> bool {
    let mut tokens = Tokens(selector).peekable();
    if tokens.peek().is_none() {
        return true;
    }
    while requirement(&mut tokens) {
        match tokens.next() {
            None => return true,
            Some(Token::Comma) => {}
            Some(_) => return false,
        }
    }
    false
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'t> {
    Word(&'t str),
    Not,
    /// `=`, `==` and `!=`.
    Equality,
    /// `<` and `>`.
    Order,
    Open,
    Close,
    Comma,
}

/// The tokens of a selector. A zero byte ends a word, and ends everything where a token should start.
struct Tokens<'t>(&'t str);

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        let rest = self.0.trim_start_matches([' ', '\t', '\r', '\n']);
        let (token, rest) = match rest.as_bytes() {
            [] | [0, ..] => return None,
            [b'=' | b'!', b'=', ..] => (Token::Equality, rest.get(2..)),
            [b'=', ..] => (Token::Equality, rest.get(1..)),
            [b'!', ..] => (Token::Not, rest.get(1..)),
            [b'<' | b'>', ..] => (Token::Order, rest.get(1..)),
            [b'(', ..] => (Token::Open, rest.get(1..)),
            [b')', ..] => (Token::Close, rest.get(1..)),
            [b',', ..] => (Token::Comma, rest.get(1..)),
            _ => {
                let end = rest.find(|next: char| "=!(),><\0 \t\r\n".contains(next));
                let (word, rest) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
                (
                    Token::Word(word),
                    Some(rest.strip_prefix('\0').unwrap_or(rest)),
                )
            }
        };
        self.0 = rest.unwrap_or_default();
        Some(token)
    }
}

fn requirement(tokens: &mut Peekable<Tokens<'_>>) -> bool {
    let negated = tokens.next_if_eq(&Token::Not).is_some();
    let Some(Token::Word(key)) = tokens.next() else {
        return false;
    };
    if !is_label_key(key) {
        return false;
    }
    if negated || matches!(tokens.peek(), None | Some(Token::Comma)) {
        return true;
    }
    match tokens.next() {
        Some(Token::Word("in" | "notin")) => value_set(tokens),
        Some(Token::Equality) => value(tokens).is_some_and(is_label_value),
        Some(Token::Order) => {
            value(tokens).is_some_and(|value| is_label_value(value) && value.parse::<i64>().is_ok())
        }
        _ => false,
    }
}

/// The value of a comparison: a word, or nothing where the requirement ends.
fn value<'t>(tokens: &mut Peekable<Tokens<'t>>) -> Option<&'t str> {
    match tokens.peek() {
        None | Some(Token::Comma) => Some(""),
        Some(Token::Word(word)) => {
            let word = *word;
            tokens.next();
            Some(word)
        }
        Some(_) => None,
    }
}

/// `(a,b)`; values may be missing, but no two stand side by side.
fn value_set(tokens: &mut Peekable<Tokens<'_>>) -> bool {
    if tokens.next() != Some(Token::Open) {
        return false;
    }
    let mut after_word = false;
    loop {
        match tokens.next() {
            Some(Token::Close) => return true,
            Some(Token::Comma) => after_word = false,
            Some(Token::Word(word)) if !after_word && is_label_value(word) => after_word = true,
            _ => return false,
        }
    }
}

/// `name` or `prefix/name`.
fn is_label_key(key: &str) -> bool {
    let (prefix, name) = match key.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, key),
    };
    prefix.is_none_or(is_dns_subdomain) && !name.is_empty() && is_label_value(name)
}

fn is_label_value(value: &str) -> bool {
    let within = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let edge = |character: char| character.is_ascii_alphanumeric();
    value.is_empty()
        || value.len() <= 63
            && value.bytes().all(within)
            && value.starts_with(edge)
            && value.ends_with(edge)
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn reads_every_form() {
        for selector in [
            "",
            " \t",
            "app",
            "!app",
            "app=",
            "app = web",
            "app==web,tier!=db",
            "app in (a, b)",
            "app notin ()",
            "app in (,a,,b,)",
            "in in (in,notin)",
            "notin",
            "size>1,size<9",
            "example.com/app=web",
            "a\0",
            "a\0\0=",
            "\0)",
        ] {
            assert!(is_valid(selector), "{selector:?}");
        }
    }

    #[test]
    fn refuses_everything_else() {
        for selector in [
            ",",
            "app,",
            "!",
            "!!app",
            "!app=web",
            "app web",
            "app=a=b",
            "app===web",
            "app=-bad-",
            "app in",
            "app in a",
            "app in (",
            "app in (a",
            "app in (a b)",
            "app in (a,=)",
            "app gt 5",
            "size>",
            "size>x",
            "size>-1",
            "/app",
            "Example.com/app",
            "a/b/c",
            "a.-b/c",
            "ä",
            "a\0b",
            "&",
        ] {
            assert!(!is_valid(selector), "{selector:?}");
        }
    }
}
