//! How are reviews written?
//!
//! *Source:* `staging/src/k8s.io/api/authorization/v1/types.go` and `v1beta1/types.go`, which calls the groups
//! `group`.
//!
//! *Invariants.* Fields that are not known in a version are passed over, as the API server grows some with each;
//! none of those that exists widens what is asked. Selectors narrow, and RBAC does not read them. A known
//! field of another type is a mistake.

use std::fmt::Write;

use aksess::json::{self, Mistake, Node, Value};
use aksess::query::SubjectRules;
use aksess::{ExtraFields, NonResourceAttributes, ResourceAttributes, SubjectAccessReviewSpec};

use crate::fields::{mistake, text};

/// A version of reviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V1Beta1,
}

impl Version {
    /// As `apiVersion` says it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::V1 => "authorization.k8s.io/v1",
            Self::V1Beta1 => "authorization.k8s.io/v1beta1",
        }
    }

    /// The field with the groups.
    fn groups(self) -> &'static str {
        match self {
            Self::V1 => "groups",
            Self::V1Beta1 => "group",
        }
    }
}

/// What is expected of a body.
pub(crate) struct Expected<'e> {
    pub(crate) kind: &'e str,
    pub(crate) versions: &'e [Version],
    /// The version where the path says kind and version already, so that the body need not.
    pub(crate) assumed: Option<Version>,
}

/// A review of the kind and one of the versions that are expected.
pub(crate) struct Review<'b> {
    pub(crate) version: Version,
    spec: Node<'b>,
    text: &'b str,
}

impl<'b> Review<'b> {
    /// Opens a body.
    ///
    /// # Errors
    /// What is wrong with it, in words that quote nothing but names of fields.
    pub(crate) fn open(body: &'b [u8], expected: &Expected<'_>) -> Result<Self, String> {
        let text = std::str::from_utf8(body).map_err(|_| "it is no text".to_owned())?;
        let root = json::read(text).map_err(|wrong| wrong.in_text(text))?;
        let is_kind = match root.get("kind") {
            None => expected.assumed.is_some(),
            Some(kind) => kind.text() == Some(expected.kind),
        };
        let version = match root.get("apiVersion") {
            None => expected.assumed,
            Some(given) => {
                let mut versions = expected.versions.iter().copied();
                versions.find(|version| given.text() == Some(version.word()))
            }
        };
        let (Some(version), true) = (version, is_kind) else {
            return Err("it is of another kind or apiVersion".to_owned());
        };
        let span = root.span;
        let entries = match root.value {
            Value::Mapping(entries) => entries,
            _ => Vec::new(),
        };
        let mut fields = entries.into_iter();
        let spec = fields.find(|of| of.key == "spec").map(|of| of.value);
        let empty = || Node {
            value: Value::Mapping(Vec::new()),
            span,
        };
        let spec = spec.filter(|of| !matches!(of.value, Value::Null));
        let spec = spec.unwrap_or_else(empty);
        Ok(Self {
            version,
            spec,
            text,
        })
    }

    /// What its spec asks about whom.
    ///
    /// # Errors
    /// As above.
    pub(crate) fn access(&self) -> Result<SubjectAccessReviewSpec, String> {
        access_spec(&self.spec, self.version).map_err(|wrong| wrong.in_text(self.text))
    }

    /// The namespace its spec is about; empty where it says none.
    ///
    /// # Errors
    /// As above.
    pub(crate) fn namespace(&self) -> Result<String, String> {
        string(&self.spec, "namespace").map_err(|wrong| wrong.in_text(self.text))
    }
}

/// The spec of an access review.
fn access_spec(node: &Node<'_>, version: Version) -> Result<SubjectAccessReviewSpec, Mistake> {
    Ok(SubjectAccessReviewSpec {
        user: string(node, "user")?,
        groups: strings(node, version.groups())?,
        uid: string(node, "uid")?,
        extra: extra(node)?,
        resource_attributes: match present(node, "resourceAttributes") {
            None => None,
            Some(on) => Some(ResourceAttributes {
                namespace: string(on, "namespace")?,
                verb: string(on, "verb")?,
                group: string(on, "group")?,
                version: string(on, "version")?,
                resource: string(on, "resource")?,
                subresource: string(on, "subresource")?,
                name: string(on, "name")?,
            }),
        },
        non_resource_attributes: match present(node, "nonResourceAttributes") {
            None => None,
            Some(at) => Some(NonResourceAttributes {
                path: string(at, "path")?,
                verb: string(at, "verb")?,
            }),
        },
    })
}

/// A field that is there and not null.
fn present<'n, 't>(node: &'n Node<'t>, key: &str) -> Option<&'n Node<'t>> {
    let found = node.get(key)?;
    (!matches!(found.value, Value::Null)).then_some(found)
}

/// A string; empty where it is absent.
fn string(node: &Node<'_>, key: &str) -> Result<String, Mistake> {
    if !matches!(node.value, Value::Mapping(_)) {
        return mistake(
            node,
            format!("`{key}` is looked for in {}", node.describe()),
        );
    }
    present(node, key).map_or(Ok(String::new()), |found| text(found, key))
}

fn strings(node: &Node<'_>, key: &str) -> Result<Vec<String>, Mistake> {
    match present(node, key) {
        None => Ok(Vec::new()),
        Some(found) => list(found, key),
    }
}

fn list(node: &Node<'_>, key: &str) -> Result<Vec<String>, Mistake> {
    match &node.value {
        Value::Sequence(items) => items.iter().map(|item| text(item, key)).collect(),
        _ => mistake(
            node,
            format!("`{key}` must be a list, not {}", node.describe()),
        ),
    }
}

fn extra(node: &Node<'_>) -> Result<ExtraFields, Mistake> {
    let mut extra = ExtraFields::default();
    let Some(found) = present(node, "extra") else {
        return Ok(extra);
    };
    let Value::Mapping(entries) = &found.value else {
        return mistake(found, "`extra` must be an object");
    };
    for entry in entries {
        let values = match &entry.value.value {
            Value::Null => Vec::new(),
            _ => list(&entry.value, "extra")?,
        };
        extra.insert(entry.key.to_string(), values);
    }
    Ok(extra)
}

/// An answered review: one line of JSON. `spec` and `status` are JSON already.
pub(crate) fn answered(kind: &str, version: Version, spec: &str, status: &str) -> String {
    let version = version.word();
    format!(
        "{{\"kind\":\"{kind}\",\"apiVersion\":\"{version}\",\"metadata\":{{}},\"spec\":{spec},\"status\":{status}}}\n"
    )
}

/// The spec of a review about oneself, without the user.
pub(crate) fn own_spec(spec: &SubjectAccessReviewSpec) -> String {
    let mut text = "{".to_owned();
    let mut object = |name: &str, fields: &[(&str, &String)]| {
        text.push_str(name);
        let given = fields.iter().filter(|(_, value)| !value.is_empty());
        for (at, (key, value)) in given.enumerate() {
            text.push_str(if at == 0 { "" } else { "," });
            quote(&mut text, key);
            text.push(':');
            quote(&mut text, value);
        }
        text.push('}');
    };
    if let Some(of) = &spec.resource_attributes {
        let fields = [
            ("namespace", &of.namespace),
            ("verb", &of.verb),
            ("group", &of.group),
            ("version", &of.version),
            ("resource", &of.resource),
            ("subresource", &of.subresource),
            ("name", &of.name),
        ];
        object("\"resourceAttributes\":{", &fields);
    } else if let Some(of) = &spec.non_resource_attributes {
        let fields = [("path", &of.path), ("verb", &of.verb)];
        object("\"nonResourceAttributes\":{", &fields);
    }
    text.push('}');
    text
}

/// The status of an access review.
pub(crate) fn access_status(allowed: bool, denied: bool, reason: &str) -> String {
    let mut text = format!("{{\"allowed\":{allowed}");
    if denied {
        text.push_str(",\"denied\":true");
    }
    if !reason.is_empty() {
        text.push_str(",\"reason\":");
        quote(&mut text, reason);
    }
    text.push('}');
    text
}

/// The status of a rules review.
pub(crate) fn rules_status(rules: &SubjectRules) -> String {
    let mut text = "{\"resourceRules\":[".to_owned();
    for (at, rule) in rules.resource_rules.iter().enumerate() {
        text.push_str(if at == 0 { "{" } else { ",{" });
        names(&mut text, "\"verbs\":", &rule.verbs);
        for (key, of) in [
            (",\"apiGroups\":", &rule.api_groups),
            (",\"resources\":", &rule.resources),
            (",\"resourceNames\":", &rule.resource_names),
        ] {
            if !of.is_empty() {
                names(&mut text, key, of);
            }
        }
        text.push('}');
    }
    text.push_str("],\"nonResourceRules\":[");
    for (at, rule) in rules.non_resource_rules.iter().enumerate() {
        text.push_str(if at == 0 { "{" } else { ",{" });
        names(&mut text, "\"verbs\":", &rule.verbs);
        names(&mut text, ",\"nonResourceURLs\":", &rule.non_resource_urls);
        text.push('}');
    }
    // Writing to a String cannot fail.
    let _ = write!(text, "],\"incomplete\":{}", rules.incomplete);
    if !rules.evaluation_error.is_empty() {
        text.push_str(",\"evaluationError\":");
        quote(&mut text, &rules.evaluation_error);
    }
    text.push('}');
    text
}

fn names(text: &mut String, key: &str, names: &[String]) {
    text.push_str(key);
    text.push('[');
    for (at, name) in names.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        quote(text, name);
    }
    text.push(']');
}

/// A string of JSON.
fn quote(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\0'..' ' => {
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}
