//! Which gates does a request meet, and what was looked at in each?
//!
//! The gates stand in the order they are asked. What decided goes on the thread, at most three things
//! that did not hang below it, the rest is a number.
//!
//! *Invariants.* The thread ends at the gate whose opinion the chain took, or at the last one when none
//! has an opinion.

use aksess::azure::trace::{AzureAnswer, AzureTrace};
use aksess::review::AccessReview;
use aksess::{By, Decision, Gate as Asked, Location, PRIVILEGED_GROUP, Trace};

use super::model::{Gate, Hanging, Journey, Lane, Node, Part, Post, Shape, Tone};

mod authentication;
mod azure;
mod kubeconfig;
mod kubernetes;

pub use azure::{role_name, scope_name, short_action};

/// The most that hangs below the thread at one gate.
pub const HANGING: usize = 3;

/// The way of one request of a review; `None` for its way where no authorizer was asked.
pub fn journey(review: &AccessReview, trace: Option<&Trace>) -> Journey {
    let mut lanes = vec![
        kubeconfig::lane(review),
        authentication::lane(review, trace),
    ];
    let order = order(trace);
    lanes.extend(order.map(|gate| match (gate, trace) {
        (Gate::Azure, _) => azure::lane(trace),
        (_, Some(trace)) => kubernetes::lane(trace),
        (_, None) => Lane::empty(Gate::Kubernetes, "Not asked", Tone::Quiet, Post::Unasked),
    }));
    let (decider, is_allowed) = decider(review, trace);
    let last = lanes.len().saturating_sub(1);
    let end = lanes
        .iter()
        .position(|lane| Some(lane.gate) == decider)
        .unwrap_or(last);
    for lane in lanes.iter_mut().skip(end + 1) {
        not_asked(lane);
    }
    if let Some(lane) = lanes.get_mut(end) {
        if is_allowed {
            lane.post = Post::Open;
        } else {
            lane.post = Post::Shut;
            lane.tone = Tone::Refuses;
        }
    }
    Journey {
        lanes,
        is_allowed,
        end,
    }
}

/// A cluster without documents of Azure has the gate, too; it is not in use.
fn order(trace: Option<&Trace>) -> [Gate; 2] {
    let opinions = trace.map_or(&[][..], |of| &of.opinions);
    let mut authorizers = opinions
        .iter()
        .map(|of| of.gate)
        .filter(|of| *of != Asked::Superuser);
    match (authorizers.next(), authorizers.next()) {
        (Some(Asked::KubernetesRbac), Some(_)) => [Gate::Kubernetes, Gate::Azure],
        _ => [Gate::Azure, Gate::Kubernetes],
    }
}

/// The gate whose opinion is the answer, `None` when none has one; and whether it lets the request through.
fn decider(review: &AccessReview, trace: Option<&Trace>) -> (Option<Gate>, bool) {
    let Some(trace) = trace else {
        let is_refused = review.authentication.refused.is_some()
            && review.settled_action().is_none_or(|of| of.allowed);
        let gate = if is_refused {
            Gate::Authentication
        } else {
            Gate::Kubeconfig
        };
        return (Some(gate), review.decision.is_allowed());
    };
    let mut opinions = trace.opinions.iter();
    let deciding = opinions.find(|of| of.decision != Decision::NoOpinion);
    let gate = deciding.map(|of| match of.gate {
        Asked::Superuser => Gate::Authentication,
        Asked::AzureRbac => Gate::Azure,
        Asked::KubernetesRbac => Gate::Kubernetes,
    });
    (gate, trace.decision.is_allowed())
}

/// The thread ended before this gate: what it would say is told, and nothing of it decided.
fn not_asked(lane: &mut Lane) {
    let would = match lane.tone {
        _ if lane.gate == Gate::Authentication => "",
        _ if matches!(lane.post, Post::Off | Post::Unasked) => return,
        Tone::Allows => "would allow",
        Tone::Refuses => "would refuse",
        Tone::Quiet => "no opinion",
    };
    lane.opinion = match would {
        "" => "Not asked".to_owned(),
        would => format!("Not asked: {would}"),
    };
    lane.tone = Tone::Quiet;
    lane.post = Post::Unasked;
    let mut nodes: Vec<Node> = std::mem::take(&mut lane.thread);
    lane.detour = None;
    // what stands for the whole is enough; its role and rule are in the list
    nodes.truncate(1);
    let enough = nodes.into_iter().map(|node| Hanging {
        node: Node {
            part: Part::Enough,
            ..node
        },
        why: String::new(),
    });
    lane.hanging = enough.chain(std::mem::take(&mut lane.hanging)).collect();
    lane.hanging.truncate(HANGING);
}

/// The opinion of an authorizer about this request.
fn opinion(trace: &Trace, gate: Asked) -> Option<Decision> {
    let mut opinions = trace.opinions.iter();
    opinions.find(|of| of.gate == gate).map(|of| of.decision)
}

/// A node that is written there.
fn node(shape: Shape, part: Part, name: &str, about: &str, at: Option<&Location>) -> Node {
    Node {
        shape,
        part,
        name: name.to_owned(),
        about: about.to_owned(),
        at: at.cloned(),
    }
}

/// The group that let the caller on, with where it is named; `None` where their own name did.
fn deciding_group(trace: &Trace) -> Option<(String, Option<Location>)> {
    if trace.by == By::Superuser {
        return Some((PRIVILEGED_GROUP.to_owned(), None));
    }
    if !trace.decision.is_allowed() {
        return None;
    }
    let azure = trace.azure.as_ref();
    if trace.by == By::AzureRoleAssignment {
        let ground = azure?.grounds.first()?;
        let is_caller = azure?
            .caller
            .as_ref()
            .is_some_and(|caller| caller.id == ground.principal.id);
        return (!is_caller).then(|| (ground.principal.id.clone(), None));
    }
    let subject = &trace.grounds.first()?.subject;
    (subject.kind == "Group").then(|| (subject.name.clone(), subject.location.clone()))
}

/// The name people know a group by, where a document gives one.
fn group_name<'a>(azure: Option<&'a AzureTrace>, id: &str) -> Option<&'a str> {
    let mut groups = azure?.groups.iter();
    let group = groups.find(|of| of.id.eq_ignore_ascii_case(id))?;
    group.name.as_deref()
}

/// Whether Azure is asked at all.
fn is_off(azure: Option<&AzureTrace>) -> bool {
    azure.is_none_or(|of| of.answer == AzureAnswer::Off)
}
