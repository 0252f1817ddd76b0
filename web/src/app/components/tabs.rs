//! Which view of the answer is open?
//!
//! *Source:* the tabs of the ARIA Authoring Practices; arrows open the tab they reach.

use web_sys::KeyboardEvent;
use yew::{Callback, Html, Properties, component, html};

use super::keyboard::{focus, with};

/// A view of the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tab {
    Why,
    Who,
}

impl Tab {
    /// Its `id` in the document.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Why => "tab-why",
            Self::Who => "tab-who",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Why => "Why",
            Self::Who => "Who can",
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Why => Self::Who,
            Self::Who => Self::Why,
        }
    }
}

#[derive(Properties, PartialEq)]
pub(crate) struct TabsProps {
    pub(crate) tab: Tab,
    /// How many can, where that was worked out.
    pub(crate) count: Option<usize>,
    pub(crate) on_tab: Callback<Tab>,
}

/// The tabs.
#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let (open, on_tab) = (props.tab, props.on_tab.clone());
    let onkeydown = move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight") {
            event.prevent_default();
            on_tab.emit(open.other());
            with(open.other().id(), focus);
        }
    };
    let tab = |tab: Tab| {
        let on_tab = props.on_tab.clone();
        let is_open = tab == open;
        html! {
            <button type="button" role="tab" id={tab.id()} aria-selected={is_open.to_string()}
                aria-controls="tab-panel" tabindex={if is_open { "0" } else { "-1" }}
                onclick={move |_| on_tab.emit(tab)}>
                { tab.words() }
                if let (Tab::Who, Some(count)) = (tab, props.count) {
                    { " " }<span class="n">{ count }</span>
                }
            </button>
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label="The answer in detail" {onkeydown}>
            { tab(Tab::Why) }{ tab(Tab::Who) }
        </div>
    }
}
