//! What does the browser keep for this tab, and what does a link bring?
//!
//! When the page opens, a link comes first, then what the tab kept before it was loaded again, then the
//! example. What changes is kept when it has come to rest.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use yew::{Callback, UseReducerHandle, hook, use_effect_with, use_mut_ref};

use crate::app::host;
use crate::app::kept::Kept;
use crate::app::state::{Action, State};

/// How long nothing must change before it is kept, in milliseconds.
const REST: u32 = 500;
/// More than this is not kept: browsers keep about five megabytes for a page.
const MOST: usize = 2 * 1024 * 1024;

/// Brings back what a link or the tab holds, and keeps what changes.
#[hook]
pub(crate) fn use_keeping(state: &UseReducerHandle<State>, on_action: &Callback<Action>) {
    let is_ready = use_mut_ref(|| false);
    use_effect_with((), {
        let (on_action, is_ready) = (on_action.clone(), is_ready.clone());
        move |()| {
            open(on_action.clone(), move || *is_ready.borrow_mut() = true);
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                open(on_action.clone(), || {});
            });
            move || drop(listener)
        }
    });
    let what = (
        state.workspace.sources.clone(),
        state.asked.clone(),
        state.view,
        state.workspace.defaults,
    );
    use_effect_with(what, {
        let state = state.clone();
        move |_| {
            let clock = Timeout::new(REST, move || {
                if !*is_ready.borrow() {
                    return;
                }
                let is_as_it_opens = state.example.is_some() && !state.can_undo();
                let is_small = state.workspace.size() <= MOST;
                let text = if is_small && !is_as_it_opens {
                    state.kept().text()
                } else {
                    String::new()
                };
                host::keep(&text);
            });
            move || drop(clock)
        }
    });
}

fn open(on_action: Callback<Action>, then: impl FnOnce() + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        let linked = host::shared().await.ok().and_then(|of| of.as_string());
        let linked = linked.and_then(|text| Kept::read(&text));
        let found = linked.or_else(|| Kept::read(&host::kept()));
        if let Some(kept) = found {
            on_action.emit(Action::Restore(Box::new(kept), true));
        }
        then();
    });
}
