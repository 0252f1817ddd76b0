//! What about these documents is worth looking at?
//!
//! Advice that is not followed, traps, and doors that stand open: each with the objects it stands on, what
//! to do, and who advises it. The gravest come first.

use std::collections::BTreeMap;
use std::rc::Rc;

use aksess::azure::letter_case::folded;
use aksess::findings::{Finding, Findings as Found, Level};
use aksess::report;
use yew::{Html, Properties, classes, component, html, use_memo, use_state_eq};

use super::clipboard::Copy;
use super::filter::filter;
use super::more::{more, use_limit};
use super::notes::words;
use super::place::Marker;
use super::term::{said, word};
use crate::app::workspace::Compiled;

/// How many are drawn before the rest is asked for.
const FIRST: usize = 60;

#[derive(Properties, PartialEq)]
pub(crate) struct FindingsProps {
    pub(crate) compiled: Rc<Compiled>,
    pub(crate) marker: Marker,
}

/// The findings.
#[component]
pub(crate) fn Findings(props: &FindingsProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let wanted = use_state_eq(String::new);
    let found = use_memo(Rc::clone(&props.compiled), |compiled| {
        compiled.authorizer.findings()
    });
    let typed = folded(wanted.trim());
    let listed: Vec<&Finding> = found
        .listed
        .iter()
        .filter(|of| matches(of, &typed))
        .collect();
    html! {
        <section class="findings" aria-labelledby="findings-title">
            <div class="head">
                <h2 id="findings-title"><b>{ word("Findings") }</b>{ " " }<span class="n">{ counts(&found) }</span></h2>
                <div class="pair">
                    { filter("findings-filter", "Filter by words, names or rule", &wanted) }
                    <Copy label="Copy as Markdown" text={report::findings_markdown(&found)} />
                </div>
            </div>
            if found.listed.is_empty() {
                <p class="after">{ "Nothing here asks to be looked at. The rules know what these documents say, and no more." }</p>
            } else if listed.is_empty() {
                <p class="after">{ "No finding speaks of that." }</p>
            }
            <ol class="found">
                { for listed.iter().take(limit).map(|of| entry(of, &props.marker)) }
                { more(listed.len().saturating_sub(limit), &on_more) }
            </ol>
            if found.unlisted > 0 {
                <p class="after">{ format!("{} more are not listed.", found.unlisted) }</p>
            }
        </section>
    }
}

fn counts(found: &Found) -> String {
    let mut levels: BTreeMap<Level, usize> = BTreeMap::new();
    for of in &found.listed {
        *levels.entry(of.level).or_default() += 1;
    }
    let words: Vec<String> = levels
        .iter()
        .map(|(level, count)| format!("{count} {}", level.word()))
        .collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn matches(of: &Finding, typed: &str) -> bool {
    let holds = |text: &str| folded(text).contains(typed);
    typed.is_empty()
        || holds(&of.words)
        || holds(of.rule.title())
        || of.looked_at.iter().any(|of| holds(&of.name))
}

fn entry(of: &Finding, marker: &Marker) -> Html {
    let is_current = of
        .looked_at
        .iter()
        .any(|of| marker.is_on(of.location.as_ref()));
    let looked_at = of.looked_at.iter().take(6).map(|of| {
        html! { <li>{ said(&of.what) }{ " " }<b><bdi>{ &of.name }</bdi></b>{ "\u{a0}" }{ marker.place(of.location.as_ref()) }</li> }
    });
    let hidden = of.looked_at.len().saturating_sub(6);
    html! {
        <li class={classes!("finding", of.level.word(), is_current.then_some("cur"))}>
            <span class="level">{ of.level.word() }</span>
            <div>
                <h3>{ said(of.rule.title()) }</h3>
                <p><bdi>{ for words(&of.words) }</bdi></p>
                <ul class="looked">
                    { for looked_at }
                    if hidden > 0 { <li class="why">{ format!("and {hidden} more") }</li> }
                </ul>
                <p class="do"><b>{ "Do: " }</b><bdi>{ for words(&of.remedy) }</bdi></p>
                <p class="standing">{ of.source }</p>
            </div>
        </li>
    }
}
