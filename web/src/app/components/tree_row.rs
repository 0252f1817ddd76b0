//! What is one step of what was checked?
//!
//! A mark with its meaning in words, what was checked, where it is written, and the steps below it.

use aksess::Location;
use yew::{AttrValue, Html, Properties, classes, component, html};

use super::place::{Marker, Place};

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
}

/// Where a step is written.
#[derive(Clone, PartialEq)]
pub(crate) enum Written {
    /// It is not about a place.
    Nowhere,
    /// `None` for what aksess brings itself.
    At(Option<Location>),
}

#[derive(Properties, PartialEq)]
pub(crate) struct RowProps {
    pub(crate) mark: Mark,
    pub(crate) at: Written,
    /// The source the rows around speak of.
    #[prop_or_default]
    pub(crate) within: Option<AttrValue>,
    pub(crate) marker: Marker,
    /// What the step says.
    pub(crate) children: Html,
    /// The steps below, as list items.
    #[prop_or_default]
    pub(crate) below: Option<Html>,
}

/// One step as a list item.
#[component]
pub(crate) fn Row(props: &RowProps) -> Html {
    let (class, sign, words) = props.mark.sign();
    let (place, current) = match &props.at {
        Written::Nowhere => (Html::default(), false),
        Written::At(at) => (
            html! {
                <>{ " " }<Place at={at.clone()} within={props.within.clone()}
                    marker={props.marker.clone()} /></>
            },
            props.marker.is_on(at.as_ref()),
        ),
    };
    html! {
        <li>
            <div class={classes!("row", class, current.then_some("cur"))}>
                <span class="i" aria-hidden="true">{ sign }</span>
                <div><span class="sr">{ words }</span>{ props.children.clone() }{ place }</div>
            </div>
            if let Some(below) = &props.below {
                <ul>{ below.clone() }</ul>
            }
        </li>
    }
}
