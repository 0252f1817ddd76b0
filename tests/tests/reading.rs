//! Is a policy of readings the policy of their texts?
//!
//! A text that was read elsewhere, or partly before, must mean what it means when it is read here and now.

use aksess::{Policy, Reading, Readings, Source};
use aksess_tests::{files, root, shared};
use proptest::prelude::*;

/// Every document of the project's scenarios, and the manifests where they are at hand.
fn texts() -> Vec<String> {
    let folders = [
        Some(root().join("tests/scenarios")),
        Some(root().join("tests/policies")),
        shared("data/manifests"),
    ];
    let files = folders
        .iter()
        .flatten()
        .flat_map(|folder| files(folder, &["yaml", "yml", "json"]));
    let texts = files.filter_map(|file| std::fs::read_to_string(file).ok());
    texts.collect()
}

/// Texts that are read with remarks, or hold what does not stand in the source as it is.
const ODD: [&str; 9] = [
    "",
    "\u{feff}kind: Role",
    "kind: [",
    "{\"kind\": \"Role\", \"kind\": \"R\\u006fle\"}",
    "a: &x {b: 'it''s', c: !!str 12, d: ~, e: yes, f: 0x1F}\ng: *x\n---\nh: {<<: {i: 1}}",
    "a: |\n  two\n  lines\n---\n- - - deep\n- \"\\x41\"\n",
    "%YAML 1.1\n---\nkind: Role\n---\n\tbad: tab\n---\nkind: ClusterRole\n",
    "é: ü\n---\nkind: Rôle\nnull: null\n",
    "a\u{0}b",
];

#[test]
fn a_policy_of_readings_is_the_policy_of_their_texts() {
    let texts = texts();
    assert!(texts.len() > 100, "{} texts", texts.len());
    for text in texts.iter().map(String::as_str).chain(ODD) {
        // a second source, so that places tell the two apart
        let sources = [Source::new("one", text), Source::new("two", text)];
        let bytes = Reading::of(text).into_bytes();
        let reading = Reading::from_bytes(bytes);
        let of_readings = Policy::of(&sources, &[reading.clone(), reading]);
        assert!(of_readings == Policy::parse(&sources), "{text}");
    }
}

#[test]
fn the_reading_of_another_text_is_not_believed() {
    let text =
        "kind: Role\napiVersion: rbac.authorization.k8s.io/v1\nmetadata: {name: a, namespace: b}\n";
    let sources = [Source::new("one", text)];
    for bytes in [
        Reading::of("kind: Role").into_bytes(),
        Vec::new(),
        vec![7; 64],
    ] {
        let policy = Policy::of(&sources, &[Reading::from_bytes(bytes)]);
        assert!(policy == Policy::parse(&sources));
    }
}

/// A text of parts, so that edits meet beginnings and ends of them.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("kind: Role\nmetadata: {name: a}\n".to_owned()),
        Just("--- # cut\n".to_owned()),
        Just("---\n".to_owned()),
        Just("%TAG ! x\n".to_owned()),
        Just("{\"a\": [1, \"b\"]}\n".to_owned()),
        "[a-c:\\[ \n-]{0,8}",
    ];
    prop::collection::vec(part, 0..9).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn reading_again_what_has_changed_is_reading_all(texts in prop::collection::vec(text(), 1..6)) {
        let mut readings = Readings::default();
        for text in &texts {
            prop_assert_eq!(readings.read(text), Reading::of(text));
        }
    }

    #[test]
    fn bytes_of_anybodys_making_are_survived(text in text(), at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = Reading::of(&text).into_bytes();
        let at = at.index(bytes.len());
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        let sources = [Source::new("one", text)];
        let told = Policy::of(&sources, &[Reading::from_bytes(bytes)]);
        // places that were made up lie within the text or are not shown
        let lines = u32::try_from(sources.first().map_or("", |of| &of.text).lines().count() + 1).unwrap_or(u32::MAX);
        for of in told.diagnostics() {
            prop_assert!(of.location.line <= lines, "{:?}", of);
        }
    }
}
