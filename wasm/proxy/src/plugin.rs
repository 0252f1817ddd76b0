//! What does a worker hold?
//!
//! A configuration that was read, checked and compiled, or none. A proxy asks for it before it serves with
//! it; when it is refused, the proxy keeps the one before.
//!
//! *Invariants.* Without a configuration nothing is let through.

use std::rc::Rc;

use crate::config::{Configuration, Mode};
use crate::enforce::Enforcer;
use crate::host::{self, Level};
use crate::metrics::{self, Metrics};
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

impl Plugin {
    /// Takes the configuration the proxy holds, if it can be carried out; else the one before stays.
    pub(crate) fn configure(&mut self) -> bool {
        match configure(&host::configuration().unwrap_or_default()) {
            Ok(configured) => {
                self.configured = Some(Rc::new(configured));
                true
            }
            Err(told) => {
                metrics::refused();
                let told = format!("aksess: the configuration is refused: {told}");
                host::log(Level::Error, &told);
                false
            }
        }
    }

    /// What is configured now.
    pub(crate) fn configured(&self) -> Option<Rc<Configured>> {
        self.configured.clone()
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
        Mode::Enforce(settings) => Decider::Enforce(Enforcer::new(authorizer, settings)?),
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
    let digest = compiled.digest.short();
    Ok(Configured {
        decider,
        metrics: Metrics::new(word, &digest, metrics),
        digest,
    })
}
