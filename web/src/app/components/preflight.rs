//! What does AKS need of an identity, and does it hold it?
//!
//! The tables of AKS by purpose, each permission with what it is needed for and the assignment that gives it,
//! and the smallest role that would supply what is missing.

use std::rc::Rc;

use aksess::query::preflight::{Outcome, PermissionCheck, PreflightRequest, Supplement};
use aksess::query::{Preflight as Checked, Purpose};
use aksess::report;
use yew::{
    AttrValue, Callback, Html, Properties, classes, component, html, use_memo, use_state_eq,
};

use super::clipboard::Copy;
use super::gate_azure::principal;
use super::notes::words;
use super::place::Marker;
use super::slot::Slot;
use super::term::{said, word};
use crate::app::question::{Part, Question};
use crate::app::suggest::choices;
use crate::app::workspace::Compiled;

#[derive(Properties, PartialEq)]
pub(crate) struct PreflightProps {
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) marker: Marker,
}

/// The tables.
#[component]
pub(crate) fn Preflight(props: &PreflightProps) -> Html {
    let purpose = use_state_eq(|| Purpose::ClusterIdentity);
    let whose = use_state_eq(AttrValue::default);
    let place = use_state_eq(AttrValue::default);
    let checked = use_memo(
        (
            Rc::clone(&props.compiled),
            *purpose,
            (*whose).clone(),
            (*place).clone(),
        ),
        |(compiled, purpose, whose, place)| {
            let given = |of: &AttrValue| (!of.is_empty()).then(|| of.to_string());
            let asked = PreflightRequest {
                purpose: *purpose,
                principal: given(whose),
                groups: Vec::new(),
                scope: given(place),
            };
            compiled.authorizer.preflight(&asked)
        },
    );
    let purposes = Purpose::ALL.into_iter().map(|of| {
        let purpose = purpose.clone();
        let is_chosen = *purpose == of;
        html! {
            <label>
                <input type="radio" name="purpose" checked={is_chosen} onchange={move |_| purpose.set(of)} />
                <span>{ said(of.title()) }</span>
            </label>
        }
    });
    let slot = |id: &'static str,
                label: &'static str,
                part: Part,
                chosen: &yew::UseStateHandle<AttrValue>,
                empty: &'static str| {
        let names = Rc::clone(&props.compiled.names);
        let on_choose = {
            let chosen = chosen.clone();
            Callback::from(move |value| chosen.set(value))
        };
        let words = match (
            chosen.as_str(),
            props.compiled.names.name_of(chosen.as_str()),
        ) {
            ("", _) => empty.to_owned(),
            (_, Some(name)) => name.to_owned(),
            (value, None) => value.to_owned(),
        };
        html! {
            <Slot {id} {label} value={(**chosen).clone()} choices={Callback::from(move |()| choices(part, &Question::default(), &names))} {on_choose}>
                <bdi>{ words }</bdi>
            </Slot>
        }
    };
    html! {
        <section class="preflight" aria-labelledby="preflight-title">
            <div class="head">
                <h2 id="preflight-title"><b>{ word("Preflight") }</b></h2>
                if let Ok(checked) = &*checked {
                    <Copy label="Copy as Markdown" text={report::preflight_markdown(checked)} />
                }
            </div>
            <fieldset class="switch"><legend class="sr">{ "The identity" }</legend>{ for purposes }</fieldset>
            <p class="how">
                <span class="pair">{ "held by " }{ slot("whose", "principal", Part::ObjectId, &whose, "the cluster's identity") }</span>
                <span class="pair">{ "at " }{ slot("where", "scope", Part::Scope, &place, "where the table says") }</span>
            </p>
            { match &*checked {
                Ok(checked) => table(checked, &props.marker),
                Err(why) => html! { <p class="after sentence-like"><bdi>{ for words(why) }</bdi>{ "." }</p> },
            } }
        </section>
    }
}

fn table(of: &Checked, marker: &Marker) -> Html {
    let missing = of
        .permissions
        .iter()
        .filter(|of| of.outcome != Outcome::Held)
        .count();
    let verdict = match (of.passes, missing) {
        (true, _) => "Everything is held.".to_owned(),
        (false, 1) => "1 permission is missing.".to_owned(),
        (false, count) => format!("{count} permissions are missing."),
    };
    html! {
        <>
            <p class={classes!("answer", if of.passes { "ok" } else { "no" })} role="status">
                <b>{ verdict }</b>{ " " }{ principal(&of.principal) }{ " at " }<bdi>{ &of.scope }</bdi>
            </p>
            <table class="facts">
                <thead><tr>
                    <th scope="col">{ word("Permission") }</th><th scope="col">{ "Held" }</th>
                    <th scope="col">{ "Needed" }</th><th scope="col">{ "By" }</th>
                </tr></thead>
                <tbody>{ for of.permissions.iter().map(|of| row(of, marker)) }</tbody>
            </table>
            if let Some(supplement) = &of.supplement { { supply(supplement) } }
            <ul class="claims">{ for of.notes.iter().map(|of| html! { <li><bdi>{ for words(of) }</bdi></li> }) }</ul>
        </>
    }
}

fn row(of: &PermissionCheck, marker: &Marker) -> Html {
    let (class, word) = match of.outcome {
        Outcome::Held => ("ok", "held"),
        Outcome::Partly => ("no", "partly"),
        Outcome::Denied => ("no", "denied"),
        Outcome::Missing => ("no", "missing"),
    };
    let by = of.grounds.first().map(|of| {
        html! { <><bdi>{ &of.role.name }</bdi>{ "\u{a0}" }{ marker.place(of.assignment.location.as_ref()) }</> }
    });
    let by = by.or_else(|| {
        of.denials.first().map(|of| {
            html! { <><bdi>{ &of.assignment.name }</bdi>{ "\u{a0}" }{ marker.place(of.assignment.location.as_ref()) }</> }
        })
    });
    html! {
        <tr>
            <th scope="row"><code>{ &of.action }</code></th>
            <td><span class={classes!("pill", class)}>{ word }</span></td>
            <td>
                { said(of.reason) }
                if !of.needed_if.is_empty() { <span class="standing">{ " " }{ of.needed_if }</span> }
            </td>
            <td>{ by.unwrap_or_default() }</td>
        </tr>
    }
}

fn supply(of: &Supplement) -> Html {
    html! {
        <div class="supply">
            <h3>{ "What would supply the missing ones" }</h3>
            if let Some(proposal) = &of.role {
                <p>
                    { "The role " }<b><bdi>{ &proposal.role.name }</bdi></b>{ ", which gives " }
                    { format!("{} actions more", proposal.extra) }{ "." }
                </p>
            }
            <p>{ "Or a custom role with exactly these:" }</p>
            <pre tabindex="0" aria-label="Custom role">{ of.custom.to_json() }</pre>
            <Copy label="Copy the role" text={of.custom.to_json()} />
        </div>
    }
}
