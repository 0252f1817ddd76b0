//! What does a worker hold?
//!
//! A configuration that was read, checked and compiled, or none. A proxy asks for it before it serves with
//! it; when it is refused, the proxy keeps the one before.
//!
//! *Invariants.* Without a configuration nothing is let through.

use std::rc::Rc;

use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::ContextType;

use crate::config::{Configuration, Mode};
use crate::enforce::Enforcer;
use crate::host::{self, Level};
use crate::metrics::{self, Metrics};
use crate::stream::Stream;
use crate::webhook::Webhook;

/// The most remarks about a policy that are logged.
const MOST_REMARKS: usize = 20;

/// The plugin as configured, one per worker thread.
#[derive(Debug, Default)]
pub(crate) struct Plugin {
    configured: Option<Rc<Configured>>,
}

/// What decides, and how that is told.
#[derive(Debug)]
pub(crate) struct Configured {
    pub(crate) decider: Decider,
    pub(crate) metrics: Metrics,
    /// The digest of the policy, shortened.
    pub(crate) digest: String,
}

/// What decides.
#[derive(Debug)]
pub(crate) enum Decider {
    /// Requests are let through or refused.
    Enforce(Enforcer),
    /// Reviews are answered.
    Webhook(Webhook),
}

impl Context for Plugin {}

impl RootContext for Plugin {
    fn on_configure(&mut self, _size: usize) -> bool {
        match configure(&host::configuration().unwrap_or_default()) {
            Ok(configured) => {
                self.configured = Some(Rc::new(configured));
                true
            }
            Err(told) => {
                metrics::refused();
                host::log(
                    Level::Error,
                    &format!("aksess: the configuration is refused: {told}"),
                );
                false
            }
        }
    }

    fn create_http_context(&self, _id: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Stream::new(self.configured.clone())))
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}

fn configure(bytes: &[u8]) -> Result<Configured, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is no text".to_owned())?;
    let Configuration {
        policy,
        order,
        mode,
        metrics,
    } = Configuration::read(text).map_err(|wrong| wrong.in_text(text))?;
    let compiled = policy.compile()?;
    let authorizer = compiled.authorizer.in_order(order);
    let word = mode.word();
    let decider = match mode {
        Mode::Enforce(settings) => {
            Decider::Enforce(Enforcer::new(authorizer, compiled.has_defaults, settings)?)
        }
        Mode::Webhook(callers) => Decider::Webhook(Webhook::new(authorizer, callers)),
    };
    // From here on nothing is refused, so what is told is true.
    for remark in compiled.remarks.iter().take(MOST_REMARKS) {
        host::log(Level::Warning, &format!("aksess: {remark}"));
    }
    metrics::taken_up(&compiled.digest);
    host::log(
        Level::Info,
        &format!(
            "aksess {} {word}: policy sha256:{} in order {}",
            aksess::VERSION,
            compiled.digest.to_hex(),
            order.word()
        ),
    );
    Ok(Configured {
        decider,
        metrics: if metrics {
            Metrics::new(word)
        } else {
            Metrics::default()
        },
        digest: compiled.digest.short(),
    })
}
