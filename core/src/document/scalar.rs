//! Which value does a plain YAML scalar stand for?
//!
//! The words of YAML 1.1 as go-yaml v2 resolves them, because that is what kubectl sends: `yes`,
//! `no`, `on`, `off`, `y` and `n` are booleans, `~` and nothing are null, `0123`, `0x1F`, `0b1` and
//! `1_000` are numbers. Dates and `1:30` stay strings.
//!
//! *Source:* go-yaml v2 `resolve.go`; observed with sigs.k8s.io/yaml.

use std::borrow::Cow;

use super::Value;

/// Resolves an unquoted, untagged scalar.
pub(super) fn resolve(text: Cow<'_, str>) -> Value<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => {
            Value::Boolean(true)
        }
        "false" | "False" | "FALSE" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => {
            Value::Boolean(false)
        }
        word if is_number(word) => Value::Number(text),
        _ => Value::String(text),
    }
}

fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(
        unsigned,
        ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN"
    ) {
        return true;
    }
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    let digits = unsigned.replace('_', "");
    let radix = |prefix: &str, allowed: fn(&u8) -> bool| {
        digits.strip_prefix(prefix).is_some_and(|rest| {
            !rest.is_empty() && rest.len() <= 64 && rest.bytes().all(|b| allowed(&b))
        })
    };
    radix("0x", u8::is_ascii_hexdigit)
        || radix("0b", |byte| matches!(byte, b'0' | b'1'))
        || radix("0o", |byte| matches!(byte, b'0'..=b'7'))
        || is_decimal(&digits)
}

/// `12`, `1.5`, `.5`, `1e9`, `1.5E-3`.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.find(['e', 'E']) {
        Some(at) => (text.get(..at), text.get(at + 1..)),
        None => (Some(text), None),
    };
    let (whole, fraction) = mantissa.map_or(("", ""), |m| m.split_once('.').unwrap_or((m, "")));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_is_number = exponent.is_none_or(|part| {
        let part = part.strip_prefix(['-', '+']).unwrap_or(part);
        !part.is_empty() && digits(part)
    });
    !(whole.is_empty() && fraction.is_empty())
        && digits(whole)
        && digits(fraction)
        && exponent_is_number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let kind = match resolve(Cow::Borrowed(text)) {
            Value::Null => "null",
            Value::Boolean(true) => "true",
            Value::Boolean(false) => "false",
            Value::Number(_) => "number",
            _ => "string",
        };
        assert_eq!(kind, expected, "{text}");
    }

    #[test]
    fn plain_words_mean_what_kubectl_takes_them_for() {
        for (text, kind) in [
            ("no", "false"),
            ("On", "true"),
            ("y", "true"),
            ("~", "null"),
            ("nO", "string"),
            ("0123", "number"),
            ("0x1F", "number"),
            ("1_000", "number"),
            ("-1.5e-3", "number"),
            (".inf", "number"),
            ("1:30", "string"),
            ("2026-01-02", "string"),
            ("1.36.2", "string"),
            (".", "string"),
            ("0x", "string"),
            ("1e", "string"),
            ("*", "string"),
        ] {
            check(text, kind);
        }
    }
}
