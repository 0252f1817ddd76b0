//! By which ids does Azure know a caller?
//!
//! By their object id, which travels in an extra field, and by the object ids of their groups.

use smallvec::SmallVec;

use super::answer::Failure;
use crate::azure::guid::Guid;

/// Ids of a caller; usual numbers of groups live on the stack.
pub(crate) type Ids = SmallVec<[Guid; 32]>;

/// The extra field by which Azure knows a user.
pub(crate) const OBJECT_ID: &str = "oid";

/// The caller's object id and those of their groups that are object ids; other groups are unknown to Azure.
pub(crate) fn ids<'a>(
    oid: Option<&[String]>,
    groups: impl Iterator<Item = &'a str>,
) -> Result<Ids, Failure> {
    let [oid] = oid.unwrap_or_default() else {
        return Err(Failure::ObjectId);
    };
    let oid = Guid::parse(oid).ok_or(Failure::ObjectId)?;
    let groups = groups.filter_map(Guid::parse);
    Ok(std::iter::once(oid).chain(groups).collect())
}
