//! What does the genuine Kubernetes code answer?
//!
//! Cases and worlds in the form the reference produced them: one JSON object per line.

use std::collections::BTreeMap;
use std::path::Path;

use aksess::{Attributes, Policy, Resource, Source, Target};
use serde::Deserialize;

/// One question with its answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
pub struct Case {
    /// Its name.
    pub id: String,
    /// The world it is asked in.
    pub world: String,
    /// The user name.
    pub user: String,
    /// All groups.
    pub groups: Vec<String>,
    /// The verb.
    pub verb: String,
    /// The API group.
    pub api_group: String,
    /// The plural.
    pub resource: String,
    /// The subresource.
    pub subresource: String,
    /// The namespace.
    pub namespace: String,
    /// The object's name.
    pub name: String,
    /// A path; then only verb, user and groups count beside it.
    #[serde(rename = "nonResourceURL")]
    pub non_resource_url: Option<String>,
    /// What RBAC alone answers.
    pub expected: String,
    /// What RBAC alone gives as its reason.
    pub reason: String,
    /// Every reason it could have given, where there are several.
    pub all_reasons: Vec<String>,
    /// What the chain answers, where it differs.
    pub chain_expected: Option<String>,
    /// What a refused caller reads.
    pub message: Option<String>,
}

impl Case {
    /// The question.
    pub fn attributes(&self) -> Attributes<'_> {
        let target = match &self.non_resource_url {
            Some(path) => Target::NonResource { path },
            None => Target::Resource(Resource {
                api_group: &self.api_group,
                resource: &self.resource,
                subresource: &self.subresource,
                namespace: &self.namespace,
                name: &self.name,
            }),
        };
        Attributes {
            user: &self.user,
            groups: self.groups.iter().map(String::as_str).collect(),
            extra: Vec::new(),
            verb: &self.verb,
            target,
        }
    }

    /// Whether the whole chain lets the caller through.
    pub fn allowed(&self) -> bool {
        self.chain_expected.as_ref().unwrap_or(&self.expected) == "allow"
    }
}

/// Reads a file of cases.
///
/// # Panics
/// When the file is not what it should be.
pub fn cases(path: &Path) -> Vec<Case> {
    crate::lines(path).iter().map(|line| parsed(line)).collect()
}

/// Reads cases from their text.
///
/// # Panics
/// When the text is not what it should be.
pub fn cases_of(text: &str) -> Vec<Case> {
    text.lines().map(parsed).collect()
}

/// Reads a file of worlds, by name.
///
/// # Panics
/// When the file is not what it should be.
pub fn worlds(path: &Path) -> BTreeMap<String, Policy> {
    #[derive(Deserialize)]
    struct World {
        world: String,
        list: serde_json::Value,
    }
    let world = |line: &String| {
        let World { world, list } = parsed(line);
        let source = Source::new(world.clone(), list.to_string());
        (world, Policy::parse(&[source]))
    };
    crate::lines(path).iter().map(world).collect()
}

#[expect(clippy::panic, reason = "a test without its material must fail loudly")]
fn parsed<'a, T: Deserialize<'a>>(line: &'a str) -> T {
    match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => panic!("{error}: {line}"),
    }
}
