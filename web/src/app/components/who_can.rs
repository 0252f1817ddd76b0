//! Who else can do this?
//!
//! A table of subjects with the binding, the role and the rule that are enough. A user or a service
//! account can be put into the question; a group has members no document tells.

use aksess::azure::letter_case::folded;
use std::rc::Rc;

use aksess::query::who_can::{Grant, SubjectGrant, WhoCan as Known};
use aksess::query::{AzureAccess, PrincipalAccess};
use aksess::report;
use aksess::sorted;
use yew::{Callback, Html, Properties, classes, component, html, use_state_eq};

use super::clipboard::Copy;
use super::files::counted;
use super::filter::filter as narrow;
use super::gate_azure::principal;
use super::more::{button, use_limit};
use super::orders::pill;
use super::place::Marker;
use super::term::word;
use crate::app::names::Names;
use crate::app::question::{About, Part, Question, implicit_groups};
use crate::app::state::Action;
use crate::app::tabbed::tabbed;
use crate::app::view::View;

/// How many rows are drawn before the rest is asked for.
const FIRST: usize = 200;

#[derive(Properties, PartialEq)]
pub(crate) struct WhoCanProps {
    pub(crate) who: Rc<Option<Known>>,
    /// What is asked.
    pub(crate) question: Question,
    pub(crate) marker: Marker,
    pub(crate) names: Rc<Names>,
    /// Whom Azure lets do it.
    pub(crate) azure: Rc<Option<AzureAccess>>,
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
    let wanted = folded(filter.trim());
    let mut found: Vec<_> = who
        .subjects
        .iter()
        .filter(|of| matches(of, &wanted))
        .collect();
    // what the documents grant is of more interest than what every cluster does
    sorted::sort_by_key(&mut found, |of| {
        let binding = of.grant.as_ref().map(|grant| &grant.binding);
        binding.is_some_and(|of| of.location.is_none())
    });
    let hidden = found.len().saturating_sub(limit);
    let rows = found.iter().map(|of| cells(of));
    let table: Vec<String> = std::iter::once(tabbed(COLUMNS)).chain(rows).collect();
    html! {
        <section class="who" aria-labelledby="who">
            <div class="head">
                <h2 id="who">{ title(&props.question) }{ " " }<span class="n">{ tally(who) }</span></h2>
                <div class="pair">
                    { narrow("who-filter", "Filter by subject, binding or role", &filter) }
                    <Copy label="Copy as table" text={table.join("\n")} />
                </div>
            </div>
            <table>
                <thead><tr>
                    <th scope="col">{ word("Subject") }</th><th scope="col">{ "Through a " }{ word("binding") }</th>
                    <th scope="col">{ word("Role") }{ " and " }{ word("rule") }</th><th scope="col">{ "Written in" }</th>
                </tr></thead>
                <tbody>{ for found.iter().take(limit).map(|of| row(of, props)) }</tbody>
            </table>
            if found.is_empty() {
                <p class="after">{ "No subject, binding or role here is called that." }</p>
            }
            if hidden > 0 {
                <p class="after">{ button(hidden, &on_more) }</p>
            }
            { at_azure(props, &wanted) }
            if !who.error.is_empty() {
                <p class="after">{ "Not looked up: " }<code>{ &who.error }</code></p>
            }
        </section>
    }
}

/// What the columns of the copied table are.
const COLUMNS: [&str; 7] = [
    "Subject",
    "Namespace",
    "Kind",
    "Binding",
    "Binding's namespace",
    "Binding's kind",
    "Role",
];

/// A row as text.
fn cells(of: &SubjectGrant) -> String {
    let own = namespace(of).map_or("", String::as_str);
    let binding = of.grant.as_ref().map(|grant| &grant.binding);
    let within = binding.and_then(|of| of.namespace.as_deref());
    tabbed([
        of.name.as_str(),
        own,
        of.kind.as_str(),
        binding.map_or("", |of| &of.name),
        within.unwrap_or_default(),
        binding.map_or("", |of| &of.kind),
        of.grant.as_ref().map_or("", |grant| &grant.role.name),
    ])
}

/// Whom Azure lets do it, as a table of its own.
fn at_azure(props: &WhoCanProps, wanted: &str) -> Html {
    let Some(access) = &*props.azure else {
        return Html::default();
    };
    let holds = |of: &PrincipalAccess| {
        let name = of.principal.name.as_deref().unwrap_or_default();
        folded(name).contains(wanted) || folded(&of.principal.id).contains(wanted)
    };
    let found: Vec<&PrincipalAccess> = access.principals.iter().filter(|of| holds(of)).collect();
    let rows = found.iter().take(FIRST).map(|of| {
        let ground = of.grounds.first();
        let denial = of.denials.first().filter(|_| !of.allowed);
        let place = denial.map(|of| &of.assignment).or(ground.map(|of| &of.assignment));
        html! {
            <tr>
                <td class="subject"><b>{ principal(&of.principal) }</b><small>{ of.kind.to_ascii_lowercase() }</small></td>
                <td>
                    if let Some(ground) = ground {
                        <bdi class="chip bi">{ &ground.role.name }</bdi><small><bdi>{ &ground.reach }</bdi></small>
                    }
                </td>
                <td>
                    { pill(of.allowed) }
                    if let Some(denial) = denial { <small>{ "denied by " }<bdi>{ &denial.assignment.name }</bdi></small> }
                </td>
                <td>{ props.marker.place(place.and_then(|of| of.location.as_ref())) }</td>
            </tr>
        }
    });
    html! {
        <>
            <h2 class="then">{ "Through " }{ word("Azure RBAC") }{ " " }<span class="n">{ counted(found.len(), "principal") }</span></h2>
            if found.is_empty() {
                <p class="after">{ "No assignment here lets anyone do it." }</p>
            } else {
                <table>
                    <thead><tr>
                        <th scope="col">{ word("Principal") }</th><th scope="col">{ "Role" }</th>
                        <th scope="col">{ "Azure's answer" }</th><th scope="col">{ "Written in" }</th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            }
        </>
    }
}

/// How many different subjects there are.
pub(crate) fn subjects(who: &Known) -> usize {
    let names = who
        .subjects
        .iter()
        .map(|of| (&of.kind, &of.namespace, &of.name));
    sorted::set(names).len()
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
        (_, kind @ ("User" | "Group")) => kind.to_ascii_lowercase(),
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
    let members = match of.kind.as_str() {
        "Group" => props.names.members_of(&of.name),
        _ => Vec::new(),
    };
    let known = props.names.name_of(&of.name).unwrap_or(&of.name);
    html! {
        <>
            <b><bdi title={of.name.clone()}>{ known }</bdi></b>
            <small>
                { kind }
                if let Some(namespace) = namespace(of) { { " in " }<bdi>{ namespace }</bdi> }
                { ask_as }
            </small>
            if !members.is_empty() {
                <small>{ "members: " }<bdi>{ members.join(", ") }</bdi></small>
            }
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
    let holds = |name: &str| folded(name).contains(wanted);
    let of_grant = |grant: &Grant| holds(&grant.binding.name) || holds(&grant.role.name);
    holds(&of.name) || holds(&of.kind) || of.grant.as_ref().is_some_and(of_grant)
}
