//! Which parts of documents say nothing about access and may say much else?
//!
//! Comments, annotations, managed fields, and fields of free text. They are taken out line by line, and in
//! JSON by key. What is left is the same document to the engine.

/// Fields that hold objects or lists and are taken out whole.
const WHOLE: [&str; 2] = ["annotations", "managedFields"];
/// Fields that hold a text nobody decides by.
const TEXTS: [&str; 14] = [
    "description",
    "dnsPrefix",
    "fqdn",
    "privateFqdn",
    "azurePortalFqdn",
    "fqdnSubdomain",
    "nodeResourceGroup",
    "issuerUrl",
    "title",
    "mail",
    "jobTitle",
    "officeLocation",
    "createdBy",
    "updatedBy",
];

/// The text without them.
pub(super) fn strip(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // how deep the field is that is being left out
    let mut left_out: Option<usize> = None;
    // how deep the key is whose text goes on for lines, where nothing is a comment
    let mut block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start();
        let depth = line.len() - body.len();
        let is_blank = body.trim_end().is_empty();
        if let Some(outer) = left_out {
            if is_blank || depth > outer {
                continue;
            }
            left_out = None;
        }
        if let Some(outer) = block {
            if is_blank || depth > outer {
                out.push_str(line);
                continue;
            }
            block = None;
        }
        if body.starts_with('#') {
            continue;
        }
        let key = body
            .trim_start_matches("- ")
            .split(':')
            .next()
            .unwrap_or_default();
        let value = body.split_once(':').map_or("", |of| of.1).trim();
        if WHOLE.contains(&key) && value.is_empty() {
            left_out = Some(depth);
            continue;
        }
        if matches!(value.as_bytes().first(), Some(b'|' | b'>')) {
            block = Some(depth);
        }
        let is_text = TEXTS.contains(&key) && !value.is_empty() && block.is_none();
        if is_text && !value.starts_with(['{', '[', '"', '\'']) {
            let ending = if line.ends_with('\n') { "\n" } else { "" };
            let head = line.split_once(':').map_or("", |of| of.0);
            out.push_str(&format!("{head}: -{ending}").replace(": -", ": redacted"));
            continue;
        }
        out.push_str(without_comment(line));
        if !out.ends_with('\n') && line.ends_with('\n') {
            out.push('\n');
        }
    }
    quoted(&out)
}

/// A line without the comment at its end; one that holds a quote is left alone, for the sign may stand in it.
fn without_comment(line: &str) -> &str {
    if line.contains(['"', '\'']) {
        return line;
    }
    match line.find(" #") {
        Some(at) => line.get(..at).unwrap_or(line).trim_end(),
        None => line,
    }
}

/// The same for JSON, and for YAML with quotes: by key and the value behind it.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, key, after)) = next_key(rest) {
        out.push_str(before);
        let value = after.trim_start();
        let space = after.len() - value.len();
        let end = if WHOLE.contains(&key) {
            whole(value)
        } else if value.starts_with('"') {
            string(value)
        } else {
            None
        };
        match end {
            Some(end) => {
                out.push_str(after.get(..space).unwrap_or_default());
                out.push_str(match value.as_bytes().first() {
                    Some(b'{') => "{}",
                    Some(b'[') => "[]",
                    _ => "\"redacted\"",
                });
                rest = value.get(end..).unwrap_or_default();
            }
            None => rest = after,
        }
    }
    out.push_str(rest);
    out
}

/// The next of the keys that stands in quotes or begins a line: what is before and with it, and after.
fn next_key(text: &str) -> Option<(&str, &'static str, &str)> {
    let all = WHOLE.into_iter().chain(TEXTS);
    let found = all.filter_map(|key| {
        let at = text.match_indices(key).map(|of| of.0).find(|at| {
            let before = text.get(..*at).and_then(|of| of.chars().next_back());
            let after = text.get(at + key.len()..).unwrap_or_default();
            let after = after.strip_prefix('"').unwrap_or(after);
            let begins = before.is_none_or(|of| matches!(of, '"' | ' ' | '{' | '\n'));
            begins && after.trim_start().starts_with(':')
        })?;
        Some((at, key))
    });
    let (at, key) = found.min_by_key(|of| of.0)?;
    let colon = text.get(at..)?.find(':')? + at + 1;
    let (before, after) = text.split_at_checked(colon)?;
    Some((before, key, after))
}

/// The length of a text in quotes.
fn string(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, of) in text.char_indices().skip(1) {
        match of {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            '\n' => return None,
            _ => {}
        }
    }
    None
}

/// The length of an object or a list.
fn whole(text: &str) -> Option<usize> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(of) = text.get(at..)?.chars().next() {
        match of {
            '"' => {
                at += string(text.get(at..)?)?;
                continue;
            }
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
        at += of.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip;

    #[test]
    fn comments_annotations_and_free_texts_go() {
        let yaml = "# by bob\nkind: Role # mine\nmetadata:\n  name: x\n  annotations:\n    owner: bob\n  labels: {a: b}\nrules:\n- verbs: ['#get']\nmessage: |\n  # this stays\ntitle: About Bob\n";
        assert_eq!(
            strip(yaml),
            "kind: Role\nmetadata:\n  name: x\n  labels: {a: b}\nrules:\n- verbs: ['#get']\nmessage: |\n  # this stays\ntitle: redacted\n"
        );
        let json =
            r#"{"a":{"annotations":{"o":"b}\"ob"},"name":"x","description":"of \"bob\"","n":1}}"#;
        assert_eq!(
            strip(json),
            r#"{"a":{"annotations":{},"name":"x","description":"redacted","n":1}}"#
        );
    }
}
