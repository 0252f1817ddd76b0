//! How does one WebAssembly module become several, of which only the first is needed at once?
//!
//! The parts are in a row: to need one is to need all before it. A function belongs to the first part whose list has
//! its name, and else to the last. Where a part calls a function of a later one, a door takes its place: it makes sure
//! that the part is there and goes on to the function through a table. All share memory, tables and globals, which
//! the first module exports and the others import. What only functions of later parts can get at in memory and in
//! tables, the earliest of these brings along.
//!
//! *Invariants.* Together they do what the whole did: a function keeps its type and its callers, and whichever way it
//! is reached first brings its part. Which functions are early is not a matter of being right, only of bytes.

mod addresses;
mod data;
mod elements;
mod first;
mod later;
mod linked;
mod names;
mod reach;

use std::collections::HashMap;

use walrus::{Function, FunctionKind, Module, ModuleConfig};

use super::Error;
pub(super) use addresses::Addresses;
use names::{BRING, GLUE};
use reach::{Place, Reached};

/// How the other parts come.
const REST: &str = include_str!("split/rest.js");

/// Puts what brings the other parts, files of these names, into the JavaScript that wasm-bindgen made.
pub(super) fn bringing(script: &str, files: &[String]) -> Result<String, Error> {
    // the object of functions that the program imports
    let imports = "const import0 = {\n        __proto__: null,\n";
    let (before, after) = script
        .split_once(imports)
        .filter(|_| script.contains(&format!("\"{GLUE}\": import0")))
        .ok_or_else(|| Error("the JavaScript of wasm-bindgen is not as it was".to_owned()))?;
    // written out, because bundlers look for it
    let places = files
        .iter()
        .map(|file| format!("new URL(\"{file}\", import.meta.url)"));
    let places = places.collect::<Vec<_>>().join(", ");
    Ok(format!(
        "{before}{imports}        {BRING},\n{after}\nconst places = [{places}];\n\n{REST}"
    ))
}

/// Splits a module into so many parts. `part` says by its name to which of them a function belongs.
pub(super) fn split(
    whole: &[u8],
    addresses: &Addresses,
    count: usize,
    part: &dyn Fn(&str) -> usize,
) -> Result<Vec<Vec<u8>>, Error> {
    let module = read(whole)?;
    let local = module.funcs.iter().filter_map(|of| match of.kind {
        FunctionKind::Local(_) => of.name.as_deref(),
        _ => None,
    });
    let numbers: HashMap<&str, usize> = local.map(|name| (name, part(name))).collect();
    // what was linked and is no more, or has no name any longer, counts as early
    let number = |name: &str| numbers.get(name).copied().unwrap_or_default();
    let known = addresses.by_part(count, &number);
    let place = |of: &Function| {
        let name = of.name.as_deref().unwrap_or_default();
        let part = number(name);
        let is_alone = known.function(name).is_some_and(|knows| knows >= part);
        Place { part, is_alone }
    };
    let places: Vec<Place> = module.funcs.iter().map(place).collect();
    let parts = Reached::of(&module, &places, count);
    let bytes: Vec<_> = (1..count).map(|of| data::worth(&known.bytes(of))).collect();
    let mut all = bytes.concat();
    all.sort_by_key(|of| of.start);
    let mut modules = vec![first::module(module, &parts, &all)];
    for (number, bytes) in (1..).zip(&bytes) {
        let whole = read(whole)?;
        modules.push(later::module(whole, number, &parts, &places, bytes));
    }
    Ok(modules)
}

/// Reads a module; its names and what the linker noted are read and not written again.
pub(super) fn read(whole: &[u8]) -> Result<Module, Error> {
    let mut config = ModuleConfig::new();
    let config = config.generate_name_section(false);
    let module = config.parse(whole);
    let mut module = module.map_err(|error| Error(format!("the program: {error:#}")))?;
    let is_note = |name: &str| name == "linking" || name.starts_with("reloc.");
    let notes = module.customs.iter().filter(|(_, of)| is_note(of.name()));
    for id in notes.map(|(id, _)| id).collect::<Vec<_>>() {
        module.customs.delete(id);
    }
    Ok(module)
}

#[cfg(test)]
mod tests;
