//! Which place is marked, everywhere at once?
//!
//! Trees, lists and the editor are views of the same places. One of them is selected: the place that
//! decided, the one that was clicked, or the one the cursor is in.

use aksess::azure::trace::{AzureAnswer, AzureTrace};
use aksess::{By, Location, Trace};

/// The place to mark for a new verdict: what names the caller in the first grant, or what keeps the
/// nearest binding or assignment from granting.
pub(crate) fn deciding(trace: &Trace) -> Option<Location> {
    let azure = trace.azure.as_ref();
    match trace.by {
        By::Superuser | By::Discovery | By::NonEntraDenied | By::WebhookError => return None,
        By::AzureRoleAssignment | By::AzureDenyAssignment => return deciding_azure(azure?),
        _ => {}
    }
    if let Some(ground) = trace.grounds.first() {
        let subject = ground.subject.location.clone();
        return subject.or_else(|| ground.binding.location.clone());
    }
    if is_azure_nearer(trace) {
        return deciding_azure(azure?);
    }
    let near = trace.near_misses.first();
    let near = near?;
    let differs = near.differences.iter().find_map(|of| of.location.clone());
    differs.or_else(|| near.binding.location.clone())
}

/// Whether, where nobody grants, an assignment of Azure came nearer than any binding of the cluster.
pub(crate) fn is_azure_nearer(trace: &Trace) -> bool {
    let azure = trace.azure.as_ref();
    let Some(azure) = azure.filter(|of| of.answer == AzureAnswer::NotAllowed) else {
        return false;
    };
    match (trace.near_misses.first(), azure.near_misses.first()) {
        (Some(near), Some(of_azure)) => of_azure.differences.len() <= near.differences.len(),
        (None, of_azure) => of_azure.is_some(),
        (Some(_), None) => false,
    }
}

/// The same for what Azure was asked.
pub(crate) fn deciding_azure(azure: &AzureTrace) -> Option<Location> {
    if let Some(denial) = azure.denials.first() {
        let entry = denial.permission.location.clone();
        return entry.or_else(|| denial.assignment.location.clone());
    }
    if let Some(ground) = azure.grounds.first() {
        return ground.assignment.location.clone();
    }
    let near = azure.near_misses.first()?;
    let differs = near.differences.iter().find_map(|of| of.location.clone());
    differs.or_else(|| near.assignment.location.clone())
}

/// The smallest of these places that holds this line.
pub(crate) fn around<'a>(
    places: impl Iterator<Item = &'a Location>,
    source: &str,
    line: u32,
) -> Option<Location> {
    let holds = |at: &&Location| at.source == source && at.line <= line && line <= last_line(at);
    let found = places.filter(holds);
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

/// Every place a trace speaks of.
pub(crate) fn places(trace: &Trace) -> impl Iterator<Item = &Location> {
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
    let azure = trace.azure.iter().flat_map(places_azure);
    grounds.chain(near).flatten().chain(azure)
}

/// Every place Azure's part of a trace speaks of.
pub(crate) fn places_azure(azure: &AzureTrace) -> impl Iterator<Item = &Location> {
    let grounds = azure.grounds.iter().flat_map(|of| {
        [
            &of.assignment.location,
            &of.role.location,
            &of.permission.location,
        ]
    });
    let denials = azure
        .denials
        .iter()
        .flat_map(|of| [&of.assignment.location, &of.permission.location]);
    let near = azure.near_misses.iter().flat_map(|of| {
        let differences = of.differences.iter().map(|of| &of.location);
        differences.chain([&of.assignment.location, &of.role.location])
    });
    grounds.chain(denials).chain(near).flatten()
}
