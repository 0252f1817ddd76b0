//! What do the words mean?
//!
//! The terms of both systems in plain words, each with where the explanation comes from. A term is found in
//! any letter case, in the singular or the plural. The builder writes them to `words.json`.

mod sources;
mod terms;

use std::ops::Range;

pub use sources::Source;
pub use terms::{TERMS, Term};

/// Terms that are everyday words, too: in a sentence they mean themselves.
const EVERYDAY: [&str; 12] = [
    "get", "list", "watch", "bind", "escalate", "view", "edit", "admin", "actions", "grant",
    "User", "order",
];
/// Their names. What they mean is a file of the page, and none of the program.
#[expect(
    clippy::indexing_slicing,
    reason = "the compiler counts, and nothing is left of it"
)]
const NAMES: [&str; TERMS.len()] = {
    let mut names = [""; TERMS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = TERMS[at].0;
        at += 1;
    }
    names
};
/// The most words in the name of a term.
const LONGEST: usize = 4;

/// The name of the term a word is about.
pub fn term(word: &str) -> Option<&'static str> {
    let find = |word: &str| {
        let mut all = NAMES.iter().copied();
        all.find(|name| word.eq_ignore_ascii_case(name))
    };
    let singular = |ending| find(word.strip_suffix(ending)?);
    find(word)
        .or_else(|| singular("s"))
        .or_else(|| singular("es"))
}

/// Where a sentence speaks of terms, in bytes: each term where it stands first, the longest name that fits.
pub fn terms_in(text: &str) -> Vec<Range<usize>> {
    let words = words(text);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(first) = words.get(at) {
        let longest = (1..=LONGEST).rev().find_map(|count| {
            let range = first.start..words.get(at + count - 1)?.end;
            let name = term(text.get(range.clone())?)?;
            (!EVERYDAY.contains(&name)).then_some((range, name, count))
        });
        let Some((range, name, count)) = longest else {
            at += 1;
            continue;
        };
        if !seen.contains(&name) {
            seen.push(name);
            found.push(range);
        }
        at += count;
    }
    found
}

/// The words of a text, with what joins the parts of a name.
fn words(text: &str) -> Vec<Range<usize>> {
    let is_inside = |of: char| of.is_alphanumeric() || matches!(of, '-' | ':' | '/' | '.' | '@');
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, is_inside(letter)) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                // the mark behind a word is none of it
                let word = text.get(from..at).unwrap_or_default();
                let end = from + word.trim_end_matches(['.', ':']).len();
                words.push(from..end);
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_found_in_any_form_and_every_one_has_a_source() {
        assert_eq!(term("rolebindings"), Some("RoleBinding"));
        assert_eq!(term("Verbs"), Some("verb"));
        assert_eq!(term("actions"), Some("actions"));
        assert!(term("frobnicate").is_none());
        assert_eq!(term("Near misses"), Some("near miss"));
        for (name, words, (source, address)) in TERMS {
            assert!(words.ends_with('.') && words.len() < 160, "{name}");
            assert!(!source.is_empty() && address.starts_with("https://"));
            assert!(name.split(' ').count() <= LONGEST, "{name}");
            assert_eq!(term(name), Some(name), "named twice");
        }
    }

    #[test]
    fn sentences_speak_of_terms() {
        let said = |text: &'static str| -> Vec<&str> {
            let found = terms_in(text).into_iter();
            found.filter_map(|range| text.get(range)).collect()
        };
        assert_eq!(
            said("Denied at gate 4, Kubernetes RBAC: no role assignment."),
            ["gate", "Kubernetes RBAC", "role assignment"]
        );
        assert_eq!(
            said("Roles, a role and its rules: view."),
            ["Roles", "rules"]
        );
        // everyday words, names and what only begins like one are none
        assert_eq!(said("get the list; roleplay, role-1, a:role"), [""; 0]);
        assert_eq!(said("ünïcode Rollen, scope"), ["scope"]);
        assert_eq!(said(""), [""; 0]);
    }
}
