//! How does the gateway plugin become a file?
//!
//! Cargo compiles it, and what a proxy does not read is left out: names, and how it was made. `wasm-opt` then makes it
//! a fifteenth smaller, because a proxy compiles all of it, once for each of its workers, before it serves.

use std::fs;
use std::path::Path;

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module, ModuleConfig, passes};

use super::{Built, Error, about, node, root, wasm};

/// What the compiler may use and proxies know. All of what `wasm-opt` knows would be too much: it would use it.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// What is done to make it small. The second time over something is left to do, because the first time expressions were
/// taken apart. The lowest memory is the far end of the stack, where nothing has an address.
const PASSES: [&str; 6] = [
    "--low-memory-unused",
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--strip-target-features",
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
        say_less(&mut module);
        passes::gc::run(&mut module);
        module.producers.clear();
        let whole = directory.join("whole.wasm");
        fs::write(&whole, module.emit_wasm()).map_err(about(&whole))?;
        shrink(&whole, &file)?;
        fs::remove_file(&whole).map_err(about(&whole))?;
    }
    Ok(Built {
        directory,
        wasm: file,
    })
}

/// Text that is cut within a character ends the plugin, as an index beyond a list does. To say it the standard library
/// quotes the text, for which it brings what it knows of every letter: five thousand bytes. Where and from which byte to
/// which is enough.
fn say_less(module: &mut Module) {
    let find = |name: &str| {
        let mut functions = module.funcs.iter();
        functions.find(|of| of.name.as_ref().is_some_and(|own| own.contains(name)))
    };
    let signature = |id: FunctionId| {
        let of = module.types.get(module.funcs.get(id).ty());
        (of.params().to_vec(), of.results().to_vec())
    };
    let (Some(long), Some(short)) = (find("slice_error_fail_rt"), find("slice_index_fail")) else {
        return;
    };
    let (long, short) = (long.id(), short.id());
    let (parameters, results) = signature(long);
    // the text and its length, from, to, and the place in the program; and the same without the text
    if parameters.len() != 5 || signature(short).0 != parameters.get(1..).unwrap_or_default() {
        return;
    }
    let locals: Vec<_> = parameters.iter().map(|of| module.locals.add(*of)).collect();
    let mut built = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = built.func_body();
    for at in [2, 3, 1, 4] {
        locals.get(at).iter().for_each(|of| {
            body.local_get(**of);
        });
    }
    body.call(short).unreachable();
    module.funcs.get_mut(long).kind = FunctionKind::Local(built.local_func(locals));
}

/// Makes a module smaller that does the same.
fn shrink(whole: &Path, into: &Path) -> Result<(), Error> {
    let folder = root().join("wasm/proxy");
    node::install(&folder)?;
    let (whole, into) = (whole.to_string_lossy(), into.to_string_lossy());
    let mut arguments = vec!["--no-install", "wasm-opt", &whole, "-o", &into];
    arguments.extend(PASSES);
    arguments.extend(FEATURES);
    node::run(&folder, "npx", &arguments)
}
