//! Which worlds are measured, so that anyone can measure the same?
//!
//! A cluster of a size one can choose, made from a fixed seed: 200 ClusterRoles, three Roles in each of
//! 500 namespaces, and as many bindings as wanted, a tenth of them for the whole cluster. A user is in
//! five groups. For each granted question there is one that differs in one thing and is refused.

#![expect(
    clippy::indexing_slicing,
    reason = "what makes fixed worlds must fail loudly where it is wrong"
)]

mod list;
mod questions;

pub use list::json;

use aksess::{Attributes, Resource, Target};

use crate::naive::{Asked, Binding, Role, Rule, World};
use questions::Questions;

/// A world and questions about it.
#[derive(Debug)]
pub struct Made {
    /// The objects as the naive scan reads them.
    pub world: World,
    /// Questions that are granted.
    pub granted: Vec<Asked>,
    /// Questions that are refused, each near a granted one.
    pub refused: Vec<Asked>,
}

/// The question as the core takes it.
pub fn attributes(asked: &Asked) -> Attributes<'_> {
    let [api_group, resource, subresource, namespace, name] = &asked.on;
    let target = match &asked.path {
        Some(path) => Target::NonResource { path },
        None => Target::Resource(Resource {
            api_group,
            resource,
            subresource,
            namespace,
            name,
        }),
    };
    Attributes {
        user: &asked.user,
        groups: asked.groups.iter().map(String::as_str).collect(),
        extra: Vec::new(),
        verb: &asked.verb,
        target,
    }
}

const NAMESPACES: usize = 500;
const CLUSTER_ROLES: usize = 200;
const ROLES: usize = 3;
const GROUPS_OF_A_USER: usize = 5;

const RESOURCES: [(&str, &[&str]); 12] = [
    (
        "",
        &[
            "pods",
            "pods/log",
            "pods/exec",
            "pods/status",
            "services",
            "configmaps",
            "secrets",
            "events",
            "nodes",
            "nodes/proxy",
            "serviceaccounts",
            "serviceaccounts/token",
            "persistentvolumeclaims",
            "replicationcontrollers/scale",
            "resourcequotas",
        ],
    ),
    (
        "apps",
        &[
            "deployments",
            "deployments/scale",
            "statefulsets",
            "statefulsets/scale",
            "daemonsets",
            "replicasets",
        ],
    ),
    ("batch", &["jobs", "jobs/status", "cronjobs"]),
    ("autoscaling", &["horizontalpodautoscalers"]),
    (
        "networking.k8s.io",
        &["ingresses", "ingresses/status", "networkpolicies"],
    ),
    ("policy", &["poddisruptionbudgets"]),
    (
        "rbac.authorization.k8s.io",
        &["roles", "rolebindings", "clusterroles"],
    ),
    ("storage.k8s.io", &["storageclasses", "volumeattachments"]),
    ("coordination.k8s.io", &["leases"]),
    (
        "cert-manager.io",
        &["certificates", "certificates/status", "issuers"],
    ),
    (
        "monitoring.coreos.com",
        &["servicemonitors", "prometheusrules"],
    ),
    (
        "argoproj.io",
        &["applications", "rollouts", "rollouts/scale"],
    ),
];

const VERBS: [&str; 8] = [
    "get",
    "list",
    "watch",
    "create",
    "update",
    "patch",
    "delete",
    "deletecollection",
];

/// A sequence of numbers that look random and are the same each time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.roll() % count.max(1) as u64).unwrap_or(0)
    }

    fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let at = self.below(from.len());
        &from[at]
    }
}

/// Makes a world of so many bindings, and so many questions of each kind.
pub fn make(bindings: usize, questions: usize) -> Made {
    let mut dice = Dice(42);
    let mut roles: Vec<Role> = (0..CLUSTER_ROLES)
        .map(|at| cluster_role(&mut dice, at))
        .collect();
    for namespace in 0..NAMESPACES {
        for at in 0..ROLES {
            roles.push(Role {
                namespace: Some(namespace_name(namespace)),
                name: format!("role-{at}"),
                rules: rules(&mut dice, false),
            });
        }
    }
    let members = Members::of(bindings);
    let bindings: Vec<Binding> = (0..bindings)
        .map(|at| binding(&mut dice, at, &members))
        .collect();
    let world = World { roles, bindings };
    let (granted, refused) = Questions::new(&world, &members).ask(&mut dice, questions);
    Made {
        world,
        granted,
        refused,
    }
}

fn namespace_name(at: usize) -> String {
    let kinds = ["prod", "staging", "dev", "infra"];
    format!("team-{at:03}-{}", kinds[at % kinds.len()])
}

fn cluster_role(dice: &mut Dice, at: usize) -> Role {
    let all = || vec!["*".to_owned()];
    let rules = match at {
        0 => vec![
            Rule {
                verbs: all(),
                api_groups: all(),
                resources: all(),
                ..Rule::default()
            },
            Rule {
                verbs: all(),
                urls: all(),
                ..Rule::default()
            },
        ],
        _ => rules(dice, true),
    };
    Role {
        namespace: None,
        name: format!("cluster-role-{at:03}"),
        rules,
    }
}

fn rules(dice: &mut Dice, cluster: bool) -> Vec<Rule> {
    let count = match dice.below(10) {
        0..6 => 1 + dice.below(5),
        6..9 => 4 + dice.below(7),
        _ => 10 + dice.below(11),
    };
    (0..count).map(|_| rule(dice, cluster)).collect()
}

fn rule(dice: &mut Dice, cluster: bool) -> Rule {
    if cluster && dice.percent(4) {
        return Rule {
            verbs: vec!["get".to_owned()],
            urls: vec![(*dice.pick(&["/healthz", "/metrics", "/api/*", "/version"])).to_owned()],
            ..Rule::default()
        };
    }
    let (group, of_group) = if dice.percent(30) {
        RESOURCES[0]
    } else {
        *dice.pick(&RESOURCES)
    };
    let mut api_groups = vec![group.to_owned()];
    if dice.percent(1) {
        api_groups = vec!["*".to_owned()];
    } else if dice.percent(8) {
        api_groups.push(dice.pick(&RESOURCES).0.to_owned());
    }
    let resources = match dice.below(50) {
        0 => vec!["*".to_owned()],
        1 => vec!["*/scale".to_owned(), "*/status".to_owned()],
        _ => (0..=dice.below(4))
            .map(|_| (*dice.pick(of_group)).to_owned())
            .collect(),
    };
    let verbs: &[&str] = match dice.below(20) {
        0 => &["*"],
        1..8 => &VERBS[..3],
        8..11 => &VERBS[..1],
        11..14 => &VERBS[3..7],
        14..16 => &VERBS[..7],
        16..18 => &VERBS[3..4],
        18 => &["patch", "update"],
        _ => &VERBS,
    };
    let mut resource_names = Vec::new();
    if dice.percent(10) {
        resource_names.extend((0..=dice.below(4)).map(|_| object(dice)));
    }
    Rule {
        verbs: verbs.iter().map(|&verb| verb.to_owned()).collect(),
        api_groups,
        resources,
        resource_names,
        urls: Vec::new(),
    }
}

fn object(dice: &mut Dice) -> String {
    format!("object-{:02}", dice.below(40))
}

/// Who is in which group.
struct Members {
    groups_of: Vec<Vec<usize>>,
    of_group: Vec<Vec<usize>>,
}

impl Members {
    fn of(bindings: usize) -> Self {
        let mut dice = Dice(7);
        let (users, groups) = ((bindings / 2).max(1), (bindings / 20).max(GROUPS_OF_A_USER));
        let mut of_group = vec![Vec::new(); groups];
        let mut groups_of = Vec::with_capacity(users);
        for user in 0..users {
            let mut own = Vec::with_capacity(GROUPS_OF_A_USER);
            while own.len() < GROUPS_OF_A_USER {
                let group = dice.below(groups);
                if !own.contains(&group) {
                    own.push(group);
                }
            }
            own.sort_unstable();
            for group in &own {
                of_group[*group].push(user);
            }
            groups_of.push(own);
        }
        Self {
            groups_of,
            of_group,
        }
    }

    fn user(user: usize) -> String {
        format!("user-{user:06}@corp.example.com")
    }

    fn group(group: usize) -> String {
        format!("corp:team-group-{group:05}")
    }

    /// All groups of a user.
    fn groups(&self, user: usize) -> Vec<String> {
        let own = self.groups_of[user].iter().map(|group| Self::group(*group));
        own.chain(["system:authenticated".to_owned()]).collect()
    }
}

fn binding(dice: &mut Dice, at: usize, members: &Members) -> Binding {
    let namespace = (!dice.percent(10)).then(|| dice.below(NAMESPACES));
    let role = match namespace {
        Some(_) if dice.percent(40) => ("Role".to_owned(), format!("role-{}", dice.below(ROLES))),
        None if at.is_multiple_of(1_000) => {
            ("ClusterRole".to_owned(), "cluster-role-000".to_owned())
        }
        _ => {
            let role = 1 + dice.below(CLUSTER_ROLES - 1);
            ("ClusterRole".to_owned(), format!("cluster-role-{role:03}"))
        }
    };
    let count = if dice.percent(35) {
        2 + dice.below(2)
    } else {
        1
    };
    let subjects = (0..count).map(|_| match dice.below(10) {
        0..4 => {
            let user = dice.below(members.groups_of.len());
            ("User".to_owned(), None, Members::user(user))
        }
        4..7 => {
            let group = dice.below(members.of_group.len());
            ("Group".to_owned(), None, Members::group(group))
        }
        _ => {
            let of = namespace.unwrap_or_else(|| dice.below(NAMESPACES));
            let account = format!("account-{:02}", dice.below(20));
            (
                "ServiceAccount".to_owned(),
                Some(namespace_name(of)),
                account,
            )
        }
    });
    Binding {
        subjects: subjects.collect(),
        namespace: namespace.map(namespace_name),
        name: format!("binding-{at:06}"),
        role,
    }
}
