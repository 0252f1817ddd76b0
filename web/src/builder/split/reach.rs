//! Which functions are needed in which part?
//!
//! All that is called from outside is called in the first part, and so is what stands in a table, unless only a later
//! part knows where. Calls are followed from there. A call into a later part goes through a door; one into an earlier
//! part is a plain call of what that part exports, because it is there already. Nothing else is kept.

use std::collections::{BTreeSet, HashMap};

use walrus::ir::{Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ExportItem, FunctionId, FunctionKind, Module};

/// What is in one part: places of functions in the order of the module.
#[derive(Debug, Default, Clone)]
pub(super) struct Reached {
    pub(super) functions: BTreeSet<usize>,
    /// Those that an earlier part calls: behind each of them is a door.
    pub(super) doors: BTreeSet<usize>,
    /// Those that a later part calls.
    pub(super) exports: BTreeSet<usize>,
    /// Those that stand in a table where no earlier part looks, put there by this part.
    pub(super) stored: BTreeSet<usize>,
}

/// Where a function belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of its part.
    pub(super) part: usize,
    /// Whether no earlier part knows its address.
    pub(super) is_alone: bool,
}

impl Reached {
    /// Follows all calls. `places` says of each function where it belongs, to one of so many parts.
    pub(super) fn of(module: &Module, places: &[Place], count: usize) -> Vec<Self> {
        let calls = Calls::of(module);
        let part = |at: usize| places.get(at).map_or(0, |of| of.part);
        let is_alone = |at: &usize| places.get(*at).is_some_and(|of| of.is_alone);
        let mut parts = vec![Self::default(); count];
        let stored = calls.stored(module).into_iter();
        let (stored, known): (Vec<_>, Vec<_>) = stored.partition(is_alone);
        let from_outside = [calls.called_from_outside(module), known].concat();
        let mut ahead = [from_outside.as_slice(), stored.as_slice()].concat();
        while let Some(at) = ahead.pop() {
            if let Some(of) = parts.get_mut(part(at))
                && of.functions.insert(at)
            {
                ahead.extend(calls.from(at));
            }
        }
        for at in stored {
            parts.get_mut(part(at)).map(|of| of.stored.insert(at));
        }
        let from_outside = from_outside.into_iter().map(|called| (0, called));
        let reached = parts.iter().flat_map(|of| of.functions.iter().copied());
        let within = reached.flat_map(|at| calls.from(at).map(move |called| (part(at), called)));
        for (caller, called) in from_outside.chain(within.collect::<Vec<_>>()) {
            let Some(of) = parts.get_mut(part(called)) else {
                continue;
            };
            if caller < part(called) {
                of.doors.insert(called);
            } else if caller > part(called) {
                of.exports.insert(called);
            }
            // the door itself is in the first part
            if 0 < caller
                && caller < part(called)
                && let Some(first) = parts.first_mut()
            {
                first.exports.insert(called);
            }
        }
        parts
    }
}

impl Reached {
    /// What the functions are called that a later part calls: numbers, because names travel.
    pub(super) fn names(&self) -> HashMap<usize, String> {
        let numbered = self.exports.iter().enumerate();
        numbered
            .map(|(number, at)| (*at, number.to_string()))
            .collect()
    }

    /// Exports them.
    pub(super) fn export(&self, module: &mut Module, order: &[FunctionId]) {
        for (number, at) in self.exports.iter().enumerate() {
            if let Some(id) = order.get(*at) {
                module.exports.add(&number.to_string(), *id);
            }
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

    /// What is called from outside: exports, and the start.
    fn called_from_outside(&self, module: &Module) -> Vec<usize> {
        let exports = module.exports.iter().filter_map(|of| match of.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
        let ids = exports.chain(module.start);
        ids.filter_map(|id| self.places.get(&id).copied()).collect()
    }

    /// What stands in a table.
    fn stored(&self, module: &Module) -> Vec<usize> {
        let ids = module.elements.iter().flat_map(|of| match &of.items {
            ElementItems::Functions(ids) => ids.clone(),
            ElementItems::Expressions(_, of) => of.iter().filter_map(named).collect(),
        });
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
