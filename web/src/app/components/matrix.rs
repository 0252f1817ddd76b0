//! Who may do what, all at once?
//!
//! Subjects down, resources across, eight verbs in a cell. Only what is in view is decided and drawn, so
//! that a matrix may be as large as a company. A cell opens the verbs beside it, and each leads to its
//! journey.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent};
use yew::{
    Callback, Html, Properties, classes, component, html, use_callback, use_effect_with, use_memo,
    use_node_ref, use_state_eq,
};

use super::clipboard::write;
use super::filter::filter;
use super::keyboard::{focus, with};
use super::orders::pill;
use super::term;
use crate::app::axes::{Axes, Row};
use crate::app::matrix::{Cells, VERBS, verbs, word};
use crate::app::question::Question;
use crate::app::state::Action;
use crate::app::view::View;
use crate::app::workspace::Compiled;

/// Heights and widths in pixels; the style sheet says the same.
const ROW: i32 = 46;
const COLUMN: i32 = 88;
const HEAD: i32 = 216;
/// Rows and columns that are drawn beyond what is in view.
const MARGIN: usize = 3;
/// When the first cells have been shown, in milliseconds.
const SHOWN: u32 = 50;

#[derive(Properties, PartialEq)]
pub(crate) struct MatrixProps {
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) question: Question,
    pub(crate) on_action: Callback<Action>,
}

/// What is in view, in rows and columns.
#[derive(Clone, Copy, PartialEq)]
struct Window {
    top: usize,
    left: usize,
    rows: usize,
    columns: usize,
    /// How many are drawn beyond them.
    margin: usize,
}

impl Window {
    /// What most windows show. It is drawn at once, and the rest when the box has its size.
    fn first() -> Self {
        Self {
            top: 0,
            left: 0,
            rows: 16,
            columns: 10,
            margin: 0,
        }
    }
}

/// The matrix.
#[component]
pub(crate) fn Matrix(props: &MatrixProps) -> Html {
    let wanted = use_state_eq(String::new);
    let chosen = use_state_eq(|| None::<(usize, usize)>);
    let window = use_state_eq(Window::first);
    let frame = use_node_ref();
    let all = use_memo(Rc::clone(&props.compiled), |compiled| Axes::new(compiled));
    let axes = use_memo((Rc::clone(&all), (*wanted).clone()), |(all, wanted)| {
        all.about(wanted)
    });
    // scrolling is told to the box alone, so the page must listen there
    use_effect_with(frame.clone(), {
        let window = window.clone();
        move |frame| {
            let frame = frame.cast::<Element>();
            let watched = frame.map(|frame| {
                let (first, of_first) = (window.clone(), frame.clone());
                // asked at once, the browser would have to lay the page out before it shows anything
                let measured = Timeout::new(SHOWN, move || first.set(in_view(&of_first)));
                let scrolled = EventListener::new(&frame.clone(), "scroll", move |_| {
                    window.set(in_view(&frame));
                });
                (measured, scrolled)
            });
            move || drop(watched)
        }
    });
    let on_move = use_callback(
        (chosen.clone(), Rc::clone(&axes), frame.clone()),
        |to: (usize, usize), (chosen, _, frame)| {
            chosen.set(Some(to));
            if let Some(frame) = frame.cast::<HtmlElement>() {
                show(&frame, to);
            }
        },
    );
    let cells = use_memo(
        (
            Rc::clone(&props.compiled),
            Rc::clone(&all),
            props.question.namespace.clone(),
        ),
        |(compiled, all, namespace)| Cells::new(compiled, all, namespace),
    );
    let copy = {
        let (cells, axes, compiled) = (
            Rc::clone(&cells),
            Rc::clone(&axes),
            Rc::clone(&props.compiled),
        );
        let question = props.question.clone();
        move |_| write(&cells.table(&compiled, &axes, &question))
    };
    let onclick = {
        let on_move = on_move.clone();
        move |event: MouseEvent| cell(&event).into_iter().for_each(|at| on_move.emit(at))
    };
    let onkeydown = {
        let (axes, on_move) = (Rc::clone(&axes), on_move.clone());
        move |event: KeyboardEvent| {
            let Some(to) = next(&event) else { return };
            event.prevent_default();
            if to.0 < axes.rows.len() && to.1 < axes.columns.len() {
                on_move.emit(to);
                // it is drawn with the next frame
                Timeout::new(0, move || with(&id(to), focus)).forget();
            }
        }
    };
    let shown = *window;
    let around = |from: usize, count: usize, all: usize| {
        from.saturating_sub(shown.margin)..(from + count + shown.margin).min(all)
    };
    let rows = around(shown.top, shown.rows, axes.rows.len());
    let columns = around(shown.left, shown.columns, axes.columns.len());
    let namespace = &props.question.namespace;
    let spacer = |count: usize| {
        (count > 0).then(|| html! { <td aria-hidden="true" width={width(count)} /> })
    };
    let before = spacer(columns.start);
    let after = spacer(axes.columns.len() - columns.end);
    let head = axes
        .columns
        .get(columns.clone())
        .unwrap_or_default()
        .iter()
        .map(|of| {
            html! { <th scope="col" title={of.group.clone()}><bdi>{ &of.name }</bdi></th> }
        });
    let stop = chosen.unwrap_or((rows.start, columns.start));
    let lines = rows.clone().filter_map(|at| Some((at, axes.rows.get(at)?))).map(|(at, row)| {
        let cells = columns.clone().filter_map(|column| {
            let of = axes.columns.get(column)?;
            let mask = cells.mask(&props.compiled, &axes, (at, column), &props.question);
            Some(one(&Cell { at: (at, column), mask, is_chosen: *chosen == Some((at, column)), is_stop: stop == (at, column) }, row, &of.name))
        });
        html! {
            <tr>
                <th scope="row" title={row.title()}><bdi>{ &row.name }</bdi><small>{ &row.kind }</small></th>
                { before.clone().unwrap_or_default() }{ for cells }{ after.clone().unwrap_or_default() }
            </tr>
        }
    });
    let pad = |count: usize| {
        (count > 0).then(|| html! { <tr aria-hidden="true"><td height={(i32::try_from(count).unwrap_or(0) * ROW).to_string()} /></tr> })
    };
    let place = if namespace.is_empty() {
        "at the cluster scope".to_owned()
    } else {
        format!("in {namespace}")
    };
    html! {
        <section class="matrix" aria-labelledby="matrix-title">
            <div class="head">
                <h2 id="matrix-title"><b>{ "Who may do what " }<bdi>{ place }</bdi></b>{ " " }
                    <span class="n">{ format!("{} subjects × {} resources", axes.rows.len(), axes.columns.len()) }</span></h2>
                <div class="pair">
                    { filter("matrix-filter", "Filter subjects and resources", &wanted) }
                    <button type="button" class="btn" onclick={copy}>{ "Copy as table" }</button>
                </div>
            </div>
            <p class="after">{ term::word("Subjects") }{ " down, " }{ term::word("resources") }{ " across. A cell shows eight " }{ term::word("verbs") }{ format!(": {}.", VERBS.join(", ")) }</p>
            <div class={classes!("split", chosen.is_some().then_some("open"))}>
                <div class="scroll" ref={frame} tabindex="0" role="group" aria-label="Access matrix">
                    <table class="mx" {onclick} {onkeydown}>
                        <thead><tr><th scope="col">{ "Subject" }</th>{ before.clone().unwrap_or_default() }{ for head }{ after.clone().unwrap_or_default() }</tr></thead>
                        <tbody>{ pad(rows.start).unwrap_or_default() }{ for lines }{ pad(axes.rows.len() - rows.end).unwrap_or_default() }</tbody>
                    </table>
                </div>
                if let Some((row, column)) = *chosen { { beside(row, column, &axes, &cells, props) } }
            </div>
            if axes.rows.is_empty() { <p class="after">{ "No subject is named here." }</p> }
        </section>
    }
}

fn width(columns: usize) -> String {
    (i32::try_from(columns).unwrap_or(0) * COLUMN).to_string()
}

fn in_view(frame: &Element) -> Window {
    let count = |pixels: i32, size: i32| usize::try_from(pixels / size).unwrap_or(0);
    Window {
        top: count(frame.scroll_top(), ROW),
        left: count(frame.scroll_left(), COLUMN),
        rows: count(frame.client_height(), ROW) + 2,
        columns: count(frame.client_width(), COLUMN) + 2,
        margin: MARGIN,
    }
}

/// Scrolls a cell into view.
fn show(frame: &HtmlElement, (row, column): (usize, usize)) {
    let pixels = |count: usize, size: i32| i32::try_from(count).unwrap_or(0) * size;
    let (top, left) = (pixels(row, ROW), pixels(column, COLUMN));
    let (height, width) = (
        frame.client_height() - 2 * ROW,
        frame.client_width() - HEAD - COLUMN,
    );
    if top < frame.scroll_top() {
        frame.set_scroll_top(top);
    } else if top > frame.scroll_top() + height {
        frame.set_scroll_top(top - height);
    }
    if left < frame.scroll_left() {
        frame.set_scroll_left(left);
    } else if left > frame.scroll_left() + width {
        frame.set_scroll_left(left - width);
    }
}

/// A cell to draw.
struct Cell {
    at: (usize, usize),
    mask: u8,
    is_chosen: bool,
    is_stop: bool,
}

/// The `id` of a cell's button, and the cell of that.
fn id((row, column): (usize, usize)) -> String {
    format!("cell-{row}-{column}")
}

/// The cell an event is about.
fn cell(event: &Event) -> Option<(usize, usize)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let id = target.closest("td button").ok()??.id();
    let (row, column) = id.strip_prefix("cell-")?.split_once('-')?;
    Some((row.parse().ok()?, column.parse().ok()?))
}

/// The cell a key leads to.
fn next(event: &KeyboardEvent) -> Option<(usize, usize)> {
    let (row, column) = cell(event)?;
    match event.key().as_str() {
        "ArrowDown" => Some((row + 1, column)),
        "ArrowUp" => Some((row.saturating_sub(1), column)),
        "ArrowRight" => Some((row, column + 1)),
        "ArrowLeft" => Some((row, column.saturating_sub(1))),
        _ => None,
    }
}

fn one(of: &Cell, row: &Row, resource: &str) -> Html {
    let said = word(of.mask);
    let verbs = verbs(of.mask);
    let told = if verbs.is_empty() {
        "nothing".to_owned()
    } else {
        verbs.join(", ")
    };
    let tone = match of.mask {
        0 => "z",
        255 => "a",
        _ => "w",
    };
    html! {
        <td>
            <button id={id(of.at)} class={tone} aria-pressed={of.is_chosen.then_some("true")}
                tabindex={if of.is_stop { "0" } else { "-1" }} aria-label={format!("{said}: {}, {resource}: {told}", row.name)}>
                { said }
                if of.mask != 0 { { bits(of.mask) } }
            </button>
        </td>
    }
}

/// Eight boxes, one a verb, in their fixed order; the style sheet draws the empty ones.
fn bits(mask: u8) -> Html {
    let filled = (0..8).filter(|at| mask & (1 << at) != 0);
    let boxes: Vec<String> = filled.map(|at| format!("M{} 0h5v7h-5z", at * 7)).collect();
    let boxes = boxes.concat();
    html! { <svg class="bits" aria-hidden="true"><path d={boxes} /></svg> }
}

fn beside(row: usize, column: usize, axes: &Axes, cells: &Cells, props: &MatrixProps) -> Html {
    let (Some(subject), Some(resource)) = (axes.rows.get(row), axes.columns.get(column)) else {
        return Html::default();
    };
    let mask = cells.mask(&props.compiled, axes, (row, column), &props.question);
    let verbs = VERBS.iter().enumerate().map(|(at, verb)| {
        let is_allowed = mask & (1 << at) != 0;
        let (on_action, question) = (props.on_action.clone(), subject.question(resource, verb, &props.question));
        let open = move |_| {
            on_action.emit(Action::AskAll(question.clone().into()));
            on_action.emit(Action::View(View::Journey));
        };
        html! {
            <tr>
                <th scope="row"><code>{ *verb }</code></th>
                <td>{ pill(is_allowed) }</td>
                <td><button type="button" class="link" aria-label={format!("Journey of {verb}")} onclick={open}>{ "Journey" }</button></td>
            </tr>
        }
    });
    html! {
        <div class="beside" role="region" aria-label="The cell">
            <h3><bdi>{ &subject.name }</bdi>{ " on " }<bdi>{ &resource.name }</bdi></h3>
            <table class="facts">
                <thead><tr><th scope="col">{ term::word("Verb") }</th><th scope="col">{ "Answer" }</th><th scope="col">{ "Why" }</th></tr></thead>
                <tbody>{ for verbs }</tbody>
            </table>
            if subject.is_group {
                <p class="after">{ "As a member of this group alone; a member's own bindings come on top." }</p>
            }
        </div>
    }
}
