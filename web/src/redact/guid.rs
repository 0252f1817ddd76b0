//! Which parts of a text are GUIDs?

/// The length of a GUID as it is written.
pub(super) const LENGTH: usize = 36;

/// Whether a text begins with a GUID.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let Some(first) = bytes.get(..LENGTH) else {
        return false;
    };
    first.iter().enumerate().all(|(at, of)| match at {
        8 | 13 | 18 | 23 => *of == b'-',
        _ => of.is_ascii_hexdigit(),
    })
}

/// GUIDs that mean the same in every tenant: everyone, and the server that AKS signs in to.
pub(super) const WELL_KNOWN: [&str; 2] = [
    "00000000-0000-0000-0000-000000000000",
    "6dae42f8-4368-4678-94ff-3960e28e3630",
];
