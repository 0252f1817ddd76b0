//! What do the test runners share: where the material lies, and a second, naive reading of RBAC,
//! and the proxy that the gateway plugin is tested in.
//!
//! Vectors made by the genuine Kubernetes code lie beside the project and are read from there; a
//! sample of them is kept in the project, so that a stranger's clone tests the same rules.

pub mod arrows;
pub mod azure_world;
pub mod gateway;
pub mod naive;
pub mod naive_azure;
pub mod recordings;
pub mod vectors;
pub mod worlds;

use std::fs;
use std::path::{Path, PathBuf};

/// The root of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Material beside the project, if it is there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let path = root().join("../shared").join(path);
    path.exists().then_some(path)
}

/// The lines of a file of JSON Lines.
///
/// # Panics
/// When the file cannot be read: a test that cannot see its material must fail.
#[expect(clippy::panic, reason = "a test without its material must fail loudly")]
pub fn lines(path: &Path) -> Vec<String> {
    match fs::read_to_string(path) {
        Ok(text) => text.lines().map(str::to_owned).collect(),
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// Every file below a folder with one of the extensions, sorted by path.
pub fn files(folder: &Path, extensions: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|of| extensions.iter().any(|extension| of == *extension))
            {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The Rust of the readme is run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
