//! In which words is the table of lines written?
//!
//! A line of kubectl is a few phases; a phase is steps taken for every object the line names, or once.
//! A step is one request, or two where they always go together, with the need for it, the state of the
//! cluster it belongs to and the flags that bring it about. Rows of [`super::verbs`] are made of these
//! constants, so that the table reads as the specification does.
//!
//! *Invariants.* Steps are data: what they mean is in [`super::plan`] alone.

use serde::Serialize;

/// Whether a line depends on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Need {
    /// Refused, it ends the line, or the part of it that is about this object.
    Required,
    /// Tried by the client; refused, the line goes on.
    Soft,
    /// Needed, and granted to everyone authenticated by the default roles: discovery, the OpenAPI
    /// documents, a review of oneself.
    Assumed,
    /// Spares the writer of a role or binding the escalation check.
    Escalation,
}

/// Who puts a question to the authorizers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Asker {
    /// The client, by a request of its own.
    Client,
    /// The server, while it serves the request before.
    Server,
}

/// Which of the objects that the cluster holds are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Found {
    /// One of them.
    One,
    /// Each of them in turn.
    Each,
}

/// The state of the cluster in which a request is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Condition {
    /// The object named is not there.
    Absent,
    /// The object is there and not yet as it should be.
    Differs,
    /// The object is still there.
    Remains,
    /// No pod of the object is there yet.
    NoPod,
    /// Attaching to the container failed.
    AttachFails,
    /// The server cannot send the first list within a watch.
    NoWatchList,
    /// A pod on the node belongs to a daemon set.
    DaemonSetPod,
    /// An object that was applied before is no longer in the files.
    Pruned,
    /// The resource metrics API is served.
    MetricsServed,
}

impl Condition {
    /// The state in words, to follow "only if".
    pub fn words(self) -> &'static str {
        match self {
            Self::Absent => "the object is not there",
            Self::Differs => "the object is there and differs",
            Self::Remains => "the object is still there",
            Self::NoPod => "no pod is there yet",
            Self::AttachFails => "attaching fails",
            Self::NoWatchList => "the server cannot send the first list within the watch",
            Self::DaemonSetPod => "a pod of a daemon set runs on the node",
            Self::Pruned => "an object is no longer in the files",
            Self::MetricsServed => "metrics.k8s.io is served",
        }
    }
}

/// What one step asks.
#[derive(Debug, Clone, Copy)]
pub(super) enum Op {
    /// Get each object named, or list the kind when none is.
    Find,
    /// The same where kubectl does not ask after the namespace of an absent object.
    FindPlainly,
    /// List the kind of the object.
    List,
    /// Watch the kind; the object alone when it is named.
    Watch,
    /// List and watch, narrowed to the object.
    ListWatch,
    /// A verb and a subresource on the object.
    Act(&'static str, &'static str),
    /// To word an error: is the namespace there?
    Namespace,
    /// A verb on another resource (`replicasets.apps`, `pods/log`), in a place.
    Beside(&'static str, &'static str, Place),
    /// From here on the object is a pod: itself, or one of those that belong to it.
    Pod,
    /// From here on the object is another kind, found by the cluster, in a place.
    Become(&'static str, Found, Place),
    /// From here on the object is the one of the same name of this kind.
    Turn(&'static str),
    /// From here on the object has the name this flag gives.
    Rename(&'static str),
    /// List what an earlier apply may have made, and delete what is left over.
    Prune,
    /// Open a stream to the subresource of a pod.
    Stream(&'static str),
    /// A verb of the server's own on another resource, for an object only it knows.
    Check(&'static str, &'static str),
    /// Get a path.
    Path(&'static str),
}

/// Where another resource is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In the namespace of the object.
    Same,
    /// In the namespace of the line.
    Current,
    /// At the cluster scope, or over all namespaces.
    Cluster,
    /// In a fixed namespace, under the name of the object.
    NamedIn(&'static str),
    /// In a fixed namespace.
    In(&'static str),
}

/// When a step is taken; all of its tests must hold.
#[derive(Debug, Clone, Copy)]
pub(super) enum Test {
    /// The flag is set.
    With(&'static str),
    /// The flag is not set, or set to false.
    Without(&'static str),
    /// The flag has this value.
    Is(&'static str, &'static str),
    /// The flag has any other value, or none.
    IsNot(&'static str, &'static str),
    /// Objects are named.
    Named,
    /// Objects are left to the cluster to select.
    Selected,
    /// The object is of one of these kinds.
    Kind(&'static [&'static str]),
    /// The object is of none of these kinds.
    NotKind(&'static [&'static str]),
    /// The line attaches to a container it started.
    Attaching,
    /// The client is of this minor version or later.
    Since(u32),
    /// The client is older than this minor version.
    Before(u32),
    /// The line is about several objects.
    Several,
    /// Not a dry run of either kind.
    Wet,
}

/// One row of a phase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) op: Op,
    pub(super) need: Need,
    pub(super) asker: Asker,
    pub(super) only_if: Option<Condition>,
    pub(super) when: &'static [Test],
    /// Holds where `when` does not.
    pub(super) unless: &'static [Test],
    pub(super) why: &'static str,
}

/// Steps taken together.
#[derive(Debug, Clone, Copy)]
pub(super) enum Phase {
    /// For every object the line is about.
    Each(&'static [Step]),
    /// Once.
    Once(&'static [Step]),
}

impl Step {
    pub(super) const fn of(op: Op, why: &'static str) -> Self {
        Self {
            op,
            need: Need::Required,
            asker: Asker::Client,
            only_if: None,
            when: &[],
            unless: &[],
            why,
        }
    }

    pub(super) const fn soft(self) -> Self {
        Self {
            need: Need::Soft,
            ..self
        }
    }

    pub(super) const fn by_server(self) -> Self {
        Self {
            asker: Asker::Server,
            ..self
        }
    }

    pub(super) const fn only(self, condition: Condition) -> Self {
        Self {
            only_if: Some(condition),
            ..self
        }
    }

    pub(super) const fn when(self, when: &'static [Test]) -> Self {
        Self { when, ..self }
    }

    /// Not taken when all of these hold.
    pub(super) const fn unless(self, unless: &'static [Test]) -> Self {
        Self { unless, ..self }
    }
}

/// What looking an object up is for.
pub(super) const FOUND: &str = "the object";

pub(super) const fn find() -> Step {
    Step::of(Op::Find, FOUND)
}

pub(super) const fn act(verb: &'static str, subresource: &'static str, why: &'static str) -> Step {
    Step::of(Op::Act(verb, subresource), why)
}

pub(super) const fn beside(verb: &'static str, resource: &'static str, place: Place) -> Step {
    Step::of(Op::Beside(verb, resource, place), "what belongs to it")
}
