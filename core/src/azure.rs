//! What does Azure RBAC say?
//!
//! Role assignments bind principals to role definitions at scopes; deny assignments take away; conditions
//! narrow a single assignment or permission block.

pub(crate) mod condition;

pub use condition::{
    Attribute, AttributeSource, AttributeValue, Condition, ConditionClause, ConditionTrace, Facts,
    Problem, Truth,
};
