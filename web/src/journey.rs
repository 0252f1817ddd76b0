//! How does a request walk through the gates?
//!
//! A trace says everything that was looked at. A journey is the part of it that is drawn: for each of
//! the four gates what decided, which stands on the thread, and what did not, which hangs below it with
//! its one reason. [`plan`] makes a journey of an answer, [`layout`] gives every part its place, wide for
//! a desk or tall for a phone. Neither knows a browser, so both are tested without one.
//!
//! *Invariants.* Nothing here decides. A journey repeats what a trace holds; it adds no fact.

pub mod layout;
pub mod measure;
pub mod model;
pub mod place;
pub mod plan;
pub mod scopes;
