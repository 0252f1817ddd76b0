//! Where am I, and what else can be opened?

use std::rc::Rc;

use yew::{Callback, Html, Properties, component, html};

use super::help::Help;
use super::icons;
use super::send::Send;
use super::theme::Theme;
use crate::app::state::{Action, State};
use crate::app::view::View;

#[derive(Properties, PartialEq)]
pub(crate) struct TopBarProps {
    pub(crate) view: View,
    pub(crate) state: Rc<State>,
    pub(crate) theme: Theme,
    pub(crate) on_theme: Callback<()>,
    pub(crate) keys: bool,
    pub(crate) on_keys: Callback<bool>,
    pub(crate) on_action: Callback<Action>,
}

/// The bar at the top.
#[component]
pub(crate) fn TopBar(props: &TopBarProps) -> Html {
    let on_theme = props.on_theme.clone();
    let (now, next) = props.theme.words();
    let label = format!("Colours {now}; switch to {next}");
    let views = View::ALL.into_iter().map(|view| {
        let on_action = props.on_action.clone();
        let current = (view == props.view).then_some("page");
        html! {
            <button type="button" id={format!("view-{}", view.word())} aria-current={current}
                onclick={move |_| on_action.emit(Action::View(view))}>{ view.words() }</button>
        }
    });
    html! {
        <header class="top">
            <span class="brand">{ icons::brand() }{ "aksess" }</span>
            <nav class="views" aria-label="Views">{ for views }</nav>
            <span class="here">{ icons::lock() }{ "Nothing leaves this tab" }</span>
            <div class="tools">
                <Send state={Rc::clone(&props.state)} on_action={props.on_action.clone()} />
                <button type="button" id="theme" class="btn ico" title={label.clone()} aria-label={label}
                    onclick={move |_| on_theme.emit(())}>{ sign(props.theme) }</button>
                <Help keys={props.keys} on_keys={props.on_keys.clone()} />
            </div>
        </header>
    }
}

/// Half a disc as the system, a sun, a moon.
fn sign(theme: Theme) -> Html {
    let drawing = match theme {
        Theme::System => html! {
            <><circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" /></>
        },
        Theme::Light => html! {
            <>
                <circle cx="8" cy="8" r="3" />
                <path d="M8 .8v1.6M8 13.6v1.6M.8 8h1.6M13.6 8h1.6M2.9 2.9 4 4M12 12l1.1 1.1M2.9 13.1 4 12M12 4l1.1-1.1" />
            </>
        },
        Theme::Dark => html! { <path d="M13.5 9.6A6 6 0 1 1 6.4 2.5a4.8 4.8 0 0 0 7.1 7.1z" /> },
    };
    html! {
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="none"
            stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round">
            { drawing }
        </svg>
    }
}
