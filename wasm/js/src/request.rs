//! Which shapes do the arguments have?
//!
//! Each function reads one argument of the surface into the type of the engine, field by field.

use aksess::access_request::AccessRequest;
use aksess::azure::Plane;
use aksess::query::{PreflightRequest, Purpose};
use aksess::{ExtraFields, NonResourceAttributes, ResourceAttributes, SubjectAccessReviewSpec};
use aksess::{Identity, Order, Severity, Source};

use wasm_bindgen::prelude::JsValue;

use crate::argument::Argument;
use crate::wrong::Wrong;

/// `{ name, text }[]`.
pub(crate) fn sources(given: &Argument) -> Result<Vec<Source>, Wrong> {
    let source = |given: &Argument| {
        given.fields(&["name", "text"])?;
        let text = given.field("text")?.text()?;
        Ok(Source::new(given.field("name")?.text()?, text))
    };
    given.list("sources")?.iter().map(source).collect()
}

/// `{ order? }`, or nothing.
pub(crate) fn options(given: &Argument) -> Result<Order, Wrong> {
    if given.is_absent() {
        return Ok(Order::default());
    }
    given.fields(&["order"])?;
    let order = given.field("order")?;
    if order.is_absent() {
        return Ok(Order::default());
    }
    let known = order.text().ok().and_then(|word| Order::of(&word));
    known.ok_or_else(|| order.must_be("AzureFirst, KubernetesFirst or AzureExclusive"))
}

/// The `spec` of a `SubjectAccessReview`.
pub(crate) fn spec(given: &Argument) -> Result<SubjectAccessReviewSpec, Wrong> {
    given.fields(&[
        "user",
        "groups",
        "uid",
        "extra",
        "resourceAttributes",
        "nonResourceAttributes",
    ])?;
    let resource = given.field("resourceAttributes")?;
    let non_resource = given.field("nonResourceAttributes")?;
    Ok(SubjectAccessReviewSpec {
        user: given.field("user")?.text_or_empty()?,
        groups: given.field("groups")?.texts()?,
        uid: given.field("uid")?.text_or_empty()?,
        extra: extra(&given.field("extra")?)?,
        resource_attributes: present(&resource, resource_attributes)?,
        non_resource_attributes: present(&non_resource, non_resource_attributes)?,
    })
}

/// The half of a `spec` that says what is asked; who asks is not looked at and may be absent.
pub(crate) fn question(given: &Argument) -> Result<SubjectAccessReviewSpec, Wrong> {
    let spec = spec(given)?;
    let user = "somebody".to_owned();
    Ok(SubjectAccessReviewSpec { user, ..spec })
}

/// `{ user, groups }`.
pub(crate) fn subject(given: &Argument) -> Result<Identity, Wrong> {
    given.fields(&["user", "groups", "extra"])?;
    Ok(Identity {
        user: given.field("user")?.text_or_empty()?,
        groups: given.field("groups")?.texts()?,
        extra: extra(&given.field("extra")?)?,
    })
}

/// A request of a scenario without its expectations, as an object or as the text of a document. The engine
/// reads it as it reads those.
pub(crate) fn access_request(given: &Argument) -> Result<AccessRequest, Wrong> {
    let text = given.text().or_else(|_| given.json())?;
    AccessRequest::parse(&text).map_err(|found| {
        let errors = found.iter().filter(|of| of.severity == Severity::Error);
        let messages: Vec<&str> = errors.map(|of| of.message.as_str()).collect();
        given.is_wrong(&messages.join("; "))
    })
}

/// `plane`, which is that of managing resources unless said otherwise.
pub(crate) fn plane(given: &Argument) -> Result<Plane, Wrong> {
    let plane = given.field("plane")?;
    if plane.is_absent() {
        return Ok(Plane::Actions);
    }
    match plane.text().as_deref() {
        Ok("actions") => Ok(Plane::Actions),
        Ok("dataActions") => Ok(Plane::DataActions),
        _ => Err(plane.must_be("actions or dataActions")),
    }
}

/// `{ purpose, principal?, groups?, scope? }`.
pub(crate) fn preflight(given: &Argument) -> Result<PreflightRequest, Wrong> {
    given.fields(&["purpose", "principal", "groups", "scope"])?;
    let purpose = given.field("purpose")?;
    let known = purpose.text().ok().and_then(|word| Purpose::of(&word));
    let optional = |name| {
        let field = given.field(name)?;
        present(&field, Argument::text)
    };
    Ok(PreflightRequest {
        purpose: known
            .ok_or_else(|| purpose.must_be(&Purpose::ALL.map(Purpose::word).join(", ")))?,
        principal: optional("principal")?,
        groups: given.field("groups")?.texts()?,
        scope: optional("scope")?,
    })
}

/// Which of the known formats is asked for; the first unless one is.
pub(crate) fn format(given: JsValue, known: &[&str]) -> Result<usize, Wrong> {
    let format = Argument::new("format", given);
    if format.is_absent() {
        return Ok(0);
    }
    let word = format.text().unwrap_or_default();
    let found = known.iter().position(|of| *of == word);
    found.ok_or_else(|| format.must_be(&known.join(" or ")))
}

fn present<T>(
    given: &Argument,
    read: impl FnOnce(&Argument) -> Result<T, Wrong>,
) -> Result<Option<T>, Wrong> {
    if given.is_absent() {
        Ok(None)
    } else {
        read(given).map(Some)
    }
}

/// What is asked of an API object.
pub(crate) fn resource_attributes(given: &Argument) -> Result<ResourceAttributes, Wrong> {
    given.fields(&[
        "namespace",
        "verb",
        "group",
        "version",
        "resource",
        "subresource",
        "name",
    ])?;
    let text = |name| given.field(name)?.text_or_empty();
    Ok(ResourceAttributes {
        namespace: text("namespace")?,
        verb: text("verb")?,
        group: text("group")?,
        version: text("version")?,
        resource: text("resource")?,
        subresource: text("subresource")?,
        name: text("name")?,
    })
}

fn non_resource_attributes(given: &Argument) -> Result<NonResourceAttributes, Wrong> {
    given.fields(&["path", "verb"])?;
    Ok(NonResourceAttributes {
        path: given.field("path")?.text_or_empty()?,
        verb: given.field("verb")?.text_or_empty()?,
    })
}

fn extra(given: &Argument) -> Result<ExtraFields, Wrong> {
    if given.is_absent() {
        return Ok(ExtraFields::default());
    }
    let names = given.names()?;
    let texts = names
        .into_iter()
        .map(|name| Ok((name.clone(), given.field(&name)?.texts()?)));
    texts.collect()
}
