//! Which groups is someone in?
//!
//! Membership is transitive: a member of a group is in the groups that hold that group. Documents say direct
//! members only, and may go round in circles.
//!
//! Kubernetes requests are not asked here: their groups are those that authentication found, as given. For
//! the control plane the directory decides.
//!
//! *Source:* spec section 4.1; vectors, "Groups".

use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;

use super::guid::Guid;
use super::model::{Group, Member};
use crate::sorted::Sorted;

/// Groups and the names of everyone known.
#[derive(Debug, Clone, Default)]
pub(crate) struct Directory {
    groups: Vec<Group>,
    /// The groups that hold someone directly, by position.
    holders: Sorted<Guid, usize>,
    names: Sorted<Guid, String>,
    sign_ins: Sorted<Guid, String>,
}

impl Directory {
    /// Groups with their members, people, and more names; of several names the first one told stays.
    pub(crate) fn new<'n>(
        groups: Vec<Group>,
        people: &[Member],
        more: impl Iterator<Item = (Guid, &'n str)>,
    ) -> Self {
        let (mut holders, mut names, mut sign_ins) = (Vec::new(), Vec::new(), Vec::new());
        let mut call = |id, name: &str| {
            if !name.is_empty() {
                names.push((id, name.to_owned()));
            }
        };
        let mut know = |of: &Member| {
            if !of.user_principal_name.is_empty() {
                sign_ins.push((of.id, of.user_principal_name.clone()));
            }
        };
        for (position, group) in groups.iter().enumerate() {
            call(group.id, &group.name);
            for member in &group.members {
                holders.push((member.id, position));
                call(member.id, &member.name);
                know(member);
            }
        }
        for person in people {
            call(person.id, &person.name);
            know(person);
        }
        for (id, name) in more {
            call(id, name);
        }
        Self {
            holders: holders.into_iter().collect(),
            names: names.into_iter().collect::<Sorted<_, _>>().firsts(),
            sign_ins: sign_ins.into_iter().collect::<Sorted<_, _>>().firsts(),
            groups,
        }
    }

    /// The name of someone, if a document gives one.
    pub(crate) fn name(&self, id: Guid) -> Option<&str> {
        self.names.first(&id).map(String::as_str)
    }

    /// The sign-in name of someone, if a document gives one.
    pub(crate) fn sign_in(&self, id: Guid) -> Option<&str> {
        self.sign_ins.first(&id).map(String::as_str)
    }

    /// Every sign-in name, and whose it is.
    pub(crate) fn sign_ins(&self) -> impl Iterator<Item = (Guid, &str)> {
        self.sign_ins
            .pairs()
            .iter()
            .map(|(id, name)| (*id, name.as_str()))
    }

    /// Every name, and whose it is.
    pub(crate) fn names(&self) -> impl Iterator<Item = (Guid, &str)> {
        self.names
            .pairs()
            .iter()
            .map(|(id, name)| (*id, name.as_str()))
    }

    /// The object id that belongs to a sign-in name.
    pub(crate) fn who(&self, sign_in: &str) -> Option<Guid> {
        let named = |(_, name): &&(Guid, String)| name.eq_ignore_ascii_case(sign_in);
        self.sign_ins.pairs().iter().find(named).map(|(id, _)| *id)
    }

    /// The groups known.
    pub(crate) fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Every group that these are in, directly or through groups; themselves not among them unless they
    /// are in a circle. Each is visited once.
    pub(crate) fn groups_of(&self, start: &[Guid]) -> Vec<Guid> {
        let mut seen = HashSet::with_hasher(FixedState::default());
        let mut open: Vec<Guid> = start.to_vec();
        let mut found = Vec::new();
        while let Some(one) = open.pop() {
            for (_, position) in self.holders.all(&one) {
                if let Some(group) = self.groups.get(*position)
                    && seen.insert(group.id)
                {
                    found.push(group.id);
                    open.push(group.id);
                }
            }
        }
        found
    }

    /// The shortest way from someone to a group, both ends included; empty where there is none.
    pub(crate) fn path(&self, from: Guid, to: Guid) -> Vec<Guid> {
        let mut before = HashMap::with_hasher(FixedState::default());
        let mut open = std::collections::VecDeque::from([from]);
        while let Some(one) = open.pop_front() {
            if one == to {
                return trail(&before, from, to);
            }
            for (_, position) in self.holders.all(&one) {
                if let Some(group) = self.groups.get(*position)
                    && group.id != from
                    && !before.contains_key(&group.id)
                {
                    before.insert(group.id, one);
                    open.push_back(group.id);
                }
            }
        }
        Vec::new()
    }
}

fn trail(before: &HashMap<Guid, Guid, FixedState>, from: Guid, to: Guid) -> Vec<Guid> {
    let mut trail = vec![to];
    let mut at = to;
    while at != from
        && let Some(earlier) = before.get(&at)
    {
        trail.push(*earlier);
        at = *earlier;
    }
    trail.reverse();
    trail
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn id(of: u8) -> Guid {
        Guid::parse(&format!("{of:032x}")).unwrap()
    }

    fn group(of: u8, members: &[u8]) -> Group {
        let members = members.iter().map(|member| Member {
            id: id(*member),
            name: String::new(),
            user_principal_name: String::new(),
            span: Span::BUNDLED,
        });
        Group {
            id: id(of),
            name: String::new(),
            members: members.collect(),
            span: Span::BUNDLED,
        }
    }

    #[test]
    fn membership_is_transitive_and_circles_end() {
        let directory = Directory::new(
            vec![group(1, &[9, 3]), group(2, &[1]), group(3, &[2])],
            &[],
            std::iter::empty(),
        );
        let mut found = directory.groups_of(&[id(9)]);
        found.sort();
        assert_eq!(found, [id(1), id(2), id(3)]);
        assert_eq!(directory.path(id(9), id(3)), [9, 1, 2, 3].map(id));
        assert!(directory.path(id(3), id(9)).is_empty());
    }
}
