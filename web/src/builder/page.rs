//! How does the page become a folder?
//!
//! `dist/` holds the program as `aksess.js`, `aksess_bg.wasm` with what is needed at once and `aksess_rest.wasm`
//! with all the rest, `index.html`, the examples, the glossary, and every file of `web/css` and `web/js`. It refers to nothing
//! outside itself, so any web server can serve it.

use std::fs;
use std::path::{Path, PathBuf};

use super::editor;
use super::examples;
use super::opening;
use super::shorten::shorten;
use super::split;
use super::wasm::{self, Host};
use super::words;
use super::{Built, Error, about, copy, root};

const PACKAGE: &str = "aksess-web";

/// The module of JavaScript that brings the rest of the program.
const BRING: &str = "/rest.js";

/// Builds the page into `dist/`.
pub(super) fn build() -> Result<Built, Error> {
    let directory = root().join("dist");
    let whole = files(&directory)?;
    let first = directory.join(format!("{}_bg.wasm", wasm::NAME));
    let rest = directory.join(format!("{}_rest.wasm", wasm::NAME));
    let list = opening::list();
    if !(wasm::is_newer(&rest, &whole) && wasm::is_newer(&rest, &list)) {
        let early = opening::names()?;
        let is_early = |name: &str| early.contains(&opening::plain(name));
        let parts = split::split(&read(&whole)?, &is_early, BRING)?;
        fs::write(&first, parts.first).map_err(about(&first))?;
        fs::write(&rest, parts.rest).map_err(about(&rest))?;
    }
    Ok(Built {
        directory,
        wasm: first,
    })
}

/// Builds the page into `target/opening/`, whole, and so that it notes which functions run.
pub(super) fn build_noting() -> Result<Built, Error> {
    let directory = root().join("target/opening");
    let whole = files(&directory)?;
    let wasm = directory.join(format!("{}_bg.wasm", wasm::NAME));
    opening::noting(&read(&whole)?, &wasm, &directory.join("functions.txt"))?;
    // the whole program has no rest: a module with nothing in it
    let rest = directory.join(format!("{}_rest.wasm", wasm::NAME));
    fs::write(&rest, b"\0asm\x01\0\0\0").map_err(about(&rest))?;
    Ok(Built { directory, wasm })
}

fn read(file: &Path) -> Result<Vec<u8>, Error> {
    fs::read(file).map_err(about(file))
}

/// Puts everything but the program into a folder, and gives the whole program.
fn files(directory: &Path) -> Result<PathBuf, Error> {
    let root = root();
    let compiled = wasm::compile(PACKAGE, "page")?.join(format!("{PACKAGE}.wasm"));
    let bound = root.join("target/page");
    let whole = wasm::bind(&compiled, Host::Page, &bound, &[])?;
    shorten(&bound, directory)?;
    copy(&root.join("index.html"), &directory.join("index.html"))?;
    examples::build(directory)?;
    words::build(directory)?;
    editor::build(&directory.join("editor"))?;
    for folder in ["web/css", "web/js"] {
        shorten(&root.join(folder), directory)?;
    }
    Ok(whole)
}
