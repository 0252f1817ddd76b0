//! What the recorder's machine had, and what it saw of impersonation.

pub(crate) mod matching;

use aksess::command::{Context, Manifest, UserInfo};
use aksess_tests::recordings::Recording;

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
    for (key, values) in who.extra.iter() {
        let (first, rest) = key.split_at(1);
        let key = first.to_uppercase() + rest;
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
