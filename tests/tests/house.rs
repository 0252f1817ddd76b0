//! Does the house keep its own rules?
//!
//! Small files, arrows inward, and nothing in the core that a decision must not have.

use aksess_tests::arrows::arrows;
use aksess_tests::{files, root};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The most lines of a source file: more is a room with two purposes.
const MOST_LINES: usize = 400;

/// Folders of what was built or installed.
const BUILT: [&str; 3] = ["node_modules", "target", ".venv"];

fn sources(folders: &[&str], extensions: &[&str]) -> Vec<(PathBuf, String)> {
    let folders = folders.iter().map(|folder| root().join(folder));
    let paths = folders.flat_map(|folder| files(&folder, extensions));
    let built = |path: &Path| {
        path.components()
            .any(|part| BUILT.iter().any(|built| part.as_os_str() == *built))
    };
    paths
        .filter(|path| !built(path))
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap_or_default();
            (path, text)
        })
        .collect()
}

#[test]
fn no_file_is_a_room_with_two_purposes() {
    let all = sources(
        &["core", "wasm", "web", "tests", "fuzz"],
        &["rs", "mjs", "js", "ts", "css"],
    );
    assert!(all.len() > 50, "the sources were not found");
    for (path, text) in all {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_core_reaches_for_nothing_outside() {
    let outside = [
        "std::fs",
        "std::net::Tcp",
        "std::net::Udp",
        "std::env",
        "std::time",
        "std::thread",
        "std::process",
        "thread_local!",
        "static mut",
        "wasm_bindgen",
        "proxy_wasm",
        "async fn",
        "println!",
    ];
    for (path, text) in sources(&["core/src"], &["rs"]) {
        for word in outside {
            assert!(!text.contains(word), "{} says {word}", path.display());
        }
    }
}

#[test]
fn only_the_document_reader_knows_yaml() {
    for (path, text) in sources(&["core/src"], &["rs"]) {
        let reader = path.to_string_lossy().contains("/document");
        assert!(
            reader || !text.contains("granit_parser"),
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_module_says_what_it_answers() {
    for (path, text) in sources(&["core/src", "wasm", "web/src"], &["rs"]) {
        assert!(text.starts_with("//!"), "{} has no head", path.display());
    }
}

#[test]
fn no_files_need_each_other() {
    for sources in ["core/src", "wasm/js/src", "wasm/proxy/src", "web/src"] {
        let mut left = arrows(&root().join(sources));
        assert!(
            left.values().any(|to| !to.is_empty()),
            "{sources} was not read"
        );
        // what needs none of those left, or is needed by none, is in no circle
        loop {
            let before = left.clone();
            let needed: BTreeSet<_> = before.values().flatten().collect();
            left.retain(|of, to| {
                to.retain(|to| before.contains_key(to));
                needed.contains(of) && !to.is_empty()
            });
            if left == before {
                break;
            }
        }
        assert!(left.is_empty(), "{sources} has a circle: {left:#?}");
    }
}

#[test]
fn arrows_run_to_where_a_name_is_defined() {
    let core = arrows(&root().join("core/src"));
    let has = |from: &str, to: &str| core.get(from).is_some_and(|all| all.contains(to));
    assert!(
        has("chain", "kubernetes/authorizer"),
        "through a module that hands it on"
    );
    assert!(has("azure/access", "azure/query"), "from a tree of imports");
    assert!(
        has("azure/explain/near_miss", "azure/block"),
        "by the name of a module"
    );
    assert!(!has("azure/webhook/caller", "azure/webhook"));
}
