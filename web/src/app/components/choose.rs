//! Which of these, or something else?
//!
//! A field with the list of what is known below it. Typing narrows the list; arrows move in it, Enter
//! takes the marked entry, Escape leaves everything as it was. What is not known is accepted as typed.
//!
//! *Source:* the editable combobox with list autocomplete of the ARIA Authoring Practices.

use aksess::azure::letter_case::folded;
use std::rc::Rc;

use gloo::utils::document;
use web_sys::{
    HtmlInputElement, InputEvent, KeyboardEvent, MouseEvent, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};
use yew::{
    AttrValue, Callback, Html, Properties, TargetCast, component, html, use_effect_with,
    use_node_ref, use_state_eq,
};

use super::icons;
use crate::app::suggest::{Choice, SHOWN, matching};

#[derive(Properties, PartialEq)]
pub(crate) struct ChooseProps {
    /// Unique in the document.
    pub(crate) id: AttrValue,
    /// What is chosen, for those who do not see the page.
    pub(crate) label: AttrValue,
    pub(crate) hint: AttrValue,
    /// The value so far.
    pub(crate) value: AttrValue,
    pub(crate) choices: Rc<Vec<Choice>>,
    /// Whether a value that is not in the list is accepted.
    pub(crate) is_free: bool,
    pub(crate) on_choose: Callback<AttrValue>,
    /// Left without choosing.
    pub(crate) on_leave: Callback<()>,
}

/// A line of the list: a choice, or what was typed.
#[derive(Clone, PartialEq)]
enum Entry {
    Known(usize),
    Typed(AttrValue),
}

/// The field and its list.
#[component]
pub(crate) fn Choose(props: &ChooseProps) -> Html {
    let typed = use_state_eq(|| None::<AttrValue>);
    let moved = use_state_eq(|| None::<usize>);
    let field = use_node_ref();
    let entries = entries(props, typed.as_deref());
    let active = moved.unwrap_or_else(|| marked_first(props, typed.as_deref(), &entries));

    use_effect_with((), {
        let field = field.clone();
        move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                drop(field.focus());
                field.select();
            }
        }
    });
    use_effect_with((props.id.clone(), active), |(id, active)| {
        bring_into_view(id, *active);
    });

    let take = {
        let (choices, on_choose) = (Rc::clone(&props.choices), props.on_choose.clone());
        move |entry: &Entry| {
            let value = match entry {
                Entry::Known(at) => choices.get(*at).map(|of| of.value.clone()),
                Entry::Typed(value) => Some(value.clone()),
            };
            on_choose.emit(value.unwrap_or_default());
        }
    };
    let onkeydown = {
        let (take, moved, typed) = (take.clone(), moved.clone(), typed.clone());
        let (entries, on_leave) = (entries.clone(), props.on_leave.clone());
        move |event: KeyboardEvent| {
            let last = entries.len().saturating_sub(1);
            let marked = entries.get(active);
            match (event.key().as_str(), marked) {
                ("ArrowDown", _) => moved.set(Some(if active >= last { 0 } else { active + 1 })),
                ("ArrowUp", _) => moved.set(Some(if active == 0 { last } else { active - 1 })),
                ("Enter", Some(entry)) => take(entry),
                ("Tab", Some(entry)) if typed.is_some() => return take(entry),
                ("Tab", _) => return on_leave.emit(()),
                ("Escape", _) => on_leave.emit(()),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        }
    };
    let oninput = {
        let (typed, moved) = (typed.clone(), moved.clone());
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            typed.set(Some(field.value().into()));
            moved.set(None);
        }
    };

    let list = format!("{}-list", props.id);
    let so_far = || {
        if props.is_free {
            props.value.clone()
        } else {
            AttrValue::default()
        }
    };
    let shown = (*typed).clone().unwrap_or_else(so_far);
    let marked = (!entries.is_empty()).then(|| format!("{list}-{active}"));
    let is_narrowed = typed.is_some();
    let rows = entries.iter().take(SHOWN).enumerate().map(|(at, entry)| {
        let heading = heading_at(props, &entries, at).filter(|_| !is_narrowed);
        let (take, entry) = (take.clone(), entry.clone());
        let onclick = { let entry = entry.clone(); move |_: MouseEvent| take(&entry) };
        html! {
            <>
                if let Some(heading) = heading {
                    <div class="h" role="presentation">{ heading }</div>
                }
                <div role="option" id={format!("{list}-{at}")} aria-selected={(at == active).to_string()}
                    {onclick}>{ line(props, &entry) }</div>
            </>
        }
    });
    let hidden = entries.len().saturating_sub(SHOWN);
    html! {
        <>
            <input ref={field} id={props.id.clone()} type="text" role="combobox" autocomplete="off"
                autocapitalize="off" spellcheck="false" aria-label={props.label.clone()}
                placeholder={props.hint.clone()} aria-expanded="true" aria-autocomplete="list"
                aria-controls={list.clone()} aria-activedescendant={marked}
                value={shown} {oninput} {onkeydown} />
            // the field keeps the focus while the list is used
            <div role="listbox" id={list.clone()} class="choices" aria-label={props.label.clone()}
                onmousedown={|event: MouseEvent| event.prevent_default()}>
                { for rows }
            </div>
            if hidden > 0 {
                <p class="hint">{ format!("{hidden} more; type to narrow") }</p>
            } else if entries.is_empty() {
                <p class="hint">{ "Nothing here is called that" }</p>
            }
        </>
    }
}

fn entries(props: &ChooseProps, typed: Option<&str>) -> Vec<Entry> {
    let Some(typed) = typed else {
        return (0..props.choices.len()).map(Entry::Known).collect();
    };
    let mut entries: Vec<Entry> = matching(&props.choices, typed)
        .into_iter()
        .map(Entry::Known)
        .collect();
    let is_known = props.choices.iter().any(|of| *of.value == *typed.trim());
    if props.is_free && !is_known && !typed.trim().is_empty() {
        let at = entries.len().min(SHOWN - 1);
        entries.insert(at, Entry::Typed(typed.trim().to_owned().into()));
    }
    entries
}

/// The entry Enter takes before any arrow was pressed: the value itself, else one that begins with
/// what was typed, else what was typed.
fn marked_first(props: &ChooseProps, typed: Option<&str>, entries: &[Entry]) -> usize {
    let wanted = typed.map_or(&*props.value, str::trim);
    let choice = |entry: &Entry| match entry {
        Entry::Known(at) => props.choices.get(*at),
        Entry::Typed(_) => None,
    };
    let exact = entries
        .iter()
        .position(|entry| choice(entry).is_some_and(|of| *of.value == *wanted));
    let begins = |of: &Choice| folded(&of.label).starts_with(&folded(wanted));
    let completed = || {
        entries
            .iter()
            .position(|entry| choice(entry).is_some_and(begins))
    };
    let as_typed = || {
        entries
            .iter()
            .position(|entry| matches!(entry, Entry::Typed(_)))
    };
    exact.or_else(completed).or_else(as_typed).unwrap_or(0)
}

/// The heading of an entry that differs from the one before it.
fn heading_at(props: &ChooseProps, entries: &[Entry], at: usize) -> Option<&'static str> {
    let heading = |at: usize| match entries.get(at) {
        Some(Entry::Known(choice)) => props.choices.get(*choice).map(|of| of.heading),
        _ => None,
    };
    let before = at.checked_sub(1).and_then(heading);
    heading(at).filter(|of| !of.is_empty() && Some(*of) != before)
}

fn line(props: &ChooseProps, entry: &Entry) -> Html {
    match entry {
        Entry::Typed(value) => html! {
            <><bdi>{ value.clone() }</bdi><small>{ "as typed" }</small></>
        },
        Entry::Known(at) => {
            let Some(choice) = props.choices.get(*at) else {
                return Html::default();
            };
            let gate = match choice.allowed {
                Some(true) => {
                    html! { <>{ icons::open() }<span class="sr">{ "Allowed: " }</span></> }
                }
                Some(false) => {
                    html! { <>{ icons::shut() }<span class="sr">{ "Denied: " }</span></> }
                }
                None => Html::default(),
            };
            html! { <>{ gate }<bdi>{ choice.label.clone() }</bdi><small>{ choice.note.clone() }</small></> }
        }
    }
}

fn bring_into_view(id: &str, active: usize) {
    let option = document().get_element_by_id(&format!("{id}-list-{active}"));
    if let Some(option) = option {
        let nearest = ScrollIntoViewOptions::new();
        nearest.set_block(ScrollLogicalPosition::Nearest);
        option.scroll_into_view_with_scroll_into_view_options(&nearest);
    }
}
