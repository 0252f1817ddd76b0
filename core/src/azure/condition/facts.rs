//! What can a condition see of a request?
//!
//! The action, the suboperation where there is one, and attributes by source and name. For Kubernetes
//! requests the webhook sends attributes with custom resources only, so most conditions on other attributes
//! look at nothing.
//!
//! *Source:* conditions-format, "Attributes". Conditions of 2021 name the suboperation
//! `@Request[subOperation]`, so that name reads it.

use std::fmt;

use serde::Serialize;

/// What a condition is asked about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The full action, in any letter case: `Microsoft.ContainerService/managedClusters/pods/read`.
    pub action: &'a str,
    /// The suboperation, such as `Blob.List`; Kubernetes requests have none.
    pub sub_operation: Option<&'a str>,
    /// The attributes that are known. Of two with the same source and name the first counts.
    pub attributes: &'a [Attribute<'a>],
}

/// One attribute that is known.
#[derive(Debug, Clone, Copy)]
pub struct Attribute<'a> {
    /// Whose it is.
    pub source: AttributeSource,
    /// Its full name, in any letter case.
    pub name: &'a str,
    /// What it is.
    pub value: AttributeValue<'a>,
}

/// The value of an attribute, as text: numbers, dates and truth values are read from it as an operator asks.
#[derive(Debug, Clone, Copy)]
pub enum AttributeValue<'a> {
    /// One value.
    Text(&'a str),
    /// Several values.
    List(&'a [&'a str]),
}

/// Whose attribute it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum AttributeSource {
    /// Of the request.
    Request,
    /// Of what is accessed.
    Resource,
    /// Of who asks.
    Principal,
    /// Of the surroundings: time, network.
    Environment,
}

impl AttributeSource {
    /// The source a condition names after `@`.
    pub(super) fn named(name: &str) -> Option<Self> {
        [
            Self::Request,
            Self::Resource,
            Self::Principal,
            Self::Environment,
        ]
        .into_iter()
        .find(|source| source.name().eq_ignore_ascii_case(name))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Request => "Request",
            Self::Resource => "Resource",
            Self::Principal => "Principal",
            Self::Environment => "Environment",
        }
    }
}

impl fmt::Display for AttributeSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl<'a> Facts<'a> {
    /// The value of an attribute, if it was given.
    pub(super) fn value(&self, source: AttributeSource, name: &str) -> Option<AttributeValue<'a>> {
        let named = |given: &&Attribute<'_>| {
            given.source == source && given.name.eq_ignore_ascii_case(name)
        };
        let given = self.attributes.iter().find(named).map(|given| given.value);
        given.or_else(|| {
            let asked =
                source == AttributeSource::Request && name.eq_ignore_ascii_case("subOperation");
            self.sub_operation
                .filter(|_| asked)
                .map(AttributeValue::Text)
        })
    }
}
