//! How does the question read?
//!
//! Each part as the sentence says it, and the whole in one line. A part that is absent has words of its own.

use aksess::Order;

use super::{About, Part, Question};
use crate::app::api_resources;

impl Question {
    /// A part as the sentence says it.
    pub(crate) fn words(&self, part: Part) -> String {
        let value = match part {
            Part::Login => return self.login.words().to_owned(),
            Part::Order => return order_words(self.order).to_owned(),
            Part::Action => short(&self.action),
            Part::Scope => short(&self.scope),
            part => self.value(part),
        };
        if !value.is_empty() {
            return value;
        }
        match part {
            Part::User => "nobody",
            Part::Group => "add a group",
            Part::Verb => "(no verb)",
            Part::Resource => "(no resource)",
            Part::ApiGroup => "core",
            Part::Subresource | Part::ObjectId => "none",
            Part::Name => "any",
            Part::Namespace => self.everywhere(),
            Part::Path => "(no path)",
            Part::At => "any time",
            Part::Action => "(no action)",
            Part::Scope => "the cluster",
            Part::Login | Part::Order | Part::Kubeconfig => "",
        }
        .to_owned()
    }

    /// The word before the namespace: `in dev`, `at the cluster scope`.
    pub(crate) fn preposition(&self) -> &'static str {
        if self.namespace.is_empty() && self.everywhere() == CLUSTER_SCOPE {
            "at"
        } else {
            "in"
        }
    }

    /// `list pods in dev`: the question without who asks.
    pub(crate) fn request(&self) -> String {
        match self.about {
            About::Path => format!("{} {}", self.verb, self.path),
            About::Kubeconfig => format!("fetch the {} kubeconfig", self.kubeconfig.word()),
            About::Action => format!("{} on {}", self.action, self.words(Part::Scope)),
            About::Resource => {
                let name = match self.name.as_str() {
                    "" => String::new(),
                    name => format!(" {name}"),
                };
                format!(
                    "{} {}{name} {} {}",
                    self.verb,
                    self.whole_resource(),
                    self.preposition(),
                    self.words(Part::Namespace)
                )
            }
        }
    }

    pub(super) fn whole_resource(&self) -> String {
        match self.subresource.as_str() {
            "" => self.resource.clone(),
            subresource => format!("{}/{subresource}", self.resource),
        }
    }

    fn everywhere(&self) -> &'static str {
        let collection = matches!(self.verb.as_str(), "list" | "watch" | "deletecollection");
        if collection && !api_resources::is_cluster_scoped(&self.api_group, &self.resource) {
            "all namespaces"
        } else {
            CLUSTER_SCOPE
        }
    }
}

/// An order of authorizers in words.
pub(crate) fn order_words(order: Order) -> &'static str {
    match order {
        Order::AzureFirst => "Azure first",
        Order::KubernetesFirst => "Kubernetes first",
        Order::AzureExclusive => "Azure exclusive",
    }
}

/// The last segments of an action or a scope: what tells it from others.
fn short(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').collect();
    match segments.len() {
        0..=3 => path.to_owned(),
        count => segments.get(count - 2..).unwrap_or_default().join("/"),
    }
}

const CLUSTER_SCOPE: &str = "the cluster scope";
