//! Does something hold of every value that was tried?
//!
//! The values are the same on every run, so a failure is one everywhere, and comes back until it is mended. The
//! smallest value found that fails is told.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

/// Tries this many values.
pub(crate) fn for_all<S: Strategy>(
    cases: u32,
    strategy: &S,
    holds: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        failure_persistence: None,
        max_shrink_iters: 4_000,
        ..Config::default()
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, rng).run(strategy, holds);
    assert_eq!(outcome.map_err(|error| error.to_string()), Ok(()));
}
