//! What does a login say beside name and groups?
//!
//! Keys with lists of values, which authorizers may read: Azure reads `oid`. Most logins have none or one, so they are
//! a short list in the order of the keys.
//!
//! *Source:* `k8s.io/apiserver/pkg/authentication/user` (`Info.GetExtra`).
//!
//! *Invariants.* A key stands once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

/// Values by key.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
pub struct ExtraFields(Vec<(String, Vec<String>)>);

impl ExtraFields {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each key with its values, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        let fields = self.0.iter();
        fields.map(|(key, values)| (key.as_str(), values.as_slice()))
    }

    /// Every value.
    pub fn values(&self) -> impl Iterator<Item = &String> {
        self.0.iter().flat_map(|(_, values)| values)
    }

    /// The values of a key.
    pub fn get(&self, key: &str) -> Option<&[String]> {
        let (_, values) = self.0.get(self.place(key).ok()?)?;
        Some(values)
    }

    /// Gives a key these values and no other.
    pub fn insert(&mut self, key: String, values: Vec<String>) {
        self.remove(&key);
        if let Err(at) = self.place(&key) {
            self.0.insert(at, (key, values));
        }
    }

    /// Gives a key one more value.
    pub fn push(&mut self, key: String, value: String) {
        let at = self.place(&key);
        match at.ok().and_then(|at| self.0.get_mut(at)) {
            Some((_, values)) => values.push(value),
            None => self.insert(key, vec![value]),
        }
    }

    /// Takes a key away.
    pub fn remove(&mut self, key: &str) {
        self.0.retain(|(of, _)| of != key);
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(of, _)| of.as_str().cmp(key))
    }
}

impl FromIterator<(String, Vec<String>)> for ExtraFields {
    fn from_iter<I: IntoIterator<Item = (String, Vec<String>)>>(fields: I) -> Self {
        let mut extra = Self::default();
        for (key, values) in fields {
            extra.insert(key, values);
        }
        extra
    }
}

impl From<BTreeMap<String, Vec<String>>> for ExtraFields {
    fn from(fields: BTreeMap<String, Vec<String>>) -> Self {
        Self(fields.into_iter().collect())
    }
}

impl IntoIterator for ExtraFields {
    type Item = (String, Vec<String>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Serialize for ExtraFields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stands_once_and_in_order() {
        let texts = |values: &[&str]| values.iter().map(|&of| of.to_owned()).collect::<Vec<_>>();
        let mut extra = ExtraFields::default();
        extra.push("oid".to_owned(), "1".to_owned());
        extra.insert("acr".to_owned(), texts(&["a"]));
        extra.push("oid".to_owned(), "2".to_owned());
        let fields: Vec<_> = extra.iter().collect();
        let (acr, oid) = (texts(&["a"]), texts(&["1", "2"]));
        assert_eq!(fields, [("acr", acr.as_slice()), ("oid", oid.as_slice())]);
        extra.insert("oid".to_owned(), Vec::new());
        assert_eq!(extra.get("oid"), Some(&[][..]));
        extra.remove("oid");
        assert_eq!((extra.len(), extra.get("oid")), (1, None));
        let written = serde_json::to_string(&extra).unwrap();
        assert_eq!(written, r#"{"acr":["a"]}"#);
        assert_eq!(
            serde_json::from_str::<ExtraFields>(&written).unwrap(),
            extra
        );
    }
}
