//! Who else can do this?
//!
//! A table of subjects with the binding, the role and the rule that are enough. A user or a service
//! account can be put into the question; a group has members no document tells.

use std::collections::BTreeSet;
use std::rc::Rc;

use aksess::query::who_can::{Grant, SubjectGrant, WhoCan as Known};
use aksess::report;
use web_sys::{HtmlInputElement, InputEvent};
use yew::{Callback, Html, Properties, TargetCast, classes, component, html, use_state_eq};

use super::files::counted;
use super::more::{button, use_limit};
use super::place::Marker;
use crate::app::question::{About, Part, Question, implicit_groups};
use crate::app::state::Action;
use crate::app::view::View;

/// How many rows are drawn before the rest is asked for.
const FIRST: usize = 200;

#[derive(Properties, PartialEq)]
pub(crate) struct WhoCanProps {
    pub(crate) who: Rc<Option<Known>>,
    /// What is asked.
    pub(crate) question: Question,
    pub(crate) marker: Marker,
    pub(crate) on_action: Callback<Action>,
}

/// Everyone who can.
#[component]
pub(crate) fn WhoCan(props: &WhoCanProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let filter = use_state_eq(String::new);
    let Some(who) = &*props.who else {
        return Html::default();
    };
    let wanted = filter.trim().to_lowercase();
    let mut found: Vec<_> = who
        .subjects
        .iter()
        .filter(|of| matches(of, &wanted))
        .collect();
    // what the documents grant is of more interest than what every cluster does
    found.sort_by_key(|of| {
        let binding = of.grant.as_ref().map(|grant| &grant.binding);
        binding.is_some_and(|of| of.location.is_none())
    });
    let hidden = found.len().saturating_sub(limit);
    let oninput = {
        let filter = filter.clone();
        move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            filter.set(field.value());
        }
    };
    html! {
        <section class="who" aria-labelledby="who">
            <div class="head">
                <h2 id="who">{ title(&props.question) }{ " " }<span class="n">{ tally(who) }</span></h2>
                <input type="search" id="who-filter" aria-label="Filter by subject, binding or role"
                    placeholder="Filter" value={(*filter).clone()} {oninput} />
            </div>
            <table>
                <thead><tr>
                    <th scope="col">{ "Subject" }</th><th scope="col">{ "Through" }</th>
                    <th scope="col">{ "Role and rule" }</th><th scope="col">{ "Written in" }</th>
                </tr></thead>
                <tbody>{ for found.iter().take(limit).map(|of| row(of, props)) }</tbody>
            </table>
            if found.is_empty() {
                <p class="after">{ "No subject, binding or role here is called that." }</p>
            }
            if hidden > 0 {
                <p class="after">{ button(hidden, &on_more) }</p>
            }
            if !who.error.is_empty() {
                <p class="after">{ "Not looked up: " }<code>{ &who.error }</code></p>
            }
        </section>
    }
}

/// How many different subjects there are.
pub(crate) fn subjects(who: &Known) -> usize {
    let names = who
        .subjects
        .iter()
        .map(|of| (&of.kind, &of.namespace, &of.name));
    names.collect::<BTreeSet<_>>().len()
}

fn tally(who: &Known) -> String {
    let paths = who.subjects.iter().filter(|of| of.grant.is_some()).count();
    let (subjects, paths) = (counted(subjects(who), "subject"), counted(paths, "path"));
    format!("{subjects}, {paths}")
}

fn title(question: &Question) -> Html {
    let verb = &question.verb;
    match question.about {
        About::Path => {
            html! { <>{ "Who can " }<b>{ verb }{ " " }<bdi>{ &question.path }</bdi></b>{ "?" }</> }
        }
        _ => html! {
            <>
                { "Who can " }<b>{ verb }{ " " }<bdi>{ question.value(Part::Resource) }</bdi></b>
                if !question.name.is_empty() {
                    { " named " }<b><bdi>{ &question.name }</bdi></b>
                }
                { " " }{ question.preposition() }{ " " }
                <b><bdi>{ question.words(Part::Namespace) }</bdi></b>{ "?" }
            </>
        },
    }
}

fn row(of: &SubjectGrant, props: &WhoCanProps) -> Html {
    let Some(grant) = &of.grant else {
        return html! {
            <tr>
                <td class="subject">{ subject(of, props) }</td>
                <td colspan="2" class="why">{ "needs no binding; passes before every gate" }</td>
                <td>{ props.marker.place(None) }</td>
            </tr>
        };
    };
    let at = grant.binding.location.as_ref();
    let marker = &props.marker;
    let is_current = [
        at,
        grant.role.location.as_ref(),
        grant.rule.location.as_ref(),
    ]
    .into_iter()
    .any(|at| marker.is_on(at));
    let namespace = grant.binding.namespace.as_ref();
    html! {
        <tr class={classes!(is_current.then_some("cur"))}>
            <td class="subject">{ subject(of, props) }</td>
            <td>
                <bdi class="chip bi">{ &grant.binding.name }</bdi>
                <small>
                    { &grant.binding.kind }
                    if let Some(namespace) = namespace { { " in " }<bdi>{ namespace }</bdi> }
                </small>
            </td>
            <td>
                <bdi class="chip ro">{ &grant.role.name }</bdi>
                <small><bdi>{ report::rule(&grant.rule) }</bdi></small>
            </td>
            <td>{ marker.place(at) }{ rule_place(grant, marker) }</td>
        </tr>
    }
}

/// The place of the rule, where it is written at all.
fn rule_place(grant: &Grant, marker: &Marker) -> Html {
    let Some(at) = &grant.rule.location else {
        return Html::default();
    };
    html! { <small>{ "rule " }{ marker.place_beside(Some(at), grant.binding.location.as_ref()) }</small> }
}

fn subject(of: &SubjectGrant, props: &WhoCanProps) -> Html {
    let kind = match (&of.grant, of.kind.as_str()) {
        (_, "ServiceAccount") => "service account".to_owned(),
        (_, kind @ ("User" | "Group")) => kind.to_lowercase(),
        (_, kind) => kind.to_owned(),
    };
    let ask_as = user(of).map(|user| {
        // in no group the caller so far was in
        let question = Question {
            groups: implicit_groups(&user),
            user: user.clone(),
            ..props.question.clone()
        };
        let on_action = props.on_action.clone();
        let onclick = move |_| {
            on_action.emit(Action::AskAll(question.clone().into()));
            on_action.emit(Action::View(View::Journey));
        };
        let label = format!("Ask as {user}");
        html! { <>{ " · " }<button type="button" class="link" aria-label={label} {onclick}>{ "Ask as" }</button></> }
    });
    html! {
        <>
            <b><bdi>{ &of.name }</bdi></b>
            <small>
                { kind }
                if let Some(namespace) = namespace(of) { { " in " }<bdi>{ namespace }</bdi> }
                { ask_as }
            </small>
        </>
    }
}

/// The namespace of a service account: its own, else that of the binding.
fn namespace(of: &SubjectGrant) -> Option<&String> {
    if of.kind != "ServiceAccount" {
        return None;
    }
    let own = of.namespace.as_ref().filter(|name| !name.is_empty());
    own.or_else(|| of.grant.as_ref()?.binding.namespace.as_ref())
}

/// The user a subject stands for, if it stands for one.
fn user(of: &SubjectGrant) -> Option<String> {
    match of.kind.as_str() {
        "User" => Some(of.name.clone()),
        "ServiceAccount" => Some(format!(
            "system:serviceaccount:{}:{}",
            namespace(of)?,
            of.name
        )),
        _ => None,
    }
}

fn matches(of: &SubjectGrant, wanted: &str) -> bool {
    let holds = |name: &str| name.to_lowercase().contains(wanted);
    let of_grant = |grant: &Grant| holds(&grant.binding.name) || holds(&grant.role.name);
    holds(&of.name) || holds(&of.kind) || of.grant.as_ref().is_some_and(of_grant)
}
