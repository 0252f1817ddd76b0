//! Which contents of roles grant what is asked?
//!
//! Requests that no rule can tell apart are one class: those for a pair of API group and resource that
//! rules name, and those for anything else. For each class and verb there is a row of bits, one for each
//! content: granted whatever the object's name, or granted for some names only, so that the rules have
//! to be asked. At run time no wildcard is left.
//!
//! A request whose pair is named falls into one class. Otherwise two are read: the one of its group with
//! a resource nobody names, and the one of its resource with a group nobody names. A rule that does not
//! name the pair has a wildcard on one side, so it is in one of the two. A request that could be cut
//! into resource and subresource in several ways falls into none, and its rules are asked.
//!
//! *Invariants.* Only the predicates of a rule ([`crate::kubernetes::rule`]) say what it matches: a
//! class is filled by asking them about a request of that class. Rows are bounded, and so is the work to
//! make them; beyond that there are none and every rule is asked.

mod fill;
mod stars;

use super::pairs::Pairs;
use crate::attributes::{Resource, Target};
use crate::kubernetes::facts::Facts;
use crate::kubernetes::rule::Operation;
use crate::kubernetes::symbols::{NONE, Symbols};
use fill::Filled;
use stars::{Found, Resources};

/// The rows of all classes.
#[derive(Debug, Clone)]
pub(crate) struct Rows {
    resources: Resources,
    /// None where there would be too many.
    classes: Option<Classes>,
    /// All rows, one after the other. First an empty one, then the contents with rules about paths.
    bits: Vec<Word>,
    /// Where the row of paths begins.
    paths: u32,
}

#[derive(Debug, Clone)]
struct Classes {
    pairs: Pairs,
    /// Verbs that rules name, and one column for all others.
    columns: u32,
    /// For each class and verb, its row.
    rows: Vec<Row>,
}

/// Where a row begins: what one class says of each content for one verb.
type Row = u32;

/// What a row says of 64 contents: the bits of those that grant whatever the object's name, and of those
/// whose rules have to be asked.
type Word = [u64; 2];

/// Says nothing of any content.
const EMPTY: Row = 0;

/// Where the answer to one question stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Answer {
    first: Row,
    /// Most often [`EMPTY`].
    second: Row,
    /// Whether the rules of every content are asked.
    asks_all: bool,
}

/// What the rows know of one content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Known {
    /// It grants.
    Grants,
    /// It does not.
    Silent,
    /// Its rules say.
    Ask,
}

impl Answer {
    /// Whether the rules of every content are asked, because rows do not say.
    pub(crate) fn asks_all(self) -> bool {
        self.asks_all
    }
}

const ASK: Answer = Answer {
    first: EMPTY,
    second: EMPTY,
    asks_all: true,
};

impl Rows {
    pub(crate) fn new(facts: &Facts) -> Self {
        let resources = Resources::new(&facts.names.resources, facts.seed);
        let Filled {
            classes,
            bits,
            paths,
        } = fill::fill(facts, &resources);
        Self {
            resources,
            classes,
            bits,
            paths,
        }
    }

    /// Where the answer to an operation stands.
    #[inline]
    pub(crate) fn answer(&self, facts: &Facts, asked: Operation<'_>) -> Answer {
        let on = match asked.target {
            Target::Resource(on) => on,
            Target::NonResource { .. } => {
                return Answer {
                    first: self.paths,
                    second: EMPTY,
                    asks_all: false,
                };
            }
        };
        self.classified(facts, asked.verb, on).unwrap_or(ASK)
    }

    #[inline]
    fn classified(&self, facts: &Facts, verb: &str, on: Resource<'_>) -> Option<Answer> {
        let classes = self.classes.as_ref()?;
        let names = &facts.names;
        let column = names.verbs.find(verb).unwrap_or(classes.columns - 1);
        let group = names.api_groups.find(on.api_group);
        let named = match self.resources.find(&names.resources, on) {
            Found::Named(symbol) => Some(symbol),
            Found::Unnamed => None,
            Found::Unclear => return None,
        };
        let pair = group.zip(named);
        if let Some(class) = pair.and_then(|(group, named)| classes.pairs.get(group, named)) {
            return Some(Answer {
                first: classes.row(class, column),
                second: EMPTY,
                asks_all: false,
            });
        }
        let (star, others) = self.resources.others(on);
        let wider = |group: u32| {
            let class = star.and_then(|star| classes.pairs.get(group, star));
            class.or_else(|| classes.pairs.get(group, others))
        };
        let of_group = group.and_then(wider);
        let of_resource = named
            .and_then(|named| classes.pairs.get(ANY_GROUP, named))
            .or_else(|| wider(ANY_GROUP));
        let row = |class: Option<u32>| class.map_or(EMPTY, |class| classes.row(class, column));
        Some(Answer {
            first: row(of_group),
            second: row(of_resource),
            asks_all: false,
        })
    }

    /// What is known of a content.
    #[inline]
    pub(crate) fn known(&self, answer: Answer, content: u32) -> Known {
        let [mut granted, mut asked] = self.word(answer.first, content);
        if answer.second != EMPTY {
            let [more_granted, more_asked] = self.word(answer.second, content);
            granted |= more_granted;
            asked |= more_asked;
        }
        let bit = 1 << (content % 64);
        if granted & bit != 0 {
            Known::Grants
        } else if asked & bit != 0 || answer.asks_all {
            Known::Ask
        } else {
            Known::Silent
        }
    }

    /// The contents of which there is something to say, of so many.
    pub(crate) fn candidates(&self, answer: Answer, contents: u32) -> impl Iterator<Item = u32> {
        let words = (0..contents.div_ceil(64)).map(move |at| {
            let words = [answer.first, answer.second].map(|row| self.word(row, at * 64));
            let said = words.iter().flatten().fold(0, |bits, word| bits | word);
            (at, if answer.asks_all { u64::MAX } else { said })
        });
        let bits = words.filter(|(_, said)| *said != 0);
        let candidates = bits.flat_map(|(at, said)| {
            let bits = (0..64).filter(move |bit| said >> bit & 1 != 0);
            bits.map(move |bit| at * 64 + bit)
        });
        candidates.filter(move |content| *content < contents)
    }

    /// The word of a row that has a content. What is no content is beyond the end of all rows.
    #[inline]
    fn word(&self, row: Row, content: u32) -> Word {
        let at = row as usize + content as usize / 64;
        self.bits.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn bytes(&self) -> usize {
        let classes = self
            .classes
            .as_ref()
            .map_or(0, |of| of.pairs.bytes() + size_of_val(of.rows.as_slice()));
        self.resources.bytes() + classes + size_of_val(self.bits.as_slice())
    }

    /// Whether there are rows, so that not every rule has to be asked.
    pub(crate) fn exist(&self) -> bool {
        self.classes.is_some()
    }
}

impl Classes {
    #[inline]
    fn row(&self, class: u32, column: u32) -> Row {
        let place = class as usize * self.columns as usize + column as usize;
        self.rows.get(place).copied().unwrap_or(EMPTY)
    }
}

/// An API group nobody names.
const ANY_GROUP: u32 = NONE - 1;

/// The text that no table of these has: a name that stands for every name nobody uses.
fn unused(symbols: &Symbols) -> String {
    let mut text = "\0".to_owned();
    while symbols.find(&text).is_some() {
        text.push('\0');
    }
    text
}
