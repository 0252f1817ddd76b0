//! Where is it written, and is that place marked?
//!
//! A place is a button that marks the line in the editor. Inside a list that already says which
//! source it speaks of, a place is only a line.

use aksess::Location;
use yew::{Callback, Html, html};

/// The one marked place, and how to mark another.
#[derive(Clone, PartialEq)]
pub(crate) struct Marker {
    pub(crate) selection: Option<Location>,
    pub(crate) on_select: Callback<Location>,
}

impl Marker {
    /// Whether this place is the marked one.
    pub(crate) fn is_on(&self, at: Option<&Location>) -> bool {
        at.is_some() && at == self.selection.as_ref()
    }

    /// A button that leads to a place, with the name of its source.
    pub(crate) fn place(&self, at: Option<&Location>) -> Html {
        self.button(at, true)
    }

    /// The same where the surroundings speak of that other place: in its source, only the line.
    pub(crate) fn place_beside(&self, at: Option<&Location>, other: Option<&Location>) -> Html {
        match (at, other) {
            // it has been said that this is built in
            (None, None) => Html::default(),
            (Some(at), Some(other)) if at.source == other.source => self.button(Some(at), false),
            (at, _) => self.button(at, true),
        }
    }

    fn button(&self, at: Option<&Location>, is_named: bool) -> Html {
        let Some(at) = at.cloned() else {
            // what aksess brings itself
            return html! { <span class="src">{ "built in" }</span> };
        };
        let name = if is_named {
            cut(&at.source)
        } else {
            String::new()
        };
        let words = format!("{name}:{}", at.line);
        let title = format!("{}, line {}", at.source, at.line);
        let label = format!("{words}, line {} of {}", at.line, at.source);
        let pressed = self.is_on(Some(&at));
        let on_select = self.on_select.clone();
        html! {
            <button class="src" type="button" {title} aria-label={label} aria-pressed={pressed.to_string()}
                onclick={move |_| on_select.emit(at.clone())}>{ words }</button>
        }
    }
}

/// A long name without its middle: its beginning and its ending tell it from others.
fn cut(name: &str) -> String {
    const WHOLE: usize = 20;
    const KEPT: usize = 9;
    let length = name.chars().count();
    if length <= WHOLE {
        return name.to_owned();
    }
    let begins: String = name.chars().take(KEPT).collect();
    let ends: String = name.chars().skip(length - KEPT).collect();
    let joint = ['-', '_', '.'];
    format!(
        "{}…{}",
        begins.trim_end_matches(joint),
        ends.trim_start_matches(joint)
    )
}
