//! Which names can be put into the question?
//!
//! Those the documents use: what rules and bindings name, and whom Azure's documents name, with the
//! object ids and the groups that stand behind them.

use std::collections::{BTreeMap, BTreeSet};

use aksess::sorted;
use aksess::{Policy, Vocabulary};

/// The names of a workspace.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) vocabulary: Vocabulary,
    /// People, service principals and groups of Entra by object id, in lower case.
    pub(crate) principals: BTreeMap<String, Principal>,
    /// Scopes of Azure: the cluster's, what holds it, and those of assignments.
    pub(crate) scopes: Vec<String>,
    /// The cluster's own id; empty without one.
    pub(crate) cluster: String,
    /// Whether Azure RBAC is asked.
    pub(crate) asks_azure: bool,
}

/// Someone Azure's documents name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Principal {
    /// The object id as written.
    pub(crate) id: String,
    /// The sign-in name, else the name people see; empty where nobody says.
    pub(crate) name: String,
    pub(crate) is_group: bool,
    /// The groups it is directly in, by object id in lower case.
    groups: Vec<String>,
}

impl Names {
    pub(crate) fn new(policy: &Policy) -> Self {
        let mut names = Self {
            vocabulary: policy.vocabulary(),
            ..Self::default()
        };
        for group in policy.entra_groups() {
            let id = group.id.to_string();
            let known = names.principal(&id, &group.name);
            known.is_group |= !group.members.is_empty();
            for member in &group.members {
                let name = match member.user_principal_name.as_str() {
                    "" => &member.name,
                    name => name,
                };
                let member = names.principal(&member.id.to_string(), name);
                member.groups.push(id.to_ascii_lowercase());
            }
        }
        for assignment in policy.role_assignments() {
            let principal = &assignment.principal;
            let name = principal.name.as_deref().unwrap_or_default();
            let known = names.principal(&principal.id.to_string(), name);
            known.is_group |= principal.kind.eq_ignore_ascii_case("Group");
        }
        names.add_scopes(policy);
        names
    }

    fn principal(&mut self, id: &str, name: &str) -> &mut Principal {
        let known = self.principals.entry(id.to_ascii_lowercase()).or_default();
        id.clone_into(&mut known.id);
        if !name.is_empty() {
            name.clone_into(&mut known.name);
        }
        known
    }

    fn add_scopes(&mut self, policy: &Policy) {
        let mut scopes = Vec::new();
        if let Some(cluster) = policy.cluster() {
            self.cluster.clone_from(&cluster.id.value.text);
            self.asks_azure = cluster.asks_azure();
            let segments: Vec<&str> = self.cluster.split('/').collect();
            for length in [3, 5] {
                scopes.extend(segments.get(..length).map(|of| of.join("/")));
            }
            scopes.push(self.cluster.clone());
        }
        for assignment in policy.role_assignments() {
            scopes.push(assignment.scope.value.text.clone());
        }
        self.scopes = sorted::set(scopes);
    }

    /// The object id of someone who signs in with that name.
    pub(crate) fn object_id(&self, user: &str) -> Option<&str> {
        let mut all = self.principals.values();
        let found = all.find(|of| {
            !of.is_group && (of.name.eq_ignore_ascii_case(user) || of.id.eq_ignore_ascii_case(user))
        });
        found.map(|of| of.id.as_str())
    }

    /// The name people know an object id by.
    pub(crate) fn name_of(&self, id: &str) -> Option<&str> {
        let known = self.principals.get(&id.to_ascii_lowercase())?;
        (!known.name.is_empty()).then_some(known.name.as_str())
    }

    /// The names of those who are directly in a group.
    pub(crate) fn members_of(&self, group: &str) -> Vec<&str> {
        let group = group.to_ascii_lowercase();
        let members = self
            .principals
            .values()
            .filter(|of| of.groups.contains(&group));
        members
            .map(|of| {
                if of.name.is_empty() {
                    of.id.as_str()
                } else {
                    of.name.as_str()
                }
            })
            .collect()
    }

    /// Every group someone is in, also through others, as object ids.
    pub(crate) fn groups_of(&self, id: &str) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![id.to_ascii_lowercase()];
        while let Some(next) = open.pop() {
            let groups = self.principals.get(&next).map(|of| &of.groups);
            for group in groups.into_iter().flatten() {
                if found.insert(group.clone()) {
                    open.push(group.clone());
                }
            }
        }
        found
            .into_iter()
            .map(|id| self.principals.get(&id).map_or(id, |of| of.id.clone()))
            .collect()
    }
}
