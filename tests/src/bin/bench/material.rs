//! What is measured?

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use aksess_tests::naive::{Asked, Binding, Role, Rule, World};
use aksess_tests::vectors::{Case, cases_of};
use aksess_tests::{shared, worlds};
use flate2::read::GzDecoder;

/// A world as text and as the naive scan reads it, and questions about it.
pub(crate) struct Material {
    pub(crate) json: String,
    pub(crate) world: World,
    pub(crate) granted: Vec<Asked>,
    pub(crate) refused: Vec<Asked>,
}

/// Whether the worlds with genuine answers lie beside the project.
pub(crate) fn has_genuine() -> bool {
    shared("data/kubernetes/bench").is_some()
}

/// A world with the genuine authorizer's answers, if these are there.
pub(crate) fn genuine(size: &str) -> Option<Material> {
    let folder = shared("data/kubernetes/bench")?;
    let json = unzip(&folder.join(format!("world-{size}.json.gz")));
    let cases = cases_of(&unzip(&folder.join(format!("requests-{size}.jsonl.gz"))));
    let (granted, refused): (Vec<Case>, Vec<Case>) = cases.into_iter().partition(Case::allowed);
    Some(Material {
        world: read(&json),
        json,
        granted: granted.iter().map(plain).collect(),
        refused: refused.iter().map(plain).collect(),
    })
}

/// The same objects as YAML, if they are there.
pub(crate) fn genuine_yaml() -> Option<String> {
    let folder = shared("data/kubernetes/bench")?;
    Some(unzip(&folder.join("world-10000.yaml.gz")))
}

/// A world that is made.
pub(crate) fn made(size: usize) -> Material {
    let questions = if size > 100_000 { 300 } else { 1_000 };
    let made = worlds::make(size, questions);
    Material {
        json: worlds::json(&made.world),
        world: made.world,
        granted: made.granted,
        refused: made.refused,
    }
}

/// Writes worlds of 10,000 bindings and their questions for other hosts to measure.
pub(crate) fn write(folder: &str) {
    let folder = Path::new(folder);
    fs::create_dir_all(folder).unwrap();
    let material = genuine("10000").unwrap_or_else(|| made(10_000));
    fs::write(folder.join("world.json"), &material.json).unwrap();
    let question = |asked: &Asked, allow: bool| {
        let [group, resource, subresource, namespace, name] = &asked.on;
        let verb = &asked.verb;
        let mut spec = serde_json::json!({"user": asked.user, "groups": asked.groups});
        match &asked.path {
            Some(path) => {
                spec["nonResourceAttributes"] = serde_json::json!({"path": path, "verb": verb});
            }
            None => {
                spec["resourceAttributes"] = serde_json::json!({
                    "verb": verb, "group": group, "resource": resource,
                    "subresource": subresource, "namespace": namespace, "name": name,
                });
            }
        }
        serde_json::json!({"spec": spec, "allow": allow})
    };
    let granted = material.granted.iter().map(|asked| question(asked, true));
    let refused = material.refused.iter().map(|asked| question(asked, false));
    let questions: Vec<_> = granted.chain(refused).collect();
    let text = serde_json::to_string(&questions).unwrap();
    fs::write(folder.join("questions.json"), text).unwrap();
}

fn unzip(path: &Path) -> String {
    let mut text = String::new();
    match File::open(path).and_then(|file| GzDecoder::new(file).read_to_string(&mut text)) {
        Ok(_) => text,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

fn plain(case: &Case) -> Asked {
    Asked {
        user: case.user.clone(),
        groups: case.groups.clone(),
        verb: case.verb.clone(),
        path: case.non_resource_url.clone(),
        on: [
            case.api_group.clone(),
            case.resource.clone(),
            case.subresource.clone(),
            case.namespace.clone(),
            case.name.clone(),
        ],
    }
}

/// The objects of a List as the naive scan reads them.
fn read(json: &str) -> World {
    let list: serde_json::Value = serde_json::from_str(json).unwrap();
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let some = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let mut world = World::default();
    for item in list["items"].as_array().into_iter().flatten() {
        let namespace = some(&item["metadata"]["namespace"]);
        let name = text(&item["metadata"]["name"]);
        if item["roleRef"].is_null() {
            let rules = item["rules"].as_array().into_iter().flatten();
            world.roles.push(Role {
                namespace,
                name,
                rules: rules.map(rule).collect(),
            });
        } else {
            let subjects = item["subjects"].as_array().into_iter().flatten();
            let subject = |of: &serde_json::Value| {
                (text(&of["kind"]), some(&of["namespace"]), text(&of["name"]))
            };
            world.bindings.push(Binding {
                namespace,
                name,
                role: (
                    text(&item["roleRef"]["kind"]),
                    text(&item["roleRef"]["name"]),
                ),
                subjects: subjects.map(subject).collect(),
            });
        }
    }
    world
}

fn rule(value: &serde_json::Value) -> Rule {
    let list = |name: &str| {
        let entries = value[name].as_array().into_iter().flatten();
        entries
            .map(|of| of.as_str().unwrap_or_default().to_owned())
            .collect()
    };
    Rule {
        verbs: list("verbs"),
        api_groups: list("apiGroups"),
        resources: list("resources"),
        resource_names: list("resourceNames"),
        urls: list("nonResourceURLs"),
    }
}
