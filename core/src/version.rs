//! Which version is the API server?
//!
//! What is asked has changed from version to version. One that is not known counts as a recent one.
//!
//! *Source:* the feature gates named where a version is asked for.

/// From this minor version on acting as others is constrained, unless the old way allows it
/// (`ConstrainedImpersonation`, on by default from 1.36).
const CONSTRAINED: u32 = 36;

/// The minor version of `1.34.6` or `v1.34`.
pub(crate) fn minor(version: &str) -> Option<u32> {
    let mut parts = version.trim().trim_start_matches('v').split('.');
    (parts.next() == Some("1")).then_some(())?;
    parts.next()?.parse().ok()
}

/// Whether an API server of this version knows constrained impersonation.
pub(crate) fn constrains_impersonation(version: &str) -> bool {
    minor(version).is_none_or(|minor| minor >= CONSTRAINED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(minor("1.34.6"), Some(34));
        assert_eq!(minor("v1.35"), Some(35));
        for other in ["", "1", "2.1", "1.x", "latest"] {
            assert_eq!(minor(other), None, "{other}");
        }
    }

    #[test]
    fn impersonation_is_constrained_from_one_version_on() {
        assert!(!constrains_impersonation("1.35.3"));
        for version in ["1.36.0", "v1.37", ""] {
            assert!(constrains_impersonation(version), "{version}");
        }
    }
}
