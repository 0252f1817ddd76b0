//! Do scopes and patterns mean the same in any letter case, and reach nothing that a plain reading would not?
#![no_main]

use aksess::access_request::AccessRequest;
use aksess::command::Context;
use aksess::{Authorizer, Policy, Source};
use libfuzzer_sys::fuzz_target;

const ALICE: &str = "a11ce000-0000-4000-8000-00000000000a";
const ROLE: &str = "c0dec0de-0000-4000-8000-000000000000";

/// Whether a text fits a pattern in which a star is anything.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    // Place by place: which ends of the text can a beginning of the pattern reach?
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for byte in pattern {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            let one_on = at > 0 && reached[at - 1] && text[at - 1] == *byte;
            next[at] = match byte {
                b'*' => reached[at] || (at > 0 && next[at - 1]),
                _ => one_on,
            };
        }
        reached = next;
    }
    reached[text.len()]
}

fn allowed(scope: &str, pattern: &str, action: &str, resource: &str) -> Option<bool> {
    let documents = serde_json::json!([
        {"type": "Microsoft.Authorization/roleDefinitions", "name": ROLE, "permissions": [{"actions": [pattern]}]},
        {"type": "Microsoft.Authorization/roleAssignments", "name": "a", "principalId": ALICE, "scope": scope,
         "roleDefinitionId": ROLE},
    ]);
    let request = serde_json::json!({
        "as": {"token": {"oid": ALICE}}, "action": action, "scope": resource,
    });
    let request = AccessRequest::parse(&request.to_string()).ok()?;
    let policy = Policy::parse(&[Source::new("documents", documents.to_string())]);
    let review = Authorizer::new(&policy).review(&request, &Context::default());
    Some(review.decision.is_allowed())
}

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let (Some(scope), Some(pattern)) = (lines.next(), lines.next()) else { return };
    let (Some(action), Some(resource)) = (lines.next(), lines.next()) else { return };
    // Blanks around a text are no part of it, nor is letter case beyond ASCII compared.
    let plain = |of: &str| of.is_ascii() && of == of.trim() && of.len() < 500 && !of.contains(char::is_control);
    if ![scope, pattern, action, resource].into_iter().all(plain) || action.is_empty() {
        return;
    }
    let Some(found) = allowed(scope, pattern, action, resource) else { return };
    let folded = |of: &str| of.to_ascii_lowercase();
    assert_eq!(Some(found), allowed(&scope.to_uppercase(), &folded(pattern), &action.to_uppercase(), resource));
    if found {
        let (scope, resource) = (folded(scope), folded(resource));
        let (scope, resource) = (scope.trim_end_matches('/'), resource.trim_end_matches('/'));
        assert!(resource == scope || resource.starts_with(&format!("{scope}/")), "{scope} {resource}");
        assert!(fits(folded(pattern).as_bytes(), folded(action).as_bytes()), "{pattern} {action}");
    }
});
