//! Where is it written, and is that place marked?
//!
//! A place is a button that marks the line in the editor. Inside a list that already says which
//! source it speaks of, a place is only a line.

use aksess::Location;
use yew::{AttrValue, Callback, Html, Properties, component, html};

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
}

#[derive(Properties, PartialEq)]
pub(crate) struct PlaceProps {
    /// `None` for what aksess brings itself.
    pub(crate) at: Option<Location>,
    /// The source the surroundings speak of.
    #[prop_or_default]
    pub(crate) within: Option<AttrValue>,
    pub(crate) marker: Marker,
}

/// A button that leads to a place.
#[component]
pub(crate) fn Place(props: &PlaceProps) -> Html {
    let Some(at) = props.at.clone() else {
        return html! { <span class="src">{ "built in" }</span> };
    };
    let is_near = props.within.as_ref().is_some_and(|of| **of == *at.source);
    let name = if is_near { "" } else { at.source.as_str() };
    let title = format!("{}, line {}", at.source, at.line);
    let label = format!("{name}:{}, line {} of {}", at.line, at.line, at.source);
    let pressed = props.marker.is_on(Some(&at));
    let line = at.line;
    let name = name.to_owned();
    let on_select = props.marker.on_select.clone();
    html! {
        <button class="src" type="button" {title} aria-label={label}
            aria-pressed={pressed.to_string()} onclick={move |_| on_select.emit(at.clone())}>
            <span class="src-name">{ name }</span><span>{ format!(":{line}") }</span>
        </button>
    }
}
