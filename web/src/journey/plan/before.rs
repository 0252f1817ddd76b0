//! What happens before any authorizer is asked?
//!
//! A kubeconfig is fetched, and a credential becomes a name with groups.

use aksess::{ANONYMOUS, By, Trace};

use super::{HANGING, deciding_group, group_name, node};
use crate::journey::model::{Gate, Hanging, Lane, Part, Post, Shape, Tone};

/// The object id of a caller from Entra stands under this key.
const OBJECT_ID: &str = "oid";

/// What is known of the gates before the authorizers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    /// What was said about fetching a kubeconfig, where it was looked at.
    pub kubeconfig: Option<Lane>,
    /// How the caller signed in, in words; empty where the trace alone must tell.
    pub login: String,
}

impl Before {
    pub(super) fn kubeconfig(&self) -> Lane {
        self.kubeconfig.clone().unwrap_or_else(|| {
            let mut lane = Lane::empty(Gate::Kubeconfig, "Not asked", Tone::Quiet, Post::Thin);
            "The caller has a kubeconfig.".clone_into(&mut lane.note);
            lane
        })
    }

    pub(super) fn authentication(&self, trace: &Trace) -> Lane {
        let request = &trace.request;
        let azure = trace.azure.as_ref();
        let opinion = match self.login.as_str() {
            "" => signed_in(trace),
            login => login,
        };
        let mut lane = Lane::empty(Gate::Authentication, opinion, Tone::Allows, Post::Open);
        let user = match request.user.as_str() {
            "" => "nobody",
            user => user,
        };
        lane.thread = vec![node(Shape::Identity, Part::Decided, user, "", None)];
        let through = deciding_group(trace);
        let is_through = |group: &String| {
            through
                .as_ref()
                .is_some_and(|(name, _)| name.eq_ignore_ascii_case(group))
        };
        let group = |name: &str, part, at| {
            let known = group_name(azure, name);
            let about = known.map_or("", |_| name);
            node(Shape::Group, part, known.unwrap_or(name), about, at)
        };
        lane.detour = through
            .as_ref()
            .map(|(name, at)| group(name, Part::Decided, at.as_ref()));
        let others: Vec<&String> = request.groups.iter().filter(|of| !is_through(of)).collect();
        let shown = others
            .iter()
            .take(HANGING - usize::from(lane.detour.is_some()));
        lane.hanging = shown
            .map(|name| Hanging {
                node: group(name, Part::Carried, None),
                why: String::new(),
            })
            .collect();
        lane.rest = match others.len() - lane.hanging.len() {
            0 => String::new(),
            1 => "1 more group".to_owned(),
            more => format!("{more} more groups"),
        };
        if request.groups.is_empty() {
            "In no group.".clone_into(&mut lane.note);
        }
        if trace.by == By::Superuser {
            "Passes before every gate".clone_into(&mut lane.opinion);
        }
        lane
    }
}

fn signed_in(trace: &Trace) -> &'static str {
    let request = &trace.request;
    if request.user.starts_with("system:serviceaccount:") {
        "Service account"
    } else if request.user == ANONYMOUS {
        "Nobody signed in"
    } else if request.extra.contains_key(OBJECT_ID) {
        "Signed in with Entra"
    } else {
        "Signed in"
    }
}
