//! What is looked at, and how is a finding put down?
//!
//! The bindings that someone wrote, the assignments with what their roles give, the cluster they are compared
//! with. What comes with every cluster is passed over here, so that no rule need think of it: bindings that
//! aksess brings, and pasted ones that give no more than the default policy or AKS itself does.

use std::borrow::Cow;
use std::rc::Rc;

use super::powers::Powers;
use super::{Finding, Level, LookedAt, Rule};
use crate::azure::authorizer::Authorizer as Azure;
use crate::azure::cluster::Cluster;
use crate::azure::guid::Guid;
use crate::azure::letter_case::folded;
use crate::azure::model::{DenyAssignment, RoleAssignment, RoleDefinition};
use crate::azure::query::{Access, Plane, Query};
use crate::chain::Authorizer;
use crate::kubernetes::builtin::Usual;
use crate::kubernetes::{Binding, Role, Subject};
use crate::sorted::Sorted;
use crate::source::Span;

/// What is looked at, and what was found so far.
pub(super) struct Survey<'a> {
    pub(super) authorizer: &'a Authorizer,
    pub(super) azure: &'a Azure,
    pub(super) cluster: Option<&'a Cluster>,
    /// The bindings that someone wrote, each with its role.
    pub(super) bound: Rc<[Bound<'a>]>,
    /// Sign-in names in lower case, and whose they are.
    pub(super) sign_ins: Sorted<String, (Guid, &'a str)>,
    pub(super) usual: Usual,
    pub(super) powers: Powers,
    pub(super) found: Vec<Finding>,
}

/// A binding with the role it gives; `None` for one that is missing.
#[derive(Debug)]
pub(super) struct Bound<'a> {
    pub(super) binding: Cow<'a, Binding>,
    pub(super) role: Option<Cow<'a, Role>>,
}

impl Bound<'_> {
    pub(super) fn parts(&self) -> (&Binding, Option<&Role>) {
        (&self.binding, self.role.as_deref())
    }
}

/// A role assignment with what it refers to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Assigned<'a> {
    pub(super) position: u32,
    pub(super) assignment: &'a RoleAssignment,
    pub(super) role: &'a RoleDefinition,
}

impl<'a> Survey<'a> {
    pub(super) fn new(authorizer: &'a Authorizer) -> Self {
        let azure: &Azure = &authorizer.azure;
        let kubernetes = &authorizer.kubernetes;
        let usual = Usual::new();
        let bound = (0..kubernetes.bindings()).filter_map(|position| {
            let binding = kubernetes.binding(position)?;
            let role = kubernetes.facts.binding(position)?.role;
            (!usual.gives(&binding)).then(|| Bound {
                binding,
                role: kubernetes.role(role),
            })
        });
        let bound = bound.collect();
        let sign_ins = azure.directory.sign_ins();
        Self {
            authorizer,
            azure,
            cluster: azure.cluster.as_ref(),
            bound,
            sign_ins: sign_ins
                .map(|(id, name)| (folded(name), (id, name)))
                .collect(),
            usual,
            powers: Powers::new(),
            found: Vec::new(),
        }
    }

    /// Whether people sign in with Entra, as far as is known.
    pub(super) fn has_entra(&self) -> bool {
        self.cluster.is_none_or(|of| of.entra.is_some())
    }

    /// Puts a finding down.
    pub(super) fn tell(
        &mut self,
        rule: Rule,
        words: impl Into<String>,
        looked_at: Vec<LookedAt>,
        remedy: impl Into<String>,
    ) {
        self.tell_as(rule, rule.level(), words, looked_at, remedy);
    }

    /// The same at another level than the rule's usual one.
    pub(super) fn tell_as(
        &mut self,
        rule: Rule,
        level: Level,
        words: impl Into<String>,
        looked_at: Vec<LookedAt>,
        remedy: impl Into<String>,
    ) {
        self.found.push(Finding {
            rule,
            level,
            words: words.into(),
            looked_at,
            remedy: remedy.into(),
            source: rule.source(),
        });
    }

    /// The assignments whose role is known, in document order.
    pub(super) fn assigned(&self) -> Vec<Assigned<'a>> {
        let control = &self.azure.access;
        let positions = (0u32..).zip(&control.assignments);
        let known = positions.filter_map(|(position, assignment)| {
            Some(Assigned {
                position,
                assignment,
                role: control.role(position)?,
            })
        });
        known.collect()
    }

    /// Whether this assignment gives an action on a resource, the caller being whom it names.
    pub(super) fn gives(&self, of: Assigned<'_>, action: &str, plane: Plane, on: &str) -> bool {
        let me = [of.assignment.principal.id];
        let action = action.to_ascii_lowercase();
        let query = self.query(&me, &action, plane, on);
        self.azure.access.grants(of.position, &query, None)
    }

    /// Whether an assignment gives everything inside a cluster.
    pub(super) fn administers(&self, of: Assigned<'_>, cluster: &Cluster) -> bool {
        let on = cluster.id.value.folded();
        let mut actions = self.powers.actions(cluster.platform).iter();
        actions.all(|action| self.gives(of, action, Plane::DataActions, on))
    }

    /// Whether whom an assignment names may do it after all: with their groups, deny assignments considered.
    pub(super) fn may(&self, principal: Guid, action: &str, plane: Plane, on: &str) -> bool {
        let me = self.azure.with_groups(vec![principal]);
        let action = action.to_ascii_lowercase();
        let query = self.query(&me, &action, plane, on);
        self.azure.access.check(&query, &mut ()) == Access::Allowed
    }

    pub(super) fn query<'q>(
        &self,
        me: &'q [Guid],
        action: &'q str,
        plane: Plane,
        resource: &'q str,
    ) -> Query<'q> {
        Query {
            me,
            action: action.as_bytes(),
            written: action,
            plane,
            resource: resource.as_bytes(),
            attributes: &[],
            at: self.authorizer.at(),
        }
    }

    /// A principal by the name people know, with the id where that is another.
    pub(super) fn principal(&self, id: Guid) -> String {
        let directory = &self.azure.directory;
        match directory.sign_in(id).or_else(|| directory.name(id)) {
            Some(name) => format!("{name} ({id})"),
            None => id.to_string(),
        }
    }

    pub(super) fn see_binding(&self, of: &Binding) -> LookedAt {
        let place = of.namespace.as_ref();
        let place = place.map_or_else(String::new, |of| format!(" in {}", of.value));
        self.see(
            format!("{}{place}", of.kind()),
            &of.name.value,
            of.name.span,
        )
    }

    pub(super) fn see_subject(&self, of: &Subject) -> LookedAt {
        self.see(format!("subject {}", of.kind), &of.name, of.span)
    }

    pub(super) fn see_assignment(&self, of: &RoleAssignment) -> LookedAt {
        self.see("role assignment", &of.name.value, of.name.span)
    }

    pub(super) fn see_deny(&self, of: &DenyAssignment) -> LookedAt {
        self.see("deny assignment", &of.name.value, of.name.span)
    }

    pub(super) fn see_cluster(&self, of: &Cluster, at: Span) -> LookedAt {
        self.see("cluster", &of.name, at)
    }

    pub(super) fn see(&self, what: impl Into<String>, name: &str, at: Span) -> LookedAt {
        LookedAt {
            what: what.into(),
            name: name.to_owned(),
            location: self.authorizer.sources.location(at),
            unplaced: at.is_unplaced(),
        }
    }
}

/// The most objects one finding lists.
pub(super) const LISTED: usize = 20;

/// Users that AKS itself makes.
const LOCAL_ACCOUNTS: [&str; 4] = ["clusterAdmin", "clusterUser", "masterclient", "aks-support"];

/// Whether a user name is a person's or an application's, and not the system's or a local account.
pub(super) fn is_someone(user: &str) -> bool {
    !user.starts_with("system:") && !LOCAL_ACCOUNTS.contains(&user)
}

/// What a role is called: its name, else its id.
pub(super) fn role_name(role: &RoleDefinition) -> String {
    match role.name.value.as_str() {
        "" => role.id.to_string(),
        name => name.to_owned(),
    }
}
