//! What is in the module that comes later?
//!
//! The functions that do not run early, and nothing else: what they share with the first module they import from it.
//! Coming to life it puts its functions behind the doors.

use walrus::ir::Value;
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionId, FunctionKind, GlobalKind, ImportedFunction,
    Module, RefType, passes,
};

use super::reach::Reached;
use super::{DOORS, FIRST, functions};

/// Makes the rest of the whole.
pub(super) fn module(mut module: Module, reached: &Reached) -> Vec<u8> {
    let order = functions(&module);
    module.start = None;
    let exports: Vec<_> = module.exports.iter().map(walrus::Export::id).collect();
    for id in exports {
        module.exports.delete(id);
    }
    import_functions(&mut module, reached, &order);
    import_shared(&mut module);
    fill_doors(&mut module, reached, &order);
    passes::gc::run(&mut module);
    module.emit_wasm()
}

/// Turns every function that is not of the rest into an import.
fn import_functions(module: &mut Module, reached: &Reached, order: &[FunctionId]) {
    for (at, id) in order.iter().enumerate() {
        if reached.rest.contains(&at) {
            continue;
        }
        let function = module.funcs.get(*id);
        let ty = function.ty();
        if let FunctionKind::Import(of) = &function.kind {
            // what the whole imported is taken from the first part, too
            module.imports.delete(of.import);
        }
        let import = module.imports.add(FIRST, &format!("f{at}"), *id);
        module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
}

/// Turns memories, tables and globals into imports; what they begin with is the first module's.
fn import_shared(module: &mut Module) {
    let data: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
    for id in data {
        module.data.delete(id);
    }
    let elements: Vec<_> = module.elements.iter().map(walrus::Element::id).collect();
    for id in elements {
        module.elements.delete(id);
    }
    let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
    for (at, id) in memories.into_iter().enumerate() {
        let import = module.imports.add(FIRST, &format!("m{at}"), id);
        let memory = module.memories.get_mut(id);
        memory.data_segments.clear();
        memory.import = Some(import);
    }
    let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
    for (at, id) in tables.into_iter().enumerate() {
        let import = module.imports.add(FIRST, &format!("t{at}"), id);
        let table = module.tables.get_mut(id);
        table.elem_segments.clear();
        table.init = None;
        table.import = Some(import);
    }
    let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
    for (at, id) in globals.into_iter().enumerate() {
        let import = module.imports.add(FIRST, &format!("g{at}"), id);
        module.globals.get_mut(id).kind = GlobalKind::Import(import);
    }
}

/// Puts a function behind each door.
fn fill_doors(module: &mut Module, reached: &Reached, order: &[FunctionId]) {
    let behind: Vec<_> = reached
        .doors
        .iter()
        .filter_map(|at| order.get(*at).copied())
        .collect();
    let count = behind.len() as u64;
    let (table, _) =
        module.add_import_table(FIRST, DOORS, false, count, Some(count), RefType::FUNCREF);
    let first = ConstExpr::Value(Value::I32(0));
    let filled = ElementKind::Active {
        table,
        offset: first,
    };
    let element = module.elements.add(filled, ElementItems::Functions(behind));
    module.tables.get_mut(table).elem_segments.insert(element);
}
