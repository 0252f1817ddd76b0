//! Which bindings came near, and what kept each from granting?
//!
//! A binding comes near when it names the caller, or when its role would grant the request. For each,
//! the tests it fails are listed: who, where, which role, and the tests of the rule that is nearest,
//! by the same predicates the decision uses. Fewest differences come first, then what was pasted before
//! what every cluster has, then document order.
//!
//! They are found and counted when a request is explained, in numbers, and put into words when they are
//! read: most hosts read an answer without them, and words cost ten times what finding does.
//!
//! *Invariants.* A binding that grants is never listed, and every listed one has a difference. Nothing
//! here can change the decision: it has been made.

mod search;
mod told;

use std::sync::Arc;

use super::authorizer::Authorizer;
use crate::attributes::{Attributes, SubjectAccessReviewSpec};
use crate::source::Sources;
use crate::trace::{Counts, NearMiss};
use search::Near;

/// The nearest bindings of one refused request, and all it takes to put them into words.
#[derive(Debug)]
pub(crate) struct Found {
    near: Vec<Near>,
    authorizer: Arc<Authorizer>,
    sources: Arc<Sources>,
    asked: SubjectAccessReviewSpec,
}

impl Found {
    /// Finds them, and counts all bindings.
    pub(crate) fn new(
        authorizer: &Arc<Authorizer>,
        asked: &Attributes<'_>,
        sources: &Arc<Sources>,
    ) -> (Self, Counts) {
        let (near, counts) = search::search(authorizer, asked);
        let found = Self {
            near,
            authorizer: Arc::clone(authorizer),
            sources: Arc::clone(sources),
            asked: asked.into(),
        };
        (found, counts)
    }

    /// In words.
    pub(crate) fn told(&self) -> Vec<NearMiss> {
        let asked = self.asked.asked();
        let told =
            asked.map(|asked| told::told(&self.near, &self.authorizer, &asked, &self.sources));
        told.unwrap_or_default()
    }
}
