//! Which labels does a selector select?
//!
//! All labels of `matchLabels` and all of `matchExpressions` must hold. `NotIn` also holds where the
//! key is missing. An empty selector selects everything. A selector with a bad operator, key or value
//! selects nothing and says why, in the API server's words.
//!
//! *Source:* `staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go` (`LabelSelectorAsSelector`),
//! `staging/src/k8s.io/apimachinery/pkg/labels/selector.go` (`NewRequirement`, `Matches`).

use crate::quote::quote;

/// A label selector as it is written in an `aggregationRule`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabelSelector {
    /// Labels that must be there with this value.
    pub match_labels: Vec<(String, String)>,
    /// Further conditions.
    pub match_expressions: Vec<Expression>,
}

/// One condition on a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expression {
    /// The label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// What it is compared with; `None` where none is written.
    pub values: Option<Vec<String>>,
}

impl LabelSelector {
    /// Whether an object with these labels is selected. Ask only where [`LabelSelector::error`] has
    /// nothing to say.
    pub(crate) fn selects(&self, labels: &[(String, String)]) -> bool {
        let value = |key: &str| {
            labels
                .iter()
                .find(|(of, _)| of == key)
                .map(|(_, value)| value)
        };
        let equal = |(key, wanted): &(String, String)| value(key) == Some(wanted);
        let holds = |of: &Expression| {
            let value = value(&of.key);
            let listed = value.is_some_and(|value| of.values.iter().flatten().any(|v| v == value));
            match of.operator.as_str() {
                "In" => listed,
                "NotIn" => !listed,
                "Exists" => value.is_some(),
                "DoesNotExist" => value.is_none(),
                _ => false,
            }
        };
        self.match_labels.iter().all(equal) && self.match_expressions.iter().all(holds)
    }

    /// Why the API server cannot use this selector; the first problem found.
    pub(crate) fn error(&self) -> Option<String> {
        let labels = self.match_labels.iter().map(|(key, value)| {
            let errors = [key_error(key), value_error(0, value)];
            aggregate(&errors.into_iter().flatten().collect::<Vec<_>>())
        });
        let expressions = self.match_expressions.iter().map(Expression::error);
        labels.chain(expressions).flatten().next()
    }
}

impl Expression {
    fn error(&self) -> Option<String> {
        let values = self.values.as_deref().unwrap_or_default();
        let mut errors: Vec<String> = key_error(&self.key).into_iter().collect();
        match self.operator.as_str() {
            "In" | "NotIn" if values.is_empty() => errors.push(format!(
                "values: Invalid value: {}: for 'in', 'notin' operators, values set can't be empty",
                if self.values.is_some() { "[]" } else { "null" }
            )),
            "Exists" | "DoesNotExist" if !values.is_empty() => {
                let shown: Vec<String> = values.iter().map(|value| quote(value)).collect();
                errors.push(format!(
                    "values: Invalid value: [{}]: values set must be empty for exists and does not exist",
                    shown.join(",")
                ));
            }
            "In" | "NotIn" | "Exists" | "DoesNotExist" => {}
            other => {
                return Some(format!(
                    "{} is not a valid label selector operator",
                    quote(other)
                ));
            }
        }
        let bad = values.iter().enumerate();
        errors.extend(bad.filter_map(|(at, value)| value_error(at, value)));
        aggregate(&errors)
    }
}

fn aggregate(errors: &[String]) -> Option<String> {
    match errors {
        [] => None,
        [error] => Some(error.clone()),
        errors => Some(format!("[{}]", errors.join(", "))),
    }
}

/// A qualified name: an optional DNS prefix and a slash, then a name of at most 63 characters.
fn key_error(key: &str) -> Option<String> {
    let name = key.rsplit_once('/').map_or(key, |(_, name)| name);
    (!is_name(name) || name.is_empty()).then(|| {
        format!(
            "key: Invalid value: {}: name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
            quote(key)
        )
    })
}

fn value_error(at: usize, value: &str) -> Option<String> {
    (!is_name(value)).then(|| {
        format!(
            "values[{at}]: Invalid value: {}: a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
            quote(value)
        )
    })
}

/// Letters and digits at both ends, dashes, dots and underscores between; empty is fine for a value.
fn is_name(text: &str) -> bool {
    let end = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_alphanumeric);
    let bytes = text.as_bytes();
    bytes.len() <= 63
        && end(bytes.first())
        && end(bytes.last())
        && bytes
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}
