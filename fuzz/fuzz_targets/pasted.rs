//! Is any pasted line understood or refused without a panic, and within bounds?
#![no_main]

use aksess::command::{self, Context, MAX_REQUESTS};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let pasted = command::parse(text, &Context::default());
    assert!(pasted.requests.len() <= MAX_REQUESTS);
    for problem in &pasted.problems {
        assert!(text.get(problem.start..problem.end).is_some() && !problem.message.is_empty());
    }
});
