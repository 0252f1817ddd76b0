//! How far did a binding get that came near?
//!
//! The tests it passes and the ones it fails, in the order the API server meets them: subject,
//! namespace, role, rule.

use aksess::NearMiss;
use aksess::kubernetes::Facet;
use yew::{Html, html};

use super::notes::words;
use super::place::Marker;
use super::term::said;
use super::tree_row::{Mark, named, rule};

/// A near miss with its steps.
pub(crate) fn binding(near: &NearMiss, marker: &Marker) -> Html {
    let at = near.binding.location.as_ref();
    let passes = |place, text| Mark::Passes.row_beside(marker, (place, at), text, Html::default());
    let fails = |wanted: fn(Facet) -> bool| {
        let failing = near.differences.iter().filter(move |of| wanted(of.facet));
        let rows = failing.map(|of| {
            let text = html! { <bdi>{ for words(&of.words) }</bdi> };
            Mark::Fails.row_beside(marker, (of.location.as_ref(), at), text, Html::default())
        });
        rows.collect::<Vec<_>>()
    };
    let of_rule = fails(|facet| facet > Facet::RoleRef);
    let below = html! {
        <>
            if let Some(of) = &near.subject {
                { passes(of.location.as_ref(), named(&format!("subject {}", of.kind), &of.name)) }
            }
            { fails(|facet| facet <= Facet::RoleRef) }
            if let Some(of) = &near.role {
                { passes(of.location.as_ref(), named(&of.kind, &of.name)) }
            }
            if let Some(of) = &near.rule {
                if of_rule.is_empty() {
                    { passes(of.location.as_ref(), rule(of)) }
                } else {
                    { Mark::Fails.row_beside(marker, (of.location.as_ref(), at), rule(of), of_rule.into_iter().collect()) }
                }
            } else {
                { of_rule }
            }
        </>
    };
    let text = html! {
        <>
            { said(&near.binding.kind) }{ " " }<b><bdi>{ &near.binding.name }</bdi></b>
            <span class="why">{ " " }<bdi>{ said(&near.title) }</bdi></span>
        </>
    };
    Mark::Near.row_at(marker, at, text, below)
}
