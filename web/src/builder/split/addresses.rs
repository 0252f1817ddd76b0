//! Which bytes of memory and which functions can be got at by address, and by whom?
//!
//! A program comes to a constant by its name alone. So what the linker wrote into a function, and into the constants
//! named there, and so on, is all that it can reach in memory as it is at the beginning.
//!
//! *Invariants.* What a part is said to be the first to get at, no function of an earlier part can, be it one that was
//! linked and left out later.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

use super::super::Error;
use super::linked::{Linked, Of};

/// Who names whom. Without any, nobody is known to be alone with anything.
#[derive(Debug, Default)]
pub(in super::super) struct Addresses {
    linked: Linked,
    /// What the functions of a name are written to know.
    functions: HashMap<String, Vec<Of>>,
    constants: Vec<Vec<Of>>,
}

/// Who can get at what: the first part that can.
#[derive(Debug)]
pub(super) struct Known<'a> {
    addresses: &'a Addresses,
    constants: HashMap<usize, usize>,
    functions: HashMap<&'a str, usize>,
}

impl Addresses {
    /// Reads what the linker noted in the module it made.
    ///
    /// # Errors
    /// When it noted nothing, or the module cannot be read.
    pub(in super::super) fn of(module: &[u8]) -> Result<Self, Error> {
        let failed = |error| Error(format!("the linked program: {error}"));
        let linked = Linked::of(module).map_err(failed)?;
        if linked.addresses.is_empty() {
            return Err(Error("the linker noted no addresses".to_owned()));
        }
        Ok(Self::new(linked))
    }

    pub(super) fn new(linked: Linked) -> Self {
        let mut functions: HashMap<String, Vec<Of>> = HashMap::new();
        for function in &linked.functions {
            functions.entry(function.name.clone()).or_default();
        }
        let mut constants = vec![Vec::new(); linked.constants.len()];
        for address in &linked.addresses {
            if let Some(name) = linked.function_at(address.at) {
                functions
                    .entry(name.to_owned())
                    .or_default()
                    .push(address.of);
                continue;
            }
            for number in linked.constants_at(address.at) {
                if let Some(named) = constants.get_mut(number) {
                    named.push(address.of);
                }
            }
        }
        Self {
            linked,
            functions,
            constants,
        }
    }

    /// Who can get at what, if `part` says of each function to which of so many parts it belongs.
    pub(super) fn by_part(&self, count: usize, part: &dyn Fn(&str) -> usize) -> Known<'_> {
        let mut known = Known {
            addresses: self,
            constants: HashMap::new(),
            functions: HashMap::new(),
        };
        for number in 0..count {
            let of = self
                .functions
                .iter()
                .filter(|(name, _)| part(name) == number);
            let within = self.within(of.flat_map(|(_, named)| named));
            for constant in within.constants {
                known.constants.entry(constant).or_insert(number);
            }
            for function in within.functions {
                known.functions.entry(function).or_insert(number);
            }
        }
        known
    }

    /// All that can be got at from here.
    fn within<'o>(&self, from: impl Iterator<Item = &'o Of>) -> Within<'_> {
        let mut within = Within::default();
        let mut ahead: Vec<Of> = from.copied().collect();
        while let Some(of) = ahead.pop() {
            match of {
                Of::Constant(number) => {
                    if within.constants.insert(number) {
                        ahead.extend(self.constants.get(number).into_iter().flatten());
                    }
                }
                Of::Function(number) => {
                    let function = self.linked.functions.get(number);
                    within.functions.extend(function.map(|of| of.name.as_str()));
                }
            }
        }
        within
    }

    /// Where constants are in memory: in order, and none touches another.
    fn ranges(&self, constants: impl Iterator<Item = usize>) -> Vec<Range<u32>> {
        let constants = constants.filter_map(|of| self.linked.constants.get(of));
        let mut ranges: Vec<Range<u32>> = constants.map(|of| of.in_memory.clone()).collect();
        ranges.sort_by_key(|of| of.start);
        let mut joined: Vec<Range<u32>> = Vec::new();
        for range in ranges {
            match joined.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => joined.push(range),
            }
        }
        joined
    }
}

impl Known<'_> {
    /// The first part that knows the address of a function; `None` where nobody does.
    pub(super) fn function(&self, name: &str) -> Option<usize> {
        self.functions.get(name).copied()
    }

    /// Ranges of memory that this part can get at and no earlier one.
    pub(super) fn bytes(&self, part: usize) -> Vec<Range<u32>> {
        let of = |is: &dyn Fn(usize) -> bool| {
            let constants = self.constants.iter().filter(|(_, by)| is(**by));
            self.addresses
                .ranges(constants.map(|(constant, _)| *constant))
        };
        // one constant may be the end of another
        let before = of(&|by| by < part);
        let own = of(&|by| by == part).into_iter();
        own.flat_map(|range| without(range, &before)).collect()
    }
}

#[derive(Default)]
struct Within<'a> {
    constants: BTreeSet<usize>,
    functions: BTreeSet<&'a str>,
}

/// What is left of a range without others, which are in order.
pub(super) fn without(range: Range<u32>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left = Vec::new();
    let mut start = range.start;
    for other in others {
        if other.end <= start || other.start >= range.end {
            continue;
        }
        if other.start > start {
            left.push(start..other.start);
        }
        start = other.end;
    }
    if start < range.end {
        left.push(start..range.end);
    }
    left
}
