//! How is a tree written as YAML?
//!
//! In blocks, with lists of plain values in one line. A text stands without quotes only if nobody can take it
//! for anything else.

use std::fmt::Write as _;

use super::tree::{Field, Left};

/// Words that are no texts where they stand without quotes.
const NOT_TEXTS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Documents, each after the other.
pub(super) fn write(documents: &[Left]) -> String {
    let mut out = String::new();
    for document in documents {
        if !out.is_empty() {
            out.push_str("---\n");
        }
        match document {
            Left::Map(fields) if !fields.is_empty() => map(&mut out, fields, 0),
            plain => {
                in_line(&mut out, plain);
                out.push('\n');
            }
        }
    }
    out
}

/// The fields of a mapping; the place of the first one has been written.
fn map(out: &mut String, fields: &[Field], indent: usize) {
    for (at, field) in fields.iter().enumerate() {
        if at > 0 {
            let _ = write!(out, "{:indent$}", "");
        }
        text(out, &field.key);
        out.push(':');
        match &field.value {
            Left::Map(inside) if !inside.is_empty() => {
                let _ = write!(out, "\n{:1$}", "", indent + 2);
                map(out, inside, indent + 2);
            }
            Left::List(items) if items.iter().any(|of| matches!(of, Left::Map(_))) => {
                out.push('\n');
                list(out, items, indent);
            }
            plain => {
                out.push(' ');
                in_line(out, plain);
                out.push('\n');
            }
        }
    }
}

fn list(out: &mut String, items: &[Left], indent: usize) {
    for item in items {
        let _ = write!(out, "{:indent$}- ", "");
        match item {
            Left::Map(fields) if !fields.is_empty() => map(out, fields, indent + 2),
            plain => {
                in_line(out, plain);
                out.push('\n');
            }
        }
    }
}

/// A value in one line.
fn in_line(out: &mut String, value: &Left) {
    match value {
        Left::Null => out.push_str("null"),
        Left::Flag(is_on) => out.push_str(if *is_on { "true" } else { "false" }),
        Left::Number(number) => out.push_str(number),
        Left::Text(_, of) => text(out, of),
        Left::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                in_line(out, item);
            }
            out.push(']');
        }
        Left::Map(fields) => {
            out.push('{');
            for (at, field) in fields.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                text(out, &field.key);
                out.push_str(": ");
                in_line(out, &field.value);
            }
            out.push('}');
        }
    }
}

fn text(out: &mut String, text: &str) {
    let begins = text.starts_with(|of: char| of.is_ascii_alphabetic() || of == '_');
    let goes_on = |of: u8| of.is_ascii_alphanumeric() || b"_-./".contains(&of);
    let is_word = NOT_TEXTS.iter().any(|of| of.eq_ignore_ascii_case(text));
    if begins && text.bytes().all(goes_on) && !is_word {
        out.push_str(text);
    } else {
        out.push_str(&quoted(text));
    }
}

/// A text in double quotes, with what JSON escapes.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for of in text.chars() {
        match of {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            of if u32::from(of) < 0x20 || of == '\u{7f}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(of));
            }
            of => out.push(of),
        }
    }
    out.push('"');
    out
}
