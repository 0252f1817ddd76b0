//! How does the API server write JSON?
//!
//! In one line, or indented by two blanks. Markup is escaped although JSON does not need it (`<` is
//! `\u003c`), and so are the two line separators that JavaScript once choked on.
//!
//! *Source:* Go's `encoding/json` (`appendString` with HTML escaping, `appendIndent`);
//! `staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go`.

use std::fmt::Write;

/// A key and its value.
pub(super) type Field<'s> = (&'static str, Value<'s>);

/// What a [`Status`](super::Status) is made of.
#[derive(Debug)]
pub(super) enum Value<'s> {
    Text(&'s str),
    Number(u16),
    Object(Vec<Field<'s>>),
}

/// How the text is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Line,
    Indented,
}

/// An object with these fields, in their order.
pub(super) fn write(fields: &[Field<'_>], layout: Layout) -> String {
    let mut text = String::new();
    object(&mut text, fields, layout, 0);
    text
}

fn object(text: &mut String, fields: &[Field<'_>], layout: Layout, depth: usize) {
    let line = |depth: usize| match layout {
        Layout::Line => String::new(),
        Layout::Indented => format!("\n{}", "  ".repeat(depth)),
    };
    text.push('{');
    for (at, (key, value)) in fields.iter().enumerate() {
        text.push_str(if at == 0 { "" } else { "," });
        text.push_str(&line(depth + 1));
        string(text, key);
        text.push_str(if layout == Layout::Line { ":" } else { ": " });
        match value {
            Value::Text(value) => string(text, value),
            Value::Number(number) => text.push_str(&number.to_string()),
            Value::Object(fields) => object(text, fields, layout, depth + 1),
        }
    }
    if !fields.is_empty() {
        text.push_str(&line(depth));
    }
    text.push('}');
}

fn string(text: &mut String, value: &str) {
    text.push('"');
    for character in value.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{:04x}", u32::from(character));
            }
            other => text.push(other),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::{Layout, Value, write};

    #[test]
    fn writes_strings_as_go_does() {
        let odd = "\"\\\u{8}\u{c}\n\r\t\0\u{1b}\u{7f}<a>&\u{2028}\u{2029}é😀\u{fffd}";
        let written = r#"{"k":"\"\\\b\f\n\r\t\u0000\u001b"#.to_owned()
            + "\u{7f}"
            + r"\u003ca\u003e\u0026\u2028\u2029é😀"
            + "\u{fffd}\"}";
        assert_eq!(write(&[("k", Value::Text(odd))], Layout::Line), written);
    }

    #[test]
    fn indents_as_go_does() {
        let fields = [("a", Value::Object(Vec::new())), ("b", Value::Number(403))];
        assert_eq!(
            write(&fields, Layout::Indented),
            "{\n  \"a\": {},\n  \"b\": 403\n}"
        );
    }
}
