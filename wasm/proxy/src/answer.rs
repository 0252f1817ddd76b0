//! What does a caller read whom the gateway answers itself?
//!
//! Refusals are the API server's Status objects: one line of JSON for programs, indented for curl, wget and
//! browsers or where `pretty` asks for it. Only JSON is written, whatever the caller accepts; clients go by
//! the content type.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/endpoints/handlers/negotiation/negotiate.go`
//! (`isPrettyPrint`), `.../responsewriters/errors.go` for the headers.
//!
//! *Invariants.* Only what the request itself said and the sentence of the refusal are in an answer: no
//! token, nothing of the policy beyond the reason the API server gives.

use aksess::{By, Decision, Status};

use crate::received::Received;

/// An answer in place of the upstream's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) code: u32,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// One word for access logs: `%RESPONSE_CODE_DETAILS%`.
    pub(crate) details: String,
    pub(crate) verdict: Verdict,
}

/// How a request came out, for logs and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) result: Outcome,
    pub(crate) by: Option<By>,
}

/// The kinds of outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The request may proceed, or the review said yes.
    Allowed,
    /// It may not.
    Denied,
    /// Nobody is known to ask.
    Unauthenticated,
    /// The request cannot be understood or is of a kind that is not let through.
    Malformed,
    /// A review said neither yes nor no.
    NoOpinion,
}

impl Outcome {
    /// Every kind.
    pub(crate) const ALL: [Self; 5] = [
        Self::Allowed,
        Self::Denied,
        Self::Unauthenticated,
        Self::Malformed,
        Self::NoOpinion,
    ];

    /// The outcome of a decision at the end of the chain, where no opinion means refused.
    pub(crate) fn of(decision: Decision) -> Self {
        if decision.is_allowed() {
            Self::Allowed
        } else {
            Self::Denied
        }
    }

    /// The outcome of a decision in the middle of a chain, where no opinion is one's own.
    pub(crate) fn of_review(decision: Decision) -> Self {
        match decision {
            Decision::Allow => Self::Allowed,
            Decision::Deny => Self::Denied,
            Decision::NoOpinion => Self::NoOpinion,
        }
    }

    /// The word in logs and metrics: letters only, so that one pattern cuts it out of a name.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::Unauthenticated => "unauthenticated",
            Self::Malformed => "malformed",
            Self::NoOpinion => "noopinion",
        }
    }
}

impl Verdict {
    /// A verdict that no authorizer gave.
    pub(crate) fn unasked(result: Outcome) -> Self {
        Self { result, by: None }
    }

    /// Every outcome with everything that may have decided it.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Outcome::ALL.into_iter().flat_map(|result| {
            let is_unasked = matches!(result, Outcome::Unauthenticated | Outcome::Malformed);
            let by = By::all().filter(move |_| !is_unasked).map(Some);
            by.chain([None]).map(move |by| Self { result, by })
        })
    }

    /// What decided, or `none`.
    pub(crate) fn by_word(self) -> &'static str {
        self.by.map_or("none", By::word)
    }
}

const TEXT: &str = "text/plain; charset=utf-8";

impl Answer {
    /// A Status, laid out for whoever asked.
    #[cold]
    pub(crate) fn status(status: &Status, received: &Received<'_>, verdict: Verdict) -> Self {
        let body = if received.method == "HEAD" {
            String::new()
        } else if received.wants_indented() {
            status.to_json_pretty()
        } else {
            status.to_json()
        };
        Self::new(u32::from(status.code), Status::CONTENT_TYPE, body, verdict)
    }

    /// Nobody is known to ask.
    #[cold]
    pub(crate) fn unauthorized(received: &Received<'_>) -> Self {
        let verdict = Verdict::unasked(Outcome::Unauthenticated);
        Self::status(&Status::unauthorized(), received, verdict)
    }

    /// The request is not one that can be decided.
    #[cold]
    pub(crate) fn bad_request(received: &Received<'_>, message: impl Into<String>) -> Self {
        Self::failure(received, 400, "BadRequest", message)
    }

    /// A failure that is neither about who asks nor about what is allowed.
    #[cold]
    pub(crate) fn failure(
        received: &Received<'_>,
        code: u16,
        reason: &'static str,
        message: impl Into<String>,
    ) -> Self {
        let status = Status {
            message: message.into(),
            reason,
            code,
            ..Status::unauthorized()
        };
        Self::status(&status, received, Verdict::unasked(Outcome::Malformed))
    }

    /// A line of text, as the API server answers before it knows the caller.
    #[cold]
    pub(crate) fn text(code: u16, body: String) -> Self {
        let verdict = Verdict::unasked(Outcome::Malformed);
        Self::new(u32::from(code), TEXT, body, verdict)
    }

    /// JSON that is no refusal.
    pub(crate) fn json(code: u32, body: String, verdict: Verdict) -> Self {
        Self::new(code, Status::CONTENT_TYPE, body, verdict)
    }

    /// The plugin has no policy: nothing can be decided.
    #[cold]
    pub(crate) fn unconfigured() -> Self {
        let body = "aksess has no policy, so nothing is decided\n".to_owned();
        Self::new(503, TEXT, body, Verdict::unasked(Outcome::Malformed))
    }

    fn new(code: u32, content_type: &'static str, body: String, verdict: Verdict) -> Self {
        Self {
            code,
            content_type,
            body,
            details: String::new(),
            verdict,
        }
    }

    /// The headers of the answer.
    pub(crate) fn headers(&self) -> [(&str, &str); 3] {
        [
            ("cache-control", "no-cache, private"),
            ("content-type", self.content_type),
            ("x-content-type-options", "nosniff"),
        ]
    }
}
