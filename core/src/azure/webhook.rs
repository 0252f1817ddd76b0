//! What does Azure's authorization webhook answer to a Kubernetes request?
//!
//! The webhook is guard. It leaves `system:` users, users on the skip list and users without an object id to
//! others. Discovery paths are free. Every other request becomes data actions on a scope: the cluster, or a
//! namespace of it. If that is not allowed, further scopes are tried where they are set up: the managed
//! namespace, then the fleet the cluster has joined. The first try that allows wins; the last one answers
//! otherwise. A request it cannot express is an error, which the API server turns into no opinion or a
//! refusal, as it was told to.
//!
//! *Source:* guard `authz/providers/azure/azure.go` (`Check`), `rbac/rbac.go` (`CheckAccess`); spec section 1.
//!
//! *Invariants.* [`Webhook::decide`] is the only function that answers. It allocates nothing for names of
//! usual length and at most 31 groups.

pub(crate) mod answer;
pub(crate) mod caller;
pub(crate) mod data_action;
mod operations;
pub(crate) mod reason;

use super::access::AccessControl;
use super::cluster::{Cluster, Platform};
use super::condition::Attribute;
use super::name::Name;
use super::query::{Access, Plane, Query};
use super::time::Instant;
use crate::attributes::{Operation, Target};
use crate::observer::Observer;
use crate::request::Request;
use crate::settings::AzureSettings;
use answer::{Abstention, Answer, Attempt, Failure};
use caller::Ids;
use data_action::{Actions, Checks};

/// What actions on a fleet that a cluster has joined begin with.
const FLEET_MEMBERS: &str = "microsoft.containerservice/fleets/members";

/// A Kubernetes request as Azure gets it: who asks for which actions, and what conditions can see.
#[derive(Debug, Clone)]
pub(crate) struct Question<'a> {
    pub(crate) me: Ids,
    pub(crate) actions: Actions<'a>,
    /// What the cluster's own actions begin with.
    provider: &'static str,
    attributes: [Attribute<'a>; 2],
    count: usize,
    at: Option<Instant>,
}

impl Question<'_> {
    /// One action on one scope, both in lower case.
    pub(crate) fn query<'q>(&'q self, action: &'q [u8], scope: &'q [u8]) -> Query<'q> {
        Query {
            me: &self.me,
            action,
            written: "",
            plane: Plane::DataActions,
            resource: scope,
            attributes: self.attributes.get(..self.count).unwrap_or_default(),
            at: self.at,
        }
    }

    /// What actions begin with in a try. Those of a wildcard come from the map of the cluster's own
    /// operations, also where a fleet is asked.
    ///
    /// *Source:* guard `checkaccessreqhelper.go` (`getAuthInfoListForWildcard`); spec section 1.8.
    pub(crate) fn provider(&self, attempt: &Attempt) -> &'static str {
        match self.actions {
            Actions::Wildcard(..) => self.provider,
            Actions::One(_) | Actions::Custom(_) => attempt.provider,
        }
    }

    /// Asks for every action on one scope. All must be allowed.
    fn ask(
        &self,
        access: &AccessControl,
        attempt: &Attempt,
        observer: &mut impl Observer,
    ) -> Answer {
        let mut answer = Answer::Allowed;
        self.actions.all(self.provider(attempt), |action| {
            observer.action(&action);
            let query = self.query(action.as_bytes(), attempt.scope.as_bytes());
            let access = access.check(&query, observer);
            let goes_on = observer.decided(access).is_continue();
            // A denial counts over a missing grant wherever it stands, so the others are asked after one.
            match (access, answer) {
                (Access::Denied, _) => answer = Answer::Denied,
                (Access::NotAllowed, Answer::Allowed) => answer = Answer::NotAllowed,
                _ => {}
            }
            answer != Answer::Denied || goes_on
        });
        answer
    }
}

/// The webhook of one cluster.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub(crate) cluster: Cluster,
    pub(crate) settings: AzureSettings,
}

impl Webhook {
    /// Answers one request and tells the observer how.
    pub(crate) fn decide(
        &self,
        access: &AccessControl,
        asked: &impl Request,
        at: Option<Instant>,
        observer: &mut impl Observer,
    ) -> Answer {
        if let Some(answer) = self.before_asking(asked) {
            return answer;
        }
        let question = match self.question(asked, at) {
            Ok(question) => question,
            Err(failure) => return Answer::Failed(failure),
        };
        let mut answer = Answer::NotAllowed;
        for attempt in self.attempts(asked) {
            observer.attempt(&attempt);
            answer = question.ask(access, &attempt, observer);
            if answer == Answer::Allowed {
                break;
            }
        }
        answer
    }

    /// The answers that need no question to Azure, in the order the webhook looks for them.
    fn before_asking(&self, asked: &impl Request) -> Option<Answer> {
        let has_prefix = |text: &str, prefix: &str| {
            text.get(..prefix.len())
                .is_some_and(|of| of.eq_ignore_ascii_case(prefix))
        };
        if has_prefix(asked.user(), "system:") {
            return Some(Answer::Abstains(Abstention::SystemUser));
        }
        let skipped = |name: &String| name.eq_ignore_ascii_case(asked.user());
        if self.cluster.platform == Platform::Arc && self.settings.skip_users.iter().any(skipped) {
            return Some(Answer::Abstains(Abstention::SkipList));
        }
        if asked.oid().is_none() {
            return Some(if self.settings.refuses_others {
                Answer::NotEntraRefused
            } else {
                Answer::Abstains(Abstention::NotEntra)
            });
        }
        let Operation { verb, target } = asked.operation();
        match target {
            Target::NonResource { path }
                if self.settings.discovery_paths
                    && verb.eq_ignore_ascii_case("get")
                    && DISCOVERY.iter().any(|prefix| has_prefix(path, prefix)) =>
            {
                Some(Answer::Discovery)
            }
            _ => None,
        }
    }

    /// The request as Azure gets it.
    pub(crate) fn question<'a>(
        &self,
        asked: &'a impl Request,
        at: Option<Instant>,
    ) -> Result<Question<'a>, Failure> {
        let checks = Checks {
            custom_resources: self.settings.custom_resource_check,
            subresources: self.settings.subresource_check,
        };
        let me = asked.ids()?;
        let asked = asked.operation();
        let actions = data_action::actions(asked, checks)?;
        let (attributes, count) = data_action::attributes(asked, actions, checks);
        Ok(Question {
            me,
            actions,
            provider: self.cluster.platform.folded_provider(),
            attributes,
            count,
            at,
        })
    }

    /// The scopes to try, in order.
    pub(crate) fn attempts<'a>(
        &'a self,
        asked: &'a impl Request,
    ) -> impl Iterator<Item = Attempt> + 'a {
        let (cluster, settings) = (&self.cluster, &self.settings);
        let own = (
            cluster.platform.folded_provider(),
            cluster.id.value.folded(),
        );
        let fleet = settings
            .fleet
            .as_ref()
            .map(|of| (FLEET_MEMBERS, of.folded()));
        let namespace = asked.operation().namespace();
        let is_namespaced = !namespace.is_empty();
        let kind = match (is_namespaced, settings.kubernetes_configuration_namespaces) {
            (false, _) => "",
            (true, false) => "namespaces",
            (true, true) => "providers/Microsoft.KubernetesConfiguration/namespaces",
        };
        let has_managed =
            is_namespaced && settings.managed_namespaces && cluster.platform != Platform::Arc;
        let tries = [
            Some((own, kind)),
            has_managed.then_some((own, "managedNamespaces")),
            // The webhook builds this one with the namespace as the cluster's scope has it.
            fleet.map(|of| (of, kind)),
            fleet
                .filter(|_| is_namespaced)
                .map(|of| (of, "managedNamespaces")),
        ];
        let tries = tries.into_iter().flatten();
        tries.map(move |((provider, root), kind)| Attempt {
            provider,
            scope: Name::join(root, &[kind, namespace]),
        })
    }
}

/// What a free discovery path begins with; the comparison is textual, so `/apifoo` is free too.
const DISCOVERY: [&str; 4] = ["/api", "/openapi", "/version", "/healthz"];
