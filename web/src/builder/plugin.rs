//! How does the gateway plugin become a file?
//!
//! Cargo compiles it, and what a proxy does not read is left out: names, and how it was made.

use std::fs;

use walrus::{ModuleConfig, passes};

use super::{Built, Error, about, root, wasm};

/// Builds the plugin into `target/plugin/`.
pub(super) fn build() -> Result<Built, Error> {
    let compiled = wasm::compile("aksess-proxy", "plugin")?.join("aksess_proxy.wasm");
    let directory = root().join("target/plugin");
    fs::create_dir_all(&directory).map_err(about(&directory))?;
    let file = directory.join(format!("{}.wasm", wasm::NAME));
    if !wasm::is_newer(&file, &compiled) {
        let failed = |error: &dyn std::fmt::Display| Error(format!("the plugin: {error:#}"));
        let mut reader = ModuleConfig::new();
        let reader = reader.generate_name_section(false);
        let mut module = reader
            .parse_file(&compiled)
            .map_err(|error| failed(&error))?;
        passes::gc::run(&mut module);
        module.producers.clear();
        fs::write(&file, module.emit_wasm()).map_err(about(&file))?;
    }
    Ok(Built {
        directory,
        wasm: file,
    })
}
