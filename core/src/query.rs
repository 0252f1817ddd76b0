//! Which questions can be asked of a whole policy rather than of one request?

pub mod matrix;
pub mod rules;
pub mod who_can;

pub use matrix::Matrix;
pub use rules::SubjectRules;
pub use who_can::{SubjectGrant, WhoCan};
