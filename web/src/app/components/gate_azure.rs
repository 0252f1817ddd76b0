//! What did Azure look at, and why is that its answer?
//!
//! The trace as a tree: who asks, at which scopes, then every assignment that is enough with its role,
//! the entry and the condition's clauses, every deny, and the assignments that came near. What is said
//! about Azure carries how well it is known.

use std::rc::Rc;

use aksess::azure::trace::{
    AttemptTrace, AzureAnswer, AzureGround, AzureNearMiss, AzureTrace, Claim, Denial,
    PermissionRef, PrincipalRef, RoleDefinitionRef, Standing,
};
use aksess::azure::{ConditionTrace, Plane, Truth};
use yew::{AttrValue, Html, Properties, component, html};

use super::more::{more, use_limit};
use super::notes::words;
use super::place::Marker;
use super::tree::FIRST;
use super::tree_row::Mark;
use crate::journey::plan::scope_name;

#[derive(Properties, PartialEq)]
pub(crate) struct AzureTreeProps {
    pub(crate) azure: Rc<AzureTrace>,
    /// Who was asked: the webhook, or Azure Resource Manager.
    pub(crate) name: AttrValue,
    pub(crate) marker: Marker,
}

/// What Azure looked at.
#[component]
pub(crate) fn AzureTree(props: &AzureTreeProps) -> Html {
    let (limit, on_more) = use_limit(FIRST);
    let (azure, marker) = (&props.azure, &props.marker);
    let denials = azure.denials.iter().map(|of| denial(of, marker));
    let grounds = azure.grounds.iter().map(|of| ground(of, marker));
    let near = azure.near_misses.iter().map(|of| near(of, marker));
    let all = azure.denials.len() + azure.grounds.len() + azure.near_misses.len();
    let below = html! {
        <>
            { caller(azure) }
            { for azure.attempts.iter().map(attempt) }
            if azure.answer != AzureAnswer::Off {
                { Mark::Plain.row(counts(azure), Html::default()) }
            }
            { for denials.chain(grounds).chain(near).take(limit) }
            { more(all.saturating_sub(limit), &on_more) }
        </>
    };
    let mark = match azure.answer {
        AzureAnswer::Allowed | AzureAnswer::Discovery => Mark::Passes,
        AzureAnswer::Denied | AzureAnswer::NotAllowed | AzureAnswer::NonEntraDenied => Mark::Fails,
        AzureAnswer::Abstains | AzureAnswer::Failed | AzureAnswer::Off => Mark::Plain,
    };
    let text = html! {
        <><b>{ props.name.clone() }</b>{ " " }<span class="why"><bdi>{ for words(&azure.why) }</bdi></span></>
    };
    html! {
        <>
            <ul class="tree">{ mark.row(text, below) }</ul>
            { claims(&azure.notes) }
        </>
    }
}

fn caller(azure: &AzureTrace) -> Html {
    let Some(caller) = &azure.caller else {
        return Html::default();
    };
    let groups = azure.groups.iter().enumerate().map(|(at, group)| {
        html! { <>{ if at == 0 { ", in " } else { ", " } }<b>{ principal(group) }</b></> }
    });
    let text = html! { <>{ "asks as " }<b>{ principal(caller) }</b>{ for groups }</> };
    Mark::Plain.row(text, Html::default())
}

/// A principal by name, with the number it really is beside.
pub(crate) fn principal(of: &PrincipalRef) -> Html {
    let name = of.name.as_ref().unwrap_or(&of.id);
    html! { <bdi title={of.id.clone()}>{ name }</bdi> }
}

fn answer(of: AzureAnswer) -> (Mark, &'static str) {
    match of {
        AzureAnswer::Allowed | AzureAnswer::Discovery => (Mark::Passes, "allowed"),
        AzureAnswer::Denied => (Mark::Fails, "denied"),
        _ => (Mark::Fails, "no grant"),
    }
}

fn attempt(of: &AttemptTrace) -> Html {
    let (mark, said) = answer(of.answer);
    let actions = of.actions.iter().map(|of| {
        let (mark, _) = answer(of.answer);
        mark.row(html! { <code>{ &of.action }</code> }, Html::default())
    });
    let hidden = of.count.saturating_sub(of.actions.len());
    let below = html! {
        <>
            { for actions }
            if hidden > 0 { <li class="more why">{ format!("{hidden} more actions") }</li> }
        </>
    };
    let text = html! {
        <>{ "at " }<bdi class="scope">{ &of.scope }</bdi><span class="why">{ ": " }{ said }</span></>
    };
    mark.row(text, below)
}

fn counts(azure: &AzureTrace) -> Html {
    let of = azure.counts;
    let one = |count: usize, what: &str| match count {
        1 => format!("1 {what}"),
        count => format!("{count} {what}s"),
    };
    html! {
        { format!("{} and {} known, {} of them for this caller", one(of.assignments, "role assignment"), one(of.denies, "deny assignment"), of.naming) }
    }
}

fn role(of: &RoleDefinitionRef) -> Html {
    let name = if of.name.is_empty() { &of.id } else { &of.name };
    let kind = match (of.is_known, of.is_custom) {
        (false, _) => "definition not known",
        (_, true) => "custom",
        (_, false) => "built in",
    };
    html! { <>{ "role " }<b><bdi title={of.id.clone()}>{ name }</bdi></b><span class="why">{ ", " }{ kind }</span></> }
}

fn permission(of: &PermissionRef) -> Html {
    let list = match of.list {
        Plane::Actions => "actions",
        Plane::DataActions => "dataActions",
    };
    html! {
        <>
            if of.of > 1 { { format!("block {} of {}, ", of.number, of.of) } }
            { list }{ " " }<code>{ &of.pattern }</code>
        </>
    }
}

/// The clauses of a condition, each with what was compared.
pub(crate) fn condition(of: &ConditionTrace) -> Html {
    let clauses = of.clauses.iter().map(|of| {
        let mark = match of.truth {
            Truth::True => Mark::Passes,
            Truth::False => Mark::Fails,
            Truth::Unknown => Mark::Near,
        };
        let flips = if of.could_flip {
            " Its value could change the answer."
        } else {
            ""
        };
        let text = html! {
            <>
                <code>{ &of.text }</code>
                <span class="why">{ " " }<bdi>{ for words(&of.words) }</bdi>{ flips }</span>
            </>
        };
        mark.row(text, Html::default())
    });
    let (mark, said) = if of.holds {
        (Mark::Passes, "the condition holds")
    } else {
        (Mark::Fails, "the condition does not hold")
    };
    let said = if of.could_flip {
        format!("{said}; attributes that are not given could change that")
    } else {
        said.to_owned()
    };
    mark.row(html! { { said } }, html! { <>{ for clauses }</> })
}

fn ground(of: &AzureGround, marker: &Marker) -> Html {
    let at = of.assignment.location.as_ref();
    let pass = |place, text| Mark::Passes.row_beside(marker, (place, at), text, Html::default());
    let below = html! {
        <>
            { Mark::Passes.row(html! { <>{ &of.membership }{ ": " }{ principal(&of.principal) }</> }, Html::default()) }
            { Mark::Passes.row(html! { <>{ "reaches " }<bdi>{ &of.reach }</bdi></> }, Html::default()) }
            if !of.standing.is_empty() {
                { Mark::Passes.row(html! { { &of.standing } }, Html::default()) }
            }
            { pass(of.role.location.as_ref(), role(&of.role)) }
            { pass(of.permission.location.as_ref(), permission(&of.permission)) }
            { for of.conditions.iter().map(condition) }
        </>
    };
    let text = html! {
        <>{ "role assignment " }<bdi>{ &of.assignment.name }</bdi></>
    };
    Mark::Passes.row_at(marker, at, text, below)
}

fn denial(of: &Denial, marker: &Marker) -> Html {
    let at = of.assignment.location.as_ref();
    let row = |text| Mark::Fails.row(text, Html::default());
    let below = html! {
        <>
            { row(html! { <>{ "names " }<bdi>{ &of.principal }</bdi></> }) }
            { row(html! { <>{ "reaches " }<bdi>{ &of.reach }</bdi></> }) }
            { Mark::Fails.row_beside(marker, (of.permission.location.as_ref(), at), permission(&of.permission), Html::default()) }
        </>
    };
    let text = html! {
        <>{ "deny assignment " }<b><bdi>{ &of.assignment.name }</bdi></b><span class="why">{ " denies " }<code>{ &of.action }</code></span></>
    };
    Mark::Fails.row_at(marker, at, text, below)
}

fn near(of: &AzureNearMiss, marker: &Marker) -> Html {
    let at = of.assignment.location.as_ref();
    let differences = of.differences.iter().map(|of| {
        let text = html! { <bdi>{ for words(&of.words) }</bdi> };
        Mark::Fails.row_beside(marker, (of.location.as_ref(), at), text, Html::default())
    });
    let below = html! {
        <>
            { for differences }
            { for of.conditions.iter().map(condition) }
        </>
    };
    let name = if of.role.name.is_empty() {
        &of.role.id
    } else {
        &of.role.name
    };
    let text = html! {
        <><b><bdi>{ name }</bdi></b><span class="why">{ " to " }{ principal(&of.principal) }{ " at " }<bdi title={of.assignment.scope.clone()}>{ scope_name(&of.assignment.scope) }</bdi></span></>
    };
    Mark::Near.row_at(marker, at, text, below)
}

fn claims(claims: &[Claim]) -> Html {
    if claims.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="claims" aria-label="What is known about this">
            { for claims.iter().map(|of| {
                let standing = match of.standing {
                    Standing::Documented => "documented",
                    Standing::Observed => "observed",
                    Standing::Assumed => "assumed",
                };
                html! {
                    <li>
                        <bdi>{ for words(&of.words) }</bdi>{ " " }
                        <span class="standing">{ standing }{ ", " }<bdi>{ &of.source }</bdi></span>
                    </li>
                }
            }) }
        </ul>
    }
}
