//! What is asked, and in which form was it written?
//!
//! Mostly a question. A scenario can also ask with a request line or a line of kubectl, which may come
//! down to several questions, or with the permissions of someone else. Then what is written is asked,
//! and the question shown is the first of those it comes down to.
//!
//! *Invariants.* As soon as a part of the question is changed, the question is what is asked.

use std::rc::Rc;

use aksess::Kubeconfig;
use aksess::access_request::{AccessRequest, Ask};
use aksess::command::{self, Context, ControlPlane};
use aksess::scenario::Request;

use super::question::{About, Question};

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
        Self::of(&request.asked, context)
    }

    /// What a request asks.
    pub(crate) fn of(asked: &AccessRequest, context: &Context) -> Self {
        let caller = Question {
            order: asked.order.unwrap_or_default(),
            at: asked.at,
            ..Question::default()
        };
        let caller = caller.with_credential(&asked.credential);
        let question = match &asked.ask {
            Ask::Kubeconfig(kubeconfig) => Question {
                about: About::Kubeconfig,
                kubeconfig: *kubeconfig,
                ..caller
            },
            Ask::Action { action, scope } => Question {
                about: About::Action,
                action: action.clone(),
                scope: scope.clone(),
                ..caller
            },
            ask => match ask.question(context) {
                Some(asked) => caller.asking(asked),
                None => of_line(caller, ask, context),
            },
        };
        let is_plain = matches!(
            asked.ask,
            Ask::Question(_) | Ask::Kubeconfig(_) | Ask::Action { .. }
        );
        let is_more = !is_plain || asked.impersonate.is_some() || asked.object.is_some();
        Self {
            question,
            written: is_more.then(|| Rc::new(asked.clone())),
            reported: None,
        }
    }

    /// The request for the engine.
    pub(crate) fn request(&self) -> AccessRequest {
        let question = &self.question;
        // the order and the time are asked about, however the rest was written
        if let Some(written) = &self.written {
            return AccessRequest {
                order: Some(question.order),
                at: question.at,
                ..(**written).clone()
            };
        }
        AccessRequest {
            credential: question.credential(),
            impersonate: None,
            ask: match question.about {
                About::Kubeconfig => Ask::Kubeconfig(question.kubeconfig),
                About::Action => Ask::Action {
                    action: question.action.clone(),
                    scope: question.scope.clone(),
                },
                About::Resource | About::Path => Ask::Question(question.asked()),
            },
            order: Some(question.order),
            at: question.at,
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
            Ask::Question(_) | Ask::Kubeconfig(_) | Ask::Action { .. } => None,
            Ask::Pasted(text) => Some(text.clone()),
            line => Some(line.line()),
        }
    }
}

/// A line that asks nothing of the cluster may ask Azure.
fn of_line(caller: Question, ask: &Ask, context: &Context) -> Question {
    let (Ask::Pasted(text) | Ask::Kubectl(text)) = ask else {
        return caller;
    };
    match command::parse(text, context).control_plane {
        Some(line) => of_azure(caller, &line),
        None => caller,
    }
}

/// What a line of `az` asks first, as far as the sentence can say it.
pub(crate) fn of_azure(now: Question, line: &ControlPlane) -> Question {
    let action = line.actions.first().cloned().unwrap_or_default();
    let ends = |word: &str| action.ends_with(word);
    let kubeconfig = if ends("/listClusterUserCredential/action") {
        Some(Kubeconfig::User)
    } else if ends("/listClusterAdminCredential/action") {
        Some(Kubeconfig::Admin)
    } else {
        None
    };
    match kubeconfig {
        Some(kubeconfig) => Question {
            about: About::Kubeconfig,
            kubeconfig,
            ..now
        },
        None => Question {
            about: About::Action,
            action,
            scope: line.scope.clone().unwrap_or_default(),
            ..now
        },
    }
}
