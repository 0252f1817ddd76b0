//! Which options does a list request carry?
//!
//! A request without a name may be a list or a watch, and a field selector may name the one object it
//! is about. The API server learns this by decoding all options of a list together: when one of them
//! is malformed, even a number that nobody needs, all are forgotten but `watch`. Only the first value
//! of an option counts. A pair that cannot be decoded, or holds a `;`, is passed over in silence, and
//! so is the whole query when it has more than 10,000 pairs.
//!
//! *Source:* Go's `net/url` (`parseQuery`, `urlParamsWithinMax`);
//! `staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/zz_generated.conversion.go`
//! (`autoConvert_url_Values_To_v1_ListOptions`), `pkg/runtime/conversion.go`
//! (`Convert_Slice_string_To_bool`, `Convert_Slice_string_To_int64`).

use std::borrow::Cow;

use super::percent::{Part, decoded};
use super::{field_selector, label_selector};

/// Go reads no query that has more pairs.
const MAX_PAIRS: usize = 10_000;

/// The pairs of a query that can be read.
#[derive(Debug, Default)]
pub(super) struct Query<'u>(Vec<(Cow<'u, str>, Cow<'u, str>)>);

/// What a list request asks for, as far as it matters to who may ask it.
#[derive(Debug, Default)]
pub(super) struct ListOptions {
    /// Whether changes are wanted rather than the present.
    pub(super) watch: bool,
    /// The name that the field selector requires.
    pub(super) name: Option<String>,
}

impl<'u> Query<'u> {
    pub(super) fn parse(raw: &'u str) -> Self {
        if raw.is_empty() {
            return Self::default();
        }
        Self::pairs(raw)
    }

    fn pairs(raw: &'u str) -> Self {
        if raw.bytes().filter(|&byte| byte == b'&').count() >= MAX_PAIRS {
            return Self::default();
        }
        let read = |text: &'u str| decoded(text, Part::Query).ok();
        let pairs = raw
            .split('&')
            .filter(|pair| !pair.is_empty() && !pair.contains(';'))
            .filter_map(|pair| {
                let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
                Some((read(key)?, read(value)?))
            });
        Self(pairs.collect())
    }

    /// The first value of an option.
    pub(super) fn first(&self, option: &str) -> Option<&str> {
        let pair = self.0.iter().find(|(key, _)| key == option);
        pair.map(|(_, value)| value.as_ref())
    }

    /// The options of a list request.
    pub(super) fn list_options(&self) -> ListOptions {
        if self.0.is_empty() {
            return ListOptions::default();
        }
        self.named_options()
    }

    fn named_options(&self) -> ListOptions {
        self.decoded().unwrap_or_else(|| ListOptions {
            watch: self.first("watch").is_some_and(|value| !is_false(value)),
            name: None,
        })
    }

    /// The options, unless one of them is malformed.
    fn decoded(&self) -> Option<ListOptions> {
        for option in ["timeoutSeconds", "limit"] {
            self.first(option).map_or(Ok(0), str::parse::<i64>).ok()?;
        }
        if !label_selector::is_valid(self.first("labelSelector").unwrap_or_default()) {
            return None;
        }
        let fields = self.first("fieldSelector").unwrap_or_default();
        Some(ListOptions {
            // Go folds case here: U+017F is an `s`.
            watch: self
                .first("watch")
                .is_some_and(|value| !is_false(&value.replace('\u{17f}', "s"))),
            name: field_selector::exact_match(fields, "metadata.name").ok()?,
        })
    }
}

/// `false` in any case and `0`; everything else means true, even nothing.
fn is_false(value: &str) -> bool {
    value == "0" || value.eq_ignore_ascii_case("false")
}
