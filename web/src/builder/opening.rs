//! Which functions does a program need first?
//!
//! Of the page, those that ran while Chromium opened it (`web/opening.txt`); of the package, those that ran while it
//! explained the examples of Kubernetes (`wasm/js/src/kubernetes.txt`), and then all examples (`more.txt`). `make opening`
//! writes their names down, and the lists are kept as a lock file keeps versions. A function that no list knows comes
//! with the rest, so a list that is behind costs time and never an answer; a test says when it is.
//!
//! To see them, a program is built with a note in each function: its number is written into a memory of its own,
//! which the module exports as `notes`.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use walrus::ir::{Const, MemArg, Store, StoreKind, Value};
use walrus::{FunctionId, FunctionKind};

use super::split;
use super::{Error, about};

/// The names on a list.
pub(super) fn names(list: &Path) -> Result<HashSet<String>, Error> {
    let text = fs::read_to_string(list).map_err(about(list))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// A name as it stands on the list: without what changes from build to build.
pub(super) fn plain(name: &str) -> String {
    // functions of one name are numbered, and the numbers are others as soon as anything else is
    let name = match name.rsplit_once('.') {
        Some((name, number)) if number.bytes().all(|of| of.is_ascii_digit()) => name,
        _ => name,
    };
    format!("{:#}", rustc_demangle::demangle(name))
}

/// Writes a module that notes what runs, and beside it the names of its functions, one per line.
pub(super) fn noting(whole: &[u8], into: &Path, names: &Path) -> Result<(), Error> {
    let mut module = split::read(whole)?;
    let functions: Vec<FunctionId> = module.funcs.iter().map(walrus::Function::id).collect();
    let pages = functions.len().div_ceil(1 << 16) as u64;
    let notes = module
        .memories
        .add_local(false, false, pages, Some(pages), None);
    module.exports.add("notes", notes);
    let mut told = String::new();
    for (number, id) in (0i32..).zip(functions) {
        let function = module.funcs.get_mut(id);
        let name = function.name.as_deref().map(plain).unwrap_or_default();
        writeln!(told, "{name}").map_err(|error| Error(error.to_string()))?;
        if let FunctionKind::Local(local) = &mut function.kind {
            let mut body = local.builder_mut().func_body();
            let note = Store {
                memory: notes,
                kind: StoreKind::I32_8 { atomic: false },
                arg: MemArg {
                    align: 1,
                    offset: 0,
                },
            };
            body.instr_at(0, number_of(number))
                .instr_at(1, number_of(1))
                .instr_at(2, note);
        }
    }
    fs::write(into, module.emit_wasm()).map_err(about(into))?;
    fs::write(names, told).map_err(about(names))
}

fn number_of(value: i32) -> Const {
    Const {
        value: Value::I32(value),
    }
}
