//! What is written?
//!
//! A plain text field as tall and as wide as its text stands here first, in a box that scrolls it together
//! with the line numbers. The editor that takes its place shows the same text and marks the same lines.

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
use super::rich::{Knows, remarks, use_rich};
use super::sheet::{Gutter, marks};
use crate::app::selection::last_line;
use crate::app::state::Action;
use crate::app::text::{columns, line_at, lines, offset_of};
use crate::app::workspace::Compiled;

/// The height of a line; the style sheet says the same.
const LINE: i32 = 20;

const HINT: &str = "Paste YAML or JSON, or drop files anywhere on this page.

All that a cluster knows about access:

kubectl get -A -o yaml \\
clusterroles,clusterrolebindings,\\
roles,rolebindings

And what Azure knows:

az aks show -g GROUP -n NAME -o json
az role assignment list --all -o json";

#[derive(Properties, PartialEq)]
pub(crate) struct EditorProps {
    pub(crate) source: Rc<Source>,
    /// Its position among the sources.
    pub(crate) shown: usize,
    pub(crate) compiled: Rc<Compiled>,
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
    let (frame, rich_place) = (use_node_ref(), use_node_ref());
    let source = &props.source;
    let knows = Knows {
        compiled: Rc::clone(&props.compiled),
        shown: props.shown,
        source: Rc::clone(source),
    };
    let rich = use_rich(rich_place.clone(), knows, props.on_action.clone(), HINT);
    let is_rich = rich.is_some();
    let selected = props
        .marker
        .selection
        .as_ref()
        .filter(|at| at.source == source.name);
    let marked = selected.map(|at| (at.line, last_line(at)));
    let diagnostics = use_memo(
        (Rc::clone(&props.compiled), source.name.clone()),
        |(compiled, name)| {
            let of_this = compiled.diagnostics.iter();
            let of_this = of_this.filter(|of| of.location.source == *name);
            of_this.cloned().collect::<Vec<Diagnostic>>()
        },
    );

    let label = format!("Text of {}", source.name);
    use_effect_with((props.loads, is_rich), {
        let (rich, source, label) = (rich.clone(), Rc::clone(source), label.clone());
        move |_| {
            if let Some(rich) = rich {
                rich.show(&source.name, &source.text, &label);
            }
        }
    });
    use_effect_with((Rc::clone(&diagnostics), is_rich), {
        let rich = rich.clone();
        move |(diagnostics, _): &(Rc<Vec<Diagnostic>>, bool)| {
            if let Some(rich) = rich {
                rich.remark(&remarks(diagnostics));
            }
        }
    });
    let revealed = use_mut_ref(|| None::<(u32, u32)>);
    use_effect_with((marked, props.loads, props.reveals, is_rich), {
        let (frame, rich) = (frame.clone(), rich.clone());
        let is_chosen = props.is_chosen;
        move |(marked, loads, reveals, _): &(Option<(u32, u32)>, u32, u32, bool)| {
            let Some(rich) = rich else { return };
            let (first, last) = marked.unwrap_or((0, 0));
            let now = Some((*loads, *reveals));
            // what is typed moves the mark and not the text
            let is_shown = revealed.replace(now) != now;
            rich.mark(first, last, is_shown);
            if let Some(frame) = frame.cast::<Element>().filter(|_| is_chosen && is_shown) {
                bring(&frame);
            }
        }
    });
    html! {
        <section class="ed" aria-label="Editor">
            <div class="ed-h"><b><bdi>{ &source.name }</bdi></b><span>{ place(selected, &props.why) }</span></div>
            <div class="frame" ref={frame}>
                <div class="rich" ref={rich_place} hidden={!is_rich} />
                if !is_rich {
                    <Plain source={Rc::clone(source)} {label} {marked} diagnostics={Rc::clone(&diagnostics)}
                        loads={props.loads} reveals={props.reveals} on_action={props.on_action.clone()} />
                }
            </div>
            <Notes diagnostics={(*diagnostics).clone()} marker={props.marker.clone()} />
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct PlainProps {
    source: Rc<Source>,
    label: AttrValue,
    marked: Option<(u32, u32)>,
    diagnostics: Rc<Vec<Diagnostic>>,
    loads: u32,
    reveals: u32,
    on_action: Callback<Action>,
}

/// The text field that is there at once.
#[component]
fn Plain(props: &PlainProps) -> Html {
    let (frame, field) = (use_node_ref(), use_node_ref());
    let loaded = use_mut_ref(|| None::<u32>);
    let (source, marked) = (&props.source, props.marked);
    use_effect_with((props.loads, props.reveals), {
        let (frame, field, source) = (frame.clone(), field.clone(), Rc::clone(source));
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
                reveal(&frame, first, last);
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
    let (rows, cols) = (size.0.to_string(), (size.1 + 2).to_string());
    html! {
        <div class="code" ref={frame}>
            <Gutter count={size.0} lines={marked} diagnostics={(*props.diagnostics).clone()} />
            <div class="text">
                { marks(marked) }
                <textarea ref={field} id={EDITOR} wrap="off" {rows} {cols} spellcheck="false"
                    autocapitalize="off" autocomplete="off" aria-label={props.label.clone()}
                    placeholder={HINT} {oninput}
                    onkeyup={let follow = follow.clone(); move |_| follow.emit(())}
                    onclick={move |_| follow.emit(())} />
            </div>
        </div>
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

/// Scrolls the box to its nearest edge.
fn reveal(frame: &Element, first: u32, last: u32) {
    let line = |number: u32| i32::try_from(number).unwrap_or(i32::MAX / LINE) * LINE;
    let (top, bottom) = (line(first) - 2 * LINE, line(last) + 2 * LINE);
    let (from, height) = (frame.scroll_top(), frame.client_height());
    if top < from || bottom - top > height {
        frame.set_scroll_top(top.max(0));
    } else if bottom > from + height {
        frame.set_scroll_top(bottom - height);
    }
}

/// Brings a box into the window if nothing of it is there.
pub(super) fn bring(frame: &Element) {
    let height = window()
        .inner_height()
        .ok()
        .and_then(|height| height.as_f64());
    let at = frame.get_bounding_client_rect();
    if height.is_some_and(|height| at.bottom() < 0.0 || at.top() > height) {
        frame.scroll_into_view_with_bool(true);
    }
}
