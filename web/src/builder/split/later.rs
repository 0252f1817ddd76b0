//! What is in a module that comes later?
//!
//! The functions of its part, and what no earlier part can get at: what it shares with those it imports from them. Coming
//! to life it puts its functions behind the doors.

use std::ops::Range;

use walrus::ir::Value;
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportedFunction,
    Module, RefType, passes,
};

use super::names::{DOORS, from, functions};
use super::reach::{Place, Reached};
use super::{data, elements};

/// Makes the module of a part of the whole. `bytes` are what it brings along.
pub(super) fn module(
    mut module: Module,
    number: usize,
    parts: &[Reached],
    places: &[Place],
    bytes: &[Range<u32>],
) -> Vec<u8> {
    let order = functions(&module);
    let id = |at: &usize| order.get(*at).copied();
    let Some(part) = parts.get(number) else {
        return Vec::new();
    };
    data::keep(&mut module, bytes);
    elements::keep(&mut module, &part.stored.iter().filter_map(id).collect());
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        module.exports.delete(id);
    }
    import_functions(&mut module, number, parts, places, &order);
    import_shared(&mut module);
    part.export(&mut module, &order);
    let doors = parts.iter().map(|of| of.doors.len() as u64);
    let before = doors.clone().take(number).sum();
    let behind = part.doors.iter().filter_map(id).collect();
    fill_doors(&mut module, doors.sum(), before, behind);
    passes::gc::run(&mut module);
    module.emit_wasm()
}

/// Turns every function of another part into an import.
fn import_functions(
    module: &mut Module,
    number: usize,
    parts: &[Reached],
    places: &[Place],
    order: &[FunctionId],
) {
    let names: Vec<_> = parts.iter().map(Reached::names).collect();
    for (at, id) in order.iter().enumerate() {
        if parts
            .get(number)
            .is_some_and(|of| of.functions.contains(&at))
        {
            continue;
        }
        let function = module.funcs.get(*id);
        let ty = function.ty();
        if let FunctionKind::Import(of) = &function.kind {
            // what the whole imported is taken from the first part, too
            module.imports.delete(of.import);
        }
        // and the doors of later parts are in the first
        let of = places.get(at).map_or(0, |of| of.part);
        let of = if of < number { of } else { 0 };
        // one that is called from nowhere here has no name, and goes in the end
        let name = names.get(of).and_then(|names| names.get(&at));
        let name = name.map(String::as_str).unwrap_or_default();
        let import = module.imports.add(&from(of), name, *id);
        module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
}

/// Turns memories, tables and globals into imports.
fn import_shared(module: &mut Module) {
    let first = from(0);
    let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
    for (at, id) in memories.into_iter().enumerate() {
        let import = module.imports.add(&first, &format!("m{at}"), id);
        module.memories.get_mut(id).import = Some(import);
    }
    let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
    for (at, id) in tables.into_iter().enumerate() {
        let import = module.imports.add(&first, &format!("t{at}"), id);
        let table = module.tables.get_mut(id);
        table.init = None;
        table.import = Some(import);
    }
    let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
    for (at, id) in globals.into_iter().enumerate() {
        let import = module.imports.add(&first, &format!("g{at}"), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}

/// Puts a function behind each door of the part; so many doors there are, and so many before these.
fn fill_doors(module: &mut Module, count: u64, before: u64, behind: Vec<FunctionId>) {
    let (table, _) =
        module.add_import_table(&from(0), DOORS, false, count, Some(count), RefType::FUNCREF);
    let first = i32::try_from(before).unwrap_or_default();
    let offset = ConstExpr::Value(Value::I32(first));
    let filled = ElementKind::Active { table, offset };
    let element = module.elements.add(filled, ElementItems::Functions(behind));
    module.tables.get_mut(table).elem_segments.insert(element);
}
