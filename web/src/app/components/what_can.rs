//! What can the caller do?
//!
//! Every rule that reaches them in the namespace of the question, with the binding and the role it comes
//! through. What Azure grants is not in this list: its patterns have no end of actions.

use std::rc::Rc;

use aksess::azure::letter_case::folded;
use aksess::query::who_can::Grant;
use aksess::report;
use yew::{Html, Properties, classes, component, html, use_memo, use_state_eq};

use super::clipboard::Copy;
use super::filter::filter;
use super::more::{button, use_limit};
use super::place::Marker;
use super::term::word;
use crate::app::question::Question;
use crate::app::tabbed::tabbed;
use crate::app::workspace::Compiled;

/// How many rows are drawn before the rest is asked for.
const FIRST: usize = 200;

#[derive(Properties, PartialEq)]
pub(crate) struct WhatCanProps {
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) question: Question,
    pub(crate) marker: Marker,
}

/// Everything the caller can do.
#[component]
pub(crate) fn WhatCan(props: &WhatCanProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let wanted = use_state_eq(String::new);
    let rules = use_memo(
        (Rc::clone(&props.compiled), props.question.clone()),
        |(compiled, question)| compiled.what_can(question),
    );
    let rows: Vec<(String, &Grant)> = rules
        .resource_rules
        .iter()
        .map(|of| &of.grant)
        .chain(rules.non_resource_rules.iter().map(|of| &of.grant))
        .map(|grant| (report::rule(&grant.rule), grant))
        .filter(|(rule, grant)| matches(rule, grant, &wanted))
        .collect();
    let hidden = rows.len().saturating_sub(limit);
    let user = &props.question.user;
    let place = match props.question.namespace.as_str() {
        "" => "at the cluster scope".to_owned(),
        namespace => format!("in {namespace}"),
    };
    let table: Vec<String> = rows
        .iter()
        .map(|(rule, of)| tabbed([rule.as_str(), &of.binding.name, &of.role.name]))
        .collect();
    html! {
        <section class="who" aria-labelledby="what">
            <div class="head">
                <h2 id="what">{ "What can " }<b><bdi>{ user }</bdi></b>{ " do " }<bdi>{ place }</bdi>{ "? " }
                    <span class="n">{ format!("{} rules", rows.len()) }</span></h2>
                <div class="pair">
                    { filter("what-filter", "Filter by verb, resource, binding or role", &wanted) }
                    <Copy label="Copy as table" text={table.join("\n")} />
                </div>
            </div>
            <table>
                <thead><tr>
                    <th scope="col">{ "May, by a " }{ word("rule") }</th><th scope="col">{ "Through a " }{ word("binding") }</th>
                    <th scope="col">{ word("Role") }</th><th scope="col">{ "Written in" }</th>
                </tr></thead>
                <tbody>{ for rows.iter().take(limit).map(|(rule, of)| row(rule, of, &props.marker)) }</tbody>
            </table>
            if rows.is_empty() { <p class="after">{ "No rule reaches this caller here." }</p> }
            if hidden > 0 { <p class="after">{ button(hidden, &on_more) }</p> }
            if !rules.evaluation_error.is_empty() {
                <p class="after">{ "Not looked up: " }<code>{ &rules.evaluation_error }</code></p>
            }
            <p class="after">{ "What Azure RBAC grants is not listed: its patterns have no end of actions." }</p>
        </section>
    }
}

fn matches(rule: &str, grant: &Grant, wanted: &str) -> bool {
    let wanted = folded(wanted.trim());
    let holds = |name: &str| folded(name).contains(&wanted);
    wanted.is_empty() || holds(rule) || holds(&grant.binding.name) || holds(&grant.role.name)
}

fn row(rule: &str, of: &Grant, marker: &Marker) -> Html {
    let at = of.rule.location.as_ref();
    let is_current = marker.is_on(at) || marker.is_on(of.binding.location.as_ref());
    html! {
        <tr class={classes!(is_current.then_some("cur"))}>
            <td><bdi>{ rule }</bdi></td>
            <td>
                <bdi class="chip bi">{ &of.binding.name }</bdi>
                <small>{ &of.binding.kind }</small>
            </td>
            <td><bdi class="chip ro">{ &of.role.name }</bdi></td>
            <td>{ marker.place(at) }</td>
        </tr>
    }
}
