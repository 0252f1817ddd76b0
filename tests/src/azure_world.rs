//! A made world of Azure and a cluster, for measuring.
//!
//! 10,000 bindings in the cluster; 1,000 role assignments, of which 20 name the caller, 5 by name and 15
//! through groups, 10 at the scope of a namespace, 3 with a condition; 50 custom roles of 5 to 60 patterns;
//! 5 deny assignments. The same seed gives the same world. None of the caller's assignments but the last
//! grants what is asked, so that every one of them is looked at.

use std::fmt::Write;

use aksess::Source;

/// The resource id of the made cluster.
pub const CLUSTER: &str = "/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/rg-made/providers/Microsoft.ContainerService/managedClusters/made";

/// The caller: a user name, an object id, and groups.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The user name.
    pub user: String,
    /// The object id.
    pub oid: String,
    /// The groups, with `system:authenticated` last.
    pub groups: Vec<String>,
}

/// A small generator of numbers that differ (xorshift); the same on every machine.
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// Begins a series.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// The next number below a bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }

    /// A GUID.
    pub fn guid(&mut self) -> String {
        let mut digits = String::new();
        for _ in 0..32 {
            let _ = write!(digits, "{:x}", self.below(16));
        }
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        [
            part(0, 8),
            part(8, 12),
            part(12, 16),
            part(16, 20),
            part(20, 32),
        ]
        .join("-")
    }
}

/// The caller of every made world.
pub fn caller() -> Caller {
    let mut numbers = Numbers::new(7);
    let mut groups: Vec<String> = (0..15).map(|_| numbers.guid()).collect();
    groups.push("system:authenticated".to_owned());
    Caller {
        user: "ana@contoso.com".to_owned(),
        oid: numbers.guid(),
        groups,
    }
}

/// The documents of the world, with as many bindings in the cluster.
pub fn sources(bindings: usize) -> Vec<Source> {
    let mut numbers = Numbers::new(42);
    vec![
        Source::new("cluster.json", cluster()),
        Source::new("roles.json", roles(&mut Numbers::new(3))),
        Source::new("assignments.json", assignments(&mut numbers)),
        Source::new("denies.json", denies(&mut numbers)),
        Source::new("bindings.json", kubernetes(bindings)),
    ]
}

fn cluster() -> String {
    format!(
        r#"{{"id": "{CLUSTER}", "type": "Microsoft.ContainerService/ManagedClusters", "name": "made", "aadProfile": {{"managed": true, "enableAzureRbac": true, "adminGroupObjectIDs": null, "tenantId": null}}, "disableLocalAccounts": true}}"#
    )
}

const KINDS: [&str; 12] = [
    "pods",
    "services",
    "configmaps",
    "secrets",
    "apps/deployments",
    "apps/statefulsets",
    "batch/jobs",
    "batch/cronjobs",
    "networking.k8s.io/ingresses",
    "coordination.k8s.io/leases",
    "events",
    "endpoints",
];

/// The GUIDs of the custom roles; the last one is the only one that reads nodes.
fn role_ids() -> Vec<String> {
    let mut numbers = Numbers::new(11);
    (0..50).map(|_| numbers.guid()).collect()
}

fn roles(numbers: &mut Numbers) -> String {
    let ids = role_ids();
    let last = ids.len() - 1;
    let roles = ids.iter().enumerate().map(|(at, id)| {
        let count = 5 + numbers.below(56);
        let mut patterns: Vec<String> = (0..count)
            .map(|_| {
                let kind = KINDS.get(usize::try_from(numbers.below(12)).unwrap_or(0)).unwrap_or(&"pods");
                let verb = ["read", "write", "delete", "*"];
                let verb = verb.get(usize::try_from(numbers.below(4)).unwrap_or(0)).unwrap_or(&"read");
                format!("\"Microsoft.ContainerService/managedClusters/{kind}/{verb}\"")
            })
            .collect();
        if at == last {
            patterns.push("\"Microsoft.ContainerService/managedClusters/nodes/read\"".to_owned());
        }
        format!(
            r#"{{"name": "{id}", "roleName": "Made role {at}", "roleType": "CustomRole", "type": "Microsoft.Authorization/roleDefinitions", "assignableScopes": ["/"], "permissions": [{{"actions": [], "notActions": [], "dataActions": [{}], "notDataActions": ["Microsoft.ContainerService/managedClusters/secrets/delete"]}}]}}"#,
            patterns.join(", ")
        )
    });
    format!("[{}]", roles.collect::<Vec<_>>().join(",\n"))
}

const CONDITION: &str = "((!(ActionMatches{'Microsoft.ContainerService/managedClusters/customresources/read'})) OR (@Request[Microsoft.ContainerService/managedClusters/customResources:group] StringEquals 'made.example.com'))";

fn assignments(numbers: &mut Numbers) -> String {
    let caller = caller();
    let ids = role_ids();
    let mut all = Vec::new();
    for at in 0..1_000_usize {
        let own = at.is_multiple_of(50);
        let number = at / 50;
        let principal = match (own, number) {
            (false, _) => numbers.guid(),
            (true, 0..5) => caller.oid.clone(),
            (true, number) => caller.groups.get(number - 5).cloned().unwrap_or_default(),
        };
        // The caller's last assignment is the one that reads nodes; it is at the cluster.
        let role = match (own, number) {
            (true, 19) => ids.last(),
            (true, number) => ids.get(number * 2),
            (false, _) => ids.get(usize::try_from(numbers.below(49)).unwrap_or(0)),
        };
        let scope = match (own, number) {
            (true, number) if number.is_multiple_of(2) => {
                format!("{CLUSTER}/namespaces/ns-{}", number / 2)
            }
            (false, _) if at.is_multiple_of(3) => format!("{CLUSTER}/namespaces/ns-{}", at % 100),
            _ => CLUSTER.to_owned(),
        };
        let condition = match (own, number) {
            (true, 3 | 9 | 15) => format!("\"{CONDITION}\""),
            _ => "null".to_owned(),
        };
        let version = if condition == "null" {
            "null"
        } else {
            "\"2.0\""
        };
        let name = numbers.guid();
        all.push(format!(
            r#"{{"name": "{name}", "principalId": "{principal}", "principalType": "User", "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/{}", "scope": "{scope}", "type": "Microsoft.Authorization/roleAssignments", "condition": {condition}, "conditionVersion": {version}}}"#,
            role.map_or("", String::as_str)
        ));
    }
    format!("[{}]", all.join(",\n"))
}

fn denies(numbers: &mut Numbers) -> String {
    let denies = (0..5).map(|at| {
        let principal = numbers.guid();
        format!(
            r#"{{"denyAssignmentName": "made deny {at}", "name": "{}", "type": "Microsoft.Authorization/denyAssignments", "scope": "{CLUSTER}", "permissions": [{{"actions": [], "notActions": [], "dataActions": ["Microsoft.ContainerService/managedClusters/*/delete"], "notDataActions": []}}], "principals": [{{"id": "{principal}", "type": "User"}}], "excludePrincipals": [], "isSystemProtected": true}}"#,
            numbers.guid()
        )
    });
    format!("[{}]", denies.collect::<Vec<_>>().join(",\n"))
}

fn kubernetes(bindings: usize) -> String {
    let mut objects = Vec::new();
    for at in 0..100 {
        objects.push(format!(
            r#"{{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {{"name": "made-{at}"}}, "rules": [{{"apiGroups": [""], "resources": ["pods", "services"], "verbs": ["get", "list"]}}]}}"#
        ));
    }
    for at in 0..bindings {
        objects.push(format!(
            r#"{{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {{"name": "made-{at}", "namespace": "ns-{}"}}, "roleRef": {{"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "made-{}"}}, "subjects": [{{"kind": "User", "name": "user-{at}"}}]}}"#,
            at % 100,
            at % 100
        ));
    }
    format!(
        r#"{{"apiVersion": "v1", "kind": "List", "items": [{}]}}"#,
        objects.join(",\n")
    )
}
