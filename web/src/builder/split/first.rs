//! What is in the first module?
//!
//! The functions that run early, all data, and a door for each function of the rest that is called from here. A
//! door calls the gate, which brings the rest once, and goes on through the table of doors.

use walrus::ir::Value;
use walrus::{
    ConstExpr, FunctionBuilder, FunctionId, FunctionKind, Module, RefType, TableId, ValType, passes,
};

use super::super::Error;
use super::reach::Reached;
use super::{DOORS, functions};

/// Makes the first module of the whole.
pub(super) fn module(mut module: Module, reached: &Reached, bring: &str) -> Result<Vec<u8>, Error> {
    let order = functions(&module);
    let gate = gate(&mut module, bring)?;
    export(&mut module, reached, &order);
    let doors = reached.doors.len() as u64;
    let table = module
        .tables
        .add_local(false, doors, Some(doors), RefType::FUNCREF);
    module.exports.add(DOORS, table);
    for (slot, at) in (0i32..).zip(&reached.doors) {
        if let Some(id) = order.get(*at) {
            put_door(&mut module, *id, slot, table, gate);
        }
    }
    passes::gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// The function that brings the rest unless it is there.
fn gate(module: &mut Module, bring: &str) -> Result<FunctionId, Error> {
    // the module of JavaScript that has the function is one of those that are imported from already
    let file = module.imports.iter().find(|of| of.module.ends_with(bring));
    let file = file.map(|of| of.module.clone());
    let file = file.ok_or_else(|| Error(format!("nothing is imported from {bring}")))?;
    let nothing = module.types.add(&[], &[]);
    let (bring, _) = module.add_import_func(&file, "load", nothing);
    let no = ConstExpr::Value(Value::I32(0));
    let is_here = module.globals.add_local(ValType::I32, true, false, no);
    let mut gate = FunctionBuilder::new(&mut module.types, &[], &[]);
    let mut body = gate.func_body();
    let here = |_: &mut walrus::InstrSeqBuilder<'_>| {};
    body.global_get(is_here).if_else(None, here, |absent| {
        absent.call(bring).i32_const(1).global_set(is_here);
    });
    Ok(gate.finish(Vec::new(), &mut module.funcs))
}

/// Lets the rest have what it imports: everything that is shared, and the functions it calls.
fn export(module: &mut Module, reached: &Reached, order: &[FunctionId]) {
    let memories: Vec<_> = module.memories.iter().map(walrus::Memory::id).collect();
    let tables: Vec<_> = module.tables.iter().map(walrus::Table::id).collect();
    let globals: Vec<_> = module.globals.iter().map(walrus::Global::id).collect();
    for (at, id) in memories.into_iter().enumerate() {
        module.exports.add(&format!("m{at}"), id);
    }
    for (at, id) in tables.into_iter().enumerate() {
        module.exports.add(&format!("t{at}"), id);
    }
    for (at, id) in globals.into_iter().enumerate() {
        module.exports.add(&format!("g{at}"), id);
    }
    for at in &reached.exports {
        if let Some(id) = order.get(*at) {
            module.exports.add(&format!("f{at}"), *id);
        }
    }
}

fn put_door(module: &mut Module, id: FunctionId, slot: i32, table: TableId, gate: FunctionId) {
    let signature = module.funcs.get(id).ty();
    let of = module.types.get(signature);
    let (parameters, results) = (of.params().to_vec(), of.results().to_vec());
    let locals: Vec<_> = parameters.iter().map(|of| module.locals.add(*of)).collect();
    let mut door = FunctionBuilder::new(&mut module.types, &parameters, &results);
    let mut body = door.func_body();
    body.call(gate);
    for local in &locals {
        body.local_get(*local);
    }
    body.i32_const(slot).call_indirect(signature, table);
    module.funcs.get_mut(id).kind = FunctionKind::Local(door.local_func(locals));
}
