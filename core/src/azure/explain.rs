//! How is what Azure's evaluation met told?
//!
//! The recorder kept positions; here they become names, places and sentences. The assignments that grant are
//! told with the entry that names the action, found by the predicates the decision used.
//!
//! *Invariants.* Nothing here decides.

mod control_plane;
mod grounds;
mod near_miss;
mod notes;
mod references;
mod settled;
mod words;

pub(crate) use control_plane::action;
pub(crate) use settled::{Settled, settled};

use super::authorizer::Authorizer;
use super::name::Name;
use super::query::{Access, Query};
use super::recorder::{Recorder, Tried};
use super::time::Instant;
use super::trace::{
    ActionTrace, AttemptTrace, AzureAnswer, AzureCounts, AzureNearMiss, AzureTrace,
};
use super::webhook::answer::{Abstention, Answer, Attempt};
use super::webhook::{Question, Webhook, reason as texts};
use crate::attributes::Attributes;
use crate::decision::Decision;
use crate::source::Sources;
pub(crate) use references::References;

/// What the webhook gives as its reason, to the letter.
pub(crate) fn reason(azure: &Authorizer, met: &Recorder, asked: &Attributes<'_>) -> String {
    match met.answer {
        Some(Answer::Allowed) => {
            let granting = met.attempts.last().map(Tried::granting).unwrap_or_default();
            let first = granting
                .first()
                .and_then(|at| azure.access.assignments.get(*at as usize));
            first.map_or_else(
                || texts::ALLOWED.to_owned(),
                |of| texts::allowed_by(&of.name.value, &of.role.id.to_string(), asked.user),
            )
        }
        Some(Answer::Discovery) => texts::ALLOWED.to_owned(),
        Some(Answer::Denied | Answer::NotAllowed) => texts::NOT_ALLOWED.to_owned(),
        Some(Answer::NotEntraRefused) => texts::NOT_ENTRA_REFUSED.to_owned(),
        Some(Answer::Abstains(Abstention::NotEntra)) => texts::NOT_ENTRA.to_owned(),
        Some(Answer::Abstains(_)) => texts::NO_OPINION.to_owned(),
        Some(Answer::Failed(_)) | None => String::new(),
    }
}

/// What Azure was asked and found; `None` where no document of Azure is there.
pub(crate) fn trace(
    azure: &Authorizer,
    met: &Recorder,
    asked: &Attributes<'_>,
    at: Option<Instant>,
    decision: Decision,
    sources: &Sources,
) -> Option<AzureTrace> {
    azure.cluster.as_ref()?;
    let references = References { azure, sources };
    let answer = answer(met.answer);
    let mut trace = AzureTrace {
        answer,
        why: words::why(azure, met.answer, asked),
        abstention: match met.answer {
            Some(Answer::Abstains(why)) => Some(why),
            _ => None,
        },
        caller: None,
        groups: Vec::new(),
        attempts: met.attempts.iter().map(|of| attempt(azure, of)).collect(),
        grounds: Vec::new(),
        denials: Vec::new(),
        near_misses: Vec::new(),
        counts: AzureCounts {
            assignments: azure.access.assignments.len(),
            denies: azure.access.denies.len(),
            ..AzureCounts::default()
        },
        notes: Vec::new(),
    };
    let Some(put) = Put::new(azure, asked, at) else {
        return Some(trace);
    };
    if let Some((caller, groups)) = put.question.me.split_first() {
        trace.caller = Some(references.principal(*caller));
        trace.groups = groups.iter().map(|of| references.principal(*of)).collect();
    }
    let last = met.attempts.last();
    if answer == AzureAnswer::Allowed {
        trace.grounds = last
            .map(|of| grounds::grounds(&references, of, &put.question))
            .unwrap_or_default();
        trace.counts.naming = last.map_or(0, Tried::naming);
        if last.is_some_and(|of| of.granting().is_empty()) {
            "Several role assignments grant it together.".clone_into(&mut trace.why);
        }
    } else if answer != AzureAnswer::Discovery {
        trace.denials = grounds::denials(&references, &met.attempts, &put.question);
        let is_settled = matches!(answer, AzureAnswer::Abstains | AzureAnswer::NonEntraDenied);
        if !is_settled && (!decision.is_allowed() || answer == AzureAnswer::Off) {
            let near = put.near_misses(&references, met);
            (trace.near_misses, trace.counts.naming, trace.counts.near) = near;
        }
    }
    let is_undenied = matches!(answer, AzureAnswer::Allowed | AzureAnswer::NotAllowed);
    let last = last.filter(|_| is_undenied);
    let undenied = last.map(|of| put.asked(of)).unwrap_or_default();
    trace.notes = notes::notes(azure, met, &trace, &undenied, at);
    Some(trace)
}

/// The request as it is put to Azure, or would be if the cluster asked it.
struct Put<'a> {
    question: Question<'a>,
    attempts: Vec<Attempt>,
}

impl<'a> Put<'a> {
    fn new(azure: &Authorizer, asked: &'a Attributes<'a>, at: Option<Instant>) -> Option<Self> {
        let webhook = azure.webhook.clone().or_else(|| {
            Some(Webhook {
                cluster: azure.cluster.clone()?,
                settings: crate::settings::AzureSettings::default(),
            })
        })?;
        let question = webhook.question(asked, at).ok()?;
        let attempts = webhook.attempts(asked).collect();
        Some(Self { question, attempts })
    }

    /// The near misses on the first action of each scope that was refused; where Azure was not asked, on the
    /// first that it would be asked for.
    fn near_misses(
        &self,
        references: &References<'_>,
        met: &Recorder,
    ) -> (Vec<AzureNearMiss>, usize, usize) {
        let is_off = met.answer.is_none();
        let tried = self.attempts.iter().enumerate().map(|(at, attempt)| {
            let refused = met.attempts.get(at).and_then(Tried::refused);
            let action = refused.unwrap_or_else(|| self.first_action(attempt));
            let written = words::action(action.as_str());
            (action, written, attempt)
        });
        let tried: Vec<_> = tried.collect();
        let queries = tried.iter().map(|(action, written, attempt)| Query {
            written,
            ..self
                .question
                .query(action.as_bytes(), attempt.scope.as_bytes())
        });
        let queries: Vec<Query<'_>> = queries.collect();
        near_miss::near_misses(references, &queries, is_off)
    }

    /// Every action that was asked for in a try.
    fn asked<'t>(&'t self, tried: &'t Tried) -> Vec<Query<'t>> {
        let scope = tried.attempt.scope.as_bytes();
        let actions = tried.actions.iter();
        actions
            .map(|of| self.question.query(of.action.as_bytes(), scope))
            .collect()
    }

    /// The first action asked for in a try.
    fn first_action(&self, attempt: &Attempt) -> Name {
        let mut first = Name::default();
        let provider = self.question.provider(attempt);
        self.question.actions.all(provider, |action| {
            first = action;
            false
        });
        first
    }
}

fn answer(answer: Option<Answer>) -> AzureAnswer {
    match answer {
        None => AzureAnswer::Off,
        Some(Answer::Allowed) => AzureAnswer::Allowed,
        Some(Answer::Discovery) => AzureAnswer::Discovery,
        Some(Answer::Denied) => AzureAnswer::Denied,
        Some(Answer::NotAllowed) => AzureAnswer::NotAllowed,
        Some(Answer::NotEntraRefused) => AzureAnswer::NonEntraDenied,
        Some(Answer::Abstains(_)) => AzureAnswer::Abstains,
        Some(Answer::Failed(_)) => AzureAnswer::Failed,
    }
}

/// The answer to one action.
fn answers(access: Access) -> AzureAnswer {
    match access {
        Access::Allowed => AzureAnswer::Allowed,
        Access::Denied => AzureAnswer::Denied,
        Access::NotAllowed => AzureAnswer::NotAllowed,
    }
}

fn attempt(azure: &Authorizer, tried: &Tried) -> AttemptTrace {
    let actions = tried.actions.iter().take(AttemptTrace::LISTED);
    let worst = [Access::Denied, Access::NotAllowed]
        .into_iter()
        .find(|access| tried.actions.iter().any(|of| of.access == *access));
    AttemptTrace {
        scope: words::scope(azure, tried.attempt.scope.as_str()),
        actions: actions
            .map(|of| ActionTrace {
                action: words::action(of.action.as_str()),
                answer: answers(of.access),
            })
            .collect(),
        count: tried.actions.len(),
        answer: answers(worst.unwrap_or(Access::Allowed)),
    }
}
