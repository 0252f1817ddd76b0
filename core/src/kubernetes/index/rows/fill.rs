//! How are the rows filled?
//!
//! Each rule gives the pairs it names; each pair becomes a class. Then the rules that name one side of a
//! class, or everything, are asked by their predicates about a request of that class.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::stars::Resources;
use super::{ANY_GROUP, Classes, EMPTY, Pairs, Row, Word, unused};
use crate::kubernetes::facts::{Facts, FlatRule};
use crate::kubernetes::rule;
use crate::sorted;

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
/// Most steps to fill them: what a policy of a million rules needs, about a second.
const MOST_STEPS: usize = 1 << 26;

/// What is read of a rule for each class, and nothing more: it is read often.
struct Known<'f> {
    content: u32,
    has_names: bool,
    groups: &'f [u32],
    resources: &'f [u32],
    /// Where its verbs stand.
    columns: Range<u32>,
}

/// What the entries of rules mean, each asked once.
struct Entries {
    /// Under which keys each resource is found.
    keys: Vec<Vec<u32>>,
    /// Whether each API group means every one.
    any_group: Vec<bool>,
    /// Whether each verb means every one.
    any_verb: Vec<bool>,
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
        let entries = self.entries();
        let columns = names.verbs.len() + 1;
        let most_classes = MOST_PLACES / columns as usize;
        let mut pairs = Pairs::new(self.facts.seed);
        let mut classes: Vec<Class> = Vec::new();
        let mut known: Vec<Known<'f>> = Vec::with_capacity(self.facts.contents.lists.len());
        let mut verbs = Vec::new();
        let (mut groups, mut keys) = (Vec::new(), Vec::new());
        for content in 0..self.facts.contents.len() {
            for rule in self.facts.contents.rules(content, names) {
                let position = u32::try_from(known.len()).ok()?;
                entries.groups(&rule, &mut groups);
                entries.keys(&rule, &mut keys);
                self.step(1 + groups.len().checked_mul(keys.len())?)?;
                for (key, group) in keys
                    .iter()
                    .flat_map(|key| groups.iter().map(move |of| (key, of)))
                {
                    let class = pairs.insert(*group, *key) as usize;
                    if class == classes.len() {
                        if class >= most_classes {
                            return None;
                        }
                        classes.push(Class {
                            group: *group,
                            key: *key,
                            rules: Vec::new(),
                        });
                    }
                    classes.get_mut(class)?.rules.push(position);
                }
                let start = u32::try_from(verbs.len()).ok()?;
                if entries.columns(&rule, columns, &mut verbs) {
                    self.step(columns as usize)?;
                }
                known.push(Known {
                    content,
                    has_names: rule.has_names(),
                    groups: rule.api_group_symbols(),
                    resources: rule.resource_symbols(),
                    columns: start..u32::try_from(verbs.len()).ok()?,
                });
            }
        }
        let mut rows = RowMaker::new(columns as usize, self.width, self.facts.seed, bits);
        let mut is_group = Meaning::of(names.api_groups.len());
        let mut is_resource = Meaning::of(names.resources.len());
        for class in &classes {
            let (resource, subresource) = self.resources.request(class.key, &names.resources);
            let group = match class.group {
                ANY_GROUP => self.unused_group.clone(),
                symbol => names.api_groups.text(symbol).to_owned(),
            };
            is_group.forget();
            is_resource.forget();
            for wider in self.wider(class, &pairs) {
                for position in &classes.get(wider as usize)?.rules {
                    let known = known.get(*position as usize)?;
                    self.step(known.groups.len() + known.resources.len())?;
                    let names_it = is_group.of_any(known.groups, |symbol| {
                        let entry = std::iter::once(names.api_groups.text(symbol));
                        rule::api_group(entry, &group)
                    }) && is_resource.of_any(known.resources, |symbol| {
                        let entry = std::iter::once(names.resources.text(symbol));
                        rule::resource(entry, resource, subresource)
                    });
                    if names_it {
                        let Range { start, end } = known.columns;
                        let columns = verbs.get(start as usize..end as usize)?;
                        self.step(columns.len())?;
                        rows.set(known.content, known.has_names, columns);
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

    /// The classes whose rules can match a request of this one: its own, and those of wildcards.
    fn wider(&self, class: &Class, pairs: &Pairs) -> Vec<u32> {
        let keys = self.resources.wider(class.key, &self.facts.names.resources);
        let any = (class.group != ANY_GROUP).then_some(ANY_GROUP);
        let groups = [Some(class.group), any].into_iter().flatten();
        let of_group = |group| {
            let keys = keys.into_iter().flatten();
            keys.filter_map(move |key| pairs.get(group, key))
        };
        groups.flat_map(of_group).collect()
    }

    /// Asks the predicates what each entry means for what nobody names.
    fn entries(&self) -> Entries {
        let names = &self.facts.names;
        let key = |symbol| self.resources.keys(symbol, names.resources.text(symbol));
        let group = |symbol| {
            let entry = std::iter::once(names.api_groups.text(symbol));
            rule::api_group(entry, &self.unused_group)
        };
        let verb = |symbol| {
            let entry = std::iter::once(names.verbs.text(symbol));
            rule::verb(entry, &self.unused_verb)
        };
        Entries {
            keys: (0..names.resources.len()).map(key).collect(),
            any_group: (0..names.api_groups.len()).map(group).collect(),
            any_verb: (0..names.verbs.len()).map(verb).collect(),
        }
    }
}

/// A pair of API group and resource, and the rules that name it.
struct Class {
    group: u32,
    key: u32,
    rules: Vec<u32>,
}

impl Entries {
    /// The groups a rule names, and [`ANY_GROUP`] if it means every one.
    fn groups(&self, rule: &FlatRule<'_>, groups: &mut Vec<u32>) {
        groups.clear();
        groups.extend_from_slice(rule.api_group_symbols());
        if groups.iter().any(|group| is(&self.any_group, *group)) {
            groups.push(ANY_GROUP);
        }
        each_once(groups);
    }

    fn keys(&self, rule: &FlatRule<'_>, keys: &mut Vec<u32>) {
        keys.clear();
        let symbols = rule.resource_symbols().iter();
        let of = symbols.filter_map(|symbol| self.keys.get(*symbol as usize));
        keys.extend(of.flatten());
        each_once(keys);
    }

    /// The verbs a rule has: those it names, or every one. Tells which.
    fn columns(&self, rule: &FlatRule<'_>, columns: u32, verbs: &mut Vec<u32>) -> bool {
        let symbols = rule.verb_symbols();
        let is_any = symbols.iter().any(|verb| is(&self.any_verb, *verb));
        if is_any {
            verbs.extend(0..columns);
        } else {
            verbs.extend_from_slice(symbols);
        }
        is_any
    }
}

/// Puts the few numbers of a rule in order, each once. Most are in order.
fn each_once(numbers: &mut Vec<u32>) {
    if !numbers.is_sorted() {
        sorted::sort(numbers);
    }
    numbers.dedup();
}

/// What a predicate says of entries about one class, each asked once: many rules have the same entries.
struct Meaning {
    /// By symbol: for which round it is known, and what was said.
    known: Vec<(u32, bool)>,
    round: u32,
}

impl Meaning {
    fn of(symbols: u32) -> Self {
        Self {
            known: vec![(0, false); symbols as usize],
            round: 0,
        }
    }

    fn forget(&mut self) {
        self.round += 1;
    }

    fn of_any(&mut self, symbols: &[u32], ask: impl Fn(u32) -> bool) -> bool {
        symbols.iter().any(|symbol| {
            let Some(known) = self.known.get_mut(*symbol as usize) else {
                return false;
            };
            if known.0 != self.round {
                *known = (self.round, ask(*symbol));
            }
            known.1
        })
    }
}

fn is(marks: &[bool], symbol: u32) -> bool {
    marks.get(symbol as usize).copied().unwrap_or(false)
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
    /// Which of them are not empty.
    touched: Vec<bool>,
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
            touched: vec![false; columns],
            kept: HashMap::with_hasher(hash.clone()),
            hash,
        }
    }

    fn set(&mut self, content: u32, is_asked: bool, columns: &[u32]) {
        let (word, bit) = (content as usize / 64, 1 << (content % 64));
        for column in columns {
            let row = *column as usize;
            let (Some(mark), Some([granted, asked])) = (
                self.touched.get_mut(row),
                self.rows.get_mut(row * self.width + word),
            ) else {
                continue;
            };
            *mark = true;
            *(if is_asked { asked } else { granted }) |= bit;
        }
    }

    fn finish_class(&mut self) -> Option<()> {
        let first = self.places.len();
        self.places.resize(first + self.columns, EMPTY);
        for (row, is_touched) in self.touched.iter_mut().enumerate() {
            if !std::mem::take(is_touched) {
                continue;
            }
            let start = row * self.width;
            let bits = self.rows.get_mut(start..start + self.width)?;
            let hash = std::hash::BuildHasher::hash_one(&self.hash, bits.as_flattened());
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
