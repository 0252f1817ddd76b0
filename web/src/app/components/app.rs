//! How is the page put together?
//!
//! The answer comes before the texts in the document and in the order of focus; the style sheet puts
//! the texts to its left where there is room.

use std::rc::Rc;

use aksess::Location;
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use yew::{
    AttrValue, Callback, Html, component, html, use_callback, use_effect_with, use_reducer,
    use_state_eq,
};

use super::ask::Ask;
use super::default_roles::DefaultRoles;
use super::detail::Detail;
use super::editor::Editor;
use super::files::Files;
use super::keyboard::use_keys;
use super::place::Marker;
use super::questions::Questions;
use super::read_files::use_files;
use super::theme::use_theme;
use super::top_bar::TopBar;
use super::verdict::Verdict;
use crate::app::examples;
use crate::app::state::{Action, State};

/// How long typing must pause before a large text is read, in milliseconds.
const PAUSE: u32 = 250;

/// The page.
#[component]
pub(crate) fn App() -> Html {
    let state = use_reducer(|| State::example(examples::first()));
    let dispatcher = state.dispatcher();
    let on_action = use_callback((), move |action: Action, ()| dispatcher.dispatch(action));
    let on_select = use_callback(on_action.clone(), |place: Location, on_action| {
        on_action.emit(Action::Select(place));
    });
    let on_files = use_files(on_action.clone());
    let (theme, on_theme) = use_theme();
    let keys = use_state_eq(|| true);
    use_keys(*keys, on_theme.clone());

    let line = AttrValue::from(state.asked.line());
    let request = AttrValue::from(state.asked.question.request());
    let is_allowed = state.answer.is_allowed();
    use_effect_with((line.clone(), is_allowed), |(line, is_allowed)| {
        let verdict = if *is_allowed { "Allowed" } else { "Denied" };
        document().set_title(&format!("{verdict}: {line} · aksess"));
    });
    use_effect_with((state.is_behind, state.source()), {
        let on_action = on_action.clone();
        move |(is_behind, _)| {
            let clock =
                is_behind.then(|| Timeout::new(PAUSE, move || on_action.emit(Action::Pause)));
            move || drop(clock)
        }
    });

    let Some(source) = state.source() else {
        return Html::default();
    };
    let compiled = &state.workspace.compiled;
    let marker = Marker {
        selection: state.selection.clone(),
        on_select,
    };
    let why = match (state.is_at_verdict(), is_allowed) {
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
    let is_behind = state.is_behind || state.paste.unread.is_some();
    let contradicts = state.answer.contradicts(state.asked.reported);
    let are_keys_on = *keys;
    let on_keys = Callback::from(move |on| keys.set(on));
    html! {
        <>
            <a class="skip" href="#answer">{ "Skip to the answer" }</a>
            <TopBar example={state.example} {theme} {on_theme} keys={are_keys_on} {on_keys} on_action={on_action.clone()} />
            <main class="page">
                <Ask asked={state.asked.clone()} paste={state.paste.clone()} {is_more} vocabulary={Rc::clone(&compiled.vocabulary)}
                    on_action={on_action.clone()} />
                    <div class="stage">
                        <Verdict answer={Rc::clone(&state.answer)} {line} {is_behind} {contradicts} />
                    </div>
                    <Detail answer={Rc::clone(&state.answer)} {request} question={state.asked.question.clone()}
                        compiled={Rc::clone(compiled)} marker={marker.clone()} on_action={on_action.clone()} />
                    <div class="files">
                        <Files summaries={Rc::clone(&compiled.summaries)} shown={state.shown}
                            complaint={state.complaint.clone()} {on_files} on_action={on_action.clone()} />
                        <DefaultRoles is_on={state.workspace.defaults} is_there={compiled.has_defaults}
                            on_action={on_action.clone()} />
                        <Questions {title} expectations={Rc::clone(&compiled.expectations)}
                            asked={state.asked.clone()} on_action={on_action.clone()} />
                        <Editor {source} diagnostics={Rc::clone(&compiled.diagnostics)} {marker} {why}
                            loads={state.loads} reveals={state.reveals} is_chosen={state.is_chosen} {on_action} />
                    </div>
            </main>
        </>
    }
}
