//! Which bindings name a principal where a request is made?
//!
//! Every subject of every binding is an edge: *this principal, in this scope, to the content of this
//! role*. The edges of a principal stand together: first those of ClusterRoleBindings, which hold
//! everywhere, then those of RoleBindings by namespace. So a decision reads only bindings that name the
//! caller where it asks, however many others there are.
//!
//! *Invariants.* Every subject that means somebody is an edge, also where its role is not known; within
//! a scope edges are in document order.

use crate::kubernetes::facts::{CLUSTER, Facts, Whom};

/// One way from a principal to a role: its position among all edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Edge(pub(crate) u32);

/// The edges of one principal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reach {
    start: u32,
    /// Where the edges of ClusterRoleBindings end.
    cluster_end: u32,
    end: u32,
    /// A bit for some namespaces: where it is unset nothing is bound, and most often it is unset.
    namespaces: u64,
}

/// All edges.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edges {
    users: Vec<Head>,
    groups: Vec<Head>,
    ways: Vec<Way>,
    /// The subject each edge is, among all subjects: only an explanation reads it.
    subjects: Vec<u32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Head {
    start: u32,
    cluster_end: u32,
    namespaces: u64,
}

/// Where an edge holds and where it leads to.
#[derive(Debug, Clone, Copy, Default)]
struct Way {
    scope: u32,
    content: u32,
}

/// So few edges are looked through one by one.
const FEW: usize = 8;

impl Edges {
    pub(crate) fn new(facts: &Facts) -> Self {
        let users = facts.names.users.len() as usize;
        let groups = facts.names.groups.len() as usize;
        // users and groups in one row of principals, each with how many edges it has
        let principal = |whom| match whom {
            Whom::User(symbol) | Whom::ServiceAccount(symbol) => Some(symbol as usize),
            Whom::Group(symbol) => Some(users + symbol as usize),
            Whom::Nobody(_) => None,
        };
        let mut next = vec![0u32; users + groups + 1];
        for subject in &facts.subjects {
            let slot = principal(subject.whom()).and_then(|at| next.get_mut(at));
            if let Some(count) = slot {
                *count += 1;
            }
        }
        let mut total = 0;
        for slot in &mut next {
            total += std::mem::replace(slot, total);
        }
        let starts = next.clone();
        let mut sorted = vec![(Way::default(), 0u32); total as usize];
        for (binding, of) in (0u32..).zip(&facts.bindings) {
            let way = Way {
                scope: of.scope(),
                content: facts.content_of(*of),
            };
            let first = facts.subjects_start(binding);
            for (subject, whom) in (first..).zip(facts.subjects(binding)) {
                let slot = principal(whom.whom()).and_then(|at| next.get_mut(at));
                if let Some(at) = slot {
                    if let Some(place) = sorted.get_mut(*at as usize) {
                        *place = (way, subject);
                    }
                    *at += 1;
                }
            }
        }
        let mut heads = Vec::with_capacity(users + groups + 1);
        for (start, end) in starts.iter().zip(starts.iter().skip(1)) {
            let own = sorted.get_mut(*start as usize..*end as usize);
            let own = own.unwrap_or_default();
            // stable: within a scope document order stays
            own.sort_by_key(|(way, _)| way.scope);
            let cluster = own.partition_point(|(way, _)| way.scope == CLUSTER);
            let namespaced = own.iter().skip(cluster);
            let namespaces = namespaced.fold(0, |bits, (way, _)| bits | bit(way.scope));
            heads.push(Head {
                start: *start,
                cluster_end: start + u32::try_from(cluster).unwrap_or(0),
                namespaces,
            });
        }
        let end = Head {
            start: total,
            cluster_end: total,
            namespaces: 0,
        };
        let mut groups = heads.split_off(users.min(heads.len()));
        heads.push(groups.first().copied().unwrap_or(end));
        groups.push(end);
        heads.shrink_to_fit();
        Self {
            users: heads,
            groups,
            ways: sorted.iter().map(|(way, _)| *way).collect(),
            subjects: sorted.iter().map(|(_, subject)| *subject).collect(),
        }
    }

    #[inline]
    pub(crate) fn user(&self, symbol: u32) -> Option<Reach> {
        reach(&self.users, symbol)
    }

    #[inline]
    pub(crate) fn group(&self, symbol: u32) -> Option<Reach> {
        reach(&self.groups, symbol)
    }

    /// The edges of ClusterRoleBindings, which hold for every request, with the content each leads to.
    #[inline]
    pub(crate) fn everywhere(&self, reach: Reach) -> impl Iterator<Item = (Edge, u32)> {
        numbered(reach.start, self.between(reach.start, reach.cluster_end))
    }

    /// The edges that hold in the namespace with this scope, likewise.
    #[inline]
    pub(crate) fn within(&self, reach: Reach, scope: u32) -> impl Iterator<Item = (Edge, u32)> {
        let (mut start, mut ways) = (reach.cluster_end, &[][..]);
        if reach.namespaces & bit(scope) != 0 {
            ways = self.between(reach.cluster_end, reach.end);
            // a few are looked through one by one
            if ways.len() > FEW {
                let from = ways.partition_point(|way| way.scope < scope);
                ways = ways.get(from..).unwrap_or_default();
                start += u32::try_from(from).unwrap_or(0);
            }
        }
        let numbered = (start..).zip(ways);
        numbered
            .take_while(move |(_, way)| way.scope <= scope)
            .filter(move |(_, way)| way.scope == scope)
            .map(|(at, way)| (Edge(at), way.content))
    }

    /// Every edge of a principal, wherever it holds.
    pub(crate) fn all(&self, reach: Reach) -> impl Iterator<Item = (Edge, u32)> {
        numbered(reach.start, self.between(reach.start, reach.end))
    }

    /// The subject an edge is, among all subjects.
    pub(crate) fn subject(&self, edge: Edge) -> Option<u32> {
        self.subjects.get(edge.0 as usize).copied()
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.users.as_slice())
            + size_of_val(self.groups.as_slice())
            + size_of_val(self.ways.as_slice())
            + size_of_val(self.subjects.as_slice())
    }

    #[inline]
    fn between(&self, start: u32, end: u32) -> &[Way] {
        let ways = self.ways.get(start as usize..end as usize);
        ways.unwrap_or_default()
    }
}

#[inline]
fn numbered(start: u32, ways: &[Way]) -> impl Iterator<Item = (Edge, u32)> {
    let numbered = (start..).zip(ways);
    numbered.map(|(at, way)| (Edge(at), way.content))
}

#[inline]
fn reach(heads: &[Head], symbol: u32) -> Option<Reach> {
    let [head, next, ..] = heads.get(symbol as usize..)? else {
        return None;
    };
    Some(Reach {
        start: head.start,
        cluster_end: head.cluster_end,
        end: next.start,
        namespaces: head.namespaces,
    })
}

#[inline]
fn bit(scope: u32) -> u64 {
    1 << (scope.wrapping_mul(0x9E37_79B1) >> 26)
}
