//! What is written?
//!
//! A plain text field as tall and as wide as its text, in a box that scrolls it together with the line
//! numbers. The browser keeps the text while someone types; the page sets it only when another text
//! is shown.

use std::rc::Rc;

use aksess::{Diagnostic, Location, Source};
use gloo::utils::window;
use web_sys::{Element, HtmlTextAreaElement, InputEvent};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, component, html, use_effect_with, use_memo,
    use_mut_ref, use_node_ref,
};

use super::keyboard::EDITOR;
use super::notes::Notes;
use super::place::Marker;
use super::sheet::{Gutter, marks};
use crate::app::selection::last_line;
use crate::app::state::Action;
use crate::app::text::{columns, line_at, lines, offset_of};

/// The height of a line; the style sheet says the same.
const LINE: i32 = 20;

const HINT: &str = "Paste YAML or JSON, or drop files anywhere on this page.

All that a cluster knows about access:

kubectl get -A -o yaml \\
clusterroles,clusterrolebindings,\\
roles,rolebindings";

#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    pub(crate) source: Rc<Source>,
    /// All remarks; those of other texts are left out here.
    pub(crate) diagnostics: Rc<Vec<Diagnostic>>,
    pub(crate) marker: Marker,
    /// Why the marked line is marked; may be empty.
    pub(crate) why: AttrValue,
    /// Counts the texts that were shown.
    pub(crate) loads: u32,
    /// Counts the selections to bring into view.
    pub(crate) reveals: u32,
    /// Whether the selection was chosen, so that the page may move to it.
    pub(crate) is_chosen: bool,
    pub(crate) on_action: Callback<Action>,
}

/// The editor of one source.
#[component]
pub(crate) fn Editor(props: &EditorProps) -> Html {
    let (frame, field) = (use_node_ref(), use_node_ref());
    let loaded = use_mut_ref(|| None::<u32>);
    let source = &props.source;
    let selected = props
        .marker
        .selection
        .as_ref()
        .filter(|at| at.source == source.name);
    let marked = selected.map(|at| (at.line, last_line(at)));

    use_effect_with((props.loads, props.reveals), {
        let (frame, field, source) = (frame.clone(), field.clone(), Rc::clone(source));
        let is_chosen = props.is_chosen;
        move |(loads, _): &(u32, u32)| {
            let (Some(frame), Some(field)) =
                (frame.cast::<Element>(), field.cast::<HtmlTextAreaElement>())
            else {
                return;
            };
            if loaded.borrow_mut().replace(*loads) != Some(*loads) {
                field.set_value(&source.text);
                frame.set_scroll_top(0);
                frame.set_scroll_left(0);
            }
            if let Some((first, last)) = marked {
                let offset = offset_of(&source.text, first);
                drop(field.set_selection_range(offset, offset));
                reveal(&frame, first, last, is_chosen);
            }
        }
    });

    let oninput = {
        let on_action = props.on_action.clone();
        move |event: InputEvent| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            let text = field.value();
            let line = line_at(&text, cursor(&field));
            on_action.emit(Action::Edit(text, line));
        }
    };
    let follow = {
        let (on_action, field, source) =
            (props.on_action.clone(), field.clone(), Rc::clone(source));
        Callback::from(move |()| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                on_action.emit(Action::Cursor(line_at(&source.text, cursor(&field))));
            }
        })
    };
    let size = use_memo(Rc::clone(source), |source| {
        (lines(&source.text), columns(&source.text))
    });
    let diagnostics = props
        .diagnostics
        .iter()
        .filter(|of| of.location.source == source.name);
    let diagnostics: Vec<Diagnostic> = diagnostics.cloned().collect();
    let (rows, cols) = (size.0.to_string(), (size.1 + 2).to_string());
    html! {
        <section class="ed" aria-label="Editor">
            <div class="ed-h"><b><bdi>{ &source.name }</bdi></b><span>{ place(selected, &props.why) }</span></div>
            <div class="frame"><div class="code" ref={frame}>
                <Gutter count={size.0} lines={marked} diagnostics={diagnostics.clone()} />
                <div class="text">
                    { marks(marked) }
                    <textarea ref={field} id={EDITOR} wrap="off" {rows} {cols} spellcheck="false"
                        autocapitalize="off" autocomplete="off" aria-label={format!("Text of {}", source.name)}
                        placeholder={HINT} {oninput}
                        onkeyup={let follow = follow.clone(); move |_| follow.emit(())}
                        onclick={move |_| follow.emit(())} />
                </div>
            </div></div>
            <Notes {diagnostics} marker={props.marker.clone()} />
        </section>
    }
}

fn cursor(field: &HtmlTextAreaElement) -> usize {
    let start = field.selection_start().ok().flatten();
    start.unwrap_or(0) as usize
}

/// `line 5, nearest miss`.
fn place(selected: Option<&Location>, why: &str) -> String {
    match (selected, why) {
        (None, _) => String::new(),
        (Some(at), "") => format!("line {}", at.line),
        (Some(at), why) => format!("line {}, {why}", at.line),
    }
}

/// Scrolls the box to its nearest edge; the page only for a place that was chosen.
fn reveal(frame: &Element, first: u32, last: u32, is_chosen: bool) {
    let line = |number: u32| i32::try_from(number).unwrap_or(i32::MAX / LINE) * LINE;
    let (top, bottom) = (line(first) - 2 * LINE, line(last) + 2 * LINE);
    let (from, height) = (frame.scroll_top(), frame.client_height());
    if top < from || bottom - top > height {
        frame.set_scroll_top(top.max(0));
    } else if bottom > from + height {
        frame.set_scroll_top(bottom - height);
    }
    let outside = |window: f64| {
        let at = frame.get_bounding_client_rect();
        at.bottom() < 0.0 || at.top() > window
    };
    let window = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    if is_chosen && window.is_some_and(outside) {
        frame.scroll_into_view_with_bool(true);
    }
}
