//! May this caller do this, from the credential to the sentence they read?
//!
//! An [`AccessRequest`] says who comes with which credential and what they ask: an API object, a path, a
//! request line, a line of kubectl or a pasted text. The review authenticates, impersonates where asked
//! to, and puts every request that follows to the authorizers. All that are needed must be allowed; the
//! first refused one gives the answer and its words. A write of a role or a binding also meets the
//! escalation check, which can refuse what RBAC allows.
//!
//! *Invariants.* Each request is decided by [`Authorizer::explain`] and nothing else. A review ends in
//! `Allow` or `Deny`.

mod ask;
mod azure;
mod gates;
mod outcome;
mod streams;

use serde::Serialize;

use crate::access_request::{AccessRequest, Ask};
use crate::authentication::{self, Authentication};
use crate::azure::guid::Guid;
use crate::chain::Authorizer;
use crate::command::{Condition, Context, ControlPlane, Need};
use crate::credential::{Credential, Identity};
use crate::decision::{By, Decision};
use crate::escalation::Escalation;
use crate::impersonation::NODE_NAME;
use crate::impersonation_check::Check;
use crate::kubernetes::Objects;
use crate::question::Question;
use crate::status::Status;
use crate::trace::Trace;
use azure::Wanted;

pub use azure::ActionReview;
pub use gates::{GateName, GateOpinion, OpinionWord};
pub use outcome::OrderOutcome;

/// The answer to an [`AccessRequest`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccessReview {
    /// `Allow` or `Deny`.
    pub decision: Decision,
    /// What decided; of several requests, the one that settled it.
    pub by: By,
    /// The authorizer's reason, as the API server words it; often empty.
    pub reason: String,
    /// What the caller reads when refused; `None` when allowed.
    pub message: Option<String>,
    /// Who the caller is after authentication and impersonation.
    pub identity: Identity,
    /// How the caller was recognised, or why not.
    pub authentication: Authentication,
    /// What each of the four gates says.
    pub gates: Vec<GateOpinion>,
    /// What is asked of Azure Resource Manager.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionReview>,
    /// The answer under each order of authorizers; none where Azure RBAC is not asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<OrderOutcome>,
    /// Why the orders differ; absent where they do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub orders_differ: Option<String>,
    /// The permissions asked for to act as someone else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impersonation: Vec<Check>,
    /// The requests, in the order they are made.
    pub requests: Vec<Reviewed>,
    /// What is worth knowing about how the question was read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// One request of a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reviewed {
    /// The request in one line: `list pods in dev`.
    pub line: String,
    /// What the line makes of a refusal.
    pub need: Need,
    /// The state of the cluster in which it is made at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// Whether the answer depends on it. A needed request that is made only in an unusual state of the
    /// cluster, such as the object named not being there, is told and does not count.
    pub counts: bool,
    /// What it is for, in a few words; empty for a single question.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Whether it gets through, the escalation check included.
    pub allowed: bool,
    /// The decision with its reasons.
    pub trace: Trace,
    /// What the escalation check says, for a write of a role or binding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub escalation: Option<Escalation>,
    /// What the caller reads if this one is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl Ask {
    /// What is asked, in one line.
    pub fn line(&self) -> String {
        match self {
            Self::Question(question) => question.what(),
            Self::Http(line) => line.clone(),
            Self::Kubectl(line) => match line.trim_start().strip_prefix("kubectl ") {
                Some(_) => line.clone(),
                None => format!("kubectl {line}"),
            },
            Self::Pasted(text) => text.trim().lines().next().unwrap_or_default().to_owned(),
            Self::Kubeconfig(file) => format!("fetch the {} kubeconfig", file.word()),
            Self::Action { action, scope } => format!("{action} on {scope}"),
        }
    }

    /// The question this comes down to first; `None` where nothing is asked of the cluster.
    pub fn question(&self, context: &Context) -> Option<Question> {
        let mut parts = ask::read(self, context).parts.into_iter();
        parts
            .find(|part| part.need == Need::Required)
            .map(|part| part.question)
    }
}

impl Authorizer {
    /// Reviews a request. `context` is what is known beside a pasted line.
    pub fn review(&self, request: &AccessRequest, context: &Context) -> AccessReview {
        let chosen = self
            .in_order(request.order.unwrap_or(self.order()))
            .as_of(request.at.or(self.at()));
        let authentication = chosen.authenticate(&request.credential);
        let mut review = AccessReview::of(authentication);
        let me = chosen.principal(request, &review.identity);
        chosen.reviews(request, context, me.as_deref(), &mut review);
        review.gates = chosen.gates(&review, &review.authentication, me.as_deref());
        let counts = |of: &&Reviewed| of.counts && of.escalation.is_none();
        if let Some(settled) = review.settled().filter(counts)
            && let Ok(asked) = settled.trace.request.attributes()
        {
            review.orders = chosen.outcomes(&asked);
            review.orders_differ = outcome::why_they_differ(&review.orders);
        }
        review
    }

    fn authenticate(&self, credential: &Credential) -> Authentication {
        authentication::authenticate(credential, &self.azure, &self.settings)
    }

    /// Puts everything that follows from the ask to who decides it.
    fn reviews(
        &self,
        request: &AccessRequest,
        context: &Context,
        me: Option<&[Guid]>,
        review: &mut AccessReview,
    ) {
        let mut asked = ask::read(&request.ask, context);
        streams::on_version(&mut asked.parts, self.version());
        review.notes = asked.notes;
        if let Some(message) = asked.error {
            review.message = Some(message);
            return;
        }
        let actions = self.wanted(&request.ask, asked.control_plane.as_ref());
        if let Err(message) = self.actions(actions, me, review) {
            review.message = Some(message);
            return;
        }
        if review.actions.iter().any(|of| !of.allowed) || asked.parts.is_empty() {
            return;
        }
        if let Some(refused) = &review.authentication.refused {
            review.by = refused.by;
            review.decision = Decision::Deny;
            review.message = Some(UNAUTHORIZED.to_owned());
            return;
        }
        let caller = review.identity.clone();
        let wanted = request.impersonate.as_ref().or(asked.impersonate.as_ref());
        if wanted.is_some_and(|wanted| wanted.user.is_empty()) {
            review.message = Some(
                "Acting as groups, a uid or extra fields needs a user to act as; the API server answers 400."
                    .to_owned(),
            );
            return;
        }
        // A line of discovery alone hangs on what other lines take for granted.
        let decides = asked.parts.iter().any(ask::Part::counts);
        for part in asked.parts {
            let counts = part.counts() || (!decides && part.need == Need::Assumed);
            if let Some(wanted) = wanted {
                if part.need == Need::Assumed && !counts {
                    continue;
                }
                let attributes = part.question.attributes(&caller);
                let node = caller.extra.get(NODE_NAME).and_then(<[String]>::first);
                let outcome = self.impersonate(&attributes, node.map(String::as_str), wanted);
                for check in outcome.checks {
                    if !review.impersonation.contains(&check) {
                        review.impersonation.push(check);
                    }
                }
                match outcome.outcome {
                    Ok((identity, _)) => review.identity = identity,
                    Err(message) if counts => {
                        review.message = Some(message);
                        return;
                    }
                    Err(_) => continue,
                }
            }
            let mut reviewed = self.reviewed(part, &review.identity, request.object.as_deref());
            reviewed.counts = counts;
            review.requests.push(reviewed);
        }
        review.settle();
    }

    /// The actions an ask needs of Azure Resource Manager.
    fn wanted(&self, ask: &Ask, line: Option<&ControlPlane>) -> Result<Vec<Wanted>, String> {
        match (ask, line) {
            (Ask::Kubeconfig(file), _) => Ok(vec![self.kubeconfig(*file)?]),
            (Ask::Action { action, scope }, _) => Ok(vec![self.wanted_action(action, scope)]),
            (_, Some(line)) => self.line(line),
            _ => Ok(Vec::new()),
        }
    }

    fn actions(
        &self,
        wanted: Result<Vec<Wanted>, String>,
        me: Option<&[Guid]>,
        review: &mut AccessReview,
    ) -> Result<(), String> {
        let wanted = wanted?;
        if wanted.is_empty() {
            return Ok(());
        }
        let Some(me) = me else {
            return Err(
                "Azure knows callers by their object id, and this one has none; ask with `as: {token: {oid: …}}`"
                    .to_owned(),
            );
        };
        for one in &wanted {
            let action = self.action(one, me, &review.identity)?;
            if action.allowed && one.is_certificate {
                review.notes.push(self.about_the_certificate());
            }
            review.actions.push(action);
        }
        review.settle_actions();
        Ok(())
    }

    fn reviewed(&self, part: ask::Part, identity: &Identity, object: Option<&Objects>) -> Reviewed {
        let attributes = part.question.attributes(identity);
        let mut trace = self.explain(&attributes);
        let alternatives = part.alternatives.iter();
        let granted = alternatives
            .map(|other| self.explain(&other.attributes(identity)))
            .find(|other| other.decision.is_allowed());
        if let (false, Some(other)) = (trace.decision.is_allowed(), granted) {
            trace = other;
        }
        let mut message = trace.message.clone();
        if part.second && message.is_some() {
            message = Some(Status::forbidden_with(&attributes, &trace.reason).message);
        }
        let escalation = match part.need {
            Need::Escalation => self.escalation_of_question(&part.question, identity),
            _ if trace.decision.is_allowed() => {
                self.escalation_of_object(&attributes, identity, object)
            }
            _ => None,
        };
        let mut allowed = trace.decision.is_allowed();
        match &escalation {
            Some(Escalation::Refuses { why, .. }) => {
                allowed = false;
                message = Some(ask::refused_write(&part.question, object, why));
            }
            Some(Escalation::NotFound { message: missing }) => {
                allowed = false;
                message = Some(missing.clone());
            }
            Some(Escalation::Passes { .. }) => {
                allowed = true;
                message = None;
            }
            None => {}
        }
        Reviewed {
            line: part.question.what(),
            need: part.need,
            counts: part.counts(),
            only_if: part.only_if,
            why: part.why,
            allowed,
            trace,
            escalation,
            message,
        }
    }
}

/// What kubectl prints for a caller whom the API server does not know.
const UNAUTHORIZED: &str = "error: You must be logged in to the server (Unauthorized)";

impl AccessReview {
    /// A review of a caller, before anything is asked.
    fn of(authentication: Authentication) -> Self {
        Self {
            decision: Decision::Deny,
            by: By::NoGrant,
            reason: String::new(),
            message: None,
            identity: authentication.identity.clone(),
            authentication,
            gates: Vec::new(),
            actions: Vec::new(),
            orders: Vec::new(),
            orders_differ: None,
            impersonation: Vec::new(),
            requests: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes the answer from the request that settles it. Where none counts, it stays `Deny`.
    fn settle(&mut self) {
        let Some(settled) = self.settled() else {
            return;
        };
        let (allowed, trace) = (settled.allowed, &settled.trace);
        // An escalation is refused although RBAC allowed the write, and passes although nobody grants `bind`.
        let by = match (allowed, trace.by) {
            (false, by) if !trace.decision.is_allowed() => by,
            (false, _) => By::NoGrant,
            (true, By::NoGrant) => By::KubernetesRbac,
            (true, by) => by,
        };
        let reason = trace.reason.clone();
        let message = settled.message.clone();
        self.decision = if allowed {
            Decision::Allow
        } else {
            Decision::Deny
        };
        self.by = by;
        self.reason = reason;
        self.message = message;
    }

    /// The names of everything that settled a request or an action: bindings, role assignments, deny
    /// assignments.
    pub fn because(&self) -> impl Iterator<Item = &str> {
        let bindings = self.requests.iter().flat_map(|of| &of.trace.grounds);
        let of_requests = self
            .requests
            .iter()
            .filter_map(|of| of.trace.azure.as_ref());
        let azure = of_requests.chain(self.actions.iter().map(|of| &of.azure));
        let assignments = azure.clone().flat_map(|of| &of.grounds);
        let denials = azure.flat_map(|of| &of.denials);
        bindings
            .map(|of| of.binding.name.as_str())
            .chain(assignments.map(|of| of.assignment.name.as_str()))
            .chain(denials.map(|of| of.assignment.name.as_str()))
    }

    /// The request that settled the answer: the first one that counts and is refused, else the first one
    /// that counts.
    pub fn settled(&self) -> Option<&Reviewed> {
        let mut counting = self.requests.iter().filter(|of| of.counts);
        let refused = counting.clone().find(|of| !of.allowed);
        refused.or_else(|| counting.next())
    }
}
