//! May this request go on?
//!
//! The steps are those of the API server, in its order: what is asked, who asks, as whom, and whether they
//! may. A request that is allowed goes on with its headers put in order; any other is answered here.
//!
//! *Source:* `staging/src/k8s.io/apiserver/pkg/server/config.go` (`DefaultBuildHandlerChain`),
//! `.../endpoints/filters/authorization.go`.
//!
//! *Invariants.* Every decision is the core's. Each question of a request must be allowed, the second one of a
//! stream included. A request before a service other than the API server is its method and path.

use std::rc::Rc;

use aksess::{
    Attributes, Authorizer, By, Decision, RequestInfo, RequestLine, Status, internal_error,
};

use crate::answer::{Answer, Outcome, Verdict};
use crate::clock;
use crate::config::{self, Service, Upstream};
use crate::forward::{self, Edits};
use crate::identity::{Caller, Connection, Sources};
use crate::received::Received;
use crate::{impersonate, review, screen};

/// What lets requests through or refuses them.
#[derive(Debug)]
pub(crate) struct Enforcer {
    pub(crate) authorizer: Authorizer,
    service: Service,
    pub(crate) sources: Sources,
    upstream: Upstream,
    answer_reviews: bool,
    screens: bool,
}

/// What a request asks, in the texts it came with.
type Info<'r> = RequestInfo<&'r str>;

/// What becomes of a request.
#[derive(Debug)]
pub(crate) enum Way {
    /// It goes on.
    Forward(Edits, Verdict),
    /// It is answered here.
    Answer(Box<Answer>),
    /// It is a review, answered here once its body has come.
    Review(review::Kind, Rc<Caller>),
}

impl Enforcer {
    /// An enforcer with these settings.
    ///
    /// # Errors
    /// When the policy is not one for the service.
    pub(crate) fn new(authorizer: Authorizer, settings: config::Enforce) -> Result<Self, String> {
        if settings.service == Service::Http && authorizer.has_open_paths() {
            return Err(
                "`service` is `http`, but the policy has `kubernetesDefaults` or `discoveryPaths`, which let everyone read some paths of an API server"
                    .to_owned(),
            );
        }
        Ok(Self {
            authorizer,
            service: settings.service,
            sources: Sources::new(settings.identity),
            upstream: settings.upstream,
            answer_reviews: settings.answer_reviews,
            screens: settings.screens,
        })
    }

    /// What becomes of a request.
    pub(crate) fn decide(&self, received: &Received<'_>, connection: &impl Connection) -> Way {
        self.way(received, connection).unwrap_or_else(Way::Answer)
    }

    fn way(
        &self,
        received: &Received<'_>,
        connection: &impl Connection,
    ) -> Result<Way, Box<Answer>> {
        if self.screens
            && let Some(told) = screen::refuse(received)
        {
            return Err(Box::new(Answer::bad_request(received, told)));
        }
        let line = RequestLine::read(received.method, received.target);
        let mut info = line.info();
        self.read(&mut info, &line);
        if info.error.is_some() {
            return Err(Box::new(unserved(received, &info)));
        }
        let known = self.sources.authenticate(received, connection);
        let mut caller = known.map_err(|_| Box::new(Answer::unauthorized(received)))?;
        let authorizer = clock::as_of_now(&self.authorizer, connection);
        let wanted = impersonate::wanted(received);
        let wanted = wanted.map_err(|told| Box::new(Answer::bad_request(received, told)))?;
        if let Some(wanted) = wanted {
            let first = asked(received, &info, &caller)?;
            let acts = impersonate::act_as(&authorizer, &first, &caller, &wanted, received)?;
            caller = Rc::new(acts);
        }
        let verdict = self.authorize(&authorizer, received, &info, &caller)?;
        if self.answer_reviews
            && let Some(kind) = review::Kind::of(&info)
        {
            return Ok(Way::Review(kind, caller));
        }
        let payloads = self.sources.payload_headers();
        match forward::edits(self.upstream, &caller, received, payloads) {
            Ok(edits) => Ok(Way::Forward(edits, verdict)),
            Err(told) => Err(Box::new(Answer::bad_request(received, told))),
        }
    }

    /// Makes of what a request is to an API server what it is to the service.
    fn read<'l>(&self, info: &mut Info<'l>, line: &'l RequestLine<'_>) {
        if self.service == Service::Http {
            // No path names a resource here; a path that names none to an API server is as good as any.
            info.is_resource_request = false;
            info.verb = line.method_as_verb();
            info.error.take_if(|error| error.code == 500);
        }
    }

    /// Puts every question to the authorizers, until one is not allowed.
    fn authorize(
        &self,
        authorizer: &Authorizer,
        received: &Received<'_>,
        info: &Info<'_>,
        caller: &Caller,
    ) -> Result<Verdict, Box<Answer>> {
        let first = asked(received, info, caller)?;
        let by = allow(authorizer, received, &first, false)?;
        if self.service == Service::Kubernetes
            && let Some(second) = info.second(&first)
        {
            allow(authorizer, received, &second, true)?;
        }
        Ok(Verdict {
            result: Outcome::Allowed,
            by: Some(by),
        })
    }
}

/// Puts one question; gives what allowed it.
fn allow(
    authorizer: &Authorizer,
    received: &Received<'_>,
    asked: &Attributes<'_>,
    second: bool,
) -> Result<By, Box<Answer>> {
    match authorizer.authorize_by(asked) {
        (Decision::Allow, by) => Ok(by),
        (_, by) => Err(Box::new(refuse(authorizer, received, asked, second, by))),
    }
}

#[cold]
fn refuse(
    authorizer: &Authorizer,
    received: &Received<'_>,
    asked: &Attributes<'_>,
    second: bool,
    by: By,
) -> Answer {
    let reason = authorizer.verdict(asked).reason;
    let status = if second {
        Status::forbidden_with(asked, &reason)
    } else {
        Status::forbidden(asked, &reason)
    };
    let verdict = Verdict {
        result: Outcome::Denied,
        by: Some(by),
    };
    Answer::status(&status, received, verdict)
}

/// The first question of a request.
fn asked<'a>(
    received: &Received<'_>,
    info: &'a Info<'_>,
    caller: &'a Caller,
) -> Result<Attributes<'a>, Box<Answer>> {
    let identity = &caller.identity;
    let asked = info.attributes(&identity.user, &identity.groups);
    let mut asked = asked.map_err(|_| Box::new(unserved(received, info)))?;
    if !identity.extra.is_empty() {
        asked.extra = identity.extra.iter().collect();
    }
    Ok(asked)
}

/// What an API server answers to a request line it cannot serve.
#[cold]
fn unserved(received: &Received<'_>, info: &Info<'_>) -> Answer {
    match &info.error {
        Some(error) if error.code == 500 => {
            Answer::text(500, internal_error(received.target, error))
        }
        _ => Answer::text(400, "400 Bad Request".to_owned()),
    }
}
