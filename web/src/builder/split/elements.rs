//! Which part puts which functions into the tables?
//!
//! Functions whose address only the rest knows are put there by the rest, at the places they always had. Until then
//! nothing is there, and nobody looks.

use std::collections::HashSet;

use walrus::ir::Value;
use walrus::{
    ConstExpr, Element, ElementId, ElementItems, ElementKind, FunctionId, Module, TableId,
};

/// Leaves these functions out of the tables of a module.
pub(super) fn leave_out(module: &mut Module, functions: &HashSet<FunctionId>) {
    replace(module, |id| !functions.contains(&id));
}

/// Leaves all other functions out of the tables of a module.
pub(super) fn keep(module: &mut Module, functions: &HashSet<FunctionId>) {
    let others = module.elements.iter().filter(|of| segment(of).is_none());
    for id in others.map(Element::id).collect::<Vec<_>>() {
        module.elements.delete(id);
        for table in module.tables.iter_mut() {
            table.elem_segments.remove(&id);
        }
    }
    replace(module, |id| functions.contains(&id));
}

/// Has only functions of each segment that are wanted, each where it was.
fn replace(module: &mut Module, is_wanted: impl Fn(FunctionId) -> bool) {
    let segments: Vec<_> = module.elements.iter().filter_map(segment).collect();
    for (id, table, start, functions) in segments {
        module.elements.delete(id);
        module.tables.get_mut(table).elem_segments.remove(&id);
        let mut at = start;
        for run in functions.chunk_by(|one, next| is_wanted(*one) == is_wanted(*next)) {
            if run.first().is_some_and(|id| is_wanted(*id)) {
                let offset = ConstExpr::Value(Value::I32(at));
                let kind = ElementKind::Active { table, offset };
                let items = ElementItems::Functions(run.to_vec());
                let id = module.elements.add(kind, items);
                module.tables.get_mut(table).elem_segments.insert(id);
            }
            at += i32::try_from(run.len()).unwrap_or_default();
        }
    }
}

/// A segment that is put into a table by itself, at a place that is written there.
fn segment(of: &Element) -> Option<(ElementId, TableId, i32, Vec<FunctionId>)> {
    match (&of.kind, &of.items) {
        (
            ElementKind::Active {
                table,
                offset: ConstExpr::Value(Value::I32(start)),
            },
            ElementItems::Functions(functions),
        ) => Some((of.id(), *table, *start, functions.clone())),
        _ => None,
    }
}
