//! What is made of the facts so that a decision does not grow with them?
//!
//! Three tables: the edges of each principal, the rows of each class of requests, and the bindings of
//! each content. A decision follows the caller's edges to contents and looks each up in the rows of its
//! question. Wherever rows cannot say, the rules of a content are asked by their predicates.
//!
//! *Invariants.* The index changes the order of visiting and the time it takes, and nothing else.

mod edges;
mod pairs;
mod rows;

pub(crate) use edges::{Edge, Edges, Reach};
pub(crate) use rows::{Answer, Known, Rows};

use super::facts::Facts;

/// Edges, rows, and bindings by content.
#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) edges: Edges,
    pub(crate) rows: Rows,
    /// Where the bindings of each content begin; one more for the end.
    starts: Vec<u32>,
    /// Positions of bindings, by content, in document order.
    bindings: Vec<u32>,
}

impl Index {
    pub(crate) fn new(facts: &Facts) -> Self {
        let (starts, bindings) = by_content(facts);
        Self {
            edges: Edges::new(facts),
            rows: Rows::new(facts),
            starts,
            bindings,
        }
    }

    /// The bindings to roles of a content, in document order.
    pub(crate) fn bindings(&self, content: u32) -> &[u32] {
        let starts = self.starts.get(content as usize..).unwrap_or_default();
        match starts {
            [start, end, ..] => {
                let bindings = self.bindings.get(*start as usize..*end as usize);
                bindings.unwrap_or_default()
            }
            _ => &[],
        }
    }

    /// Bytes kept.
    pub(crate) fn bytes(&self) -> usize {
        self.edges.bytes()
            + self.rows.bytes()
            + size_of_val(self.starts.as_slice())
            + size_of_val(self.bindings.as_slice())
    }
}

/// Counts, then places.
fn by_content(facts: &Facts) -> (Vec<u32>, Vec<u32>) {
    let mut next = vec![0u32; facts.contents.len() as usize + 1];
    let content = |binding| facts.content_of(binding) as usize;
    for binding in &facts.bindings {
        if let Some(count) = next.get_mut(content(*binding)) {
            *count += 1;
        }
    }
    let mut total = 0;
    for slot in &mut next {
        total += std::mem::replace(slot, total);
    }
    let starts = next.clone();
    let mut bindings = vec![0u32; total as usize];
    for (position, binding) in (0u32..).zip(&facts.bindings) {
        if let Some(at) = next.get_mut(content(*binding)) {
            if let Some(place) = bindings.get_mut(*at as usize) {
                *place = position;
            }
            *at += 1;
        }
    }
    (starts, bindings)
}
