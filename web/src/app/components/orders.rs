//! What would be the answer under each order of authorizers?
//!
//! Which order a live cluster uses is not published, so the page tells all three and why they differ.

use aksess::review::AccessReview;
use aksess::{By, Order};
use yew::{Callback, Html, html};

use super::icons;
use super::notes::words;
use super::term::{said, word};
use crate::app::question::{Part, order_words};
use crate::app::state::Action;

/// The three orders; nothing where Azure RBAC is not asked.
pub(crate) fn orders(review: &AccessReview, chosen: Order, on_action: &Callback<Action>) -> Html {
    if review.orders.is_empty() {
        return html! {
            <section class="orders" aria-labelledby="orders-title">
                <h2 id="orders-title">{ "The three orders" }</h2>
                <p class="after">
                    { "Azure RBAC is not asked about this request, so there is only one order." }
                </p>
            </section>
        };
    }
    let rows = review.orders.iter().map(|of| {
        let is_chosen = of.order == chosen;
        let (order, on_action) = (of.order, on_action.clone());
        let choose = move |_| on_action.emit(Action::Ask(Part::Order, order.word().to_owned()));
        html! {
            <tr class={is_chosen.then_some("chosen")}>
                <th scope="row">
                    <button type="button" class="link" aria-pressed={is_chosen.to_string()} onclick={choose}>{ order_words(order) }</button>
                    if is_chosen { <small>{ "selected" }</small> }
                </th>
                <td>{ said(does(order)) }</td>
                <td>{ pill(of.decision.is_allowed()) }</td>
                <td>{ said(by(of.by)) }</td>
            </tr>
        }
    });
    let title = if review.orders_differ.is_some() {
        "The three orders disagree"
    } else {
        "The three orders agree"
    };
    html! {
        <section class="orders" aria-labelledby="orders-title">
            <h2 id="orders-title">{ title }</h2>
            if let Some(why) = &review.orders_differ { <p class="after">{ for words(why) }</p> }
            <table class="facts">
                <thead><tr>
                    <th scope="col">{ word("Order") }</th><th scope="col">{ "What it does" }</th>
                    <th scope="col">{ "Answer" }</th><th scope="col">{ "Decided by" }</th>
                </tr></thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn does(order: Order) -> &'static str {
    match order {
        Order::AzureFirst => {
            "No grant of Azure leaves it to the cluster; a deny assignment denies."
        }
        Order::KubernetesFirst => {
            "The cluster's bindings first, then Azure. Seen on live clusters."
        }
        Order::AzureExclusive => {
            "Whoever Azure refuses is refused. The open-source webhook before RBAC."
        }
    }
}

/// A verdict in a few letters.
pub(crate) fn pill(is_allowed: bool) -> Html {
    if is_allowed {
        html! { <span class="pill ok">{ icons::open() }{ "Allowed" }</span> }
    } else {
        html! { <span class="pill no">{ icons::shut() }{ "Denied" }</span> }
    }
}

/// What decided, in words.
pub(crate) fn by(by: By) -> &'static str {
    match by {
        By::Superuser => "system:masters, before every gate",
        By::KubernetesRbac => "a binding in the cluster",
        By::AzureRoleAssignment => "a role assignment of Azure",
        By::AzureDenyAssignment => "a deny assignment of Azure",
        By::AzureNotAllowed => "no grant, neither of Azure nor of the cluster",
        By::Discovery => "a discovery path",
        By::NonEntraDenied => "Azure: not a caller from Entra",
        By::WebhookError => "an error of the webhook",
        By::LocalAccountsDisabled => "local accounts are off",
        By::NoEntraIntegration => "the cluster does not use Entra",
        By::GroupOverage => "too many groups",
        By::Unauthenticated => "not recognised",
        By::NoGrant => "no grant",
    }
}
