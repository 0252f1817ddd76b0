//! Who of these can do which of those?
//!
//! Every cell of subjects × resources × verbs at once. Each content of a role is asked once per column,
//! by the function the walk asks; what a subject can is then the union over the contents its edges lead
//! to. So a cell costs a fraction of a decision, and a table of a million cells is made while one blinks.
//! Where Azure speaks too, every cell is asked of the chain.
//!
//! *Invariants.* A cell is what [`Authorizer::authorize`] answers to its request.

use crate::attributes::{Resource, Target};
use crate::chain::Authorizer;
use crate::credential::{Identity, PRIVILEGED_GROUP};
use crate::kubernetes::rule::Operation;

/// The cells: which are allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    subjects: usize,
    resources: usize,
    verbs: usize,
    /// A row of bits for each subject.
    rows: Vec<u64>,
}

impl Matrix {
    /// Whether a subject may use a verb on a resource, by their positions; false beyond the end.
    pub fn allows(&self, subject: usize, resource: usize, verb: usize) -> bool {
        if resource >= self.resources || verb >= self.verbs {
            return false;
        }
        let column = resource * self.verbs + verb;
        let word = self.rows.get(subject * self.width() + column / 64);
        word.is_some_and(|word| word >> (column % 64) & 1 != 0)
    }

    /// How many cells are allowed.
    pub fn allowed(&self) -> usize {
        let bits = self.rows.iter().map(|word| word.count_ones() as usize);
        bits.sum()
    }

    /// How many cells there are.
    pub fn cells(&self) -> usize {
        self.subjects * self.resources * self.verbs
    }

    fn width(&self) -> usize {
        width(self.resources * self.verbs)
    }
}

fn width(columns: usize) -> usize {
    columns.div_ceil(64)
}

impl Authorizer {
    /// What each subject may do with each resource.
    pub fn matrix(
        &self,
        subjects: &[Identity],
        resources: &[Resource<'_>],
        verbs: &[&str],
    ) -> Matrix {
        if self.azure.webhook.is_some() {
            return self.cells(subjects, resources, verbs);
        }
        let width = width(resources.len() * verbs.len());
        let kubernetes = &self.kubernetes;
        let contents = kubernetes.facts.contents.len() as usize;
        let mut granted = vec![0u64; contents * width];
        let mut scopes: Vec<(u32, Vec<u64>)> = Vec::new();
        let mut all = vec![0u64; width];
        let columns = resources
            .iter()
            .flat_map(|on| verbs.iter().map(move |verb| (on, verb)));
        for (column, (on, verb)) in columns.enumerate() {
            let operation = Operation {
                verb,
                target: Target::Resource(*on),
            };
            let at = kubernetes.at(operation);
            for content in kubernetes.granting(at.answer(), operation) {
                let start = content as usize * width;
                set(granted.get_mut(start..start + width), column);
            }
            if let Some(scope) = at.scope() {
                let at = scopes.partition_point(|(of, _)| *of < scope);
                if scopes.get(at).is_none_or(|(of, _)| *of != scope) {
                    scopes.insert(at, (scope, vec![0; width]));
                }
                set(scopes.get_mut(at).map(|(_, of)| of.as_mut_slice()), column);
            }
            set(Some(&mut all), column);
        }
        let mut rows = Vec::with_capacity(subjects.len() * width);
        for subject in subjects {
            let groups = subject.groups.iter().map(String::as_str);
            if groups.clone().any(|group| group == PRIVILEGED_GROUP) {
                rows.extend_from_slice(&all);
                continue;
            }
            let mut row = vec![0u64; width];
            let mut add = |content: u32, columns: &[u64]| {
                // an edge to a role that is not known leads to no content
                let start = (content as usize).min(contents) * width;
                let of = granted.get(start..start + width).unwrap_or_default();
                for ((word, granted), column) in row.iter_mut().zip(of).zip(columns) {
                    *word |= granted & column;
                }
            };
            for reach in kubernetes.reaches(&subject.user, groups) {
                let edges = &kubernetes.index.edges;
                for (_, content) in edges.everywhere(reach) {
                    add(content, &all);
                }
                for (scope, columns) in &scopes {
                    for (_, content) in edges.within(reach, *scope) {
                        add(content, columns);
                    }
                }
            }
            rows.extend(row);
        }
        Matrix {
            subjects: subjects.len(),
            resources: resources.len(),
            verbs: verbs.len(),
            rows,
        }
    }
}

impl Authorizer {
    /// The same, cell by cell.
    fn cells(&self, subjects: &[Identity], resources: &[Resource<'_>], verbs: &[&str]) -> Matrix {
        let width = width(resources.len() * verbs.len());
        let mut rows = Vec::with_capacity(subjects.len() * width);
        for subject in subjects {
            let caller = self.prepare(subject);
            let mut row = vec![0u64; width];
            let columns = resources
                .iter()
                .flat_map(|on| verbs.iter().map(move |verb| (on, verb)));
            for (column, (on, verb)) in columns.enumerate() {
                if caller.authorize(verb, Target::Resource(*on)).is_allowed() {
                    set(Some(row.as_mut_slice()), column);
                }
            }
            rows.extend(row);
        }
        Matrix {
            subjects: subjects.len(),
            resources: resources.len(),
            verbs: verbs.len(),
            rows,
        }
    }
}

fn set(bits: Option<&mut [u64]>, column: usize) {
    if let Some(word) = bits.and_then(|bits| bits.get_mut(column / 64)) {
        *word |= 1 << (column % 64);
    }
}
