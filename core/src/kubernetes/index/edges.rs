//! Which bindings name a principal where a request is made?
//!
//! Every subject of every binding is an edge: *this principal, in this scope, to the content of this
//! role*. The edges of a principal stand together: first those of ClusterRoleBindings, which hold
//! everywhere, then those of RoleBindings by namespace. So a decision reads only bindings that name the
//! caller where it asks, however many others there are.
//!
//! *Invariants.* Every subject that means somebody is an edge, also where its role is not known; within
//! a scope edges are in document order.

use crate::kubernetes::facts::{CLUSTER, Facts};

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

/// The content a binding gives and where its subjects stand.
#[derive(Debug, Clone, Copy, Default)]
struct Bound {
    content: u32,
    start: u32,
    end: u32,
}

/// So few edges are looked through one by one.
const FEW: usize = 8;

impl Reach {
    /// Whether something may hold in the namespace with this scope beside what holds everywhere.
    #[inline]
    pub(crate) fn may_hold_in(self, scope: u32) -> bool {
        self.namespaces & bit(scope) != 0
    }
}

impl Edges {
    pub(crate) fn new(facts: &Facts) -> Self {
        let users = facts.names.users.len();
        let groups = facts.names.groups.len();
        // users and groups in one row of principals, each with how many edges it has
        let mut heads = vec![Head::default(); users as usize + groups as usize + 1];
        for subject in &facts.subjects {
            let head = subject.place(users).and_then(|at| heads.get_mut(at));
            if let Some(head) = head {
                head.start += 1;
            }
        }
        let mut total = 0;
        for head in &mut heads {
            total += std::mem::replace(&mut head.start, total);
        }
        // While edges are placed, the start of a principal is where its next one comes.
        let mut ways = vec![Way::default(); total as usize];
        let mut subjects = vec![0u32; total as usize];
        let mut place = |way: Way, subject: u32, head: &mut Head| {
            let at = head.start as usize;
            if let (Some(place), Some(of)) = (ways.get_mut(at), subjects.get_mut(at)) {
                *place = way;
                *of = subject;
            }
            head.start += 1;
            head.namespaces |= bit(way.scope);
        };
        let (ends, bindings) = by_scope(facts);
        let mut start = 0;
        for (scope, end) in (0u32..).zip(ends) {
            let within = bindings.get(start as usize..end as usize);
            for of in within.unwrap_or_default() {
                let content = of.content;
                let bound = facts.subjects.get(of.start as usize..of.end as usize);
                for (subject, whom) in (of.start..).zip(bound.unwrap_or_default()) {
                    if let Some(head) = whom.place(users).and_then(|at| heads.get_mut(at)) {
                        place(Way { scope, content }, subject, head);
                    }
                }
            }
            if scope == CLUSTER {
                for head in &mut heads {
                    head.cluster_end = head.start;
                    head.namespaces = 0;
                }
            }
            start = end;
        }
        // Now it is where the next principal's begin.
        let mut start = 0;
        for head in &mut heads {
            std::mem::swap(&mut head.start, &mut start);
        }
        // the head after the last one of users is the first one of groups, and tells where they end
        let groups = heads.get(users as usize..).unwrap_or_default().to_vec();
        heads.truncate(users as usize + 1);
        heads.shrink_to_fit();
        Self {
            users: heads,
            groups,
            ways,
            subjects,
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
        let mut start = reach.cluster_end;
        let mut ways = self.between(reach.cluster_end, reach.end);
        // a few are looked through one by one
        if ways.len() > FEW {
            let from = ways.partition_point(|way| way.scope < scope);
            ways = ways.get(from..).unwrap_or_default();
            start += u32::try_from(from).unwrap_or(0);
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

/// Where each scope's bindings end, and the bindings: those of the cluster first, then by namespace; in
/// document order within. They are copied, because to visit them where they stand would be to wait for each.
fn by_scope(facts: &Facts) -> (Vec<u32>, Vec<Bound>) {
    let mut next = vec![0u32; facts.names.namespaces.len() as usize + 1];
    for binding in &facts.bindings {
        if let Some(count) = next.get_mut(binding.scope() as usize) {
            *count += 1;
        }
    }
    let mut total = 0;
    for slot in &mut next {
        total += std::mem::replace(slot, total);
    }
    let mut sorted = vec![Bound::default(); total as usize];
    let mut start = 0;
    for binding in &facts.bindings {
        let end = binding.subjects_end;
        if let Some(at) = next.get_mut(binding.scope() as usize) {
            if let Some(place) = sorted.get_mut(*at as usize) {
                let content = facts.content_of(*binding);
                *place = Bound {
                    content,
                    start,
                    end,
                };
            }
            *at += 1;
        }
        start = end;
    }
    (next, sorted)
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
