//! What does a small world of Azure look like?
//!
//! Role definitions, assignments, deny assignments and one cluster, as plain values. [`super::paste`] tells how
//! they are written.

/// The id of the cluster that is asked about.
pub const CLUSTER: &str = "/subscriptions/5AB00000-0000-4000-8000-00000000000A/resourceGroups/rg-Shop/providers/Microsoft.ContainerService/managedClusters/shop";
/// The fleet it may have joined.
pub const FLEET: &str = "/subscriptions/5AB00000-0000-4000-8000-00000000000A/resourceGroups/rg-Shop/providers/Microsoft.ContainerService/fleets/harbor";

/// Everything that decides.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Role definitions.
    pub roles: Vec<Role>,
    /// Role assignments.
    pub assignments: Vec<Assignment>,
    /// Deny assignments.
    pub denies: Vec<Deny>,
    /// The settings of the webhook.
    pub settings: Settings,
    /// Whether a binding lets the user called alice read pods everywhere.
    pub bound: bool,
}

/// The settings that the worlds differ in; absent ones are as they are by default.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a setting of its own"
)]
pub struct Settings {
    /// Custom resources are asked for by a name of their own.
    pub no_custom_resources: bool,
    /// Managed namespaces are tried.
    pub managed_namespaces: bool,
    /// The cluster has joined the fleet.
    pub joined: bool,
    /// Who is not from Entra is refused.
    pub refuses_others: bool,
    /// Discovery has to be granted.
    pub no_discovery: bool,
    /// An error of the webhook refuses.
    pub denies_on_error: bool,
    /// The management group `corp` holds the subscription.
    pub placed: bool,
}

/// A role definition by its number.
#[derive(Debug, Clone)]
pub struct Role {
    /// Which one it is.
    pub number: u8,
    /// Its blocks.
    pub blocks: Vec<Block>,
}

/// One block of permissions.
#[derive(Debug, Clone, Default)]
pub struct Block {
    /// `actions`, `notActions`, `dataActions`, `notDataActions`.
    pub lists: [Vec<String>; 4],
    /// A condition on it.
    pub condition: Option<Condition>,
}

/// A role assignment.
#[derive(Debug, Clone)]
pub struct Assignment {
    /// To whom.
    pub principal: String,
    /// The number of the role.
    pub role: u8,
    /// Where.
    pub scope: String,
    /// What narrows it.
    pub condition: Option<Condition>,
    /// Whether it is eligible only, or in force on one day in its middle.
    pub standing: Standing,
}

/// Whether an assignment is in force; requests are about the noon of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// An ordinary one.
    Permanent,
    /// Eligible.
    Eligible,
    /// Around noon.
    Now,
    /// Until noon, which it does not reach.
    Over,
}

/// A deny assignment.
#[derive(Debug, Clone)]
pub struct Deny {
    /// To whom.
    pub principals: Vec<String>,
    /// To whom not.
    pub excluded: Vec<String>,
    /// Where.
    pub scope: String,
    /// Whether child scopes are spared.
    pub only_here: bool,
    /// Whether it only reports.
    pub audits: bool,
    /// What.
    pub blocks: Vec<Block>,
}

/// A condition as a tree.
#[derive(Debug, Clone)]
pub enum Condition {
    /// An attribute of custom resources (`group` or `kind`) compared by an operator with a text.
    Compare(&'static str, &'static str, String),
    /// Whether the attribute is there.
    Exists(&'static str),
    /// Whether the action is one of these.
    Action(String),
    /// Not.
    Not(Box<Condition>),
    /// Both.
    All(Box<Condition>, Box<Condition>),
    /// Either.
    Any(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// As it is written in an assignment.
    pub fn text(&self) -> String {
        let attribute = |name: &str| {
            format!("@Request[Microsoft.ContainerService/managedClusters/customResources:{name}]")
        };
        match self {
            Self::Compare(name, operator, value) => {
                format!("{} {operator} '{value}'", attribute(name))
            }
            Self::Exists(name) => format!("Exists {}", attribute(name)),
            Self::Action(pattern) => format!("ActionMatches{{'{pattern}'}}"),
            Self::Not(inner) => format!("!({})", inner.text()),
            Self::All(one, other) => format!("({}) AND ({})", one.text(), other.text()),
            Self::Any(one, other) => format!("(({}) || ({}))", one.text(), other.text()),
        }
    }
}
