//! What was recorded, and what the files held that the lines name.

pub(crate) mod matching;

use aksess::command::{Context, Manifest, UserInfo};
use aksess_tests::{lines, shared};
use serde::Deserialize;

/// One run of a line.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Recording {
    pub(crate) line: String,
    pub(crate) client: String,
    pub(crate) requests: Vec<Recorded>,
    #[serde(default)]
    pub(crate) discovery: Vec<String>,
    pub(crate) exit: Option<i32>,
    #[serde(default)]
    pub(crate) notes: String,
    #[serde(default)]
    pub(crate) headers: Vec<String>,
}

/// One request as the server's audit log tells it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Recorded {
    pub(crate) target: String,
    pub(crate) verb: String,
    pub(crate) group: String,
    pub(crate) resource: String,
    pub(crate) subresource: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) code: u16,
}

impl Recording {
    /// Whether the line or its notes have these words.
    pub(crate) fn tells(&self, words: &str) -> bool {
        self.line.contains(words) || self.notes.contains(words)
    }

    /// The minor version of the client.
    pub(crate) fn client(&self) -> u32 {
        self.client.split('.').nth(1).unwrap().parse().unwrap()
    }
}

impl Recorded {
    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    /// Whether both ask the same.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let key = |of: &Self| {
            [
                &of.verb,
                &of.group,
                &of.resource,
                &of.subresource,
                &of.namespace,
                &of.name,
            ]
            .map(String::clone)
        };
        key(self) == key(other) && (!self.resource.is_empty() || self.target == other.target)
    }

    pub(crate) fn show(&self) -> String {
        if self.resource.is_empty() {
            return format!("{} {} {}", self.verb, self.target, self.code);
        }
        format!(
            "{} {}/{}.{} {} in {} {}",
            self.verb,
            self.resource,
            self.subresource,
            self.group,
            self.name,
            self.namespace,
            self.code
        )
    }
}

/// The recordings beside the project, if they are there.
pub(crate) fn recordings() -> Option<Vec<Recording>> {
    let path = shared("data/kubernetes/kubectl-recordings.jsonl")?;
    let parse = |line: &String| serde_json::from_str(line).unwrap();
    Some(lines(&path).iter().map(parse).collect())
}

/// The headers that impersonation sends, sorted.
pub(crate) fn headers(who: Option<&UserInfo>) -> Vec<String> {
    let Some(who) = who else { return Vec::new() };
    let mut headers: Vec<String> = who
        .groups
        .iter()
        .map(|group| format!("Impersonate-Group: {group}"))
        .collect();
    headers.push(format!("Impersonate-User: {}", who.user));
    if !who.uid.is_empty() {
        headers.push(format!("Impersonate-Uid: {}", who.uid));
    }
    for (key, values) in &who.extra {
        let key = key[..1].to_uppercase() + &key[1..];
        headers.extend(
            values
                .iter()
                .map(|value| format!("Impersonate-Extra-{key}: {value}")),
        );
    }
    headers.sort();
    headers
}

/// What the recorder had: the namespace is always given; the files hold these objects.
pub(crate) fn context(recording: &Recording) -> Context {
    let config_maps = [
        ("cm-new.yaml", "cmnew"),
        ("cm-new2.yaml", "cmnew"),
        ("two.yaml", "cmnew"),
        ("two.yaml", "cmtwo"),
        ("cm-noann.yaml", "cmnoann"),
        ("cm-ss.yaml", "cmss"),
        ("cm-ss2.yaml", "cmss"),
        ("cm-diffnew.yaml", "cmdiff"),
        ("cm-absent.yaml", "cmabsent"),
        ("cm-create.yaml", "cmcreate"),
        ("cm-prune.yaml", "pr2"),
    ];
    let others = [
        ("dep-new.yaml", "apps/v1", "Deployment", "api"),
        ("dep-new2.yaml", "apps/v1", "Deployment", "api"),
        ("ns.yaml", "v1", "Namespace", "nsx"),
        ("role.yaml", "rbac.authorization.k8s.io/v1", "Role", "rr"),
        (
            "role.yaml",
            "rbac.authorization.k8s.io/v1",
            "RoleBinding",
            "rr",
        ),
    ];
    let config_maps = config_maps.map(|(file, name)| (file, "v1", "ConfigMap", name));
    let object = |(file, api_version, kind, name): (&str, &str, &str, &str)| Manifest {
        file: file.to_owned(),
        api_version: api_version.to_owned(),
        kind: kind.to_owned(),
        namespace: if kind == "Namespace" { "" } else { "dev" }.to_owned(),
        name: name.to_owned(),
        role_ref: (kind == "RoleBinding").then(|| ("Role".to_owned(), "rr".to_owned())),
    };
    Context {
        objects: config_maps.into_iter().chain(others).map(object).collect(),
        client: Some(recording.client()),
        ..Context::default()
    }
}
