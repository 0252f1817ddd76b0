//! What does a role permit, in numbers?
//!
//! A content is the list of rules of a role, in the order written. Each rule is five lists of symbols,
//! and all lists of a kind stand one after the other in one table.

use super::Names;
use crate::kubernetes::rule::{Operation, Rule, allows};
use crate::kubernetes::symbols::Symbols;

/// The distinct contents of roles.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contents {
    /// Where the rules of each content end.
    pub(crate) ends: Vec<u32>,
    /// Where the lists of each rule end, each in its table: verbs, API groups, resources, resource names,
    /// paths.
    pub(crate) lists: Vec<[u32; 5]>,
    /// The symbols of all lists, in a table for each kind.
    pub(crate) entries: [Vec<u32>; 5],
}

/// One rule of a content.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FlatRule<'f> {
    names: &'f Names,
    lists: [&'f [u32]; 5],
}

impl Contents {
    /// How many there are.
    pub(crate) fn len(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// Positions of the rules of a content.
    pub(crate) fn rules_of(&self, content: u32) -> std::ops::Range<u32> {
        let content = content as usize;
        let end = self.ends.get(content).copied().unwrap_or(0);
        let before = content.checked_sub(1).and_then(|at| self.ends.get(at));
        before.copied().unwrap_or(0)..end
    }

    pub(crate) fn rule<'f>(&'f self, position: u32, names: &'f Names) -> Option<FlatRule<'f>> {
        let position = position as usize;
        let ends = *self.lists.get(position)?;
        let before = position.checked_sub(1).and_then(|at| self.lists.get(at));
        let starts = before.copied().unwrap_or_default();
        let mut ranges = starts.into_iter().zip(ends);
        let lists = self.entries.each_ref().map(|entries| {
            let (start, end) = ranges.next().unwrap_or_default();
            let list = entries.get(start as usize..end as usize);
            list.unwrap_or_default()
        });
        Some(FlatRule { names, lists })
    }

    /// The rules of a content, in order.
    pub(crate) fn rules<'f>(
        &'f self,
        content: u32,
        names: &'f Names,
    ) -> impl Iterator<Item = FlatRule<'f>> {
        let positions = self.rules_of(content);
        positions.filter_map(|position| self.rule(position, names))
    }

    /// Whether some rule of a content allows what is asked.
    pub(crate) fn allows(&self, content: u32, names: &Names, asked: Operation<'_>) -> bool {
        self.rules(content, names).any(|rule| allows(&rule, asked))
    }

    /// Whether some rule of a content that is limited to names allows what is asked.
    pub(crate) fn allows_by_name(&self, content: u32, names: &Names, asked: Operation<'_>) -> bool {
        let mut limited = self.rules(content, names).filter(FlatRule::has_names);
        limited.any(|rule| allows(&rule, asked))
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(self.ends.as_slice())
            + size_of_val(self.lists.as_slice())
            + self
                .entries
                .iter()
                .map(|of| size_of_val(of.as_slice()))
                .sum::<usize>()
    }
}

impl<'f> FlatRule<'f> {
    pub(crate) fn verb_symbols(&self) -> &'f [u32] {
        self.lists[0]
    }

    pub(crate) fn api_group_symbols(&self) -> &'f [u32] {
        self.lists[1]
    }

    pub(crate) fn resource_symbols(&self) -> &'f [u32] {
        self.lists[2]
    }

    pub(crate) fn has_names(&self) -> bool {
        !self.lists[3].is_empty()
    }

    pub(crate) fn has_paths(&self) -> bool {
        !self.lists[4].is_empty()
    }
}

impl Rule for FlatRule<'_> {
    fn verbs(&self) -> impl Iterator<Item = &str> {
        texts(&self.names.verbs, self.lists[0])
    }

    fn api_groups(&self) -> impl Iterator<Item = &str> {
        texts(&self.names.api_groups, self.lists[1])
    }

    fn resources(&self) -> impl Iterator<Item = &str> {
        texts(&self.names.resources, self.lists[2])
    }

    fn resource_names(&self) -> impl Iterator<Item = &str> {
        texts(&self.names.words, self.lists[3])
    }

    fn non_resource_urls(&self) -> impl Iterator<Item = &str> {
        texts(&self.names.words, self.lists[4])
    }
}

fn texts<'f>(symbols: &'f Symbols, list: &'f [u32]) -> impl Iterator<Item = &'f str> {
    list.iter().map(|symbol| symbols.text(*symbol))
}
