//! Are real manifests read without a false remark?
//!
//! Reads every manifest and default policy that lies beside the project and prints a table of what was
//! found in each. An error or a warning fails the test unless it is listed here with its reason.

#![expect(
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]

use aksess::{Policy, Severity, Source};
use aksess_tests::{files, shared};
use std::fs;

/// Remarks that are true, by the end of the file's path.
const TRUE_REMARKS: [(&str, &str); 1] = [
    // It really says resourceNames: ["*"], which names one object called `*`.
    (
        "rbac-with-psp.yaml",
        "`*` in `resourceNames` is a plain name",
    ),
];

#[test]
fn real_manifests_are_read_whole() {
    let folders = ["data/manifests", "data/kubernetes/bootstrap"];
    let mut wrong = Vec::new();
    let (mut objects, mut read) = (0, 0);
    for folder in folders {
        let Some(folder) = shared(folder) else {
            println!("{folder} is not beside the project");
            continue;
        };
        for path in files(&folder, &["yaml", "yml", "json"]) {
            let bytes = fs::read(&path).unwrap();
            let name = path.strip_prefix(&folder).unwrap().display().to_string();
            let source = Source::decode(name.clone(), &bytes);
            let policy = Policy::parse(std::slice::from_ref(&source));
            let contents = policy.contents();
            let found: usize = contents.values().sum();
            // Every RBAC object the text names must be there.
            let written = rbac_objects(&source.text);
            println!("{name}: {found} of {written} RBAC objects {contents:?}");
            objects += written;
            read += found;
            if found != written {
                wrong.push(format!("{name}: {found} of {written} objects"));
            }
            for remark in policy.diagnostics() {
                let expected = TRUE_REMARKS
                    .iter()
                    .any(|(file, text)| name.ends_with(file) && remark.message.contains(text));
                if remark.severity != Severity::Info && !expected {
                    wrong.push(format!(
                        "{name}:{} {}",
                        remark.location.line, remark.message
                    ));
                }
            }
        }
    }
    println!("{read} of {objects} RBAC objects read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Counts `kind:` lines of the four kinds at the start of an object, in YAML or JSON.
fn rbac_objects(text: &str) -> usize {
    let kinds = ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"];
    let mut count = 0;
    let mut in_reference = false;
    for line in text.lines() {
        let trimmed = line.trim_start_matches([' ', '-', '"', '{']);
        if trimmed.starts_with("roleRef") || trimmed.starts_with("subjects") {
            in_reference = true;
        } else if line.trim() == "---"
            || trimmed.starts_with("apiVersion")
            || trimmed.starts_with("metadata")
        {
            in_reference = false;
        }
        let Some(kind) = trimmed.strip_prefix("kind") else {
            continue;
        };
        let kind = kind.trim_matches([' ', ':', '"', ',', '\'']);
        count += usize::from(!in_reference && kinds.contains(&kind));
    }
    count
}
