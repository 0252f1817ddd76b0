//! At which instant is a request decided?
//!
//! Role assignments of Azure begin and end, and conditions may ask for the time. The core has no clock and leaves a
//! window open where nobody says an instant; a gateway decides about now, and the proxy knows when that is.
//!
//! *Invariants.* An assignment that has ended grants nothing, nor does one that has not begun. A host without a clock
//! is at 1970.

use std::borrow::Cow;

use aksess::Authorizer;
use aksess::azure::time::Instant;

use crate::identity::Connection;

/// The authorizer as of now. Bindings of Kubernetes have no times, so where nothing else is asked, nor is the clock.
pub(crate) fn as_of_now<'a>(
    authorizer: &'a Authorizer,
    connection: &impl Connection,
) -> Cow<'a, Authorizer> {
    if !authorizer.asks_azure() {
        return Cow::Borrowed(authorizer);
    }
    let now = Instant::of_unix(connection.now());
    Cow::Owned(authorizer.as_of(Some(now)))
}
