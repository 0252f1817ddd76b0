//! What does a pasted line or text ask?
//!
//! People do not come with a SubjectAccessReview. They come with a line they typed, the error it gave,
//! an audit event, a `curl`. [`parse`] turns each into the ordered list of requests the API server
//! decides, with who asks if the text says so and what the server answered if it did.
//!
//! ```
//! use aksess::command::{self, Context, Need};
//!
//! let pasted = command::parse("$ kubectl logs web -n dev", &Context::default());
//! let needed: Vec<String> = pasted
//!     .requests
//!     .iter()
//!     .filter(|asked| asked.need == Need::Required)
//!     .map(|asked| asked.to_string())
//!     .collect();
//! assert_eq!(needed, ["get pods web in dev", "get pods/log web in dev"]);
//! ```
//!
//! A line is allowed when every [`Need::Required`] request is; the first refused one gives the message.
//! [`Need::Soft`] requests are tried and may be refused. [`Need::Assumed`] ones (discovery and the
//! OpenAPI documents) end the line when they are refused, but the default roles grant them to everyone
//! authenticated: they are shown and not counted, for a policy pasted without the default roles would
//! refuse every line. [`Need::Escalation`] is the verb that spares a writer of roles the escalation
//! check; refused, the check itself decides. A required request with [`Asked::only_if`] is asked in one
//! state of the cluster only, which is not known here; who has them all is safe in every state.
//!
//! *Source:* kubectl 1.32.4 and 1.36.2, recorded against a server of 1.36.2.
//!
//! *Invariants.* Parsing never fails and is linear in the text; at most [`MAX_REQUESTS`] requests come
//! out. Nothing is decided here. Values of flags and headers that may be credentials are not kept: not
//! in requests, notes or problems.

mod arguments;
mod auth;
mod az;
mod create;
mod files;
mod http;
mod kinds;
mod kubectl;
mod line;
mod objects;
mod plan;
mod question;
mod reason;
mod sentence;
mod step;
mod target;
mod verbs;
mod whoami;
mod words;

use serde::Serialize;

use crate::extra::ExtraFields;

pub use crate::kind::Kind;
pub use crate::question::Question;
pub(crate) use kinds::typed;
pub use kinds::{BuiltIn, built_in};
pub(crate) use objects::manifest;

pub use reason::Spoke;
pub use step::{Asker, Condition, Found, Need};

/// The most requests one text gives; the rest is noted.
pub const MAX_REQUESTS: usize = 1000;
/// The most notes, and the most problems.
const MAX_REMARKS: usize = 50;

/// What is known beside the text.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The namespace of the current context; `default` when absent.
    pub namespace: Option<String>,
    /// Kinds that the documents define or name, beside the bundled ones.
    pub kinds: Vec<Kind>,
    /// What the files hold that a line names with `-f`.
    pub objects: Vec<Manifest>,
    /// The minor version of kubectl. Without it, what 1.32 to 1.35 ask, which is never less.
    pub client: Option<u32>,
    /// The minor version of the server. Without it, 1.35 or later.
    pub server: Option<u32>,
}

/// One object of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The name of the source it stands in, as `-f` would name it.
    pub file: String,
    /// `apps/v1`.
    pub api_version: String,
    /// `Deployment`.
    pub kind: String,
    /// Its namespace, empty when it has none.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// Kind and name of the role it refers to, if it is a binding.
    pub role_ref: Option<(String, String)>,
}

/// What a text turned out to be, and to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pasted {
    /// What kind of text it is.
    pub what: PastedKind,
    /// The requests, in order.
    pub requests: Vec<Asked>,
    /// Who asks, where the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<UserInfo>,
    /// As whom the caller acts: `--as` or the `Impersonate-` headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impersonate: Option<UserInfo>,
    /// What the line asks of Azure before it asks anything of the cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub control_plane: Option<ControlPlane>,
    /// What the server answered to the first request, where the text says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
    /// What is worth knowing about how the text was read.
    pub notes: Vec<String>,
    /// What could not be understood, and where.
    pub problems: Vec<Problem>,
}

/// Kinds of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PastedKind {
    /// A line of kubectl.
    Kubectl,
    /// A line of curl, or of an HTTP request.
    Curl,
    /// One or more sentences of refusal.
    Forbidden,
    /// Kubernetes audit events.
    AuditEvent,
    /// A review of the authorization API.
    SubjectAccessReview,
    /// The answer to who somebody is.
    Whoami,
    /// A line of the Azure command line.
    Az,
    /// None of these.
    #[default]
    Unknown,
}

/// One request the server decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// What is asked.
    #[serde(serialize_with = "question::serialize")]
    pub question: Question,
    /// Whether the line depends on it.
    pub need: Need,
    /// Who asks: the client, or the server on its own while it serves the request before.
    pub asker: Asker,
    /// Set when the cluster decides which objects are asked for. The name, and with all namespaces the
    /// namespace, is then empty: who is allowed that is allowed whatever is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Found>,
    /// The state of the cluster in which it is asked at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only_if: Option<Condition>,
    /// What it is for, in a few words.
    pub why: String,
    /// Questions of which any one serves as well.
    #[serde(
        skip_serializing_if = "Vec::is_empty",
        serialize_with = "question::serialize_all"
    )]
    pub alternatives: Vec<Question>,
    /// Who asked this one, impersonation applied, where it is not the caller of the whole text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<UserInfo>,
    /// What the server answered to this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<Reported>,
}

/// Who somebody is to the API server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// The user name; empty when the text does not give it.
    pub user: String,
    /// The groups the text gives, nothing added.
    pub groups: Vec<String>,
    /// The uid.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub uid: String,
    /// The extra keys with their values.
    #[serde(skip_serializing_if = "ExtraFields::is_empty")]
    pub extra: ExtraFields,
}

/// An answer of the server that the text tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// Whether the request got through.
    pub allowed: bool,
    /// The authorizers' reason, as it stands.
    pub reason: String,
    /// Which authorizer gave it.
    pub spoke: Spoke,
}

/// What a line asks of Azure Resource Manager.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ControlPlane {
    /// The actions, all needed.
    pub actions: Vec<String>,
    /// The resource or scope, if the text gives it in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// `--subscription`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subscription: Option<String>,
    /// `--resource-group`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_group: Option<String>,
    /// The cluster, by `--name`, or `--cluster-name` where the name is that of something in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The managed namespace of the cluster that the line is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The object id of who was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
}

/// What could not be understood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// First byte in the pasted text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it says.
    pub message: String,
}

/// Reads a text of any kind.
pub fn parse(text: &str, context: &Context) -> Pasted {
    let mut pasted = line::read(text, context)
        .or_else(|| objects::read(text, context))
        .or_else(|| sentence::read(text, context))
        .or_else(|| whoami::read(text))
        .or_else(|| http::request_line(text))
        .or_else(|| line::bare(text, context))
        .unwrap_or_else(|| unknown(text));
    pasted.bound();
    pasted
}

/// Reads a line of kubectl, with or without the word `kubectl`.
pub fn kubectl(line: &str, context: &Context) -> Pasted {
    let mut pasted = line::read(line, context).unwrap_or_else(|| line::kubectl(line, context));
    pasted.bound();
    pasted
}

fn unknown(text: &str) -> Pasted {
    let message = if text.trim().is_empty() {
        "nothing was pasted"
    } else {
        "this is none of what can be read here: a line of kubectl, az or curl, a Forbidden message, an \
         audit event, a SubjectAccessReview, the output of `kubectl auth whoami`"
    };
    let mut pasted = Pasted::default();
    pasted.problem(0..text.len(), message);
    pasted
}

impl Pasted {
    fn of(what: PastedKind) -> Self {
        Self {
            what,
            ..Self::default()
        }
    }

    fn problem(&mut self, at: std::ops::Range<usize>, message: impl Into<String>) {
        if self.problems.len() >= MAX_REMARKS {
            return;
        }
        self.problems.push(Problem {
            start: at.start,
            end: at.end,
            message: message.into(),
        });
    }

    fn note(&mut self, note: impl Into<String>) {
        let note = note.into();
        if self.notes.len() < MAX_REMARKS && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn bound(&mut self) {
        if self.requests.len() > MAX_REQUESTS {
            self.requests.truncate(MAX_REQUESTS);
            self.note(format!("only the first {MAX_REQUESTS} requests are shown"));
        }
    }
}

impl Asked {
    /// A request that must be allowed.
    fn required(question: Question, why: &str) -> Self {
        Self {
            question,
            need: Need::Required,
            asker: Asker::Client,
            found: None,
            only_if: None,
            why: why.to_owned(),
            alternatives: Vec::new(),
            caller: None,
            reported: None,
        }
    }
}
