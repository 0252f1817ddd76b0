//! When do names of Azure differ in letter case alone?
//!
//! Azure compares names, scopes and texts that ignore letter case as .NET's ordinal comparison does: character by
//! character, each as its one upper-case character. What grows in upper case (`ß`) is compared as it is, and no
//! letter beyond ASCII is one of ASCII. Folded, a name has its ASCII letters in lower case, as people write
//! actions and scopes, and all others in upper case. That Azure compares so is assumed.
//!
//! *Source:* learn.microsoft.com/dotnet/api/system.stringcomparison (`OrdinalIgnoreCase`).
//!
//! *Invariants.* Two texts fold to the same exactly if their characters are the same, one by one.

/// A text as it is compared.
pub fn folded(text: &str) -> String {
    text.chars().map(folded_character).collect()
}

/// Whether two characters are the same but for letter case.
pub(super) fn is_same(a: char, b: char) -> bool {
    a == b || folded_character(a) == folded_character(b)
}

fn folded_character(character: char) -> char {
    if character.is_ascii() {
        return character.to_ascii_lowercase();
    }
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(single), None) if !single.is_ascii() => single,
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_one_by_one() {
        assert_eq!(folded("/Subscriptions/RG-ärger"), "/subscriptions/rg-Ärger");
        for (a, b, same) in [
            ('a', 'A', true),
            ('ä', 'Ä', true),
            ('ς', 'σ', true),
            ('ß', 'S', false),
            ('ſ', 's', false),
            ('ı', 'i', false),
            ('\u{212a}', 'k', false),
        ] {
            assert_eq!(is_same(a, b), same, "{a} {b}");
            assert_eq!(folded(&a.to_string()) == folded(&b.to_string()), same);
        }
    }
}
