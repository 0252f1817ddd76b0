//! How do scripts and style sheets become short?
//!
//! By esbuild, which is one of the packages of the editor: without comments and blanks, and with short names for
//! what is not seen from outside. Files stay apart and keep their names.

use std::fs;
use std::path::{Path, PathBuf};

use super::wasm::is_newer;
use super::{Error, about, node, root};

/// Writes every script and style sheet of a folder, which may be absent, into another one, unless it is up to date.
pub(super) fn shorten(from: &Path, into: &Path) -> Result<(), Error> {
    let mut files = Vec::new();
    collect(from, &mut files)?;
    files.retain(|file| {
        let made = file.strip_prefix(from).map(|name| into.join(name));
        !made.is_ok_and(|made| is_newer(&made, file))
    });
    if files.is_empty() {
        return Ok(());
    }
    let folder = root().join("web/editor");
    node::install(&folder)?;
    let base = format!("--outbase={}", from.display());
    let out = format!("--outdir={}", into.display());
    let options = [
        "--minify",
        "--target=es2022",
        "--log-level=warning",
        // wasm-bindgen names a file once for each function that is imported from it
        "--log-override:duplicate-object-key=silent",
        &base,
        &out,
    ];
    let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    let mut arguments = vec!["--no-install", "esbuild"];
    arguments.extend(names.iter().map(AsRef::as_ref));
    arguments.extend(options);
    node::run(&folder, "npx", &arguments)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).map_err(about(folder))? {
        let path = entry.map_err(about(folder))?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|of| of == "js" || of == "css") {
            files.push(path);
        }
    }
    files.sort();
    Ok(())
}
