//! Is any request line read without a panic, and always the same way?
#![no_main]

use aksess::RequestInfo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: &str| {
    let (method, target) = line.split_once(' ').unwrap_or(("GET", line));
    let info = RequestInfo::parse(method, target);
    assert_eq!(info, RequestInfo::parse(method, target));
    let groups = ["g"];
    if let Ok(checks) = info.checks("u", &groups) {
        assert!((1..=2).contains(&checks.len()));
    }
});
