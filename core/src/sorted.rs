//! How is something put in order and found again, without code that is made anew for its type?
//!
//! The sort of the standard library is compiled for each type it sorts, and so is a `BTreeMap`: three to
//! fourteen kilobytes each time, more than most of the code that uses them. A program that travels over the
//! network before it answers cannot afford thirty of each. What is put in order here is put in order by one
//! compiled function that sorts positions; things then change places by what it says.
//!
//! Sorting is stable and takes `n log n` comparisons, each of them a call. Where that is felt, on the way of a
//! decision, the standard library's own is used.
//!
//! *Invariants.* What is compared has a total order, as all keys of this crate do.

use std::borrow::Borrow;
use std::cmp::Ordering;

/// The positions `0..length` in the order of what stands there; equal ones stay as they are.
pub fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    order.sort_by(|one, other| compare(*one, *other));
    order
}

/// Which places to exchange, one after the other, so that each thing comes where the order has its position.
fn exchanges(mut order: Vec<usize>) -> Vec<(usize, usize)> {
    let mut exchanges = Vec::new();
    for start in 0..order.len() {
        let mut at = start;
        while let Some(place) = order.get_mut(at) {
            let next = std::mem::replace(place, at);
            if next == start || next == at {
                break;
            }
            exchanges.push((at, next));
            at = next;
        }
    }
    exchanges
}

/// Puts things in the order of a comparison, which must be a total order.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = order(
        items.len(),
        &|one, other| match (items.get(one), items.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        },
    );
    for (one, other) in exchanges(order) {
        items.swap(one, other);
    }
}

/// Puts things in the order of what a function says of each.
pub fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Puts things in order.
pub fn sort<T: Ord>(items: &mut [T]) {
    sort_by(items, T::cmp);
}

/// Each thing once, in order.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    sort(&mut items);
    items.dedup();
    items
}

/// The first thing of each key, in the order given.
pub fn firsts<T, K: Ord>(items: impl IntoIterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    let mut is_first = vec![true; items.len()];
    let at = |at: usize| items.get(at).map(&key);
    let order = order(items.len(), &|one, other| at(one).cmp(&at(other)));
    for (before, after) in order.iter().zip(order.iter().skip(1)) {
        if at(*before) == at(*after)
            && let Some(mark) = is_first.get_mut(*after)
        {
            *mark = false;
        }
    }
    let mut marks = is_first.into_iter();
    items.retain(|_| marks.next().unwrap_or_default());
    items
}

/// Values in the order of their keys. A key may have several, which stand in the order they were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sorted<K, V>(Vec<(K, V)>);

impl<K, V> Default for Sorted<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Sorted<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        let mut pairs: Vec<(K, V)> = pairs.into_iter().collect();
        sort_by(&mut pairs, |(one, _), (other, _)| one.cmp(other));
        Self(pairs)
    }
}

impl<K: Ord, V> Sorted<K, V> {
    /// Every value of a key, in the order given.
    pub fn all<Q: Ord + ?Sized>(&self, key: &Q) -> &[(K, V)]
    where
        K: Borrow<Q>,
    {
        let start = self.0.partition_point(|(of, _)| of.borrow() < key);
        let pairs = self.0.get(start..).unwrap_or_default();
        let length = pairs.partition_point(|(of, _)| of.borrow() == key);
        pairs.get(..length).unwrap_or_default()
    }

    /// The first value of a key.
    pub fn first<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.all(key).first().map(|(_, value)| value)
    }

    /// The last value of a key.
    pub fn last<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.all(key).last().map(|(_, value)| value)
    }

    /// Keeps the first value of each key.
    #[must_use]
    pub fn firsts(mut self) -> Self {
        self.0.dedup_by(|(key, _), (kept, _)| key == kept);
        self
    }

    /// Keeps the last value of each key.
    #[must_use]
    pub fn lasts(mut self) -> Self {
        self.0.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                std::mem::swap(next, kept);
            }
            is_same
        });
        self
    }

    /// Every key with its values.
    pub fn pairs(&self) -> &[(K, V)] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_where_the_order_has_them_and_equals_stay() {
        let mut words = ["pear", "fig", "apple", "kiwi", "date", "plum", "nut"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(
            words,
            ["fig", "nut", "pear", "kiwi", "date", "plum", "apple"]
        );
        sort(&mut words);
        assert!(words.is_sorted());
    }

    #[test]
    fn a_key_may_have_several_values() {
        let pairs = [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("b", 5)];
        let sorted: Sorted<&str, i32> = pairs.into_iter().collect();
        assert_eq!(sorted.all("b"), [("b", 1), ("b", 3), ("b", 5)]);
        assert_eq!((sorted.first("b"), sorted.last("b")), (Some(&1), Some(&5)));
        assert_eq!(sorted.last("d"), None);
        let lasts = sorted.clone().lasts();
        assert_eq!(lasts.pairs(), [("a", 2), ("b", 5), ("c", 4)]);
        let firsts = sorted.firsts();
        assert_eq!(firsts.pairs(), [("a", 2), ("b", 1), ("c", 4)]);
        assert_eq!(
            super::firsts(pairs, |(key, _)| *key),
            [("b", 1), ("a", 2), ("c", 4)]
        );
    }
}
