//! What is in the first module?
//!
//! The functions that run early, data but for what only later parts can get at, and a door for each function of theirs
//! that is called from a part before it. A door calls the gate of its part, which brings that once, and goes on through
//! the table of doors.

use std::ops::Range;

use walrus::ir::Value;
use walrus::{
    ConstExpr, FunctionBuilder, FunctionId, FunctionKind, Module, RefType, TableId, ValType, passes,
};

use super::names::{BRING, DOORS, GLUE, functions};
use super::reach::Reached;
use super::{data, elements};

/// Makes the first module of the whole. `bytes` are what later parts bring along.
pub(super) fn module(mut module: Module, parts: &[Reached], bytes: &[Range<u32>]) -> Vec<u8> {
    let order = functions(&module);
    let id = |at: &usize| order.get(*at).copied();
    data::leave_out(&mut module, bytes);
    let stored = parts.iter().skip(1).flat_map(|of| &of.stored);
    elements::leave_out(&mut module, &stored.filter_map(id).collect());
    export(&mut module, parts, &order);
    let count = parts.iter().map(|of| of.doors.len() as u64).sum();
    let table = module
        .tables
        .add_local(false, count, Some(count), RefType::FUNCREF);
    module.exports.add(DOORS, table);
    let nothing = module.types.add(&[ValType::I32], &[]);
    let (bring, _) = module.add_import_func(GLUE, BRING, nothing);
    let mut slots = 0i32..;
    for (number, part) in (0i32..).zip(parts).skip(1) {
        let gate = gate(&mut module, bring, number);
        for (id, slot) in part.doors.iter().filter_map(id).zip(slots.by_ref()) {
            put_door(&mut module, id, slot, table, gate);
        }
    }
    passes::gc::run(&mut module);
    module.emit_wasm()
}

/// The function that brings a part unless it is there.
fn gate(module: &mut Module, bring: FunctionId, part: i32) -> FunctionId {
    let no = ConstExpr::Value(Value::I32(0));
    let is_here = module.globals.add_local(ValType::I32, true, false, no);
    let mut gate = FunctionBuilder::new(&mut module.types, &[], &[]);
    let mut body = gate.func_body();
    let here = |_: &mut walrus::InstrSeqBuilder<'_>| {};
    body.global_get(is_here).if_else(None, here, |absent| {
        absent.i32_const(part).call(bring);
        absent.i32_const(1).global_set(is_here);
    });
    gate.finish(Vec::new(), &mut module.funcs)
}

/// Lets later parts have what they import: everything that is shared, and the functions they call.
fn export(module: &mut Module, parts: &[Reached], order: &[FunctionId]) {
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
    if let Some(first) = parts.first() {
        first.export(module, order);
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
