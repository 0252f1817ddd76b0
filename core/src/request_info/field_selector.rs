//! Which value does a field selector require of a field?
//!
//! `metadata.name=web,spec.nodeName!=n1` is terms between commas; each has a field, an operator (`=`,
//! `==`, `!=`) and a value. In values `\\`, `\,` and `\=` are the only escapes, and a bare `=` is an
//! error. Blanks are part of what they stand beside, and empty terms are passed over.
//!
//! Terms are sorted before they are read. So when two of them require different values of the same
//! field, the one that comes first in byte order speaks, not the one written first.
//!
//! *Source:* `staging/src/k8s.io/apimachinery/pkg/fields/selector.go` (`parseSelector`, `splitTerms`,
//! `splitTerm`, `UnescapeValue`, `andTerm.RequiresExactMatch`).

/// The selector cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// The value that the selector requires of the field, if it requires one.
pub(super) fn exact_match(selector: &str, field: &str) -> Result<Option<String>, Malformed> {
    let mut first: Option<(&str, String)> = None;
    for term in terms(selector).filter(|term| !term.is_empty()) {
        let (named, requires, value) = operator(term).ok_or(Malformed)?;
        let value = unescape(value)?;
        let earlier = first.as_ref().is_none_or(|(before, _)| term < before);
        if requires && named == field && earlier {
            first = Some((term, value));
        }
    }
    Ok(first.map(|(_, value)| value))
}

/// The pieces between commas that have no backslash before them.
fn terms(selector: &str) -> impl Iterator<Item = &str> {
    let mut after_backslash = false;
    selector.split(move |character| {
        let plain = !after_backslash;
        after_backslash = plain && character == '\\';
        plain && character == ','
    })
}

/// A term as field, whether the operator requires rather than excludes the value, and value.
fn operator(term: &str) -> Option<(&str, bool, &str)> {
    let (field, value) = term.split_once('=')?;
    Some(match field.strip_suffix('!') {
        Some(field) => (field, false, value),
        None => (field, true, value.strip_prefix('=').unwrap_or(value)),
    })
}

fn unescape(value: &str) -> Result<String, Malformed> {
    let mut plain = String::with_capacity(value.len());
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next() {
                Some(escaped @ ('\\' | ',' | '=')) => escaped,
                _ => return Err(Malformed),
            },
            ',' | '=' => return Err(Malformed),
            other => other,
        });
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::{Malformed, exact_match};

    #[test]
    fn requires_what_the_first_sorted_term_requires() {
        for (selector, name) in [
            ("", None),
            (",,", None),
            ("metadata.name=web", Some("web")),
            ("metadata.name==web,", Some("web")),
            ("metadata.name!=web", None),
            ("spec.nodeName=n1,metadata.name=web", Some("web")),
            ("metadata.name=b,metadata.name=a", Some("a")),
            ("metadata.name=1,metadata.name==2", Some("1")),
            ("metadata.name=a,metadata.name==z", Some("z")),
            (r"metadata.name=a\,b\=c\\", Some(r"a,b=c\")),
            ("metadata.name =web", None),
            ("metadata.name=", Some("")),
        ] {
            let name = name.map(str::to_owned);
            assert_eq!(
                exact_match(selector, "metadata.name"),
                Ok(name),
                "{selector}"
            );
        }
    }

    #[test]
    fn one_bad_term_spoils_all() {
        for selector in [
            "web",
            "metadata.name=web,x",
            "a=b=c",
            r"a=\b",
            r"a=b\",
            r"a\,b",
        ] {
            assert_eq!(
                exact_match(selector, "metadata.name"),
                Err(Malformed),
                "{selector}"
            );
        }
    }
}
