//! Which small drawings are there?
//!
//! A gate is two posts with a gap: open, the thread goes through; shut, it ends before the bar. The
//! same two glyphs stand for a verdict wherever there is no room for words; beside words they are
//! hidden from assistive technology.

use yew::{Html, html};

/// The mark of the product: a thread through an open gate.
pub(crate) fn brand() -> Html {
    html! {
        <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">
            <path d="M13 2v5.5M13 14.5V20" stroke-width="3" />
            <path d="M2 11h17M15.5 7.5 19 11l-3.5 3.5" stroke-width="2" />
        </svg>
    }
}

/// A closed lock.
pub(crate) fn lock() -> Html {
    html! {
        <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="1.3">
            <rect x="2.5" y="6" width="9" height="6.5" rx="1" />
            <path d="M4.5 6V4a2.5 2.5 0 0 1 5 0v2" />
        </svg>
    }
}

/// A sheet of paper.
pub(crate) fn file() -> Html {
    html! {
        <svg width="14" height="16" viewBox="0 0 14 16" aria-hidden="true" fill="none"
            stroke="currentColor">
            <path d="M2 1.5h6.5L12 5v9.5H2zM8.5 1.5V5H12" />
        </svg>
    }
}

/// An open gate.
pub(crate) fn open() -> Html {
    html! {
        <svg class="gate ok" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round">
            <path d="M8 1v4M8 11v4" stroke-width="2" />
            <path d="M1 8h13M11 5l3 3-3 3" stroke-width="1.5" stroke-linejoin="round" />
        </svg>
    }
}

/// A shut gate.
pub(crate) fn shut() -> Html {
    html! {
        <svg class="gate no" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round">
            <path d="M10 1v14" stroke-width="2.5" />
            <path d="M1 8h6" stroke-width="1.5" />
        </svg>
    }
}

/// The sign of the verdict Allowed: a tick in a circle.
pub(crate) fn allowed() -> Html {
    html! {
        <svg class="sign" viewBox="0 0 44 44" aria-hidden="true" fill="none" stroke="currentColor">
            <circle cx="22" cy="22" r="19" stroke-width="2.5" />
            <path d="m13 23 6 6 12-14" stroke-width="3.5" stroke-linecap="round"
                stroke-linejoin="round" />
        </svg>
    }
}

/// The sign of the verdict Denied: a thread that ends at a bar, in an octagon.
pub(crate) fn denied() -> Html {
    html! {
        <svg class="sign" viewBox="0 0 44 44" aria-hidden="true" fill="none" stroke="currentColor"
            stroke-linecap="round">
            <path d="M14 3h16l11 11v16L30 41H14L3 30V14z" stroke-width="2.5" />
            <path d="M28 11v22" stroke-width="4" />
            <path d="M10 22h13" stroke-width="2.5" />
        </svg>
    }
}

/// A cross, for taking something away.
pub(crate) fn cross() -> Html {
    html! {
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="1.5" stroke-linecap="round">
            <path d="m2 2 6 6M8 2 2 8" />
        </svg>
    }
}

/// A plus, for adding something.
pub(crate) fn plus() -> Html {
    html! {
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="1.5" stroke-linecap="round">
            <path d="M5 1.5v7M1.5 5h7" />
        </svg>
    }
}

/// A gate without an opinion.
pub(crate) fn thin() -> Html {
    html! {
        <svg class="gate" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round">
            <path d="M8 1v4M8 11v4" stroke-width="1.25" />
            <path d="M1 8h13" stroke-width="1.5" />
        </svg>
    }
}

/// A gate that is not in use.
pub(crate) fn off() -> Html {
    html! {
        <svg class="gate" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round">
            <path d="M8 1v14" stroke-width="2" stroke-dasharray="1 3" />
        </svg>
    }
}

/// A gate the request does not come to.
pub(crate) fn unasked() -> Html {
    html! {
        <svg class="gate" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-linecap="round">
            <path d="M8 1v14" stroke-width="1.25" />
        </svg>
    }
}
