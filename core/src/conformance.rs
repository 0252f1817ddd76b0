//! Do scenarios come out as they say?
//!
//! Every request of every scenario is reviewed against the policy it stands beside, and compared with what
//! is expected. The same function serves the project's tests, every host's conformance run, the page's
//! list of questions and a user's own `aksess test`.
//!
//! *Invariants.* Running decides through [`Authorizer::review`] and nothing else.

use serde::Serialize;

use crate::chain::Authorizer;
use crate::command::Context;
use crate::decision::Order;
use crate::policy::Policy;
use crate::report;
use crate::review::AccessReview;
use crate::scenario::Expected;
use crate::source::Location;

/// How one request of a scenario came out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The title of the scenario.
    pub title: String,
    /// The request in one line.
    pub request: String,
    /// Where it stands.
    pub location: Option<Location>,
    /// The answer in one line.
    pub verdict: String,
    /// Its cause in one or two sentences.
    pub because: String,
    /// What differs from what was expected; empty when it passed.
    pub failures: Vec<String>,
    /// The answer with its reasons, as text; empty when it passed.
    pub report: String,
    /// The answer with its reasons.
    pub review: AccessReview,
}

/// Runs every scenario of a policy against the policy itself.
pub fn run(policy: &Policy) -> Vec<Outcome> {
    run_in(policy, Order::default())
}

/// The same with another order of authorizers for requests that say none.
pub fn run_in(policy: &Policy, order: Order) -> Vec<Outcome> {
    let authorizer = Authorizer::new(policy).in_order(order);
    let mut requests = policy.scenarios().iter().flat_map(|of| &of.requests);
    // kinds are looked up where a line may name them
    let context = if requests.any(|of| of.asked.ask.is_text()) {
        policy.context()
    } else {
        Context::default()
    };
    let mut outcomes = Vec::new();
    for scenario in policy.scenarios() {
        for request in &scenario.requests {
            let review = authorizer.review(&request.asked, &context);
            let caller = request.asked.credential.identity().user;
            let failures = request.expected.failures(&review);
            outcomes.push(Outcome {
                title: scenario.title.clone(),
                request: format!("{caller}: {}", request.asked.ask.line()),
                location: policy.sources.location(request.span),
                verdict: report::review_verdict(&review),
                because: report::review_because(&review),
                report: match failures.as_slice() {
                    [] => String::new(),
                    _ => report::render_review(&review),
                },
                failures,
                review,
            });
        }
    }
    outcomes
}

impl Expected {
    /// What of this a review does not fulfil.
    fn failures(&self, review: &AccessReview) -> Vec<String> {
        let mut failures = Vec::new();
        let mut compare = |what: &str, expected: Option<&str>, found: &str| {
            if expected.is_some_and(|expected| expected != found) {
                let expected = expected.unwrap_or_default();
                failures.push(format!("expected {what}{expected}, found {found}"));
            }
        };
        let word = |allowed: bool| if allowed { "Allow" } else { "Deny" };
        let allowed = review.decision.is_allowed();
        compare("", self.allowed.map(word), word(allowed));
        compare("by ", self.by.as_deref(), review.by.word());
        compare(
            "message ",
            self.message.as_deref(),
            review.message.as_deref().unwrap_or("no message"),
        );
        compare("reason ", self.reason.as_deref(), &review.reason);
        for name in &self.because {
            if !review.because().any(|because| because == name) {
                failures.push(format!("expected {name} among the grounds"));
            }
        }
        failures
    }
}
