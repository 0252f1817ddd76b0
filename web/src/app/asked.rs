//! What is asked, and in which form was it written?
//!
//! Mostly a question. A scenario can also ask with a request line or a line of kubectl, which may come
//! down to several questions, or with the permissions of someone else. Then what is written is asked,
//! and the question shown is the first of those it comes down to.
//!
//! *Invariants.* As soon as a part of the question is changed, the question is what is asked.

use std::rc::Rc;

use aksess::Credential;
use aksess::access_request::{AccessRequest, Ask};
use aksess::command::Context;
use aksess::scenario::Request;

use super::question::Question;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) question: Question,
    /// The request as it was written, where it is more than the question.
    pub(crate) written: Option<Rc<AccessRequest>>,
    /// Whether the server allowed it, where the text says so.
    pub(crate) reported: Option<bool>,
}

impl From<Question> for Asked {
    fn from(question: Question) -> Self {
        Self {
            question,
            written: None,
            reported: None,
        }
    }
}

impl Asked {
    /// What a scenario asks.
    pub(crate) fn by(request: &Request, context: &Context) -> Self {
        let identity = request.asked.credential.identity();
        let question = match request.asked.ask.question(context) {
            Some(asked) => Question::new(identity, asked),
            None => Question {
                user: identity.user,
                groups: identity.groups,
                extra: identity.extra,
                ..Question::default()
            },
        };
        let is_plain = matches!(request.asked.ask, Ask::Question(_));
        let is_more =
            !is_plain || request.asked.impersonate.is_some() || request.asked.object.is_some();
        Self {
            question,
            written: is_more.then(|| Rc::new(request.asked.clone())),
            reported: None,
        }
    }

    /// The request for the engine.
    pub(crate) fn request(&self) -> AccessRequest {
        if let Some(written) = &self.written {
            return (**written).clone();
        }
        AccessRequest {
            credential: Credential::Review {
                user: self.question.user.clone(),
                groups: self.question.groups.clone(),
                extra: self.question.extra.clone(),
            },
            impersonate: None,
            ask: Ask::Question(self.question.asked()),
            order: None,
            at: None,
            object: None,
        }
    }

    /// The request in one line, without who asks: `list pods in dev`, `kubectl get pods`.
    pub(crate) fn line(&self) -> String {
        match &self.written {
            Some(written) if self.text().is_some() => written.ask.line(),
            _ => self.question.request(),
        }
    }

    /// The line or text that was written, where it was one.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.written.as_ref()?.ask {
            Ask::Question(_) => None,
            Ask::Pasted(text) => Some(text.clone()),
            line => Some(line.line()),
        }
    }
}
