//! Light or dark?
//!
//! The system decides until someone else does. The choice is the only thing the page keeps.

use gloo::utils::{document_element, window};
use web_sys::Storage;
use yew::{Callback, hook, use_state_eq};

/// The name under which the choice is kept; `theme.js` reads it before the first paint.
const KEY: &str = "aksess-theme";

/// Which colours are used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Theme {
    System,
    Light,
    Dark,
}

impl Theme {
    /// What the button says.
    pub(crate) fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::System => ("as the system", "light"),
            Self::Light => ("light", "dark"),
            Self::Dark => ("dark", "as the system"),
        }
    }

    fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }

    fn kept() -> Self {
        match document_element().get_attribute("data-theme").as_deref() {
            Some("light") => Self::Light,
            Some("dark") => Self::Dark,
            _ => Self::System,
        }
    }

    /// Uses and keeps this theme. Where the browser keeps nothing, it lasts as long as the tab.
    fn apply(self) {
        let root = document_element();
        let storage = storage();
        let kept = match (self.name(), storage) {
            (Some(name), storage) => {
                drop(root.set_attribute("data-theme", name));
                storage.map(|storage| storage.set_item(KEY, name))
            }
            (None, storage) => {
                drop(root.remove_attribute("data-theme"));
                storage.map(|storage| storage.remove_item(KEY))
            }
        };
        drop(kept);
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The theme in use, and the way to the next one.
#[hook]
pub(crate) fn use_theme() -> (Theme, Callback<()>) {
    let theme = use_state_eq(Theme::kept);
    let now = *theme;
    let advance = Callback::from(move |()| {
        let next = theme.next();
        next.apply();
        theme.set(next);
    });
    (now, advance)
}
