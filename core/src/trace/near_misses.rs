//! How are near misses listed?
//!
//! As a list that is put into words once it is read. A trace stands alone all the same: what the words are
//! made of cannot change, and the list holds on to it.

use std::fmt;
use std::ops::Deref;
use std::slice;
use std::sync::{Arc, OnceLock};

use serde::{Serialize, Serializer};

use super::NearMiss;
use crate::kubernetes::near_miss::Found;

/// Near misses, nearest first: a slice of [`NearMiss`] whose words are made when it is first read. Clones
/// share them.
#[derive(Clone, Default)]
pub struct NearMisses(Option<Arc<List>>);

struct List {
    found: Found,
    told: OnceLock<Vec<NearMiss>>,
}

impl From<Found> for NearMisses {
    fn from(found: Found) -> Self {
        let told = OnceLock::new();
        Self(Some(Arc::new(List { found, told })))
    }
}

impl Deref for NearMisses {
    type Target = [NearMiss];

    fn deref(&self) -> &[NearMiss] {
        match &self.0 {
            Some(list) => list.told.get_or_init(|| list.found.told()),
            None => &[],
        }
    }
}

impl<'t> IntoIterator for &'t NearMisses {
    type Item = &'t NearMiss;
    type IntoIter = slice::Iter<'t, NearMiss>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl PartialEq for NearMisses {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for NearMisses {}

impl fmt::Debug for NearMisses {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self).finish()
    }
}

impl Serialize for NearMisses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}
