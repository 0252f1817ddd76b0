//! Where does an assignment reach?
//!
//! A scope is the root `/`, a management group, a subscription, a resource group, a resource or anything
//! below one. An assignment reaches its scope and everything below it, compared segment by segment without
//! letter case: `/namespaces/dev` does not reach `/namespaces/dev2`. Management groups are no prefix of what
//! is in them; which groups a subscription is in has to be said (`managementGroups` of ClusterSettings), and
//! a group that no table places reaches nothing but itself.
//!
//! *Source:* spec section 4.2; Azure RBAC, "Understand scope".

use super::letter_case;
use crate::sorted::Sorted;

const MANAGEMENT_GROUPS: &str = "/providers/microsoft.management/managementgroups/";
const SUBSCRIPTIONS: &str = "/subscriptions/";

/// A place in the tree of Azure resources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// As written.
    pub text: String,
    /// As it is compared ([`letter_case`]), without a slash at the end; empty for the root.
    folded: String,
}

/// The management groups of each subscription, nearest first; all folded.
pub(crate) type ManagementGroups = Sorted<String, Vec<String>>;

impl Scope {
    /// Reads a scope.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if !text.starts_with('/') {
            return Err("a scope begins with `/`");
        }
        let folded = letter_case::folded(text.strip_suffix('/').unwrap_or(text));
        let mut segments = folded.split('/').skip(1);
        if segments.any(|of| matches!(of, "" | "." | "..")) {
            return Err("a scope has no empty segment, and none that is `.` or `..`");
        }
        let begins = |known: &str| folded.starts_with(known) && folded.len() > known.len();
        let known = folded.is_empty() || begins("/providers/") || begins(SUBSCRIPTIONS);
        if !known {
            return Err("a scope is `/` or begins with `/subscriptions/…` or `/providers/…`");
        }
        Ok(Self {
            text: text.to_owned(),
            folded,
        })
    }

    /// As it is compared, without a slash at the end; empty for the root.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether a resource, folded, is this scope.
    pub(crate) fn is(&self, resource: &[u8]) -> bool {
        self.folded.as_bytes() == resource
    }

    /// Whether it reaches a resource, given folded.
    pub(crate) fn covers(&self, resource: &[u8], groups: &ManagementGroups) -> bool {
        let scope = self.folded.as_bytes();
        if let Some(below) = resource.strip_prefix(scope) {
            return below.is_empty() || below.starts_with(b"/");
        }
        self.management_group()
            .is_some_and(|group| in_group(resource, group, groups))
    }

    /// The name of the management group this scope is, folded.
    pub(crate) fn management_group(&self) -> Option<&str> {
        let name = self.folded.strip_prefix(MANAGEMENT_GROUPS)?;
        (!name.contains('/')).then_some(name)
    }

    /// The name of the management group this scope is, where no subscription is said to be in that.
    pub(crate) fn unplaced_group(&self, groups: &ManagementGroups) -> Option<&str> {
        let group = self.management_group()?;
        let mut placed = groups.pairs().iter().flat_map(|(_, of)| of);
        (!placed.any(|of| of == group)).then_some(group)
    }

    /// The last segment as written.
    pub(crate) fn name(&self) -> &str {
        self.text
            .trim_end_matches('/')
            .rsplit('/')
            .next()
            .unwrap_or_default()
    }
}

fn in_group(resource: &[u8], group: &str, groups: &ManagementGroups) -> bool {
    if groups.pairs().is_empty() {
        return false;
    }
    let Some(below) = resource.strip_prefix(SUBSCRIPTIONS.as_bytes()) else {
        return false;
    };
    let subscription = below.split(|byte| *byte == b'/').next().unwrap_or_default();
    let chain = std::str::from_utf8(subscription)
        .ok()
        .and_then(|of| groups.last(of));
    chain.is_some_and(|chain| chain.iter().any(|of| of == group))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(scope: &str, resource: &str) -> bool {
        let groups = [("s1".to_owned(), vec!["corp".to_owned(), "root".to_owned()])]
            .into_iter()
            .collect();
        let resource = resource.to_ascii_lowercase();
        Scope::parse(scope)
            .unwrap()
            .covers(resource.as_bytes(), &groups)
    }

    #[test]
    fn a_scope_reaches_itself_and_what_is_below() {
        let cluster = "/subscriptions/S1/resourceGroups/RG/providers/P/c/a";
        assert!(covers("/", cluster));
        assert!(covers("/subscriptions/s1", cluster));
        assert!(covers("/subscriptions/s1/resourcegroups/rg/", cluster));
        assert!(!covers("/subscriptions/s1/resourcegroups/r", cluster));
        assert!(covers(cluster, &format!("{cluster}/namespaces/dev")));
        assert!(!covers(
            &format!("{cluster}/namespaces/dev"),
            &format!("{cluster}/namespaces/dev2")
        ));
        assert!(!covers(&format!("{cluster}/namespaces/dev"), cluster));
    }

    #[test]
    fn a_management_group_reaches_the_subscriptions_placed_in_it() {
        let group = "/providers/Microsoft.Management/managementGroups/CORP";
        assert!(covers(group, "/subscriptions/s1/resourceGroups/rg"));
        assert!(!covers(group, "/subscriptions/s2"));
        assert!(covers(group, group));
    }

    #[test]
    fn what_is_no_scope_is_told() {
        for text in [
            "",
            "subscriptions/s1",
            "/subscriptions",
            "/subscriptions//x",
            "/x",
        ] {
            assert!(Scope::parse(text).is_err(), "{text}");
        }
    }
}
