//! How does the editor become files?
//!
//! `web/editor` holds what the page says to CodeMirror. Its packages are those of the lock file there; they
//! are installed once and bundled by esbuild, which is one of them, into `dist/editor`. The licences of what
//! is bundled stand beside it.

use std::fs;
use std::path::{Path, PathBuf};

use super::node::{install, modified, run};
use super::{Error, about, root};

/// Bundles the editor into a folder, unless that is up to date.
pub(super) fn build(into: &Path) -> Result<(), Error> {
    let folder = root().join("web/editor");
    install(&folder)?;
    let result = into.join("editor.js");
    if is_up_to_date(&result, &folder)? {
        return Ok(());
    }
    // parts are named by what is in them, so that those of before would stay
    if into.is_dir() {
        fs::remove_dir_all(into).map_err(about(into))?;
    }
    let out = format!("--outdir={}", into.display());
    let arguments = [
        "--no-install",
        "esbuild",
        "editor.js",
        "--bundle",
        "--splitting",
        "--format=esm",
        "--minify",
        "--target=es2022",
        "--log-level=warning",
        "--alias:style-mod=./style-mod.js",
        out.as_str(),
    ];
    run(&folder, "npx", &arguments)?;
    let licences = into.join("LICENSES.txt");
    fs::write(&licences, notices(&folder)?).map_err(about(&licences))
}

/// Whether the result is newer than everything it is made of.
fn is_up_to_date(result: &Path, folder: &Path) -> Result<bool, Error> {
    let made = modified(result);
    for entry in fs::read_dir(folder).map_err(about(folder))? {
        let path = entry.map_err(about(folder))?.path();
        if path.is_file() && modified(&path) > made {
            return Ok(false);
        }
    }
    Ok(made.is_some())
}

/// The licences of every package that is bundled.
fn notices(folder: &Path) -> Result<String, Error> {
    let modules = folder.join("node_modules");
    let mut packages = Vec::new();
    for scope in ["", "@codemirror", "@lezer", "@marijn"] {
        let within = modules.join(scope);
        for entry in fs::read_dir(&within).map_err(about(&within))? {
            let path = entry.map_err(about(&within))?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_tool = name.starts_with(['.', '@']) || name.contains("esbuild");
            if path.is_dir() && !is_tool {
                packages.push(path);
            }
        }
    }
    packages.sort();
    let mut text = String::new();
    for package in packages {
        let name = package
            .strip_prefix(&modules)
            .unwrap_or(&package)
            .display()
            .to_string();
        let file = licence(&package);
        let words = file
            .and_then(|file| fs::read_to_string(file).ok())
            .unwrap_or_default();
        for part in [name.as_str(), "\n\n", &words, "\n"] {
            text.push_str(part);
        }
    }
    Ok(text)
}

fn licence(package: &Path) -> Option<PathBuf> {
    let entries = fs::read_dir(package).ok()?;
    let mut files = entries.flatten().map(|entry| entry.path());
    files.find(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .to_lowercase();
        name.starts_with("licen")
    })
}
