//! Which place is marked, everywhere at once?
//!
//! Trees, lists and the editor are views of the same places. One of them is selected: the place that
//! decided, the one that was clicked, or the one the cursor is in.

use aksess::{By, Location, Trace};

/// The place to mark for a new verdict: what names the caller in the first grant, or what keeps the
/// nearest binding from granting.
pub(crate) fn deciding(trace: &Trace) -> Option<Location> {
    if trace.by == By::Superuser {
        return None;
    }
    if let Some(ground) = trace.grounds.first() {
        let subject = ground.subject.location.clone();
        return subject.or_else(|| ground.binding.location.clone());
    }
    let near = trace.near_misses.first()?;
    let differs = near.differences.iter().find_map(|of| of.location.clone());
    differs.or_else(|| near.binding.location.clone())
}

/// The smallest place of the trace that holds this line.
pub(crate) fn around(trace: &Trace, source: &str, line: u32) -> Option<Location> {
    let holds = |at: &&Location| at.source == source && at.line <= line && line <= last_line(at);
    let found = places(trace).filter(holds);
    found.min_by_key(|at| last_line(at) - at.line).cloned()
}

/// A line as a place.
pub(crate) fn line(source: &str, line: u32) -> Location {
    Location {
        source: source.to_owned(),
        line,
        column: 1,
        end_line: line,
        end_column: 1,
    }
}

/// The last line a place covers; a place that ends where a line begins does not cover that line.
pub(crate) fn last_line(at: &Location) -> u32 {
    let ends_before = at.end_column == 1 && at.end_line > at.line;
    at.end_line - u32::from(ends_before)
}

fn places(trace: &Trace) -> impl Iterator<Item = &Location> {
    let grounds = trace.grounds.iter().flat_map(|of| {
        [
            &of.binding.location,
            &of.subject.location,
            &of.role.location,
            &of.rule.location,
        ]
    });
    let near = trace.near_misses.iter().flat_map(|of| {
        let differences = of.differences.iter().map(|of| &of.location);
        differences
            .chain([&of.binding.location])
            .chain(of.subject.as_ref().map(|of| &of.location))
            .chain(of.role.as_ref().map(|of| &of.location))
            .chain(of.rule.as_ref().map(|of| &of.location))
    });
    grounds.chain(near).flatten()
}
