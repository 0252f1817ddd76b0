//! What do the authorizers read of a request?
//!
//! Whoever asks in strings has [`Attributes`]; whoever asks often has looked the names up
//! ([`crate::prepared`]). Both are read through the same few questions.

use crate::attributes::{Attributes, Operation};
use crate::azure::webhook::answer::Failure;
use crate::azure::webhook::caller::{self, Ids, OBJECT_ID};
use crate::credential::PRIVILEGED_GROUP;
use crate::kubernetes;
use crate::kubernetes::authorizer::Query;

/// A request as the chain of authorizers reads it, however it is kept.
pub(crate) trait Request {
    /// Whether the caller is in the group that passes before every authorizer.
    fn is_privileged(&self) -> bool;

    /// The request in the numbers of an authorizer.
    fn query(&self, of: &kubernetes::Authorizer) -> Query<'_>;

    /// The user name.
    fn user(&self) -> &str;

    /// The values of the extra field by which Azure knows users.
    fn oid(&self) -> Option<&[String]>;

    /// The ids of the caller and of their groups.
    fn ids(&self) -> Result<Ids, Failure>;

    /// What is done to what.
    fn operation(&self) -> Operation<'_>;
}

impl Request for Attributes<'_> {
    #[inline]
    fn is_privileged(&self) -> bool {
        self.groups.contains(&PRIVILEGED_GROUP)
    }

    #[inline]
    fn query(&self, of: &kubernetes::Authorizer) -> Query<'_> {
        of.query(self)
    }

    fn user(&self) -> &str {
        self.user
    }

    fn oid(&self) -> Option<&[String]> {
        self.extra(OBJECT_ID)
    }

    fn ids(&self) -> Result<Ids, Failure> {
        caller::ids(self.extra(OBJECT_ID), self.groups.iter().copied())
    }

    fn operation(&self) -> Operation<'_> {
        Operation::from(self)
    }
}
