//! What was the plugin told to do?
//!
//! The configuration is one object, in YAML or JSON. Every field is known, or the whole is refused with line and
//! column, so that `envoy --mode validate` tells a mistake before it is a hole. What decides who is believed
//! has no default.
//!
//! *Invariants.* A configuration that is accepted can be carried out: what contradicts itself is refused too.
//! `configuration.schema.json` describes the same object for editors.

mod identity;

use aksess::Order;
use aksess::json::{self, Mistake, Node};

use crate::fields::{Fields, mistake, word};
use crate::policy_source::PolicySource;

pub(crate) use identity::{Claims, FrontHeaders, IdentitySource, RESERVED, Token};

/// All of it.
#[derive(Debug)]
pub(crate) struct Configuration {
    /// By what is decided.
    pub(crate) policy: PolicySource,
    /// In which order Azure and Kubernetes speak.
    pub(crate) order: Order,
    /// What the plugin does.
    pub(crate) mode: Mode,
    /// Whether decisions are counted and timed.
    pub(crate) metrics: bool,
}

/// What the plugin does.
#[derive(Debug)]
pub(crate) enum Mode {
    /// Lets requests through or refuses them.
    Enforce(Enforce),
    /// Answers SubjectAccessReviews for callers whose certificates have these common names.
    Webhook(Vec<String>),
}

/// How requests are let through or refused.
#[derive(Debug)]
pub(crate) struct Enforce {
    /// What stands behind the gateway.
    pub(crate) service: Service,
    /// Who is believed, in this order; the first that knows the caller counts.
    pub(crate) identity: Vec<IdentitySource>,
    /// How the upstream learns who asks.
    pub(crate) upstream: Upstream,
    /// Whether SelfSubjectAccessReview and SelfSubjectRulesReview are answered here.
    pub(crate) answer_reviews: bool,
    /// Whether requests that could be read in two ways are refused before anybody is asked.
    pub(crate) screens: bool,
}

/// What stands behind the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Service {
    /// A Kubernetes API server: paths name resources.
    Kubernetes,
    /// Anything else: a request is its method and its path.
    Http,
}

/// How the upstream learns who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Upstream {
    /// From the caller's own token and Impersonate headers, untouched.
    Credential,
    /// From X-Remote headers about the effective user; token and Impersonate headers are removed.
    RemoteHeaders,
}

impl Mode {
    /// The word in metrics.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Enforce(_) => "enforce",
            Self::Webhook(_) => "webhook",
        }
    }
}

impl Configuration {
    /// Reads and checks a configuration.
    ///
    /// # Errors
    /// A sentence with line and column.
    pub(crate) fn read(text: &str) -> Result<Self, Mistake> {
        let root = json::read_yaml(text)?;
        let known = ["policy", "order", "mode", "metrics"];
        let fields = Fields::of(&root, "configuration", &known)?;
        let order = match fields.optional("order") {
            None => Order::default(),
            Some(node) => word(
                node,
                "order",
                &Order::ALL.map(|order| (order.word(), order)),
            )?,
        };
        Ok(Self {
            policy: PolicySource::read(fields.required("policy")?)?,
            order,
            mode: mode(fields.required("mode")?)?,
            metrics: fields.boolean("metrics", true)?,
        })
    }
}

fn mode(node: &Node<'_>) -> Result<Mode, Mistake> {
    let (mode, node) = Fields::choice(node, "mode", &["enforce", "webhook"])?;
    if mode == "webhook" {
        let fields = Fields::of(node, "webhook", &["callers"])?;
        return Ok(Mode::Webhook(fields.names("callers")?));
    }
    enforce(node).map(Mode::Enforce)
}

fn enforce(node: &Node<'_>) -> Result<Enforce, Mistake> {
    let known = [
        "service",
        "identity",
        "upstream",
        "answerReviews",
        "oddRequests",
    ];
    let fields = Fields::of(node, "enforce", &known)?;
    let service = [("kubernetes", Service::Kubernetes), ("http", Service::Http)];
    let service = word(fields.required("service")?, "service", &service)?;
    let upstream = [
        ("credential", Upstream::Credential),
        ("remoteHeaders", Upstream::RemoteHeaders),
    ];
    let upstream = word(fields.required("upstream")?, "upstream", &upstream)?;
    let screens = match fields.optional("oddRequests") {
        None => true,
        Some(node) => word(node, "oddRequests", &[("refuse", true), ("decide", false)])?,
    };
    let answer_reviews = fields.boolean("answerReviews", false)?;
    if service == Service::Http && answer_reviews {
        return mistake(node, "`answerReviews` is for the service `kubernetes`");
    }
    Ok(Enforce {
        service,
        identity: identity::read(fields, upstream)?,
        upstream,
        answer_reviews,
        screens,
    })
}
