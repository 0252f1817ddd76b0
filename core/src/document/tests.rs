//! Do both readers give the same tree, with its places and its remarks?

use std::fmt::Write;

use super::*;
use crate::source::{Source, Sources};

/// The documents of a text written as JSON, and its remarks as `line:column message`.
fn read_all(text: &str) -> (Vec<String>, Vec<String>) {
    let mut found = Diagnostics::default();
    let documents = read(0, text, &mut found);
    let sources = Sources::new(&[Source::new("t", text)]);
    let remarks = found.finish(&sources);
    (
        documents.iter().map(show).collect(),
        remarks
            .iter()
            .map(|r| format!("{}:{} {}", r.location.line, r.location.column, r.message))
            .collect(),
    )
}

fn show(node: &Node<'_>) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Number(text) => text.to_string(),
        Value::String(text) => format!("{text:?}"),
        Value::Sequence(items) => {
            format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(","))
        }
        Value::Mapping(entries) => {
            let entry = |e: &Entry<'_>| format!("{:?}:{}", e.key, show(&e.value));
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(",")
            )
        }
    }
}

#[test]
fn a_broken_document_hides_no_other() {
    let (documents, remarks) = read_all("a: 1\n---\nb: [1, 2\n---\n{\"c\" 1}\n---\nd: 4\n");
    assert_eq!(documents, ["{\"a\":1}", "{\"d\":4}"]);
    assert_eq!(remarks.len(), 2, "{remarks:?}");
    assert!(remarks[0].starts_with("3:"), "{remarks:?}");
    assert_eq!(remarks[1], "5:6 expected `:` after the key, found `1`");
}

#[test]
fn yaml_and_json_may_be_mixed_and_directives_stay_with_their_document() {
    let text = "# note\n%YAML 1.1\n---\na: yes\n---\n[{\"b\": \"\\u00e9\\ud83d\\ude00\"}]\n---\n---\n# only a remark\n--- {c: 'x'}\n";
    let (documents, remarks) = read_all(text);
    assert_eq!(
        documents,
        ["{\"a\":true}", "[{\"b\":\"é😀\"}]", "{\"c\":\"x\"}"]
    );
    assert!(remarks.is_empty(), "{remarks:?}");
}

#[test]
fn the_last_of_two_equal_keys_counts_in_both_syntaxes() {
    for text in ["a: 1\nb: 2\na: 3\n", "{\"a\":1,\"b\":2,\"a\":3}"] {
        let (documents, remarks) = read_all(text);
        assert_eq!(documents, ["{\"b\":2,\"a\":3}"]);
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].contains("`a` is written twice"));
    }
}

#[test]
fn merge_keys_fill_in_and_never_override() {
    let (documents, _) = read_all("x: &x {a: 1, b: 2}\nz:\n  <<: *x\n  b: 3\n");
    assert_eq!(
        documents,
        ["{\"x\":{\"a\":1,\"b\":2},\"z\":{\"b\":3,\"a\":1}}"]
    );
}

#[test]
fn an_alias_bomb_is_refused_not_expanded() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(9);
        writeln!(text, "a{level}: &a{level} [{before}]").unwrap();
    }
    let (documents, remarks) = read_all(&text);
    assert!(documents.is_empty());
    assert!(remarks[0].contains("excessive aliasing"), "{remarks:?}");
}

#[test]
fn control_characters_are_named_with_their_place() {
    let (documents, remarks) = read_all("a: 1\nb: x\0y\n");
    assert!(documents.is_empty());
    assert!(
        remarks[0].starts_with("2:5 control character U+0000"),
        "{remarks:?}"
    );
}

#[test]
fn json_cut_off_says_so() {
    let (_, remarks) = read_all("{\"kind\": \"List\", \"items\": [\n  {\"kind\": \"Role\"");
    assert_eq!(
        remarks,
        ["2:18 expected `,` or `}`, found the end: the text is cut off"]
    );
}

#[test]
fn spans_cover_what_was_written() {
    let text = "metadata:\n  name: web\nrules:\n- verbs: [get, list]\n\n# end\n";
    let mut found = Diagnostics::default();
    let documents = read(0, text, &mut found);
    let part = |node: &Node<'_>| {
        text.get(node.span.start as usize..node.span.end as usize)
            .unwrap()
    };
    let root = &documents[0];
    assert_eq!(
        part(root.get("metadata").unwrap().get("name").unwrap()),
        "web"
    );
    assert_eq!(part(root.get("rules").unwrap()), "verbs: [get, list]");
}

#[test]
fn noise_is_answered_in_time_and_words() {
    let noise: String = (0u32..200_000)
        .map(|i| char::from(33 + u8::try_from((i % 9973) * (i % 9973) % 90).unwrap()))
        .collect();
    for text in [
        noise,
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(50_000),
        "\t\tkey:\tvalue".to_owned(),
        "a: \"\\".to_owned(),
        "[!t,]".to_owned(),
    ] {
        let (documents, remarks) = read_all(&text);
        assert!(!remarks.is_empty() || !documents.is_empty());
    }
}
