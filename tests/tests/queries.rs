//! Do the questions about a whole policy get the answers of the genuine code?
//!
//! Who can, what can a subject do, which rules are gathered, which are covered.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::kubernetes::PolicyRule;
use aksess::kubernetes::covers::{self, Atom};
use aksess::{Authorizer, Policy, Source};
use aksess_tests::vectors::{cases, worlds};
use aksess_tests::{lines, shared};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let folder = shared("vectors/kubernetes");
    if folder.is_none() {
        println!("no vectors beside the project");
    }
    folder
}

fn all_worlds(folder: &Path) -> BTreeMap<String, Authorizer> {
    let mut policies = worlds(&folder.join("random-worlds.jsonl"));
    let text = fs::read_to_string(folder.join("bootstrap-world.json")).unwrap();
    let policy = Policy::parse(&[Source::new("bootstrap", text)]);
    policies.insert("bootstrap".to_owned(), policy);
    policies
        .iter()
        .map(|(name, policy)| (name.clone(), Authorizer::new(policy)))
        .collect()
}

#[track_caller]
fn compare(name: &str, vectors: &[Value], answer: impl Fn(&Value) -> (Value, Value)) {
    let mut wrong = Vec::new();
    for vector in vectors {
        let (expected, found) = answer(vector);
        if expected != found {
            wrong.push(format!(
                "{}\n  expected {expected}\n  found    {found}",
                vector["id"]
            ));
        }
    }
    println!("{name} {}/{}", vectors.len() - wrong.len(), vectors.len());
    assert!(
        wrong.is_empty(),
        "{}",
        wrong[..wrong.len().min(3)].join("\n")
    );
}

fn vectors(path: &Path) -> Vec<Value> {
    lines(path)
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn strings(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|of| of.as_str().unwrap())
        .collect()
}

#[test]
fn who_can() {
    let Some(folder) = folder() else { return };
    let worlds = all_worlds(&folder);
    let mut by_id = BTreeMap::new();
    for file in ["bootstrap-cases.jsonl", "random-cases.jsonl"] {
        by_id.extend(
            cases(&folder.join(file))
                .into_iter()
                .map(|case| (case.id.clone(), case)),
        );
    }
    compare("whocan", &vectors(&folder.join("whocan.jsonl")), |vector| {
        let case = &by_id[vector["case"].as_str().unwrap()];
        let found = worlds[&case.world].who_can(&case.attributes());
        let mut subjects = serde_json::to_value(&found.subjects).unwrap();
        for subject in subjects.as_array_mut().unwrap() {
            subject.as_object_mut().unwrap().remove("grant");
        }
        let error = vector.get("error").cloned().unwrap_or(json!(""));
        (
            json!([vector["subjects"], error]),
            json!([subjects, found.error]),
        )
    });
}

#[test]
fn rules_of_a_subject() {
    let Some(folder) = folder() else { return };
    let worlds = all_worlds(&folder);
    compare("rules", &vectors(&folder.join("rules.jsonl")), |vector| {
        let user = vector["user"].as_str().unwrap();
        let groups = strings(&vector["groups"]);
        let namespace = vector["namespace"].as_str().unwrap();
        let found = worlds[vector["world"].as_str().unwrap()].what_can(user, &groups, namespace);
        let plain = |rules: Value| -> Value {
            let without_grant = |mut rule: Value| {
                let parts = rule.as_object_mut().unwrap();
                parts.remove("grant");
                parts.retain(|_, list| list.as_array().is_some_and(|list| !list.is_empty()));
                rule
            };
            rules
                .as_array()
                .unwrap()
                .iter()
                .cloned()
                .map(without_grant)
                .collect()
        };
        let error = vector.get("evaluationError").cloned().unwrap_or(json!(""));
        (
            json!([
                plain(vector["resourceRules"].clone()),
                plain(vector["nonResourceRules"].clone()),
                error
            ]),
            json!([
                plain(serde_json::to_value(&found.resource_rules).unwrap()),
                plain(serde_json::to_value(&found.non_resource_rules).unwrap()),
                found.evaluation_error
            ]),
        )
    });
}

/// A rule as the vectors write it: lists in order, empty ones left out.
fn plain(rule: &PolicyRule) -> Value {
    let lists = [
        ("verbs", &rule.verbs),
        ("apiGroups", &rule.api_groups),
        ("resources", &rule.resources),
        ("resourceNames", &rule.resource_names),
        ("nonResourceURLs", &rule.non_resource_urls),
    ];
    let named = lists.iter().filter(|(_, list)| !list.is_empty());
    named
        .map(|(name, list)| {
            let texts: Vec<&str> = list.iter().map(|of| of.value.as_str()).collect();
            ((*name).to_owned(), json!(texts))
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

fn plain_json(rule: &Value) -> Value {
    let mut rule = rule.clone();
    let lists = rule.as_object_mut().unwrap();
    lists.retain(|_, list| list.as_array().is_some_and(|list| !list.is_empty()));
    rule
}

#[test]
fn aggregated_rules() {
    let Some(folder) = folder() else { return };
    let vectors = vectors(&folder.join("aggregation.jsonl"));
    compare("aggregation", &vectors, |vector| {
        let list = json!({"kind": "List", "items": vector["clusterRoles"]});
        let policy = Policy::parse(&[Source::new("w", list.to_string())]);
        let mut found = serde_json::Map::new();
        for role in policy.roles() {
            if role.aggregation.is_some() {
                let rules: Vec<Value> = role.rules.iter().map(plain).collect();
                found.insert(role.name.value.clone(), rules.into());
            }
        }
        let expected = vector["rules"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, rules)| {
                let rules = rules.as_array().into_iter().flatten();
                (
                    name.clone(),
                    rules.map(plain_json).collect::<Vec<_>>().into(),
                )
            });
        let expected: serde_json::Map<_, _> = expected.collect();
        // A bad selector is told in the API server's words.
        let errors = vector["errors"].as_object().into_iter().flatten();
        for (_, error) in errors {
            let error = error.as_str().unwrap();
            assert!(
                policy
                    .diagnostics()
                    .iter()
                    .any(|of| of.message.starts_with(error)),
                "{error} {:?}",
                policy.diagnostics()
            );
        }
        (expected.into(), found.into())
    });
}

fn rules(value: &Value) -> Vec<PolicyRule> {
    let role = json!({"kind": "ClusterRole", "metadata": {"name": "r"}, "rules": value});
    let policy = Policy::parse(&[Source::new("r", role.to_string())]);
    policy.roles()[0].rules.clone()
}

#[test]
fn covered_rules() {
    let Some(folder) = folder() else { return };
    compare("covers", &vectors(&folder.join("covers.jsonl")), |vector| {
        let (held, wanted) = (rules(&vector["ownerRules"]), rules(&vector["servantRules"]));
        let missing = covers::uncovered(&held, &wanted);
        let as_rules: Vec<Value> = missing
            .iter()
            .map(|atom| match atom {
                Atom::Resource {
                    verb,
                    api_group,
                    resource,
                    resource_name,
                } => {
                    let mut rule =
                        json!({"verbs": [verb], "apiGroups": [api_group], "resources": [resource]});
                    if let Some(name) = resource_name {
                        rule["resourceNames"] = json!([name]);
                    }
                    rule
                }
                Atom::NonResource { verb, url } => {
                    json!({"verbs": [verb], "nonResourceURLs": [url]})
                }
            })
            .collect();
        let user = vector["user"].as_str().unwrap();
        let message = (!missing.is_empty())
            .then(|| covers::message(user, &strings(&vector["groups"]), &missing, &[]));
        (
            json!([
                vector["covered"],
                vector["uncoveredRules"],
                vector.get("message")
            ]),
            json!([missing.is_empty(), as_rules, message]),
        )
    });
}
