//! Does a permission name an action?
//!
//! An action such as `Microsoft.ContainerService/managedClusters/pods/read` is compared as a whole and
//! without letter case. `*` stands for any run of characters, slashes included, and may stand anywhere and
//! several times; no other character is special.
//!
//! *Source:* spec section 4.3; Azure custom roles, "Action formats".
//!
//! *Invariants.* Matching looks at each byte of the action a bounded number of times for each byte of the
//! pattern, and patterns are shorter than `Pattern::LONGEST`.

use crate::source::{Span, Spanned};

/// One entry of `actions`, `notActions`, `dataActions` or `notDataActions`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As written.
    pub written: Spanned<String>,
    folded: Box<[u8]>,
    shape: Shape,
}

/// How a pattern is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Without a star.
    Exact,
    /// A beginning, then one star.
    Prefix,
    /// One star, which stands at this byte.
    Around(u32),
    /// Stars elsewhere.
    Glob,
}

/// What a pattern asks of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form<'a> {
    /// To be this.
    Whole(&'a [u8]),
    /// To begin with this.
    Beginning(&'a [u8]),
    /// To fit around stars.
    Other,
}

impl Pattern {
    /// Longer than any action; a pattern of this length or more is refused while reading.
    pub(crate) const LONGEST: usize = 1_024;

    /// A pattern as it is written.
    pub(crate) fn new(written: Spanned<String>) -> Self {
        let mut folded = written.value.clone().into_bytes();
        folded.make_ascii_lowercase();
        let shape = match folded.iter().position(|byte| *byte == b'*') {
            None => Shape::Exact,
            Some(at) if at + 1 == folded.len() => Shape::Prefix,
            Some(at) if folded.iter().rposition(|byte| *byte == b'*') == Some(at) => {
                u32::try_from(at).map_or(Shape::Glob, Shape::Around)
            }
            Some(_) => Shape::Glob,
        };
        Self {
            written,
            folded: folded.into_boxed_slice(),
            shape,
        }
    }

    /// A pattern of a role that aksess brings itself.
    pub(crate) fn bundled(text: &str) -> Self {
        Self::new(Spanned {
            value: text.to_owned(),
            span: Span::BUNDLED,
        })
    }

    /// Whether it names this action, which is in lower case.
    pub(crate) fn matches(&self, action: &[u8]) -> bool {
        match (self.shape, &*self.folded) {
            (Shape::Exact, folded) => folded == action,
            (Shape::Prefix, [prefix @ .., _]) => action.starts_with(prefix),
            (Shape::Around(at), folded) => {
                let (before, after) = folded.split_at_checked(at as usize).unwrap_or_default();
                let after = after.get(1..).unwrap_or_default();
                action.len() + 1 >= folded.len()
                    && action.starts_with(before)
                    && action.ends_with(after)
            }
            (_, folded) => glob(folded, action),
        }
    }

    /// What it is compared with, in lower case.
    pub(crate) fn form(&self) -> Form<'_> {
        match (self.shape, &*self.folded) {
            (Shape::Exact, folded) => Form::Whole(folded),
            (Shape::Prefix, [prefix @ .., _]) => Form::Beginning(prefix),
            _ => Form::Other,
        }
    }

    /// The whole of it in lower case.
    pub(crate) fn folded(&self) -> &[u8] {
        &self.folded
    }

    /// Whether it has a star.
    pub fn is_wild(&self) -> bool {
        self.shape != Shape::Exact
    }
}

/// Whether a text in lower case fits a pattern in lower case. Each piece between stars is found as early as
/// it can be, which leaves the most for the pieces after it.
pub(crate) fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let mut pieces = pattern.split(|byte| *byte == b'*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else {
        return false;
    };
    let Some(last) = pieces.next_back() else {
        return rest.is_empty();
    };
    for piece in pieces {
        match find(rest, piece) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// What follows the first occurrence of a piece.
fn find<'t>(text: &'t [u8], piece: &[u8]) -> Option<&'t [u8]> {
    if piece.is_empty() {
        return Some(text);
    }
    let at = text.windows(piece.len()).position(|of| of == piece)?;
    text.get(at + piece.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, action: &str) -> bool {
        Pattern::bundled(pattern).matches(action.to_ascii_lowercase().as_bytes())
    }

    #[test]
    fn a_star_crosses_slashes_and_case_never_matters() {
        assert!(matches("*/read", "Microsoft.X/clusters/pods/Read"));
        assert!(!matches("*/read", "Microsoft.X/clusters/list/action"));
        assert!(matches(
            "microsoft.x/*",
            "Microsoft.X/certificates.k8s.io/signers"
        ));
        assert!(!matches("Microsoft.X/*", "Microsoft.X"));
        assert!(matches(
            "Microsoft.CostManagement/*/query/*",
            "microsoft.costmanagement/a/b/query/c"
        ));
        assert!(matches("*", ""));
        assert!(matches("a*b*c", "a1b2b3c"));
        assert!(!matches("a*b*c", "a1c2b"));
        assert!(!matches("ab*ba", "aba"));
        assert!(matches("ab*ba", "abba"));
        assert!(matches("*ba", "ba"));
        for (pattern, action) in [("a*b", "ab"), ("a*b", "a"), ("*b", "ab"), ("ab*b", "ab")] {
            let globbed = glob(pattern.as_bytes(), action.as_bytes());
            assert_eq!(matches(pattern, action), globbed, "{pattern} {action}");
        }
        assert!(matches("a**c", "ac"));
        assert!(!matches("a?c", "abc"));
    }
}
