//! How does one WebAssembly module become two, of which only the first is needed at once?
//!
//! Functions that run until the page stands stay in the first module; all others go to the rest, which is fetched
//! when the page stands already. Where the first module calls a function of the rest, a door takes its place: it
//! makes sure the rest is there and goes on to the function through a table. Both share memory, tables and globals,
//! which the first module exports and the rest imports.
//!
//! *Invariants.* Together the two do what the whole did: a function keeps its type and its callers, and whichever
//! way it is reached first brings the rest. Which functions run early is not a matter of being right, only of bytes.

mod first;
mod reach;
mod rest;

use walrus::{FunctionId, FunctionKind, Module, ModuleConfig};

use super::Error;
use reach::Reached;

/// Where the rest imports from, and what the first module exports its table of doors as.
const FIRST: &str = "first";
const DOORS: &str = "doors";

/// The two modules.
pub(super) struct Split {
    pub(super) first: Vec<u8>,
    pub(super) rest: Vec<u8>,
}

/// Splits a module. `is_early` says by its name whether a function belongs to the first part; the function that
/// brings the rest is the one imported as `bring`.
pub(super) fn split(
    whole: &[u8],
    is_early: &dyn Fn(&str) -> bool,
    bring: &str,
) -> Result<Split, Error> {
    let module = read(whole)?;
    let early: Vec<bool> = module
        .funcs
        .iter()
        .map(|of| {
            // what wasm-bindgen adds has no name, and is small
            matches!(of.kind, FunctionKind::Import(_)) || of.name.as_deref().is_none_or(is_early)
        })
        .collect();
    let reached = Reached::of(&module, &early);
    Ok(Split {
        first: first::module(module, &reached, bring)?,
        rest: rest::module(read(whole)?, &reached),
    })
}

/// Reads a module; its names are read and not written again.
pub(super) fn read(whole: &[u8]) -> Result<Module, Error> {
    let mut config = ModuleConfig::new();
    let config = config.generate_name_section(false);
    let module = config.parse(whole);
    module.map_err(|error| Error(format!("the program: {error:#}")))
}

/// The functions in the order of the module, which is the same each time it is read.
fn functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(walrus::Function::id).collect()
}

#[cfg(test)]
mod tests;
