//! Which texts is the question asked of?
//!
//! The list of sources with what was found in each. One of them is in the editor below.

use std::rc::Rc;

use gloo::file::FileList;
use web_sys::{Element, Event, HtmlInputElement};
use yew::{Callback, Html, Properties, TargetCast, component, html, use_effect_with, use_node_ref};

use super::editor::bring;
use super::icons;
use super::keyboard::{EDITOR, focus, with};
use crate::app::reading::stop;
use crate::app::state::Action;
use crate::app::workspace::Summary;

#[derive(Properties, PartialEq)]
pub(crate) struct FilesProps {
    pub(crate) summaries: Rc<Vec<Summary>>,
    /// The position of the one in the editor.
    pub(crate) shown: usize,
    pub(crate) reading: Reading,
    /// What could not be done; empty otherwise.
    pub(crate) complaint: String,
    /// Whether a change can be taken back.
    pub(crate) can_undo: bool,
    /// Whether the browser keeps what is there for when the tab is loaded again.
    pub(crate) is_kept: bool,
    pub(crate) on_files: Callback<FileList>,
    pub(crate) on_action: Callback<Action>,
}

/// What is told where the browser does not keep what is there.
const UNKEPT: &str = "This browser cannot keep these texts: they are gone when the tab is closed or loaded again. Save them.";

/// How far the reading of large texts is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Done,
    Running,
    /// It was stopped: the answer is about the texts as they were.
    Stopped,
}

/// The list of sources.
#[component]
pub(crate) fn Files(props: &FilesProps) -> Html {
    let field = use_node_ref();
    let pick = {
        let field = field.clone();
        move |_| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                field.click();
            }
        }
    };
    let on_files = props.on_files.clone();
    let onchange = move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if let Some(files) = field.files() {
            on_files.emit(FileList::from(files));
        }
        // so that the same file can be chosen again
        field.set_value("");
    };
    let on_action = props.on_action.clone();
    let new = move |_| {
        on_action.emit(Action::New);
        with(EDITOR, focus);
    };
    let on_action = props.on_action.clone();
    let undo = move |_| on_action.emit(Action::Undo);
    let count = match props.summaries.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    let complaint = use_node_ref();
    // on a narrow screen it stands far from what it is about
    use_effect_with(props.complaint.clone(), {
        let complaint = complaint.clone();
        move |_| {
            if let Some(complaint) = complaint.cast::<Element>() {
                bring(&complaint);
            }
        }
    });
    html! {
        <section aria-labelledby="workspace">
            <div class="bar">
                <h2 id="workspace">{ "Workspace " }<span class="n">{ count }</span></h2>
                { reading(props) }
                if props.can_undo {
                    <button type="button" class="btn quiet" id="undo" onclick={undo}>{ "Undo" }</button>
                }
                <button type="button" class="btn quiet" id="new" onclick={new}>{ "New" }</button>
                <button type="button" class="btn quiet" id="add" onclick={pick}>{ "Add files" }</button>
                <input ref={field} type="file" id="files" multiple=true hidden=true {onchange} />
            </div>
            if !props.complaint.is_empty() {
                <p ref={complaint} class="complaint" role="alert">{ &props.complaint }</p>
            }
            if !props.is_kept {
                <p class="complaint unkept" role="status">{ UNKEPT }</p>
            }
            <ul class="list">{ for props.summaries.iter().enumerate().map(|(at, of)| entry(at, of, props)) }</ul>
        </section>
    }
}

/// What is told of large texts while they are read, should it take long.
fn reading(props: &FilesProps) -> Html {
    let (told, word, id) = match props.reading {
        Reading::Done => return Html::default(),
        Reading::Running => ("Reading", "Stop", "stop"),
        Reading::Stopped => ("Not read", "Read", "resume"),
    };
    let (on_action, is_running) = (props.on_action.clone(), id == "stop");
    let act = move |_| {
        if is_running {
            stop();
        }
        on_action.emit(if is_running {
            Action::Stop
        } else {
            Action::Resume
        });
    };
    html! {
        <span class="late" role="status">
            { told }{ " " }<button type="button" class="btn quiet" {id} onclick={act}>{ word }</button>
        </span>
    }
}

fn entry(at: usize, summary: &Summary, props: &FilesProps) -> Html {
    let name = &summary.source.name;
    let act = |action: fn(usize) -> Action| {
        let on_action = props.on_action.clone();
        move |_| on_action.emit(action(at))
    };
    let tag = match (summary.errors, summary.warnings) {
        (0, 0) => String::new(),
        (0, notes) => counted(notes, "note"),
        (errors, _) => counted(errors, "error"),
    };
    html! {
        <li class="file" key={name.clone()}>
            <button type="button" class="entry" aria-current={(at == props.shown).then_some("true")}
                title={name.clone()} onclick={act(Action::Show)}>
                { icons::file() }<b><bdi>{ name }</bdi></b><span class="tag">{ tag }</span>
                <small>{ &summary.contents }</small>
            </button>
            if props.summaries.len() > 1 {
                <button type="button" class="away" aria-label={format!("Remove {name}")}
                    onclick={act(Action::Remove)}>{ icons::cross() }</button>
            }
        </li>
    }
}

/// `1 note`, `3 notes`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
