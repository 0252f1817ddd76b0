//! Which words are explained where they stand?
//!
//! They are underlined with dots. `web/js/terms.js` shows what they mean, as the list below the keys says it,
//! to those who point at one, reach it with the keyboard or touch it. What can be chosen or opened names its
//! term in `data-term`; words in headings are stops of the keyboard of their own.

use yew::{Html, html};

use crate::glossary::{term, terms_in};

/// A word of a heading.
pub(crate) fn word(word: &'static str) -> Html {
    html! { <button type="button" class="term">{ word }</button> }
}

/// A sentence with the terms it speaks of.
pub(crate) fn said(text: &str) -> Html {
    let mut parts = Vec::new();
    let mut end = 0;
    for range in terms_in(text) {
        let before = text.get(end..range.start).unwrap_or_default();
        end = range.end;
        let word = text.get(range).unwrap_or_default();
        parts.push(html! { <>{ before }<span class="term">{ word }</span></> });
    }
    let rest = text.get(end..).unwrap_or_default();
    html! { <>{ for parts }{ rest }</> }
}

/// What an author wrote, which may be a term.
pub(crate) fn code(text: &str) -> Html {
    html! { <code class={term(text).map(|_| "term")}>{ text }</code> }
}
