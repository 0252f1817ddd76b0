//! Which functions are needed in which part?
//!
//! The first part begins with what can be called from outside and what stands in a table; the rest begins with the
//! doors. Each follows calls through its own functions and stops at those of the other, which thereby become doors
//! of the rest, or exports of the first part. Nothing else is kept.

use std::collections::{BTreeSet, HashMap};

use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ExportItem, FunctionId, FunctionKind, Module};

/// The places of functions in the order of the module.
pub(super) struct Reached {
    /// Functions of the rest that the first part calls: behind each of them is a door.
    pub(super) doors: Vec<usize>,
    /// Functions of the first part that the rest calls.
    pub(super) exports: Vec<usize>,
    /// All functions of the rest.
    pub(super) rest: BTreeSet<usize>,
}

impl Reached {
    /// Follows all calls. `early` says of each function whether it belongs to the first part.
    pub(super) fn of(module: &Module, early: &[bool]) -> Self {
        let calls = Calls::of(module);
        let is_early = |at: usize| early.get(at).copied().unwrap_or_default();
        let (mut first, mut rest) = (BTreeSet::new(), BTreeSet::new());
        let mut ahead = calls.roots(module);
        while let Some(at) = ahead.pop() {
            let of = if is_early(at) { &mut first } else { &mut rest };
            if of.insert(at) {
                ahead.extend(calls.from(at));
            }
        }
        let crossing = |from: &BTreeSet<usize>, to_early: bool| -> BTreeSet<usize> {
            let called = from.iter().flat_map(|at| calls.from(*at));
            called.filter(|at| is_early(*at) == to_early).collect()
        };
        let roots = calls.roots(module).into_iter();
        let mut doors = crossing(&first, false);
        doors.extend(roots.filter(|at| !is_early(*at)));
        Self {
            doors: doors.into_iter().collect(),
            exports: crossing(&rest, true).into_iter().collect(),
            rest,
        }
    }
}

/// Who calls whom.
struct Calls {
    places: HashMap<FunctionId, usize>,
    called: Vec<Vec<usize>>,
}

impl Calls {
    fn of(module: &Module) -> Self {
        let places = module.funcs.iter().enumerate();
        let places: HashMap<FunctionId, usize> = places.map(|(at, of)| (of.id(), at)).collect();
        let called = module.funcs.iter().map(|of| {
            let mut seen = Seen(Vec::new());
            if let FunctionKind::Local(local) = &of.kind {
                dfs_in_order(&mut seen, local, local.entry_block());
            }
            seen.0
                .iter()
                .filter_map(|id| places.get(id).copied())
                .collect()
        });
        let called = called.collect();
        Self { places, called }
    }

    fn from(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        self.called.get(at).into_iter().flatten().copied()
    }

    /// What is reached without a call: exports, the start, and what stands in a table.
    fn roots(&self, module: &Module) -> Vec<usize> {
        let exports = module.exports.iter().filter_map(|of| match of.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
        let stored = module.elements.iter().flat_map(|of| match &of.items {
            ElementItems::Functions(ids) => ids.clone(),
            ElementItems::Expressions(_, of) => of.iter().filter_map(named).collect(),
        });
        let ids = exports.chain(module.start).chain(stored);
        ids.filter_map(|id| self.places.get(&id).copied()).collect()
    }
}

fn named(expression: &ConstExpr) -> Option<FunctionId> {
    match expression {
        ConstExpr::RefFunc(id) => Some(*id),
        _ => None,
    }
}

struct Seen(Vec<FunctionId>);

impl Visitor<'_> for Seen {
    fn visit_function_id(&mut self, id: &FunctionId) {
        self.0.push(*id);
    }
}
