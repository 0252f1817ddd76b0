//! What is what called, where parts meet?
//!
//! Each part finds what it shares with the others by these names, and functions by their place in the whole, which is
//! the same each time the whole is read.

use walrus::{Function, FunctionId, Module};

/// What the first module exports its table of doors as.
pub(super) const DOORS: &str = "doors";

/// Where the first module imports from, the JavaScript that wasm-bindgen made, and what it calls to have another part.
pub(super) const GLUE: &str = "./aksess_bg.js";
pub(super) const BRING: &str = "bring";

/// What a part is called where another one imports from it.
pub(super) fn from(part: usize) -> String {
    format!("p{part}")
}

/// The functions in the order of the module, which is the same each time it is read.
pub(super) fn functions(module: &Module) -> Vec<FunctionId> {
    module.funcs.iter().map(Function::id).collect()
}
