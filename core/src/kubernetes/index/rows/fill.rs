//! How are the rows filled?
//!
//! Each rule gives the pairs it names; each pair becomes a class. Then the rules that name one side of a
//! class, or everything, are asked by their predicates about a request of that class.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::stars::Resources;
use super::{ANY_GROUP, Classes, EMPTY, Pairs, Row, Word, unused};
use crate::kubernetes::facts::{Facts, FlatRule};
use crate::kubernetes::rule::{self, Rule};

/// What was made.
pub(super) struct Filled {
    pub(super) classes: Option<Classes>,
    pub(super) bits: Vec<Word>,
    pub(super) paths: u32,
}

/// Most words of all rows: 64 MB.
const MOST_WORDS: usize = 4 << 20;
/// Most classes and verbs: another 16 MB.
const MOST_PLACES: usize = 4 << 20;
/// Most steps to fill them: what a policy of some hundred thousand rules needs, a second or two.
const MOST_STEPS: usize = 1 << 27;

/// A rule with what is known of it once for all classes.
struct Known<'f> {
    rule: FlatRule<'f>,
    content: u32,
    columns: Vec<u32>,
}

pub(super) fn fill(facts: &Facts, resources: &Resources) -> Filled {
    let width = (facts.contents.len() as usize).div_ceil(64);
    let mut bits = vec![[0u64; 2]; width * 2];
    if let Some(paths) = bits.get_mut(width..) {
        for content in 0..facts.contents.len() {
            let mut rules = facts.contents.rules(content, &facts.names);
            if rules.any(|rule| rule.has_paths()) {
                set(paths, content, true);
            }
        }
    }
    let paths = u32::try_from(width).unwrap_or(0);
    let fill = Fill {
        facts,
        resources,
        width,
        steps: MOST_STEPS,
        unused_group: unused(&facts.names.api_groups),
        unused_verb: unused(&facts.names.verbs),
    };
    let (classes, bits) = match fill.classes(bits.clone()) {
        Some((classes, bits)) => (Some(classes), bits),
        None => (None, bits),
    };
    Filled {
        classes,
        bits,
        paths,
    }
}

struct Fill<'f> {
    facts: &'f Facts,
    resources: &'f Resources,
    width: usize,
    /// Steps that are left.
    steps: usize,
    unused_group: String,
    unused_verb: String,
}

impl<'f> Fill<'f> {
    /// Counts work; `None` when there was too much of it.
    fn step(&mut self, steps: usize) -> Option<()> {
        self.steps = self.steps.checked_sub(steps)?;
        Some(())
    }

    fn classes(mut self, bits: Vec<Word>) -> Option<(Classes, Vec<Word>)> {
        let names = &self.facts.names;
        let columns = names.verbs.len() + 1;
        let mut pairs = Pairs::new(self.facts.seed);
        let mut of_class: Vec<(u32, u32)> = Vec::new();
        let mut by_resource: HashMap<u32, Vec<u32>, FixedState> =
            HashMap::with_hasher(FixedState::with_seed(self.facts.seed));
        let mut known: Vec<Known<'f>> = Vec::new();
        for content in 0..self.facts.contents.len() {
            for rule in self.facts.contents.rules(content, names) {
                let position = u32::try_from(known.len()).ok()?;
                let groups = self.groups(&rule);
                let keys = self.keys(&rule);
                self.step(1 + groups.len() * keys.len())?;
                for key in &keys {
                    by_resource.entry(*key).or_default().push(position);
                    for group in &groups {
                        let class = pairs.insert(*group, *key);
                        if class as usize == of_class.len() {
                            of_class.push((*group, *key));
                        }
                    }
                }
                let columns = self.columns(&rule, columns)?;
                known.push(Known {
                    rule,
                    content,
                    columns,
                });
            }
        }
        let places = of_class.len().checked_mul(columns as usize)?;
        if places > MOST_PLACES {
            return None;
        }
        let mut rows = RowMaker::new(columns as usize, self.width, self.facts.seed, bits);
        for (group, key) in of_class {
            let on = self.resources.request(key, &names.resources);
            let group = match group {
                ANY_GROUP => self.unused_group.clone(),
                symbol => names.api_groups.text(symbol).to_owned(),
            };
            for key in self
                .resources
                .wider(key, &names.resources)
                .into_iter()
                .flatten()
            {
                for position in by_resource.get(&key).into_iter().flatten() {
                    let known = known.get(*position as usize)?;
                    let rule = &known.rule;
                    self.step(rule.api_group_symbols().len() + rule.resource_symbols().len())?;
                    if rule::api_group(rule.api_groups(), &group)
                        && rule::resource(rule.resources(), on.0, on.1)
                    {
                        self.step(known.columns.len())?;
                        rows.set(known.content, rule.has_names(), &known.columns);
                    }
                }
            }
            rows.finish_class()?;
        }
        let RowMaker { places, bits, .. } = rows;
        let classes = Classes {
            pairs,
            columns,
            rows: places,
        };
        Some((classes, bits))
    }

    /// The groups a rule names, and [`ANY_GROUP`] if it means every one.
    fn groups(&self, rule: &FlatRule<'_>) -> Vec<u32> {
        let mut groups = rule.api_group_symbols().to_vec();
        if rule::api_group(rule.api_groups(), &self.unused_group) {
            groups.push(ANY_GROUP);
        }
        groups
    }

    fn keys(&self, rule: &FlatRule<'_>) -> Vec<u32> {
        let entries = rule.resource_symbols().iter().zip(rule.resources());
        let keys = entries.flat_map(|(symbol, text)| self.resources.keys(*symbol, text));
        let mut keys: Vec<u32> = keys.collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    /// The verbs a rule has, by its predicate: those it names, or every one.
    fn columns(&mut self, rule: &FlatRule<'_>, columns: u32) -> Option<Vec<u32>> {
        let verbs = &self.facts.names.verbs;
        self.step(rule.verb_symbols().len())?;
        if !rule::verb(rule.verbs(), &self.unused_verb) {
            return Some(rule.verb_symbols().to_vec());
        }
        self.step(columns as usize)?;
        let others = columns.checked_sub(1)?;
        let has = |verb: &u32| rule::verb(rule.verbs(), verbs.text(*verb));
        Some((0..others).filter(has).chain([others]).collect())
    }
}

/// Makes the rows of one class after the other; equal rows are kept once.
struct RowMaker {
    columns: usize,
    width: usize,
    places: Vec<Row>,
    /// All rows; the one at 0 is empty.
    bits: Vec<Word>,
    /// The rows of the class that is made, one for each verb.
    rows: Vec<Word>,
    touched: Vec<usize>,
    kept: HashMap<u64, u32, FixedState>,
    hash: FixedState,
}

impl RowMaker {
    fn new(columns: usize, width: usize, seed: u64, bits: Vec<Word>) -> Self {
        let hash = FixedState::with_seed(seed);
        Self {
            columns,
            width,
            places: Vec::new(),
            bits,
            rows: vec![[0; 2]; columns * width],
            touched: Vec::new(),
            kept: HashMap::with_hasher(hash.clone()),
            hash,
        }
    }

    fn set(&mut self, content: u32, is_limited: bool, columns: &[u32]) {
        for column in columns {
            let row = *column as usize;
            let start = row * self.width;
            if let Some(bits) = self.rows.get_mut(start..start + self.width) {
                set(bits, content, is_limited);
                self.touched.push(row);
            }
        }
    }

    fn finish_class(&mut self) -> Option<()> {
        let first = self.places.len();
        self.places.resize(first + self.columns, EMPTY);
        self.touched.sort_unstable();
        self.touched.dedup();
        for row in std::mem::take(&mut self.touched) {
            let start = row * self.width;
            let bits = self.rows.get_mut(start..start + self.width)?;
            let hash = std::hash::BuildHasher::hash_one(&self.hash, &*bits);
            let kept = self.kept.get(&hash).copied().filter(|at| {
                let at = *at as usize;
                self.bits.get(at..at + bits.len()) == Some(&*bits)
            });
            let at = if let Some(at) = kept {
                at
            } else {
                if self.bits.len() + bits.len() > MOST_WORDS {
                    return None;
                }
                let at = u32::try_from(self.bits.len()).ok()?;
                self.bits.extend_from_slice(bits);
                self.kept.insert(hash, at);
                at
            };
            bits.fill([0; 2]);
            *self.places.get_mut(first + row)? = at;
        }
        Some(())
    }
}

/// Notes that a content grants, or that its rules have to be asked.
fn set(bits: &mut [Word], content: u32, is_asked: bool) {
    if let Some([granted, asked]) = bits.get_mut(content as usize / 64) {
        let word = if is_asked { asked } else { granted };
        *word |= 1 << (content % 64);
    }
}
