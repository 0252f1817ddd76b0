//! What can be chosen for a part of the question?
//!
//! First what the documents name, then what every cluster has. Suggestions are only that: a value
//! that is not among them is accepted as typed.

use aksess::azure::letter_case::folded;
use aksess::sorted;
use aksess::{ANONYMOUS, AUTHENTICATED, Order, PRIVILEGED_GROUP, Vocabulary};
use yew::AttrValue;

use super::api_resources;
use super::login::WAYS;
use super::names::Names;
use super::question::{About, Part, Question, order_words};

/// One entry of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Choice {
    /// What choosing it gives.
    pub(crate) value: AttrValue,
    /// What is shown for it.
    pub(crate) label: AttrValue,
    /// What else is worth knowing; may be empty.
    pub(crate) note: AttrValue,
    /// The heading it stands under; may be empty.
    pub(crate) heading: &'static str,
    /// The verdict it leads to, where that is known.
    pub(crate) allowed: Option<bool>,
}

/// How many entries a list shows at once.
pub(crate) const SHOWN: usize = 200;

const PATHS: [&str; 9] = [
    "/healthz",
    "/livez",
    "/readyz",
    "/metrics",
    "/version",
    "/api",
    "/apis",
    "/openapi/v2",
    "/logs",
];
const PATH_VERBS: [&str; 6] = ["get", "head", "post", "put", "patch", "delete"];

/// The choices for a part.
pub(crate) fn choices(part: Part, question: &Question, names: &Names) -> Vec<Choice> {
    let known = &names.vocabulary;
    let plain = |names: &[String]| names.iter().map(choice).collect::<Vec<_>>();
    let mut choices = match part {
        Part::User => with_more(with_people(plain(&known.users), names), &[ANONYMOUS]),
        Part::Group => with_more(
            with_groups(&known.groups, names),
            &[AUTHENTICATED, PRIVILEGED_GROUP],
        ),
        Part::Login => WAYS
            .map(|(word, words, does)| labelled(word, words, does))
            .to_vec(),
        Part::Order => ORDERS
            .map(|(order, does)| labelled(order.word(), order_words(order), does))
            .to_vec(),
        Part::ObjectId => with_empty("none", "not a caller from Entra", object_ids(names)),
        Part::At => with_empty(
            "any time",
            "windows of time count as open",
            vec![noted("2026-12-31T12:00:00Z", "write it like this")],
        ),
        Part::Kubeconfig => vec![
            noted("user", "makes kubectl sign in"),
            noted("admin", "holds a certificate in system:masters"),
        ],
        Part::Action => ACTIONS.map(choice).to_vec(),
        Part::Scope => plain(&names.scopes),
        Part::Verb if question.about == About::Path => PATH_VERBS.map(choice).to_vec(),
        Part::Verb => plain(&known.verbs),
        Part::Resource => resources(known),
        Part::ApiGroup => api_groups(known),
        Part::Subresource => subresources(question, known),
        Part::Name => with_empty("any", "no name in the request", plain(&known.names)),
        Part::Namespace => with_empty(
            "all namespaces",
            "or the cluster scope",
            plain(&known.namespaces),
        ),
        Part::Path => with_more(
            plain(&known.paths)
                .into_iter()
                .filter(|path| !path.value.contains('*'))
                .collect(),
            &PATHS,
        ),
    };
    if part == Part::Group {
        choices.retain(|of| !question.groups.iter().any(|group| *group == *of.value));
    }
    choices
}

/// Positions of the choices that match what was typed: those that begin with it first.
pub(crate) fn matching(choices: &[Choice], typed: &str) -> Vec<usize> {
    let typed = folded(typed.trim());
    let begins = |of: &Choice| folded(&of.label).starts_with(&typed);
    let holds =
        |of: &Choice| folded(&of.label).contains(&typed) || folded(&of.note).contains(&typed);
    let numbered = || choices.iter().enumerate();
    let first = numbered().filter(|(_, of)| begins(of));
    let rest = numbered().filter(|(_, of)| !begins(of) && holds(of));
    first.chain(rest).map(|(at, _)| at).collect()
}

const ORDERS: [(Order, &str); 3] = [
    (
        Order::AzureFirst,
        "a deny denies, no grant leaves it to the cluster",
    ),
    (Order::KubernetesFirst, "what live clusters are seen to do"),
    (
        Order::AzureExclusive,
        "whoever Azure refuses is refused: the open-source webhook",
    ),
];

/// What people ask of Azure Resource Manager about a cluster.
const ACTIONS: [&str; 7] = [
    "Microsoft.ContainerService/managedClusters/read",
    "Microsoft.ContainerService/managedClusters/write",
    "Microsoft.ContainerService/managedClusters/delete",
    "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
    "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action",
    "Microsoft.ContainerService/managedClusters/runCommand/action",
    "Microsoft.Authorization/roleAssignments/write",
];

fn labelled(value: &str, label: &str, note: &str) -> Choice {
    Choice {
        label: AttrValue::from(label.to_owned()),
        ..noted(value, note)
    }
}

/// People of Entra, who sign in with a name, behind the users of bindings.
fn with_people(mut choices: Vec<Choice>, names: &Names) -> Vec<Choice> {
    for person in names.principals.values().filter(|of| !of.is_group) {
        let name = if person.name.is_empty() {
            &person.id
        } else {
            &person.name
        };
        if !choices.iter().any(|of| *of.value == **name) {
            choices.push(noted(name, "Entra"));
        }
    }
    choices
}

/// The groups of bindings by the names Entra gives them, then those only Azure's documents name.
fn with_groups(known: &[String], names: &Names) -> Vec<Choice> {
    let named = |id: &str| match names.name_of(id) {
        Some(name) => labelled(id, name, id),
        None => choice(id),
    };
    let mut choices: Vec<Choice> = known.iter().map(|id| named(id)).collect();
    for group in names.principals.values().filter(|of| of.is_group) {
        if !choices
            .iter()
            .any(|of| of.value.eq_ignore_ascii_case(&group.id))
        {
            choices.push(named(&group.id));
        }
    }
    choices
}

fn object_ids(names: &Names) -> Vec<Choice> {
    let people = names.principals.values().filter(|of| !of.is_group);
    people.map(|of| noted(&of.id, &of.name)).collect()
}

fn choice(value: impl AsRef<str>) -> Choice {
    let value = AttrValue::from(value.as_ref().to_owned());
    Choice {
        label: value.clone(),
        value,
        ..Choice::default()
    }
}

fn noted(value: &str, note: &str) -> Choice {
    Choice {
        note: AttrValue::from(note.to_owned()),
        ..choice(value)
    }
}

/// Puts the empty value in front, under a name people read.
fn with_empty(label: &'static str, note: &'static str, rest: Vec<Choice>) -> Vec<Choice> {
    let empty = Choice {
        label: AttrValue::Static(label),
        note: AttrValue::Static(note),
        ..Choice::default()
    };
    std::iter::once(empty).chain(rest).collect()
}

fn with_more(mut choices: Vec<Choice>, more: &[&str]) -> Vec<Choice> {
    for value in more {
        if !choices.iter().any(|of| of.value == *value) {
            choices.push(choice(value));
        }
    }
    choices
}

fn resources(known: &Vocabulary) -> Vec<Choice> {
    let named = sorted::set(known.resources.iter().map(String::as_str));
    let note = |name: &str| {
        let resource = name.split('/').next().unwrap_or(name);
        api_resources::group_of(resource).unwrap_or_default()
    };
    let first = named.iter().map(|name| noted(name, note(name)));
    let rest = api_resources::all().filter(|(name, _)| named.binary_search(name).is_err());
    first
        .chain(rest.map(|(name, group)| noted(name, group)))
        .collect()
}

fn api_groups(known: &Vocabulary) -> Vec<Choice> {
    let groups = known.api_groups.iter().map(choice).collect();
    let more: Vec<&str> = api_resources::groups().collect();
    with_empty("core", "pods, services, secrets", with_more(groups, &more))
}

fn subresources(question: &Question, known: &Vocabulary) -> Vec<Choice> {
    let of_this = known.resources.iter().filter_map(|name| {
        let (resource, subresource) = name.split_once('/')?;
        (resource == question.resource || resource == "*").then(|| choice(subresource))
    });
    let more = api_resources::subresources(&question.resource);
    with_empty("none", "", with_more(of_this.collect(), more))
}
