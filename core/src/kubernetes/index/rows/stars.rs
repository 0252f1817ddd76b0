//! How do rules name what is asked for?
//!
//! `pods` and `pods/log` are one name each. Where a subresource is asked for there is a second way to
//! name it, for every resource that has it (`*/log`), and a last one for whatever nobody names.

use super::unused;
use crate::attributes::Resource;
use crate::kubernetes::rule;
use crate::kubernetes::symbols::{NONE, Symbols};

/// The resources rules name, and the subresources they name for every resource.
#[derive(Debug, Clone)]
pub(crate) struct Resources {
    /// Slashes of each resource; two stand for more.
    slashes: Vec<u8>,
    /// Subresources that are named for every resource.
    subresources: Symbols,
    /// A resource nobody names.
    unused: String,
}

/// Whether rules name a resource.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Found {
    Named(u32),
    Unnamed,
    /// It could be named in more ways than one symbol tells.
    Unclear,
}

/// Marks the symbol of a subresource that is named for every resource.
const STAR: u32 = 1 << 31;
/// A resource nobody names.
const OTHER: u32 = NONE - 1;
/// A subresource nobody names.
const OTHER_SUBRESOURCE: u32 = NONE - 2;

/// Longest name that is looked up.
const LONGEST: usize = 128;

impl Resources {
    pub(crate) fn new(resources: &Symbols, seed: u64) -> Self {
        let unused = unused(resources);
        let mut subresources = Symbols::new(seed);
        let mut slashes = Vec::new();
        for symbol in 0..resources.len() {
            let text = resources.text(symbol);
            let count = text.bytes().filter(|byte| *byte == b'/').take(2).count();
            slashes.push(if count == 2 { 2 } else { u8::from(count == 1) });
            if let Some(subresource) = starred(text, &unused) {
                subresources.intern(subresource);
            }
        }
        Self {
            slashes,
            subresources,
            unused,
        }
    }

    /// The symbol of a resource that some rule names.
    #[inline]
    pub(crate) fn find(&self, resources: &Symbols, on: Resource<'_>) -> Found {
        let named = if on.subresource.is_empty() {
            resources.find(on.resource)
        } else {
            let mut whole = [0u8; LONGEST];
            match joined(&mut whole, on.resource, on.subresource) {
                Some(whole) => resources.find_bytes(whole),
                None => return Found::Unclear,
            }
        };
        let slashes = u8::from(!on.subresource.is_empty());
        match named {
            None => Found::Unnamed,
            Some(symbol) if self.slashes.get(symbol as usize) == Some(&slashes) => {
                Found::Named(symbol)
            }
            Some(_) => Found::Unclear,
        }
    }

    /// The keys of rules that name no single resource: first those that name the subresource of every
    /// one, if there are any.
    pub(crate) fn others(&self, on: Resource<'_>) -> (Option<u32>, u32) {
        if on.subresource.is_empty() {
            return (None, OTHER);
        }
        let star = self.subresources.find(on.subresource);
        (star.map(|star| STAR | star), OTHER_SUBRESOURCE)
    }

    /// The keys under which an entry of a rule is found.
    pub(crate) fn keys(&self, symbol: u32, text: &str) -> Vec<u32> {
        let mut keys = Vec::new();
        if self
            .slashes
            .get(symbol as usize)
            .is_some_and(|count| *count < 2)
        {
            keys.push(symbol);
        }
        if let Some(star) = starred(text, &self.unused).and_then(|of| self.subresources.find(of)) {
            keys.push(STAR | star);
        }
        if matches(text, &self.unused, "") {
            keys.push(OTHER);
        }
        if matches(text, &self.unused, &self.unused) {
            keys.push(OTHER_SUBRESOURCE);
        }
        keys
    }

    /// Under which keys the rules stand that can match what has this key: its own, and the wider ones.
    pub(crate) fn wider(&self, key: u32, resources: &Symbols) -> [Option<u32>; 3] {
        let others = if self.request(key, resources).1.is_empty() {
            OTHER
        } else {
            OTHER_SUBRESOURCE
        };
        let star = match key {
            OTHER | OTHER_SUBRESOURCE => None,
            key if key & STAR != 0 => None,
            symbol => {
                let subresource = resources.text(symbol).split_once('/').map(|(_, of)| of);
                let star = subresource.and_then(|of| self.subresources.find(of));
                star.map(|star| STAR | star)
            }
        };
        [Some(key), star, (key != others).then_some(others)]
    }

    /// The resource and subresource of a request with this key.
    pub(crate) fn request<'a>(&'a self, key: u32, resources: &'a Symbols) -> (&'a str, &'a str) {
        match key {
            OTHER => (&self.unused, ""),
            OTHER_SUBRESOURCE => (&self.unused, &self.unused),
            key if key & STAR != 0 => (&self.unused, self.subresources.text(key & !STAR)),
            symbol => {
                let text = resources.text(symbol);
                text.split_once('/').unwrap_or((text, ""))
            }
        }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.slashes.len() + self.subresources.bytes() + self.unused.len()
    }
}

/// The subresource an entry names for every resource.
fn starred<'t>(entry: &'t str, unused: &str) -> Option<&'t str> {
    let (_, subresource) = entry.split_once('/')?;
    matches(entry, unused, subresource).then_some(subresource)
}

fn matches(entry: &str, resource: &str, subresource: &str) -> bool {
    rule::resource(std::iter::once(entry), resource, subresource)
}

/// `resource/subresource`, for which nothing is allocated; `None` when it is too long.
#[inline]
fn joined<'b>(into: &'b mut [u8], resource: &str, subresource: &str) -> Option<&'b [u8]> {
    let whole = into.get_mut(..resource.len() + 1 + subresource.len())?;
    let (before, after) = whole.split_at_mut(resource.len());
    before.copy_from_slice(resource.as_bytes());
    let (slash, after) = after.split_first_mut()?;
    *slash = b'/';
    after.copy_from_slice(subresource.as_bytes());
    Some(whole)
}
