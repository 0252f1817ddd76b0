//! What does the browser keep for this tab, and what does a link bring?
//!
//! When the page opens, what the tab kept before it was loaded again comes back, and then a link. What changes
//! is kept when it has come to rest.
//!
//! *Invariants.* A link is in the address only as long as it holds what is there: the address comes first when
//! the page is loaded again. A link takes the place of other work so that it can be brought back: by an undo,
//! and as other work of this browser.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use yew::{Callback, UseReducerHandle, hook, use_effect_with, use_mut_ref, use_state_eq};

use crate::app::host;
use crate::app::kept::Kept;
use crate::app::state::{Action, Origin, State};

/// How long nothing must change before it is kept, in milliseconds.
const REST: u32 = 500;
/// More than this is not kept: browsers keep about five megabytes for a page.
const MOST: usize = 2 * 1024 * 1024;
/// What is told of a link that cannot be read.
const DAMAGED: &str = "The link cannot be read; it may have been cut. Nothing was changed.";

/// Brings back what a link or the tab holds, and keeps what changes. Tells whether what is there is kept.
#[hook]
pub(crate) fn use_keeping(state: &UseReducerHandle<State>, on_action: &Callback<Action>) -> bool {
    let is_ready = use_mut_ref(|| false);
    let is_kept = use_state_eq(|| true);
    let now = use_mut_ref(|| state.clone());
    *now.borrow_mut() = state.clone();
    use_effect_with((), {
        let (on_action, is_ready) = (on_action.clone(), is_ready.clone());
        move |()| {
            begin(on_action.clone(), move || *is_ready.borrow_mut() = true);
            let listener = EventListener::new(&window(), "hashchange", move |_| {
                follow(on_action.clone(), Rc::clone(&now));
            });
            move || drop(listener)
        }
    });
    use_effect_with((state.changes, state.is_linked()), {
        let is_ready = is_ready.clone();
        move |(_, is_linked)| {
            if *is_ready.borrow() && !is_linked {
                host::unshare();
            }
        }
    });
    let what = (
        state.workspace.sources.clone(),
        state.asked.clone(),
        state.view,
        state.workspace.defaults,
    );
    use_effect_with(what, {
        let (state, is_kept) = (state.clone(), is_kept.clone());
        move |_| {
            let clock = Timeout::new(REST, move || {
                if *is_ready.borrow() {
                    is_kept.set(keep(&state));
                }
            });
            move || drop(clock)
        }
    });
    *is_kept
}

/// Keeps what is there, unless it is what the page opens with.
fn keep(state: &State) -> bool {
    if state.example.is_some() && !state.can_undo() {
        host::keep("");
        return true;
    }
    if state.workspace.size() > MOST {
        host::keep("");
        return false;
    }
    let asked = state.handed_on();
    let kept = state.kept(asked.as_ref().unwrap_or(&state.asked));
    host::keep(&kept.text())
}

/// What the page opens with.
fn begin(on_action: Callback<Action>, then: impl FnOnce() + 'static) {
    wasm_bindgen_futures::spawn_local(async move {
        // a browser that keeps nothing has no names of tabs either
        drop(host::settle().await);
        let own = Kept::read(&host::kept());
        let linked = linked().await;
        let restore = |kept, origin| on_action.emit(Action::Restore(Box::new(kept), origin));
        let is_other = match (&own, &linked) {
            (Some(own), Ok(Some(linked))) => own.sources != linked.sources,
            _ => false,
        };
        if let Some(own) = own.filter(|_| is_other || !matches!(linked, Ok(Some(_)))) {
            restore(own, Origin::Tab);
        }
        match linked {
            Ok(Some(kept)) => {
                if is_other {
                    host::leave();
                }
                restore(kept, Origin::Link);
            }
            Ok(None) => {}
            Err(Damaged) => on_action.emit(Action::Complain(DAMAGED)),
        }
        then();
    });
}

/// What a link that was put into the address brings.
fn follow(on_action: Callback<Action>, now: Rc<RefCell<UseReducerHandle<State>>>) {
    wasm_bindgen_futures::spawn_local(async move {
        match linked().await {
            Ok(Some(kept)) => {
                // what has not come to rest yet is kept as other work too
                keep(&now.borrow());
                host::leave();
                on_action.emit(Action::Restore(Box::new(kept), Origin::Link));
            }
            Ok(None) => {}
            Err(Damaged) => on_action.emit(Action::Complain(DAMAGED)),
        }
    });
}

/// There is a link, and it cannot be read.
struct Damaged;

async fn linked() -> Result<Option<Kept>, Damaged> {
    match host::shared().await {
        Err(_) => Err(Damaged),
        Ok(text) if text.is_null() => Ok(None),
        Ok(text) => {
            let kept = text.as_string().and_then(|text| Kept::read(&text));
            kept.map(Some).ok_or(Damaged)
        }
    }
}
