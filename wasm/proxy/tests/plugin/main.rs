//! Does the plugin do what a gateway must, seen from the proxy?

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test that cannot go on must fail, and it prints what it counted"
)]
#![expect(unsafe_code, reason = "the ABI is C functions")]

mod conformance;
mod fuzz;
mod native;
mod screen;
