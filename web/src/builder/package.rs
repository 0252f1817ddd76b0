//! How does the npm package become a folder?
//!
//! `pkg/` holds the program twice, as a module in `web/` for browsers and bundlers and as `CommonJS` in
//! `node/`, and beside them the command line in `bin/`. `package.json` tells who gets which.

use std::fs;

use super::wasm::{self, Host};
use super::{Built, Error, about, copy, root};

/// Builds the npm package into `pkg/`.
pub(super) fn build() -> Result<Built, Error> {
    let root = root();
    let host = root.join("wasm/js");
    let compiled = wasm::compile("aksess-wasm", "npm")?.join("aksess_wasm.wasm");
    let directory = root.join("pkg");
    let parts = host.join("src/parts.js");
    let glue = [parts.clone(), host.join("src/glue.js")];
    wasm::bind(&compiled, Host::Web, &directory.join("web"), &glue)?;
    let wasm = wasm::bind(&compiled, Host::Node, &directory.join("node"), &glue)?;
    // the part that decides is small, so it can afford to be fast
    let compiled = wasm::compile("aksess-decide", "decide")?.join("aksess_decide.wasm");
    let glue = [parts, root.join("wasm/decide/src/glue.js")];
    wasm::bind(&compiled, Host::Web, &directory.join("decide/web"), &glue)?;
    wasm::bind(&compiled, Host::Node, &directory.join("decide/node"), &glue)?;
    // the nearest package.json tells Node how to read a .js file: as CommonJS, but as a module here
    for folder in ["web", "decide/web"] {
        let module = directory.join(folder).join("package.json");
        fs::write(&module, "{\"type\":\"module\"}\n").map_err(about(&module))?;
    }
    for file in ["package.json", "README.md"] {
        copy(&host.join("package").join(file), &directory.join(file))?;
    }
    copy(&root.join("LICENSE"), &directory.join("LICENSE"))?;
    let bin = host.join("bin");
    for entry in fs::read_dir(&bin).map_err(about(&bin))? {
        let file = entry.map_err(about(&bin))?;
        copy(&file.path(), &directory.join("bin").join(file.file_name()))?;
    }
    Ok(Built { directory, wasm })
}
