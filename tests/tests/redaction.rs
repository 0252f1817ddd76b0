//! Does a redacted workspace decide as the one it was made of?
//!
//! Every scenario is reviewed as it is and redacted. The decision and what decided must be the same; the
//! reason and the message must be the old ones with the names replaced; and no name may be left.

use std::fs;
use std::path::PathBuf;

use aksess::access_request::Ask;
use aksess::{Authorizer, Policy, Source};
use aksess_tests::{files, root, shared};
use aksess_web::redact::Redaction;

fn scenarios() -> Vec<PathBuf> {
    let mut found = files(&root().join("tests/scenarios"), &["yaml"]);
    if let Some(shared) = shared("vectors/azure/scenarios") {
        found.extend(files(&shared, &["yaml"]));
    }
    found
}

#[test]
fn every_decision_and_every_reason_is_kept() {
    let (mut requests, mut dropped) = (0, 0);
    let mut failures = Vec::new();
    for path in scenarios() {
        let name = path
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let sources = [Source::new(
            name.as_str(),
            fs::read_to_string(&path).expect("a text"),
        )];
        let redaction = Redaction::new(&sources, &[]);
        let redacted = redaction.sources(&sources);
        let (before, after) = (Policy::parse(&sources), Policy::parse(&redacted));
        let (one, other) = (Authorizer::new(&before), Authorizer::new(&after));
        let asked = before.scenarios().iter().flat_map(|of| &of.requests);
        let again = after.scenarios().iter().flat_map(|of| &of.requests);
        // what was written in words that cannot be replaced safely is not kept
        let asked = asked.filter(|of| match &of.asked.ask {
            Ask::Http(text) | Ask::Kubectl(text) | Ask::Pasted(text) => {
                let is_kept = redaction.keeps(text);
                dropped += usize::from(!is_kept);
                is_kept
            }
            _ => true,
        });
        let (asked, again): (Vec<_>, Vec<_>) = (asked.collect(), again.collect());
        if asked.len() != again.len() {
            failures.push(format!(
                "{name}: {} requests became {}\n{}",
                asked.len(),
                again.len(),
                redacted[0].text
            ));
            continue;
        }
        for (number, (request, same)) in asked.iter().zip(&again).enumerate() {
            requests += 1;
            let old = one.review(&request.asked, &before.context());
            let new = other.review(&same.asked, &after.context());
            let told = |of: &aksess::review::AccessReview, rename: bool| {
                let words = |text: &str| {
                    if rename {
                        redaction.text(text)
                    } else {
                        text.to_owned()
                    }
                };
                let message = of.message.as_deref().map(words);
                format!(
                    "{:?} {:?} {:?} {:?}",
                    of.decision,
                    of.by,
                    words(&of.reason),
                    message
                )
            };
            let (old, new) = (told(&old, true), told(&new, false));
            if old != new {
                failures.push(format!("{name}, request {}:\n  {old}\n  {new}", number + 1));
            }
        }
    }
    assert!(
        requests > 600 && dropped < requests / 10,
        "{requests} requests, {dropped} dropped"
    );
    assert!(
        failures.is_empty(),
        "{} of {requests}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn no_name_is_left() {
    for path in scenarios() {
        let sources = [Source::new(
            "a.yaml",
            fs::read_to_string(&path).expect("a text"),
        )];
        let redaction = Redaction::new(&sources, &[]);
        let redacted = redaction.sources(&sources);
        // what is redacted holds nothing that would be redacted again but pseudonyms
        for name in redaction.names() {
            let text = &redacted[0].text.to_lowercase();
            let found = text.match_indices(name).any(|(at, _)| {
                let before = text.get(..at).and_then(|of| of.chars().next_back());
                let after = text.get(at + name.len()..);
                let after = after.and_then(|of| of.chars().next());
                !before.is_some_and(char::is_alphanumeric)
                    && !after.is_some_and(char::is_alphanumeric)
            });
            assert!(
                !found,
                "{name} is left in {}:\n{}",
                path.display(),
                redacted[0].text
            );
        }
    }
}
