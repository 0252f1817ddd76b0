//! What is one step of what was checked?
//!
//! A mark with its meaning in words, what was checked, where it is written, and the steps below it.

use aksess::{Location, RuleRef, report};
use yew::{Html, classes, html};

use super::place::Marker;
use super::term::said;

/// How a step came out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Passes,
    Fails,
    Near,
    Plain,
}

impl Mark {
    fn sign(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Passes => ("y", "✓", "yes: "),
            Self::Fails => ("x", "✕", "no: "),
            Self::Near => ("near", "~", "near miss: "),
            Self::Plain => ("", "·", ""),
        }
    }

    /// A step that is not about a place.
    pub(crate) fn row(self, text: Html, below: Html) -> Html {
        self.item(false, text, Html::default(), below)
    }

    /// A step with its place; below it, places in the same source are only lines.
    pub(crate) fn row_at(
        self,
        marker: &Marker,
        at: Option<&Location>,
        text: Html,
        below: Html,
    ) -> Html {
        self.item(marker.is_on(at), text, marker.place(at), below)
    }

    /// A step below one that is at that other place.
    pub(crate) fn row_beside(
        self,
        marker: &Marker,
        (at, other): (Option<&Location>, Option<&Location>),
        text: Html,
        below: Html,
    ) -> Html {
        self.item(
            marker.is_on(at),
            text,
            marker.place_beside(at, other),
            below,
        )
    }

    fn item(self, is_current: bool, text: Html, place: Html, below: Html) -> Html {
        let (class, sign, words) = self.sign();
        let is_leaf = below == Html::default();
        html! {
            <li>
                <div class={classes!("row", class, is_current.then_some("cur"))}>
                    <span class="i" aria-hidden="true">{ sign }</span>
                    <div><span class="sr">{ words }</span>{ text }{ "\u{a0}" }{ place }</div>
                </div>
                if !is_leaf {
                    <ul>{ below }</ul>
                }
            </li>
        }
    }
}

/// `rule 1 of 9` and what it permits.
pub(crate) fn rule(rule: &RuleRef) -> Html {
    html! {
        <>{ said(&format!("rule {} of {} ", rule.number, rule.of)) }<span class="why"><bdi>{ report::rule(rule) }</bdi></span></>
    }
}

/// `Role`, `subject Group` and the like, with a name.
pub(crate) fn named(kind: &str, name: &str) -> Html {
    html! { <>{ said(kind) }{ " " }<bdi>{ name }</bdi></> }
}
