//! Who asks for what, and in which form?
//!
//! An [`AccessRequest`] is a request as people write it: a credential, perhaps someone to act as, and an
//! API object, a path, a request line or a line of kubectl. It is what a scenario holds without its
//! expectations and what a review answers.

pub(crate) mod read;

use crate::azure::time::Instant;
use crate::credential::Credential;
use crate::decision::Order;
use crate::impersonation::Impersonation;
use crate::kubeconfig::Kubeconfig;
use crate::kubernetes::Objects;
use crate::question::Question;

/// Who asks for what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRequest {
    /// What the caller presents.
    pub credential: Credential,
    /// As whom the caller acts, if as someone else.
    pub impersonate: Option<Impersonation>,
    /// What is asked.
    pub ask: Ask,
    /// In which order the authorizers speak, where the request says so.
    pub order: Option<Order>,
    /// The instant the request is about, for time-bound assignments of Azure.
    pub at: Option<Instant>,
    /// The role or binding that is written, as a document, for the escalation check.
    pub object: Option<Box<Objects>>,
}

/// The forms in which something can be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// One question, as an authorizer gets it.
    Question(Question),
    /// Method and target of an HTTP request: `GET /api/v1/pods?watch=1`.
    Http(String),
    /// A line of kubectl, with or without the word.
    Kubectl(String),
    /// Any text that [`crate::command::parse`] understands: a line, a refusal, an audit event.
    Pasted(String),
    /// A kubeconfig of the cluster.
    Kubeconfig(Kubeconfig),
    /// An action on a resource of Azure.
    Action {
        /// The action.
        action: String,
        /// The scope: the resource's id, or that of what holds it.
        scope: String,
    },
}

impl Ask {
    /// Whether it is a text of which the kinds that are known tell what it means.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Kubectl(_) | Self::Pasted(_))
    }
}
