//! How does the page become a folder?
//!
//! `dist/` holds the program as `aksess.js`, `aksess_bg.wasm` with what is needed at once and `aksess_rest.wasm`
//! with all the rest, `index.html`, the examples, the glossary, and every file of `web/css` and `web/js`. It refers to nothing
//! outside itself, so any web server can serve it.

use std::path::{Path, PathBuf};

use super::editor;
use super::examples;
use super::parts::Parts;
use super::shorten::shorten;
use super::wasm::{self, Host};
use super::words;
use super::{Built, Error, copy, root};

const PACKAGE: &str = "aksess-web";

/// What is needed until the page stands, and the rest.
const PARTS: Parts = Parts {
    first: "web/opening.txt",
    later: &[],
};

/// Builds the page into `dist/`.
pub(super) fn build() -> Result<Built, Error> {
    let directory = root().join("dist");
    let linked = compile()?;
    let whole = files(&linked, &directory)?;
    let wasm = PARTS.write(&linked, &whole, &directory)?;
    Ok(Built { directory, wasm })
}

/// Builds the page into `target/opening/page/`, whole, and so that it notes which functions run.
pub(super) fn build_noting() -> Result<Built, Error> {
    let directory = root().join("target/opening/page");
    let whole = files(&compile()?, &directory)?;
    let wasm = PARTS.write_noting(&whole, &directory)?;
    Ok(Built { directory, wasm })
}

/// Compiles the program, and gives it as the linker made it.
fn compile() -> Result<PathBuf, Error> {
    Ok(wasm::compile(PACKAGE, "page")?.join(format!("{PACKAGE}.wasm")))
}

/// Puts everything but the program into a folder, and gives the whole program.
fn files(compiled: &Path, directory: &Path) -> Result<PathBuf, Error> {
    let root = root();
    let bound = root.join("target/page");
    let whole = wasm::bind(compiled, Host::Parts(&PARTS.files()), &bound, &[])?;
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
