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
//! *Invariants.* No rule of authorization is here. What is not decided is refused. Only [`host`] calls the
//! proxy, and it alone contains unsafe code. Nothing panics, on any input.

mod answer;
mod config;
mod digest;
mod enforce;
mod fields;
mod forward;
mod headers;
mod host;
mod identity;
mod impersonate;
mod metrics;
mod plugin;
mod policy_source;
mod received;
mod review;
mod screen;
mod stream;
mod webhook;
mod wire;

/// What a proxy calls first.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(
        missing_docs,
        reason = "the macro of the SDK writes a function without any"
    )
)]
mod start {
    proxy_wasm::main! {{
        proxy_wasm::set_root_context(|_| Box::<crate::plugin::Plugin>::default());
    }}
}

#[cfg(not(target_arch = "wasm32"))]
pub use start::_initialize;
