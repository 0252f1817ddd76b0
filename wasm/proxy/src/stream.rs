//! What happens to one request in the proxy?
//!
//! Its headers are judged at once. A review waits for its body, and then is answered. How a request came out
//! is kept in the stream's filter state and in the details of an answer, both for access logs, and is counted.
//!
//! *Invariants.* A request goes on only where the enforcer said so; whatever else happens, it is answered.

use std::rc::Rc;

use crate::answer::Answer;
use crate::clock;
use crate::enforce::Way;
use crate::headers::Headers;
use crate::host;
use crate::identity::{Caller, Connection};
use crate::plugin::{Configured, Decider};
use crate::received::Received;
use crate::review;

/// The largest review that is read: room for thousands of groups. A value of two bytes takes some fifty as a node,
/// and what a machine once took it keeps.
const MOST_BODY: usize = 1 << 18;

/// What the proxy does next with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    /// It goes on.
    Continue = 0,
    /// It waits, or is answered.
    Pause = 1,
}

/// One request through the gateway.
#[derive(Debug)]
pub(crate) struct Stream {
    configured: Option<Rc<Configured>>,
    waiting: Option<Box<Waiting>>,
}

/// A review whose body has not come yet, and the headers it came with.
#[derive(Debug)]
struct Waiting {
    headers: Headers,
    /// The review and who asks; `None` for one of the webhook, which says in its body whom it is about.
    own: Option<(review::Kind, Rc<Caller>)>,
}

/// What the proxy knows of the connection.
struct Downstream;

impl Connection for Downstream {
    fn subject(&self) -> Option<Vec<u8>> {
        let subject = host::property("connection\0subject_peer_certificate")?;
        // Over TLS the subject is empty without a certificate too, and then this tells the two apart.
        let shown = !subject.is_empty() || host::property("connection\0mtls") == Some(vec![1]);
        shown.then_some(subject)
    }

    fn verified_issuer(&self, metadata: &str) -> Option<Vec<u8>> {
        let filter = "envoy.filters.http.jwt_authn";
        host::property(&format!(
            "metadata\0filter_metadata\0{filter}\0{metadata}\0iss"
        ))
    }

    fn now(&self) -> u64 {
        host::now() / 1_000_000_000
    }
}

impl Stream {
    /// A request that is judged by what is configured now.
    pub(crate) fn new(configured: Option<Rc<Configured>>) -> Self {
        Self {
            configured,
            waiting: None,
        }
    }

    /// Refuses a request that nothing is known about.
    pub(crate) fn refuse() -> Action {
        host::answer(&Answer::unconfigured());
        Action::Pause
    }

    /// Judges a request by its headers.
    pub(crate) fn headers(&mut self, end: bool) -> Action {
        match self.configured.clone() {
            Some(configured) => self.judge(&configured, end),
            None => Self::refuse(),
        }
    }

    fn judge(&mut self, configured: &Configured, end: bool) -> Action {
        let start = configured.metrics.start();
        let headers = host::request_headers();
        let way = match &configured.decider {
            Decider::Enforce(enforcer) => {
                let received = Received::new(&headers, &enforcer.sources.tokens);
                enforcer.decide(&received, &Downstream)
            }
            Decider::Webhook(webhook) => {
                let received = Received::new(&headers, &[]);
                match webhook.refuse(&received, &Downstream) {
                    Some(answer) => Way::Answer(Box::new(answer)),
                    None => return self.wait(configured, Waiting { headers, own: None }, end),
                }
            }
        };
        match way {
            Way::Forward(edits, verdict) => {
                edits
                    .remove
                    .iter()
                    .for_each(|name| host::remove_request_header(name));
                for (name, value) in &edits.add {
                    host::add_request_header(name, value.as_bytes());
                }
                configured.metrics.tell(verdict, start);
                Action::Continue
            }
            Way::Answer(answer) => configured.answer(*answer, start),
            Way::Review(kind, caller) => {
                let own = Some((kind, caller));
                self.wait(configured, Waiting { headers, own }, end)
            }
        }
    }

    /// Holds the request until its body is whole.
    #[cold]
    fn wait(&mut self, configured: &Configured, waiting: Waiting, end: bool) -> Action {
        self.waiting = Some(Box::new(waiting));
        if end {
            return self.review(configured, 0);
        }
        Action::Pause
    }

    /// Answers the review that waits, whose body has this size.
    fn review(&mut self, configured: &Configured, size: usize) -> Action {
        let Some(waiting) = self.waiting.take() else {
            return Action::Continue;
        };
        let start = configured.metrics.start();
        let received = Received::new(&waiting.headers, &[]);
        if size > MOST_BODY {
            let told = "the review is larger than the gateway reads";
            let answer = Answer::failure(&received, 413, "RequestEntityTooLarge", told);
            return configured.answer(answer, start);
        }
        let body = match size {
            0 => Vec::new(),
            _ => host::request_body(MOST_BODY).unwrap_or_default(),
        };
        let answer = match (&configured.decider, waiting.own) {
            (Decider::Enforce(enforcer), Some((kind, caller))) => {
                let authorizer = clock::as_of_now(&enforcer.authorizer, &Downstream);
                kind.answer(&authorizer, &caller, &received, &body)
            }
            (Decider::Webhook(webhook), None) => webhook.answer(&received, &body, &Downstream),
            _ => Answer::unconfigured(),
        };
        configured.answer(answer, start)
    }

    /// Goes on with a review once its body is whole, or too large to go on.
    pub(crate) fn body(&mut self, size: usize, end: bool) -> Action {
        if self.waiting.is_none() {
            return Action::Continue;
        }
        if !end && size <= MOST_BODY {
            return Action::Pause;
        }
        match self.configured.clone() {
            Some(configured) => self.review(&configured, size),
            None => Self::refuse(),
        }
    }
}

impl Stream {
    /// Goes on with a review whose body was not marked as whole; trailers end it.
    pub(crate) fn trailers(&mut self) -> Action {
        if self.waiting.is_none() {
            return Action::Continue;
        }
        let size = host::request_body(MOST_BODY + 1).map_or(0, |body| body.len());
        self.body(size, true)
    }
}

impl Configured {
    #[cold]
    fn answer(&self, mut answer: Answer, start: Option<u64>) -> Action {
        let (result, by) = (answer.verdict.result.word(), answer.verdict.by_word());
        answer.details = format!("aksess_{result}_{by}_{}", self.digest);
        self.metrics.tell(answer.verdict, start);
        host::answer(&answer);
        Action::Pause
    }
}
