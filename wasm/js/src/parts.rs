//! Which parts does a text have?
//!
//! JavaScript hands a question over as one text and the lengths of its parts, because one string crosses
//! more cheaply than ten (`parts.js`).

use aksess::{Attributes, Resource, Target};

/// The parts of a text, given how many UTF-16 code units each has.
fn split<'t>(text: &'t str, lengths: &[u32]) -> Option<Vec<&'t str>> {
    let mut parts = Vec::with_capacity(lengths.len());
    let mut rest = text;
    let is_ascii = text.is_ascii();
    for length in lengths {
        let units = *length as usize;
        let bytes = if is_ascii { units } else { bytes(rest, units)? };
        let (part, after) = rest.split_at_checked(bytes)?;
        parts.push(part);
        rest = after;
    }
    rest.is_empty().then_some(parts)
}

/// How many bytes so many UTF-16 code units are.
fn bytes(text: &str, units: usize) -> Option<usize> {
    let (mut bytes, mut left) = (0, units);
    let mut characters = text.chars();
    while left > 0 {
        let next = characters.next()?;
        left = left.checked_sub(next.len_utf16())?;
        bytes += next.len_utf8();
    }
    Some(bytes)
}

/// User, verb, what is asked about, groups; `None` where they are not understood.
pub(crate) fn attributes<'t>(
    text: &'t str,
    lengths: &[u32],
    is_path: bool,
) -> Option<Attributes<'t>> {
    let parts = split(text, lengths)?;
    let (user, verb, target, groups) = match parts.as_slice() {
        [user, verb, path, groups @ ..] if is_path => {
            (user, verb, Target::NonResource { path }, groups)
        }
        [
            user,
            verb,
            api_group,
            resource,
            subresource,
            namespace,
            name,
            groups @ ..,
        ] => {
            let target = Target::Resource(Resource {
                api_group,
                resource,
                subresource,
                namespace,
                name,
            });
            (user, verb, target, groups)
        }
        _ => return None,
    };
    Some(Attributes {
        user,
        groups: groups.to_vec(),
        extra: Vec::new(),
        verb,
        target,
    })
}
