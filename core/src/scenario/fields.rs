//! How is a `kind: Scenario` document written?
//!
//! Every field is checked: a scenario with a typing error would otherwise pass by testing nothing.

use super::{Expected, Request, Scenario};
use crate::access_request::read::{self, text, texts, told};
use crate::decision::{By, Order};
use crate::diagnostic::Diagnostics;
use crate::document::Node;
use crate::document::fields::{Fields, Refused};

const FIELDS: [&str; 7] = [
    "apiVersion",
    "kind",
    "metadata",
    "title",
    "source",
    "order",
    "requests",
];

/// What a request of a scenario has beside the request itself.
const EXPECTATIONS: [&str; 5] = ["expect", "by", "because", "message", "reason"];

/// Reads a scenario; a request that cannot be understood is told and left out.
pub(crate) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Scenario> {
    let mut fields = Fields::of(node, "a scenario", found).ok()?;
    fields.only(&FIELDS);
    let title = fields.text("title").ok()?;
    let source = fields.text("source").ok()?;
    let order = read::order(&mut fields).ok()?;
    let items = fields.items("requests").ok()?;
    if items.is_empty() {
        let span = node.get("kind").map_or(node.span, |kind| kind.span);
        fields
            .found()
            .error(span, "this scenario has no `requests` and tests nothing");
    }
    let requests = items
        .iter()
        .filter_map(|item| request(item, order, fields.found()).ok())
        .collect();
    Some(Scenario {
        title: text(title),
        source: text(source),
        requests,
    })
}

fn request(
    node: &Node<'_>,
    order: Option<Order>,
    found: &mut Diagnostics,
) -> Result<Request, Refused> {
    let mut fields = Fields::of(node, "a request", found)?;
    let mut asked = read::request(&mut fields, &EXPECTATIONS)?;
    asked.order = asked.order.or(order);
    let expected = expected(&mut fields)?;
    Ok(Request {
        asked,
        expected,
        span: node.span,
    })
}

fn expected(fields: &mut Fields<'_, '_, '_>) -> Result<Expected, Refused> {
    let allowed = match fields.text("expect")? {
        None => None,
        Some(word) if word.value == "Allow" => Some(true),
        Some(word) if word.value == "Deny" => Some(false),
        Some(word) => {
            return told(
                word.span,
                format!("`expect` is `Allow` or `Deny`, not `{}`", word.value),
                fields.found(),
            );
        }
    };
    let by = fields.text("by")?;
    if let Some(by) = &by
        && !By::words().any(|word| word == by.value)
    {
        let words = By::words().collect::<Vec<_>>().join(", ");
        return told(
            by.span,
            format!("`{}` is none of {words}", by.value),
            fields.found(),
        );
    }
    Ok(Expected {
        allowed,
        by: by.map(|by| by.value),
        because: texts(fields.texts("because")?),
        message: fields.text("message")?.map(|of| of.value),
        // An empty reason is an expectation too.
        reason: fields
            .node("reason")
            .and_then(Node::text)
            .map(str::to_owned),
    })
}
