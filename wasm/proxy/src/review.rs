//! What may I do?
//!
//! A caller asks the API server about itself by creating a SelfSubjectAccessReview or a
//! SelfSubjectRulesReview: `kubectl auth can-i` and `--list` do. Before a real API server its own answer
//! would be that of another policy, so the plugin can answer these in its place.
//!
//! *Source:* `pkg/registry/authorization/selfsubjectaccessreview/rest.go`, `.../selfsubjectrulesreview/rest.go`;
//! the answer's code is 201, and 422 for a spec that asks nothing or two things
//! (`pkg/apis/authorization/validation/validation.go`).
//!
//! *Invariants.* The question is about the effective user, whatever the body says of a user.

use aksess::{Authorizer, RequestInfo, SubjectAccessReviewSpec};

use crate::answer::{Answer, Outcome, Verdict};
use crate::identity::Caller;
use crate::protobuf;
use crate::received::Received;
use crate::wire::{self, Expected, Review, Version};

const GROUP: &str = "authorization.k8s.io";
const VERSION: Version = Version::V1;

/// The two questions about oneself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// May I do this?
    Access,
    /// What may I do?
    Rules,
}

impl Kind {
    /// The review a request creates, if it creates one.
    pub(crate) fn of(info: &RequestInfo<&str>) -> Option<Self> {
        let plain = info.is_resource_request
            && info.verb == "create"
            && info.api_group == GROUP
            && info.api_version == "v1"
            && info.namespace.is_empty()
            && info.parts.len() == 1;
        match info.resource {
            "selfsubjectaccessreviews" if plain => Some(Self::Access),
            "selfsubjectrulesreviews" if plain => Some(Self::Rules),
            _ => None,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Access => "SelfSubjectAccessReview",
            Self::Rules => "SelfSubjectRulesReview",
        }
    }

    /// What is expected of a body, of which the path says already what it is.
    fn expected(self) -> Expected<'static> {
        Expected {
            kind: self.word(),
            versions: &[VERSION],
            assumed: Some(VERSION),
        }
    }

    /// The answer to a review with this body.
    pub(crate) fn answer(
        self,
        authorizer: &Authorizer,
        caller: &Caller,
        received: &Received<'_>,
        body: &[u8],
    ) -> Answer {
        let body = if is(received.content_type, protobuf::MEDIA_TYPE) {
            Body::Protobuf(body)
        } else if is_json(received.content_type) {
            Body::Json(body)
        } else {
            let told = "reviews are answered by the gateway, which reads JSON and protobuf";
            return Answer::failure(received, 415, "UnsupportedMediaType", told);
        };
        let answer = match self {
            Self::Access => access(authorizer, caller, received, body),
            Self::Rules => rules(authorizer, caller, body),
        };
        answer.unwrap_or_else(|told| {
            let message = format!("{} cannot be read: {told}", self.word());
            Answer::bad_request(received, message)
        })
    }
}

/// A body in one of the two forms in which clients write it.
#[derive(Debug, Clone, Copy)]
enum Body<'b> {
    Json(&'b [u8]),
    Protobuf(&'b [u8]),
}

/// Whether a content type is JSON; one that is missing counts as such.
pub(crate) fn is_json(content_type: &[u8]) -> bool {
    is(content_type, b"application/json") || content_type.is_empty()
}

/// Whether a content type is this media type, whatever its parameters.
fn is(content_type: &[u8], media_type: &[u8]) -> bool {
    let media = content_type.split(|byte| *byte == b';').next();
    media
        .unwrap_or_default()
        .trim_ascii()
        .eq_ignore_ascii_case(media_type)
}

fn access(
    authorizer: &Authorizer,
    caller: &Caller,
    received: &Received<'_>,
    body: Body<'_>,
) -> Result<Answer, String> {
    let kind = Kind::Access.word();
    let spec = match body {
        Body::Json(body) => Review::open(body, &Kind::Access.expected())?.access()?,
        Body::Protobuf(body) => {
            let object = protobuf::open(body, kind, VERSION.word());
            let spec = object.and_then(protobuf::access_spec);
            spec.ok_or("it is no such message")?
        }
    };
    let asked = SubjectAccessReviewSpec {
        user: caller.identity.user.clone(),
        groups: caller.identity.groups.clone(),
        uid: String::new(),
        extra: caller.identity.extra.clone(),
        ..spec
    };
    let attributes = match asked.attributes() {
        Ok(attributes) => attributes,
        Err(told) => {
            let message = format!("{kind}.{GROUP} \"\" is invalid: spec: {told}");
            return Ok(Answer::failure(received, 422, "Invalid", message));
        }
    };
    let trace = authorizer.verdict(&attributes);
    let verdict = Verdict {
        result: Outcome::of(trace.decision),
        by: Some(trace.by),
    };
    let allowed = verdict.result == Outcome::Allowed;
    let denied = trace.decision == aksess::Decision::Deny;
    let status = wire::access_status(allowed, denied, &trace.reason);
    let body = wire::answered(kind, VERSION, &wire::own_spec(&asked), &status);
    Ok(Answer::json(201, body, verdict))
}

fn rules(authorizer: &Authorizer, caller: &Caller, body: Body<'_>) -> Result<Answer, String> {
    let kind = Kind::Rules.word();
    let namespace = match body {
        Body::Json(body) => Review::open(body, &Kind::Rules.expected())?.namespace()?,
        Body::Protobuf(body) => {
            let object = protobuf::open(body, kind, VERSION.word());
            let namespace = object.and_then(protobuf::rules_namespace);
            namespace.ok_or("it is no such message")?
        }
    };
    if namespace.is_empty() {
        return Err("no namespace on request".to_owned());
    }
    let identity = &caller.identity;
    let groups: Vec<&str> = identity.groups.iter().map(String::as_str).collect();
    let found = authorizer.what_can(&identity.user, &groups, &namespace);
    let body = wire::answered(kind, VERSION, "{}", &wire::rules_status(&found));
    Ok(Answer::json(201, body, Verdict::unasked(Outcome::Allowed)))
}
