//! How will a gateway ask?
//!
//! This is a stub of the plugin that is to come. It shows that the engine and `proxy-wasm` make one
//! WebAssembly file, and it is safe to load: it reads its configuration as policy text and answers
//! 403 to every request, because nothing here derives a question from a request yet.
//!
//! *Invariants.* What is not decided is refused. The file imports nothing but the proxy's functions.

use aksess::{Policy, Severity, Source};
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, ContextType};

/// What a proxy calls first.
mod start {
    proxy_wasm::main! {{
        proxy_wasm::set_root_context(|_| Box::<super::Root>::default());
    }}
}

/// The plugin as configured, one per worker thread.
#[derive(Debug, Default)]
struct Root {
    policy: Policy,
}

impl Context for Root {}

impl RootContext for Root {
    fn on_configure(&mut self, _size: usize) -> bool {
        let bytes = self.get_plugin_configuration().unwrap_or_default();
        self.policy = Policy::parse(&[Source::decode("configuration", &bytes)]);
        let mut errors = self.policy.diagnostics().iter();
        !errors.any(|found| found.severity == Severity::Error)
    }

    fn create_http_context(&self, _id: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Request))
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}

/// One request through the gateway.
#[derive(Debug)]
struct Request;

impl Context for Request {}

impl HttpContext for Request {
    fn on_http_request_headers(&mut self, _count: usize, _end_of_stream: bool) -> Action {
        let headers = vec![("content-type", "text/plain")];
        self.send_http_response(403, headers, Some(b"aksess: not decided, so refused\n"));
        Action::Pause
    }
}
