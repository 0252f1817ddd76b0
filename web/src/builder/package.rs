//! How does the npm package become a folder?
//!
//! `pkg/` holds the program twice, as a module in `web/` for browsers and bundlers, in two parts, and as `CommonJS` in
//! `node/`, whole, and beside them the command line in `bin/` and the custom element in `web/`. `package.json`
//! tells who gets which.

use std::fs;
use std::path::{Path, PathBuf};

use super::parts::Parts;
use super::wasm::{self, Host};
use super::{Built, Error, about, copy, root};

/// What explains answers of Kubernetes, what explains all others, and the rest.
const PARTS: Parts = Parts {
    first: "wasm/js/src/kubernetes.txt",
    later: &[("more", "wasm/js/src/more.txt")],
};

/// What tells that scripts of a folder are modules.
const MODULE: &str = "{\"type\":\"module\"}\n";

/// Builds the npm package into `pkg/`.
pub(super) fn build() -> Result<Built, Error> {
    let root = root();
    let host = root.join("wasm/js");
    let linked = compile()?;
    let directory = root.join("pkg");
    let web = directory.join("web");
    let whole = bind(&linked)?;
    for file in ["aksess.js", "aksess.d.ts"] {
        copy(&whole.with_file_name(file), &web.join(file))?;
    }
    let wasm = PARTS.write(&linked, &whole, &web)?;
    let at_once = host.join("src/whole.js");
    let glue = [glue().as_slice(), &[at_once]].concat();
    wasm::bind(&linked, Host::Node, &directory.join("node"), &glue)?;
    // the part that decides is small, so it can afford to be fast
    let compiled = wasm::compile("aksess-decide", "decide")?.join("aksess_decide.wasm");
    let glue = glue_ending_with("wasm/decide/src/glue.js");
    wasm::bind(&compiled, Host::Web, &directory.join("decide/web"), &glue)?;
    wasm::bind(&compiled, Host::Node, &directory.join("decide/node"), &glue)?;
    // the nearest package.json tells Node how to read a .js file: as CommonJS, but as a module here
    for folder in ["web", "decide/web"] {
        let module = directory.join(folder).join("package.json");
        fs::write(&module, MODULE).map_err(about(&module))?;
    }
    for file in ["package.json", "README.md"] {
        copy(&host.join("package").join(file), &directory.join(file))?;
    }
    copy(&root.join("LICENSE"), &directory.join("LICENSE"))?;
    for (from, to) in [("bin", "bin"), ("element", "web")] {
        let from = host.join(from);
        for entry in fs::read_dir(&from).map_err(about(&from))? {
            let file = entry.map_err(about(&from))?;
            copy(&file.path(), &directory.join(to).join(file.file_name()))?;
        }
    }
    Ok(Built { directory, wasm })
}

/// Builds the package for browsers into `target/opening/package/`, whole, and so that it notes which functions run.
pub(super) fn build_noting() -> Result<Built, Error> {
    let directory = root().join("target/opening/package");
    let whole = bind(&compile()?)?;
    copy(
        &whole.with_file_name("aksess.js"),
        &directory.join("aksess.js"),
    )?;
    let module = directory.join("package.json");
    fs::write(&module, MODULE).map_err(about(&module))?;
    let wasm = PARTS.write_noting(&whole, &directory)?;
    Ok(Built { directory, wasm })
}

/// Compiles the program, and gives it as the linker made it.
fn compile() -> Result<PathBuf, Error> {
    Ok(wasm::compile("aksess-wasm", "npm")?.join("aksess_wasm.wasm"))
}

/// Makes of it what browsers read, still whole.
fn bind(linked: &Path) -> Result<PathBuf, Error> {
    wasm::bind(
        linked,
        Host::Parts(&PARTS.files()),
        &root().join("target/npm"),
        &glue(),
    )
}

/// What is put behind the JavaScript of either host.
fn glue() -> [PathBuf; 3] {
    glue_ending_with("wasm/js/src/glue.js")
}

/// What both programs have, and then what is one's own.
fn glue_ending_with(own: &str) -> [PathBuf; 3] {
    ["wasm/js/src/parts.js", "wasm/js/src/freed.js", own].map(|file| root().join(file))
}
