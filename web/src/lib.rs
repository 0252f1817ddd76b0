//! What is the playground made of?
//!
//! Compiled for the browser this crate is the page (`app`); compiled for the machine it is built
//! on, it is the tool that turns the page and the npm package into files and serves them
//! (`builder`). One crate, so that the page and the tool that post-processes it always agree on the
//! version of `wasm-bindgen`.
//!
//! What needs no browser is compiled for both and tested without one: [`journey`] plans and lays out the
//! drawing of a decision, [`glossary`] explains words, [`redact`] takes the names out of documents.

pub mod glossary;
pub mod journey;
pub mod redact;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(not(target_arch = "wasm32"))]
pub mod builder;
