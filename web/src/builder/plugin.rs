//! How does the gateway plugin become a file?
//!
//! The SDK exports a callback for everything a proxy may tell a plugin, and a proxy calls what is there: each
//! crossing costs more than deciding. Those that have nothing to do are removed, and the code only they
//! reached with them.
//!
//! *Source:* measured on Envoy 1.40: one to three microseconds of processor time for each request.
//!
//! *Invariants.* A callback that frees or decides stays; a test lists what is exported.

use std::fs;

use walrus::{ModuleConfig, passes};

use super::{Built, Error, about, root, wasm};

/// What a proxy may call, and what it needs to call anything.
const EXPORTS: [&str; 11] = [
    "_initialize",
    "malloc",
    "memory",
    "proxy_abi_version_0_2_1",
    "proxy_on_configure",
    "proxy_on_context_create",
    "proxy_on_delete",
    "proxy_on_request_body",
    "proxy_on_request_headers",
    "proxy_on_request_trailers",
    "proxy_on_vm_start",
];

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
        let exports = module.exports.iter();
        let unused = exports.filter(|export| !EXPORTS.contains(&export.name.as_str()));
        for export in unused.map(walrus::Export::id).collect::<Vec<_>>() {
            module.exports.delete(export);
        }
        passes::gc::run(&mut module);
        module.producers.clear();
        fs::write(&file, module.emit_wasm()).map_err(about(&file))?;
    }
    Ok(Built {
        directory,
        wasm: file,
    })
}
