//! What about a whole policy should someone look at?
//!
//! Advice of the documentation that is not followed, and traps: names that match nobody, scopes that no request
//! reaches, roles that give more than they seem to. Each finding says what it looked at with its lines, who
//! advises it, and what to do.
//!
//! *Source:* each [`Rule`] names its own.
//!
//! *Invariants.* Nothing is told by the name of a role: what a role gives is asked with the predicates that
//! decide. The default policy of Kubernetes and the objects AKS makes give no finding. Findings come gravest
//! first, then by rule, then in document order.

mod accounts;
mod credentials;
mod elevation;
mod everyone;
mod individuals;
mod names;
mod orders;
mod places;
mod powers;
mod rule;
mod secrets;
mod standing;
mod survey;

use serde::Serialize;

use crate::chain::Authorizer;
use crate::review::AccessReview;
use crate::sorted;
use crate::source::Location;
use survey::Survey;

pub use rule::{Level, Rule};

/// What is worth looking at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// The gravest first; at most [`Findings::MOST`].
    pub listed: Vec<Finding>,
    /// How many more there are.
    pub unlisted: usize,
}

impl Findings {
    /// The most that are listed: nobody is helped by a million.
    pub const MOST: usize = 1_000;
}

/// One thing worth looking at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Which rule tells it.
    pub rule: Rule,
    /// How much it matters.
    pub level: Level,
    /// What is so, and what follows from it.
    pub words: String,
    /// What was looked at, what it stands on first.
    pub looked_at: Vec<LookedAt>,
    /// What to do; begins with a verb.
    pub remedy: String,
    /// Who advises it, or where the fact is from.
    pub source: &'static str,
}

/// One object a finding stands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LookedAt {
    /// What it is: `RoleBinding in dev`, `role assignment`, `subject`.
    pub what: String,
    /// Its name, as written.
    pub name: String,
    /// Where it is written; `None` for what aksess brings itself.
    pub location: Option<Location>,
    /// Whether it was written in a place that a snapshot did not keep.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
}

impl Authorizer {
    /// Everything about the policy that is worth looking at.
    pub fn findings(&self) -> Findings {
        let mut survey = Survey::new(self);
        individuals::look(&mut survey);
        names::look(&mut survey);
        accounts::look(&mut survey);
        places::look(&mut survey);
        elevation::look(&mut survey);
        secrets::look(&mut survey);
        credentials::look(&mut survey);
        standing::look(&mut survey);
        everyone::look(&mut survey);
        orders::look(&mut survey);
        let mut listed = survey.found;
        // The sort is stable: equals keep document order.
        sorted::sort_by_key(&mut listed, |of| (of.level, of.rule));
        let unlisted = listed.len().saturating_sub(Findings::MOST);
        listed.truncate(Findings::MOST);
        Findings { listed, unlisted }
    }
}

impl Findings {
    /// Those that stand on something which settled a review: a binding, an assignment or a deny assignment.
    pub fn touching<'a>(&'a self, review: &'a AccessReview) -> impl Iterator<Item = &'a Finding> {
        let stands_on = |finding: &&Finding| {
            let mut settled = review.because();
            settled.any(|name| finding.looked_at.iter().any(|of| of.name == name))
        };
        self.listed.iter().filter(stands_on)
    }
}
