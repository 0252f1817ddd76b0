//! How is the same question asked often?
//!
//! Most of a decision is looking up names. A [`Caller`] has the names of one identity looked up once, so
//! that each request after it costs only its own; a [`Question`] has all of a request looked up, so that
//! asking again costs next to nothing. Both hold the policy they were prepared for and answer by the same
//! walk as [`Authorizer::authorize`].
//!
//! *Invariants.* A prepared answer is the answer to the same request in strings. A question keeps its
//! policy alive: it answers for the policy it was prepared for, also when a newer one exists.

use std::sync::Arc;

use crate::attributes::{Attributes, Operation, Resource, Target};
use crate::azure::webhook::answer::Failure;
use crate::azure::webhook::caller::{self, Ids, OBJECT_ID};
use crate::chain::Authorizer;
use crate::credential::{Identity, PRIVILEGED_GROUP};
use crate::decision::Decision;
use crate::kubernetes;
use crate::kubernetes::authorizer::{At, Query};
use crate::kubernetes::index::Reach;
use crate::request::Request;
use crate::trace::Trace;

/// Someone whose names were looked up.
#[derive(Debug, Clone)]
pub struct Caller {
    authorizer: Authorizer,
    identity: Identity,
    reaches: Vec<Reach>,
    /// The ids by which Azure knows the caller.
    ids: Result<Ids, Failure>,
    is_privileged: bool,
}

/// A whole request that was looked up.
#[derive(Debug, Clone)]
pub struct Question {
    caller: Arc<Caller>,
    verb: String,
    on: On,
    at: At,
}

/// What is asked about; owns its names.
#[derive(Debug, Clone)]
enum On {
    /// API group, resource, subresource, namespace, name.
    Resource([String; 5]),
    Path(String),
}

impl Authorizer {
    /// Looks up the names of someone who asks often.
    pub fn prepare(&self, identity: &Identity) -> Caller {
        let groups = identity.groups.iter().map(String::as_str);
        let is_privileged = groups.clone().any(|group| group == PRIVILEGED_GROUP);
        Caller {
            authorizer: self.clone(),
            reaches: self.kubernetes.reaches(&identity.user, groups).collect(),
            ids: caller::ids(
                identity.extra.get(OBJECT_ID),
                identity.groups.iter().map(String::as_str),
            ),
            is_privileged,
            identity: identity.clone(),
        }
    }

    /// The answer of this policy to a question, whichever policy it was prepared for. Allocates nothing
    /// where that is this one.
    pub fn answer(&self, question: &Question) -> Decision {
        if question.is_of(self) {
            return question.authorize();
        }
        let Operation { verb, target } = question.operation();
        self.authorize(&question.caller.attributes(verb, target))
    }
}

impl Caller {
    /// The answer to a request of this caller. Allocates nothing.
    #[inline]
    pub fn authorize(&self, verb: &str, target: Target<'_>) -> Decision {
        let operation = Operation { verb, target };
        let at = self.authorizer.kubernetes.at(operation);
        let of = Of {
            caller: self,
            operation,
            at,
        };
        self.authorizer.decide(&of, &mut ())
    }

    /// The same request in strings.
    pub fn attributes<'a>(&'a self, verb: &'a str, target: Target<'a>) -> Attributes<'a> {
        let extra = self.identity.extra.iter();
        Attributes {
            user: &self.identity.user,
            groups: self.identity.groups.iter().map(String::as_str).collect(),
            extra: extra.collect(),
            verb,
            target,
        }
    }

    fn oid(&self) -> Option<&[String]> {
        self.identity.extra.get(OBJECT_ID)
    }

    /// Who it is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Looks up the rest of a request.
    pub fn question(self: &Arc<Self>, verb: &str, target: Target<'_>) -> Question {
        let on = match target {
            Target::NonResource { path } => On::Path(path.to_owned()),
            Target::Resource(of) => On::Resource(
                [
                    of.api_group,
                    of.resource,
                    of.subresource,
                    of.namespace,
                    of.name,
                ]
                .map(str::to_owned),
            ),
        };
        Question {
            caller: Arc::clone(self),
            verb: verb.to_owned(),
            on,
            at: self.authorizer.kubernetes.at(Operation { verb, target }),
        }
    }
}

impl Question {
    /// The answer. Allocates nothing.
    #[inline]
    pub fn authorize(&self) -> Decision {
        let of = Of {
            caller: &self.caller,
            operation: self.operation(),
            at: self.at,
        };
        self.caller.authorizer.decide(&of, &mut ())
    }

    /// The answer with its reasons.
    pub fn explain(&self) -> Trace {
        let Operation { verb, target } = self.operation();
        let asked = self.caller.attributes(verb, target);
        self.caller.authorizer.explain(&asked)
    }

    /// Whether it was prepared for this policy, in this order of authorizers, for this instant.
    fn is_of(&self, authorizer: &Authorizer) -> bool {
        let own = &self.caller.authorizer;
        Arc::ptr_eq(&own.kubernetes, &authorizer.kubernetes)
            && Arc::ptr_eq(&own.azure, &authorizer.azure)
            && own.order() == authorizer.order()
            && own.at() == authorizer.at()
    }

    fn operation(&self) -> Operation<'_> {
        let target = match &self.on {
            On::Path(path) => Target::NonResource { path },
            On::Resource([api_group, resource, subresource, namespace, name]) => {
                Target::Resource(Resource {
                    api_group,
                    resource,
                    subresource,
                    namespace,
                    name,
                })
            }
        };
        let verb = &self.verb;
        Operation { verb, target }
    }
}

/// A request of a prepared caller.
struct Of<'q> {
    caller: &'q Caller,
    operation: Operation<'q>,
    at: At,
}

impl Request for Of<'_> {
    #[inline]
    fn is_privileged(&self) -> bool {
        self.caller.is_privileged
    }

    #[inline]
    fn query(&self, _: &kubernetes::Authorizer) -> Query<'_> {
        Query::of(&self.caller.reaches, self.operation, self.at)
    }

    fn user(&self) -> &str {
        &self.caller.identity.user
    }

    fn oid(&self) -> Option<&[String]> {
        self.caller.oid()
    }

    fn ids(&self) -> Result<Ids, Failure> {
        self.caller.ids.clone()
    }

    fn operation(&self) -> Operation<'_> {
        self.operation
    }
}
