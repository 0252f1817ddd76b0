//! How does the page become a folder?
//!
//! `dist/` holds the program as `aksess.js` and `aksess_bg.wasm`, `index.html`, the examples, the glossary, and every file
//! of `web/css` and `web/js`. It refers to nothing outside itself, so any web server can serve it.

use std::fs;
use std::path::Path;

use super::editor;
use super::examples;
use super::wasm::{self, Host};
use super::words;
use super::{Built, Error, about, copy, root};

const PACKAGE: &str = "aksess-web";

/// Builds the page into `dist/`.
pub(super) fn build() -> Result<Built, Error> {
    let root = root();
    let compiled = wasm::compile(PACKAGE, "page")?.join(format!("{PACKAGE}.wasm"));
    let directory = root.join("dist");
    let wasm = wasm::bind(&compiled, Host::Page, &directory, &[])?;
    copy(&root.join("index.html"), &directory.join("index.html"))?;
    examples::build(&directory)?;
    words::build(&directory)?;
    editor::build(&directory.join("editor"))?;
    for folder in ["web/css", "web/js"] {
        copy_files(&root.join(folder), &directory)?;
    }
    Ok(Built { directory, wasm })
}

/// Copies the files of a folder, which may be absent; folders in it are left out.
fn copy_files(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(from).map_err(about(from))? {
        let file = entry.map_err(about(from))?.path();
        if let (true, Some(name)) = (file.is_file(), file.file_name()) {
            copy(&file, &to.join(name))?;
        }
    }
    Ok(())
}
