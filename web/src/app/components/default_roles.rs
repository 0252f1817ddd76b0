//! Are the roles known that every cluster has?
//!
//! One switch below the list of texts. Texts that bring them themselves have it on already.

use yew::{Callback, Html, Properties, component, html};

use crate::app::defaults;
use crate::app::state::Action;

#[derive(Properties, PartialEq)]
pub(crate) struct DefaultRolesProps {
    /// Whether the switch is on.
    pub(crate) is_on: bool,
    /// Whether they are known, by the switch or by the texts.
    pub(crate) is_there: bool,
    pub(crate) on_action: Callback<Action>,
}

/// The switch.
#[component]
pub(crate) fn DefaultRoles(props: &DefaultRolesProps) -> Html {
    let all = defaults::all();
    let by_texts = props.is_there && !props.is_on;
    let about = if by_texts {
        "on, as the documents say".to_owned()
    } else {
        format!("{} roles, {} bindings", all.roles, all.bindings)
    };
    let (on_action, is_on) = (props.on_action.clone(), props.is_on);
    html! {
        <div class="defaults">
            <button type="button" class="entry" id="defaults" role="switch" aria-checked={props.is_there.to_string()}
                disabled={by_texts} onclick={move |_| on_action.emit(Action::Defaults(!is_on))}>
                <span class="knob" aria-hidden="true" />
                <b>{ "Default roles of Kubernetes 1.36" }</b>
                <small>{ about }</small>
            </button>
        </div>
    }
}
