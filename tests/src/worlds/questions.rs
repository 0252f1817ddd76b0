//! Which questions are asked of a made world?
//!
//! A granted one is read off a rule of some binding. A refused one is a granted one with one thing
//! changed, so that it comes near.

use std::collections::BTreeMap;

use super::{Dice, Members, NAMESPACES, RESOURCES, VERBS, namespace_name, object};
use crate::naive::{Asked, Binding, World, allows};

/// Finds questions, looking only at the bindings of a namespace and those of the cluster.
pub(super) struct Questions<'w> {
    world: &'w World,
    members: &'w Members,
    scopes: BTreeMap<Option<&'w str>, Vec<&'w Binding>>,
}

impl<'w> Questions<'w> {
    pub(super) fn new(world: &'w World, members: &'w Members) -> Self {
        let mut scopes: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for binding in &world.bindings {
            scopes
                .entry(binding.namespace.as_deref())
                .or_default()
                .push(binding);
        }
        Self {
            world,
            members,
            scopes,
        }
    }

    pub(super) fn ask(&self, dice: &mut Dice, count: usize) -> (Vec<Asked>, Vec<Asked>) {
        let (mut granted, mut refused) = (Vec::new(), Vec::new());
        while granted.len() < count {
            let Some(question) = self.granted(dice) else {
                continue;
            };
            let mut near = (0..12).map(|_| self.changed(dice, &question));
            if let Some(other) = near.find(|other| !self.is_allowed(other)) {
                granted.push(question);
                refused.push(other);
            }
        }
        (granted, refused)
    }

    fn is_allowed(&self, asked: &Asked) -> bool {
        let scopes = [None, Some(asked.on[3].as_str())];
        let bindings = scopes
            .iter()
            .filter_map(|scope| self.scopes.get(scope))
            .flatten();
        bindings
            .into_iter()
            .any(|binding| allows(self.world, binding, asked))
    }

    /// A question that some rule of some binding grants.
    fn granted(&self, dice: &mut Dice) -> Option<Asked> {
        let binding = dice.pick(&self.world.bindings);
        let (kind, _, name) = dice.pick(&binding.subjects);
        let number = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
                .parse::<usize>()
                .ok()
        };
        let user = match kind.as_str() {
            "User" => number(name)?,
            "Group" => match self.members.of_group[number(name)?].as_slice() {
                [] => return None,
                members => *dice.pick(members),
            },
            _ => return None,
        };
        let namespace = binding
            .namespace
            .as_ref()
            .filter(|_| binding.role.0 == "Role");
        let role = self
            .world
            .roles
            .iter()
            .find(|role| role.name == binding.role.1 && role.namespace.as_ref() == namespace)?;
        let rule = dice.pick(&role.rules);
        let written = rule.resources.first()?;
        let group = match dice.pick(&rule.api_groups).as_str() {
            "*" => dice.pick(&RESOURCES).0,
            group => group,
        };
        let (_, known) = RESOURCES.iter().find(|(of, _)| *of == group)?;
        let plain = |dice: &mut Dice| {
            dice.pick(known)
                .split('/')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let full = match written.split_once('/') {
            None if written == "*" => plain(dice),
            Some(("*", subresource)) => format!("{}/{subresource}", plain(dice)),
            _ => written.clone(),
        };
        let (resource, subresource) = full.split_once('/').unwrap_or((&full, ""));
        let verb = match dice.pick(&rule.verbs).as_str() {
            "*" => *dice.pick(&VERBS),
            verb => verb,
        };
        let namespace = match &binding.namespace {
            Some(namespace) => namespace.clone(),
            None => namespace_name(dice.below(NAMESPACES)),
        };
        let name = match rule.resource_names.as_slice() {
            [] if matches!(verb, "list" | "watch" | "create") => String::new(),
            [] => object(dice),
            names => dice.pick(names).clone(),
        };
        Some(Asked {
            user: Members::user(user),
            groups: self.members.groups(user),
            verb: verb.to_owned(),
            path: None,
            on: [
                group.to_owned(),
                resource.to_owned(),
                subresource.to_owned(),
                namespace,
                name,
            ],
        })
    }

    /// The question with one thing changed.
    fn changed(&self, dice: &mut Dice, asked: &Asked) -> Asked {
        let mut other = asked.clone();
        match dice.below(5) {
            0 => (*dice.pick(&VERBS)).clone_into(&mut other.verb),
            1 => {
                let known = RESOURCES.iter().find(|(of, _)| *of == asked.on[0]);
                let full = *dice.pick(known.map_or(&["pods"], |(_, known)| *known));
                let (resource, subresource) = full.split_once('/').unwrap_or((full, ""));
                resource.clone_into(&mut other.on[1]);
                subresource.clone_into(&mut other.on[2]);
            }
            2 => other.on[3] = namespace_name(dice.below(NAMESPACES)),
            3 => other.on[4] = object(dice),
            _ => {
                let user = dice.below(self.members.groups_of.len());
                other.user = Members::user(user);
                other.groups = self.members.groups(user);
            }
        }
        other
    }
}
