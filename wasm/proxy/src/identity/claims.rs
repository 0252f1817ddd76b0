//! What does a token say?
//!
//! *Source:* RFC 7519 section 4: names within a set of claims are unique, and whoever finds one twice may
//! refuse the token, which is what happens here; section 2 for numbers of seconds.

use aksess::json::{self, Node, Value};

/// The claims of a token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Claims<'n, 't>(&'n Node<'t>);

/// Reads a payload; `None` for what is no set of claims.
pub(super) fn read(text: &str) -> Option<Node<'_>> {
    let node = json::read(text).ok()?;
    matches!(node.value, Value::Mapping(_)).then_some(node)
}

impl<'n, 't> Claims<'n, 't> {
    /// The claims in an object.
    pub(super) fn of(node: &'n Node<'t>) -> Self {
        Self(node)
    }

    /// A claim of any type.
    pub(super) fn get(self, name: &str) -> Option<&'n Node<'t>> {
        self.0.get(name)
    }

    /// A claim that is a text and not empty.
    pub(super) fn text(self, name: &str) -> Option<&'n str> {
        self.get(name)?.text().filter(|text| !text.is_empty())
    }

    /// A claim that is a number of seconds since 1970; a fraction is cut off.
    pub(super) fn seconds(self, name: &str) -> Option<u64> {
        let Value::Number(written) = &self.get(name)?.value else {
            return None;
        };
        let (whole, fraction) = written.split_once('.').unwrap_or((written, ""));
        let digits = fraction.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| whole.parse().ok()).flatten()
    }

    /// The texts of a claim that is a list; none where it is absent, `None` where it is anything else.
    pub(super) fn texts(self, name: &str) -> Option<Vec<String>> {
        match self.get(name).map(|claim| &claim.value) {
            None | Some(Value::Null) => Some(Vec::new()),
            Some(Value::Sequence(items)) => {
                let texts = items.iter().map(|item| item.text().map(str::to_owned));
                texts.collect()
            }
            Some(_) => None,
        }
    }

    /// Whether a claim is a text that meets the test, or a list with such a text in it.
    pub(super) fn any(self, name: &str, test: impl Fn(&str) -> bool) -> bool {
        match self.get(name).map(|claim| &claim.value) {
            Some(Value::String(text)) => test(text),
            Some(Value::Sequence(items)) => items.iter().filter_map(Node::text).any(test),
            _ => false,
        }
    }
}
