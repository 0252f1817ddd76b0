//! What does `create KIND NAME` ask?
//!
//! Each kind has a command of its own, which mostly asks for nothing but the creation and needs no
//! discovery. The name stands in the body, so the request carries none; a token is made for a service
//! account and carries its name.
//!
//! *Source:* kubectl 1.32.4, recorded.

use super::arguments::Arguments;
use super::kinds::{Resolved, resolve};
use super::step::{Op, Phase, Place, Step, act, find};
use super::target::Target;
use super::verbs::Discovery;
use super::words::Word;

/// Words after `create`, the kind, how many words come before the name, what comes first.
#[rustfmt::skip]
const KINDS: [(&[&str], &str, usize, Discovery); 16] = [
    (&["clusterrole"], "clusterroles.rbac.authorization.k8s.io", 1, Discovery::Groups),
    (&["clusterrolebinding"], "clusterrolebindings.rbac.authorization.k8s.io", 1, Discovery::None),
    (&["configmap", "cm"], "configmaps", 1, Discovery::None),
    (&["cronjob", "cj"], "cronjobs.batch", 1, Discovery::None),
    (&["deployment", "deploy"], "deployments.apps", 1, Discovery::None),
    (&["ingress", "ing"], "ingresses.networking.k8s.io", 1, Discovery::None),
    (&["job"], "jobs.batch", 1, Discovery::With("from")),
    (&["namespace", "ns"], "namespaces", 1, Discovery::None),
    (&["poddisruptionbudget", "pdb"], "poddisruptionbudgets.policy", 1, Discovery::None),
    (&["priorityclass", "pc"], "priorityclasses.scheduling.k8s.io", 1, Discovery::None),
    (&["quota", "resourcequota"], "resourcequotas", 1, Discovery::None),
    (&["role"], "roles.rbac.authorization.k8s.io", 1, Discovery::Groups),
    (&["rolebinding"], "rolebindings.rbac.authorization.k8s.io", 1, Discovery::None),
    (&["secret"], "secrets", 2, Discovery::None),
    (&["service", "svc"], "services", 2, Discovery::None),
    (&["serviceaccount", "sa", "token"], "serviceaccounts", 1, Discovery::None),
];

const CREATED: &[Phase] = &[Phase::Each(&[act("create", "", "to create it")])];
const TOKEN: &[Phase] = &[Phase::Each(&[act("create", "token", "to make the token")])];
const JOB: Step = Step::of(
    Op::Beside("create", "jobs.batch", Place::Current),
    "the job",
);
const FROM: &[Phase] = &[Phase::Each(&[find()]), Phase::Once(&[JOB])];

/// One such line.
pub(super) struct Create {
    pub(super) discovery: Discovery,
    pub(super) phases: &'static [Phase],
    pub(super) targets: Vec<Target>,
}

/// Reads the words after `create`; `None` when the first is no kind with a command of its own.
pub(super) fn read(words: &[Word], arguments: &Arguments, namespace: &str) -> Option<Create> {
    let word = words.first()?;
    let (_, kind, skipped, discovery) = KINDS
        .iter()
        .find(|(names, ..)| names.contains(&word.text.as_str()))?;
    let name = words.get(*skipped).map_or("", |name| name.text.as_str());
    let create = |phases, target| Create {
        discovery: *discovery,
        phases,
        targets: vec![target],
    };
    if let Some((kind, name)) = arguments
        .value("from")
        .filter(|_| word.text == "job")
        .and_then(|from| from.text.split_once('/'))
    {
        let kind = resolve(kind, &[])?;
        return Some(create(FROM, Target::named(kind, namespace, name)));
    }
    let kind = Resolved::known(kind);
    let namespace = if kind.is_namespaced() { namespace } else { "" };
    let target = Target {
        role_ref: role_ref(arguments),
        ..Target::named(kind, namespace, name)
    };
    let phases = if word.text == "token" { TOKEN } else { CREATED };
    Some(create(phases, target))
}

fn role_ref(arguments: &Arguments) -> Option<(String, String)> {
    let of = |flag, kind: &str| {
        let name = arguments.value(flag)?;
        Some((kind.to_owned(), name.text.clone()))
    };
    of("role", "Role").or_else(|| of("clusterrole", "ClusterRole"))
}
