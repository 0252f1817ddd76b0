//! Which worlds and questions are the laws tried on?
//!
//! A few names that meet often: scopes above, beside and below the cluster, patterns that cover each other,
//! callers who are in groups. Seeds are fixed: a failure here is a failure everywhere.

use aksess::{Attributes, Authorizer, Order, Policy, Resource, Source, Target};
use aksess_tests::naive_azure::Asked;
use aksess_tests::naive_azure::paste::{Paste, Shape};
use aksess_tests::naive_azure::world::{
    Assignment, Block, CLUSTER, Condition, Deny, FLEET, Role, Settings, Standing, World,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(crate) const ALICE: &str = "a11ce000-0000-4000-8000-00000000000a";
pub(crate) const BOB: &str = "b0b00000-0000-4000-8000-00000000000b";
pub(crate) const DEV: &str = "de000000-0000-4000-8000-0000000000de";
pub(crate) const ALL: &str = "a11a11a1-0000-4000-8000-0000000000aa";
pub(crate) const EVERYONE: &str = "00000000-0000-0000-0000-000000000000";

/// As the command line prints it, in document order.
pub(crate) const PLAIN: Paste = Paste {
    shape: Shape::Cli,
    reversed: false,
    capitals: false,
};

pub(crate) const ORDERS: [Order; 3] = Order::ALL;

fn one(from: &[&str]) -> impl Strategy<Value = String> + use<> {
    let owned: Vec<String> = from.iter().map(|of| (*of).to_owned()).collect();
    select(owned)
}

fn some(from: &[&str], most: usize) -> impl Strategy<Value = Vec<String>> + use<> {
    let owned: Vec<String> = from.iter().map(|of| (*of).to_owned()).collect();
    subsequence(owned, 0..=most)
}

const PATTERNS: [&str; 20] = [
    "Microsoft.ContainerService/managedClusters/*",
    "Microsoft.ContainerService/managedClusters/pods/*",
    "Microsoft.ContainerService/managedClusters/pods/read",
    "microsoft.containerservice/managedclusters/PODS/exec/action",
    "Microsoft.ContainerService/managedClusters/*/read",
    "*/read",
    "*",
    "Microsoft.ContainerService/managedClusters/secrets/*",
    "Microsoft.ContainerService/managedClusters/customresources/*",
    "Microsoft.ContainerService/managedClusters/customresources/read",
    "Microsoft.ContainerService/managedClusters/apps/deployments/write",
    "Microsoft.ContainerService/fleets/members/*",
    "Microsoft.ContainerService/fleets/members/pods/read",
    "Microsoft.ContainerService/managedClusters/p*s/r*d",
    "Microsoft.*/*/action",
    "*Clusters/*ods*",
    "Microsoft.ContainerService/managedClusters/metrics/read",
    "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action",
    "Microsoft.ContainerService/managedClusters/write",
    "Microsoft.ContainerService/managedClusters/gateway.networking.k8s.io/httproutes/read",
];

pub(crate) fn scopes() -> Vec<String> {
    let group = CLUSTER.split("/providers").next().unwrap_or_default();
    let subscription = group.split("/resourceGroups").next().unwrap_or_default();
    let mut scopes: Vec<String> = [
        "/",
        "/providers/Microsoft.Management/managementGroups/corp",
        "/providers/Microsoft.Management/managementGroups/other",
        "/subscriptions/5ab00000-0000-4000-8000-00000000000b",
        subscription,
        group,
        CLUSTER,
        FLEET,
    ]
    .map(str::to_owned)
    .to_vec();
    scopes.push(format!("{group}2"));
    for below in ["namespaces/dev", "namespaces/dev2", "managedNamespaces/dev"] {
        scopes.push(format!("{CLUSTER}/{below}"));
        scopes.push(format!("{FLEET}/{below}"));
    }
    scopes
}

/// Where most assignments reach the cluster, and some do not.
fn scope() -> impl Strategy<Value = String> {
    let reaching = [
        "/",
        CLUSTER,
        &CLUSTER.to_lowercase(),
        &format!("{CLUSTER}/namespaces/dev"),
    ];
    prop_oneof![1 => one(&reaching), 1 => select(scopes())]
}

fn condition() -> impl Strategy<Value = Condition> {
    let attribute = select(vec!["group", "kind"]);
    let operator = select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringStartsWith",
        "StringLike",
    ]);
    let value = one(&[
        "gateway.networking.k8s.io",
        "httproutes",
        "HTTPRoutes",
        "gate",
        "*.k8s.io",
        "",
    ]);
    let leaf = prop_oneof![
        (attribute.clone(), operator, value).prop_map(|(a, o, v)| Condition::Compare(a, o, v)),
        attribute.prop_map(Condition::Exists),
        one(&PATTERNS[..11]).prop_map(Condition::Action),
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        let inner = inner.prop_map(Box::new);
        prop_oneof![
            inner.clone().prop_map(Condition::Not),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| Condition::All(a, b)),
            (inner.clone(), inner).prop_map(|(a, b)| Condition::Any(a, b)),
        ]
    })
}

fn block() -> impl Strategy<Value = Block> {
    let lists = (
        some(&PATTERNS, 4),
        some(&PATTERNS, 1),
        some(&PATTERNS, 8),
        some(&PATTERNS, 1),
    );
    let condition = prop::option::weighted(0.15, condition());
    (lists, condition).prop_map(|((actions, not, data, not_data), condition)| Block {
        lists: [actions, not, data, not_data],
        condition,
    })
}

pub(crate) fn assignment() -> impl Strategy<Value = Assignment> {
    let standing = prop_oneof![
        6 => Just(Standing::Permanent), 1 => Just(Standing::Eligible),
        1 => Just(Standing::Now), 1 => Just(Standing::Over),
    ];
    let parts = (
        one(&[ALICE, ALICE, BOB, DEV, ALL]),
        prop_oneof![9 => 0u8..3, 1 => 3u8..6],
        scope(),
        prop::option::weighted(0.25, condition()),
        standing,
    );
    parts.prop_map(|(principal, role, scope, condition, standing)| Assignment {
        principal,
        role,
        scope,
        condition,
        standing,
    })
}

fn deny() -> impl Strategy<Value = Deny> {
    let parts = (
        some(&[EVERYONE, ALICE, BOB, DEV, ALL], 3),
        some(&[ALICE, BOB, DEV, ALL], 1),
        scope(),
        any::<bool>(),
        prop::bool::weighted(0.1),
        vec(block(), 1..3),
    );
    parts.prop_map(
        |(principals, excluded, scope, only_here, audits, mut blocks)| {
            // Conditions on deny assignments are not settled by any source.
            for block in &mut blocks {
                block.condition = None;
            }
            Deny {
                principals,
                excluded,
                scope,
                only_here,
                audits,
                blocks,
            }
        },
    )
}

fn settings() -> impl Strategy<Value = Settings> {
    any::<[bool; 7]>().prop_map(|[a, b, c, d, e, f, g]| Settings {
        no_custom_resources: a,
        managed_namespaces: b,
        joined: c,
        refuses_others: d,
        no_discovery: e,
        denies_on_error: f,
        placed: g,
    })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    let parts = (
        vec(vec(block(), 1..3), 2..5),
        vec(assignment(), 0..8),
        vec(deny(), 0..3),
        settings(),
        any::<bool>(),
    );
    parts.prop_map(|(roles, assignments, denies, settings, bound)| World {
        roles: (0..)
            .zip(roles)
            .map(|(number, blocks)| Role { number, blocks })
            .collect(),
        assignments,
        denies,
        settings,
        bound,
    })
}

pub(crate) fn asked() -> impl Strategy<Value = Asked> {
    let on = select(vec![
        ["", "pods", ""],
        ["", "pods", "exec"],
        ["", "pods", "log"],
        ["", "secrets", ""],
        ["apps", "deployments", ""],
        ["gateway.networking.k8s.io", "httproutes", ""],
        ["rbac.authorization.k8s.io", "clusterroles", ""],
    ]);
    let path = prop::option::weighted(
        0.12,
        one(&[
            "/metrics",
            "/apis/apps",
            "/",
            "/secrets",
            "/healthzx",
            "/pods/",
        ]),
    );
    let verb = prop_oneof![
        6 => one(&["get", "list", "watch"]),
        3 => one(&["create", "update", "patch", "delete", "deletecollection"]),
        1 => one(&["bind", "escalate", "use", "impersonate", "approve"]),
        1 => Just("*".to_owned()),
    ];
    let caller = prop_oneof![
        8 => Just(("alice", Some(ALICE))), 2 => Just(("bob", Some(BOB))),
        1 => Just(("alice", None)), 1 => Just(("System:node", Some(ALICE))),
    ];
    let parts = (
        caller,
        some(&[DEV, ALL], 2),
        verb,
        path,
        on,
        one(&["", "dev", "dev", "dev2"]),
    );
    parts.prop_map(
        |((user, oid), groups, verb, path, [group, resource, sub], namespace)| Asked {
            user: user.to_owned(),
            oid: oid.map(str::to_owned),
            groups,
            verb: match (&path, verb.as_str()) {
                (Some(_), "*") => "get".to_owned(),
                _ => verb,
            },
            path,
            on: [
                group.to_owned(),
                resource.to_owned(),
                sub.to_owned(),
                namespace,
            ],
        },
    )
}

/// The compiled world, asked about the noon at which windows end.
pub(crate) fn compiled(world: &World, paste: Paste) -> Authorizer {
    of_texts(&world.documents(paste))
}

pub(crate) fn of_texts(texts: &[String]) -> Authorizer {
    let sources = texts.iter().map(|text| Source::new("world", text.clone()));
    let sources: Vec<Source> = sources.collect();
    let noon = aksess::azure::time::Instant::parse("2026-11-26T12:00:00Z");
    Authorizer::new(&Policy::parse(&sources)).as_of(noon)
}

/// A question in the core's own form.
pub(crate) fn with<T>(asked: &Asked, then: impl FnOnce(&Attributes<'_>) -> T) -> T {
    let [api_group, resource, subresource, namespace] = &asked.on;
    let oid: Vec<String> = asked.oid.iter().cloned().collect();
    let target = match &asked.path {
        Some(path) => Target::NonResource { path },
        None => Target::Resource(Resource {
            api_group,
            resource,
            subresource,
            namespace,
            name: "",
        }),
    };
    let extra = match oid.as_slice() {
        [] => Vec::new(),
        oid => vec![("oid", oid)],
    };
    then(&Attributes {
        user: &asked.user,
        groups: asked.groups.iter().map(String::as_str).collect(),
        extra,
        verb: &asked.verb,
        target,
    })
}
