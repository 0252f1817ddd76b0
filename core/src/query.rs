//! Which questions can be asked of a whole policy rather than of one request?

pub mod azure_access;
pub mod diff;
pub mod matrix;
pub mod preflight;
pub mod rules;
pub mod who_can;

pub use azure_access::{AzureAccess, AzureAction, PrincipalAccess, RoleGrant};
pub use diff::{Change, CircumstanceChange, Direction, PolicyDifference};
pub use matrix::Matrix;
pub use preflight::{Preflight, PreflightRequest, Purpose};
pub use rules::SubjectRules;
pub use who_can::{SubjectGrant, WhoCan};
