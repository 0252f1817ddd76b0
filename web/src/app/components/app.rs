//! How is the page put together?
//!
//! The answer comes before the texts in the document and in the order of focus; the style sheet puts
//! the texts to its left where there is room.

use std::rc::Rc;

use aksess::{By, Location};
use gloo::utils::document;
use yew::{
    AttrValue, Callback, Html, classes, component, html, use_callback, use_effect_with,
    use_reducer, use_state_eq,
};

use super::access::Access;
use super::ask::Ask;
use super::default_roles::DefaultRoles;
use super::detail::{Detail, not_here};
use super::editor::Editor;
use super::examples::Examples;
use super::files::{Files, Reading};
use super::findings::Findings;
use super::keeping::use_keeping;
use super::keyboard::use_keys;
use super::orders::orders;
use super::place::Marker;
use super::preflight::Preflight;
use super::questions::Questions;
use super::read_files::use_files;
use super::scopes::Scopes;
use super::theme::use_theme;
use super::top_bar::TopBar;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::app::reading;
use crate::app::state::{Action, State};
use crate::app::view::View;

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(State::first);
    let dispatcher = state.dispatcher();
    let on_action = use_callback((), move |action: Action, ()| dispatcher.dispatch(action));
    let on_select = use_callback(on_action.clone(), |place: Location, on_action| {
        on_action.emit(Action::Select(place));
    });
    let on_files = use_files(on_action.clone());
    let (theme, on_theme) = use_theme();
    let keys = use_state_eq(|| true);
    use_keys(*keys, on_theme.clone(), on_action.clone());

    // the browser keeps titles, and a line may hold a credential
    let line = AttrValue::from(state.asked.question.request());
    let is_allowed = state.answer.is_allowed();
    use_effect_with((line.clone(), is_allowed), |(line, is_allowed)| {
        let verdict = if *is_allowed { "Allowed" } else { "Denied" };
        document().set_title(&format!("{verdict}: {line} · aksess"));
    });
    use_effect_with(state.wanted, {
        let (state, on_action) = (state.clone(), on_action.clone());
        move |_| read_elsewhere(&state, on_action)
    });

    let is_kept = use_keeping(&state, &on_action);

    let Some(source) = state.source() else {
        return Html::default();
    };
    let compiled = &state.workspace.compiled;
    let marker = Marker {
        selection: state.selection.clone(),
        on_select,
    };
    let has_decided = is_allowed || state.answer.review.by == By::AzureDenyAssignment;
    let why = match (state.is_at_verdict(), has_decided) {
        (false, _) => "",
        (true, true) => "decided",
        (true, false) => "nearest miss",
    };
    let title = if state.example.is_some() {
        "Questions in this example"
    } else {
        "Questions in these texts"
    };
    let is_more = state.asked.text().is_some() && state.answer.has_steps();
    let are_keys_on = *keys;
    let on_keys = Callback::from(move |on| keys.set(on));
    let view = state.view;
    let shared = Rc::new((*state).clone());
    html! {
        <>
            <a class="skip" href="#answer">{ "Skip to the answer" }</a>
            <TopBar {view} state={Rc::clone(&shared)} {theme} {on_theme} keys={are_keys_on} {on_keys} on_action={on_action.clone()} />
            <main class={classes!("page", view.word())}>
                <Ask asked={state.asked.clone()} paste={state.paste.clone()} {is_more} names={Rc::clone(&compiled.names)}
                    on_action={on_action.clone()} />
                { answer(&state, &marker, &on_action) }
                <div class="files">
                    <Files summaries={state.workspace.summaries()} shown={state.shown} reading={reading_of(&state)}
                        complaint={state.complaint.clone()} can_undo={state.can_undo()} {is_kept} {on_files} on_action={on_action.clone()} />
                    <DefaultRoles is_on={state.workspace.defaults} is_there={compiled.has_defaults}
                        on_action={on_action.clone()} />
                    <Questions {title} expectations={Rc::clone(&compiled.expectations)}
                        asked={state.asked.clone()} on_action={on_action.clone()} />
                    <Editor {source} shown={state.shown} compiled={Rc::clone(compiled)} {marker} {why}
                        loads={state.loads} reveals={state.reveals} is_chosen={state.is_chosen} {on_action} />
                </div>
            </main>
        </>
    }
}

/// How far the reading of the texts is.
fn reading_of(state: &State) -> Reading {
    match (state.is_behind, state.wanted) {
        (false, _) => Reading::Done,
        (true, Some(_)) => Reading::Running,
        (true, None) => Reading::Stopped,
    }
}

/// Lets the worker read the texts that are waited for.
fn read_elsewhere(state: &State, on_action: Callback<Action>) {
    let Some(number) = state.wanted else {
        return;
    };
    let sources = state.workspace.sources.iter();
    let texts = sources.map(|source| source.text.clone()).collect();
    wasm_bindgen_futures::spawn_local(async move {
        match reading::wait(texts).await {
            Ok(Some(readings)) => on_action.emit(Action::Read(number, readings)),
            Ok(None) => {}
            // a browser without workers
            Err(_) => on_action.emit(Action::Unread(number)),
        }
    });
}

/// The open view.
fn answer(state: &State, marker: &Marker, on_action: &Callback<Action>) -> Html {
    let (answer, compiled) = (&state.answer, &state.workspace.compiled);
    let view = state.view;
    let verdict = || {
        let line = AttrValue::from(state.asked.line());
        let is_behind = state.is_behind || state.is_typing || state.paste.unread.is_some();
        let contradicts = answer.contradicts(state.asked.reported);
        html! { <Verdict answer={Rc::clone(answer)} {line} {is_behind} {contradicts} /> }
    };
    let inside = match view {
        View::Journey => {
            let journey = Rc::new(answer.journey());
            let on_gate = {
                let on_action = on_action.clone();
                Callback::from(move |gate| on_action.emit(Action::Gate(gate)))
            };
            let request = AttrValue::from(state.asked.question.request());
            return html! {
                <>
                    <div class="stage">
                        { verdict() }
                        <Walk journey={Rc::clone(&journey)} marker={marker.clone()} {on_gate} verdicts={state.verdicts} />
                    </div>
                    <div class="detail">
                        <Detail answer={Rc::clone(answer)} {journey} gate={state.gate} {request}
                            compiled={Rc::clone(compiled)} marker={marker.clone()} on_action={on_action.clone()} />
                        if answer.review.orders_differ.is_some() {
                            { orders(&answer.review, state.asked.question.order, on_action) }
                        }
                    </div>
                </>
            };
        }
        View::Orders => orders(&answer.review, state.asked.question.order, on_action),
        View::Scopes => {
            let of_trace = answer.trace().and_then(|of| of.azure.as_ref());
            let azure = of_trace.or_else(|| answer.action().map(|of| &of.azure));
            match azure {
                Some(azure) => {
                    html! { <Scopes azure={Rc::new(azure.clone())} marker={marker.clone()} /> }
                }
                None => not_here(true),
            }
        }
        View::Access => html! {
            <Access compiled={Rc::clone(compiled)} question={state.asked.question.clone()} marker={marker.clone()}
                on_action={on_action.clone()} />
        },
        View::Findings => {
            html! { <Findings compiled={Rc::clone(compiled)} marker={marker.clone()} /> }
        }
        View::Preflight => {
            html! { <Preflight compiled={Rc::clone(compiled)} marker={marker.clone()} /> }
        }
        View::Examples => {
            html! { <Examples open={state.example.clone()} on_action={on_action.clone()} /> }
        }
    };
    html! {
        <>
            if view.is_about_answer() {
                <div class="stage">{ verdict() }</div>
                <div class="detail">{ inside }</div>
            } else {
                <div class="detail" id="answer" tabindex="-1"><h1 class="sr">{ view.words() }</h1>{ inside }</div>
            }
        </>
    }
}
