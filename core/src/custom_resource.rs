//! Which kind does a CustomResourceDefinition define?
//!
//! It tells the group, the names by which people call the kind, and whether its objects live in namespaces.
//! None of that decides; it tells which resource a typed word means and where it is asked for. Schemas,
//! printer columns and conversion are not looked at.
//!
//! The first version of the format, `v1beta1`, takes a scope that is not said for `Namespaced`.
//!
//! *Source:* `staging/src/k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1/types.go`, and `validation.go`
//! beside it (`ValidateCustomResourceDefinition`); `pkg/registry/customresource` for the subresources.
//!
//! *Invariants.* A definition the API server refuses defines nothing, and that is told.

use crate::diagnostic::Diagnostics;
use crate::document::fields::{Fields, Refused};
use crate::document::{Node, Value};
use crate::kind::Kind;
use crate::source::{Span, Spanned};

/// The API group of the definitions themselves.
pub(crate) const API_GROUP: &str = "apiextensions.k8s.io";

/// What a definition must say and does not, with where it should.
struct Missing(Span, &'static str);

/// The kind that is defined, with the place of its plural.
pub(crate) fn read(node: &Node<'_>, found: &mut Diagnostics) -> Option<Spanned<Kind>> {
    match kind(node, found) {
        Ok(Ok(kind)) => Some(kind),
        Ok(Err(Missing(span, what))) => {
            found.error(
                span,
                format!("{what}; this object is left out, the API server refuses it"),
            );
            None
        }
        Err(Refused) => None,
    }
}

fn kind(
    node: &Node<'_>,
    found: &mut Diagnostics,
) -> Result<Result<Spanned<Kind>, Missing>, Refused> {
    let mut object = Fields::of(node, "object", found)?;
    let at = object.node("kind").map_or(node.span, |kind| kind.span);
    let version = node.get("apiVersion").and_then(Node::text);
    let is_first_format = version.is_some_and(|of| of.ends_with("/v1beta1"));
    let Some(spec) = object.node("spec") else {
        return Ok(Err(Missing(
            at,
            "a CustomResourceDefinition needs a `spec`",
        )));
    };
    let mut spec = Fields::of(spec, "spec", object.found())?;
    let Some(group) = spec.text("group")? else {
        return Ok(Err(Missing(at, "`spec.group` is missing")));
    };
    let scope = spec.text("scope")?;
    let namespaced = match scope.as_ref().map(|of| of.value.as_str()) {
        Some("Namespaced") => true,
        None if is_first_format => true,
        Some("Cluster") => false,
        _ => {
            let at = scope.map_or(at, |of| of.span);
            let told = "`spec.scope` must be `Namespaced` or `Cluster`";
            return Ok(Err(Missing(at, told)));
        }
    };
    let Some(names) = spec.node("names") else {
        return Ok(Err(Missing(at, "`spec.names` is missing")));
    };
    let served = Served::of(&mut spec)?;
    let mut names = Fields::of(names, "names", spec.found())?;
    let Some(plural) = names.text("plural")? else {
        return Ok(Err(Missing(names.span(), "`spec.names.plural` is missing")));
    };
    let Some(kind) = names.text("kind")? else {
        return Ok(Err(Missing(names.span(), "`spec.names.kind` is missing")));
    };
    let mut words = |key| Ok(names.texts(key)?.into_iter().map(|of| of.value).collect());
    let (short_names, categories) = (words("shortNames")?, words("categories")?);
    let singular = names.text("singular")?;
    Ok(Ok(Spanned {
        value: Kind {
            resource: plural.value,
            group: group.value,
            version: served.version,
            kind: kind.value,
            singular: singular.map_or_else(String::new, |of| of.value),
            short_names,
            categories,
            namespaced: Some(namespaced),
            subresources: served.subresources,
        },
        span: plural.span,
    }))
}

/// What is served of a kind.
struct Served {
    /// The first version; the first definitions said one `version`.
    version: String,
    /// The subresources that any version has; the first definitions said those of all.
    subresources: Vec<String>,
}

impl Served {
    fn of(spec: &mut Fields<'_, '_, '_>) -> Result<Self, Refused> {
        let mut first = spec.text("version")?;
        let shared = spec.node("subresources");
        let mut of_versions = vec![shared];
        for item in spec.items("versions")? {
            let mut version = Fields::of(item, "a version", spec.found())?;
            if version.node("served").is_some_and(is_false) {
                continue;
            }
            of_versions.push(version.node("subresources"));
            let name = version.text("name")?;
            first = first.or(name);
        }
        let has = |name: &&str| of_versions.iter().any(|of| has(*of, name));
        let subresources = ["status", "scale"].into_iter().filter(has);
        Ok(Self {
            version: first.map_or_else(String::new, |of| of.value),
            subresources: subresources.map(str::to_owned).collect(),
        })
    }
}

fn has(subresources: Option<&Node<'_>>, name: &str) -> bool {
    let found = subresources.and_then(|of| of.get(name));
    found.is_some_and(|of| !matches!(of.value, Value::Null))
}

fn is_false(node: &Node<'_>) -> bool {
    matches!(node.value, Value::Boolean(false))
}
