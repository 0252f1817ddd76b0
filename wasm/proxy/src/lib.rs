//! How does a gateway ask?
//!
//! This is the host for proxies that speak proxy-wasm, Envoy first. A request becomes the question the
//! API server would put to its authorizers, the core decides it in place, and a refused caller reads the
//! API server's own Status. In webhook mode the plugin answers SubjectAccessReviews instead.
//!
//! ```text
//! headers ─▶ screen ─▶ RequestInfo ─▶ identity ─▶ impersonation ─▶ Authorizer ─▶ forward or answer
//! ```
//!
//! *Source:* the filter order of `staging/src/k8s.io/apiserver/pkg/server/config.go`
//! (`DefaultBuildHandlerChain`); the ABI is proxy-wasm 0.2.1.
//!
//! *Invariants.* No rule of authorization is here. What is not decided is refused. The proxy calls [`abi`]
//! and is called by `host`; these two and the allocator alone contain unsafe code. Nothing panics, on any input.

pub mod abi;
mod answer;
mod base64;
mod clock;
mod config;
mod digest;
mod enforce;
mod fields;
mod forward;
mod headers;
mod host;
mod identity;
mod identity_headers;
mod impersonate;
#[cfg(target_arch = "wasm32")]
mod memory;
mod metrics;
mod plugin;
mod policy_source;
mod protobuf;
mod received;
mod review;
mod screen;
mod stream;
mod webhook;
mod wire;
