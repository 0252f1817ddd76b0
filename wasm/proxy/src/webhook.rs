//! May this subject do this, asks the API server?
//!
//! The authorizer of type Webhook in an AuthorizationConfiguration posts a SubjectAccessReview and reads
//! `status`: allowed, denied, or neither, which is no opinion and leaves the request to the next authorizer.
//! The plugin answers in the proxy, to callers it knows by their client certificate.
//!
//! *Source:* `staging/src/k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go`.
//!
//! *Invariants.* Whoever is not a listed caller learns nothing. What cannot be read is an error to the API
//! server, which its `failurePolicy` decides, and never an answer.

use aksess::{Authorizer, Status};

use crate::answer::{Answer, Outcome, Verdict};
use crate::clock;
use crate::identity::{Connection, common_name};
use crate::received::Received;
use crate::review::is_json;
use crate::wire::{self, Expected, Review, Version};

const KIND: &str = "SubjectAccessReview";
const EXPECTED: Expected<'_> = Expected {
    kind: KIND,
    versions: &[Version::V1, Version::V1Beta1],
    assumed: None,
};

/// What answers reviews.
#[derive(Debug)]
pub(crate) struct Webhook {
    authorizer: Authorizer,
    callers: Vec<String>,
}

impl Webhook {
    /// A webhook for these callers.
    pub(crate) fn new(authorizer: Authorizer, callers: Vec<String>) -> Self {
        Self {
            authorizer,
            callers,
        }
    }

    /// Why a request is refused before its body is read; `None` lets it on.
    pub(crate) fn refuse(
        &self,
        received: &Received<'_>,
        connection: &impl Connection,
    ) -> Option<Answer> {
        let Some(name) = common_name(connection) else {
            return Some(Answer::unauthorized(received));
        };
        if !self.callers.contains(&name) {
            let status = Status {
                message: "this certificate is not that of a caller of the webhook".to_owned(),
                reason: "Forbidden",
                code: 403,
                ..Status::unauthorized()
            };
            let verdict = Verdict::unasked(Outcome::Unauthenticated);
            return Some(Answer::status(&status, received, verdict));
        }
        if received.method != "POST" {
            let told = "a SubjectAccessReview is posted";
            return Some(Answer::failure(received, 405, "MethodNotAllowed", told));
        }
        if !is_json(received.content_type) {
            let told = "a SubjectAccessReview is read as JSON alone";
            return Some(Answer::failure(received, 415, "UnsupportedMediaType", told));
        }
        None
    }

    /// The answer to a body.
    pub(crate) fn answer(
        &self,
        received: &Received<'_>,
        body: &[u8],
        connection: &impl Connection,
    ) -> Answer {
        let authorizer = clock::as_of_now(&self.authorizer, connection);
        review(&authorizer, body).unwrap_or_else(|told| {
            let message = format!("the SubjectAccessReview cannot be read: {told}");
            Answer::bad_request(received, message)
        })
    }
}

fn review(authorizer: &Authorizer, body: &[u8]) -> Result<Answer, String> {
    let asked = Review::open(body, &EXPECTED)?;
    let spec = asked.access()?;
    let attributes = spec.attributes().map_err(str::to_owned)?;
    let trace = authorizer.verdict(&attributes);
    let verdict = Verdict {
        result: Outcome::of_review(trace.decision),
        by: Some(trace.by),
    };
    let allowed = verdict.result == Outcome::Allowed;
    let denied = verdict.result == Outcome::Denied;
    let status = wire::access_status(allowed, denied, &trace.reason);
    let body = wire::answered(KIND, asked.version, "{}", &status);
    Ok(Answer::json(200, body, verdict))
}
