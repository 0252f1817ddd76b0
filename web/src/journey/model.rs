//! What is a journey made of?
//!
//! Shape says what a thing is, part says what it did, the words next to it say why.

use aksess::Location;

/// The gates, in the order a request meets them unless the order of authorizers says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// May the caller fetch a kubeconfig?
    Kubeconfig,
    /// Who is the caller?
    Authentication,
    /// Does Azure allow it?
    Azure,
    /// Does the cluster allow it?
    Kubernetes,
}

impl Gate {
    /// All of them, by number.
    pub const ALL: [Self; 4] = [
        Self::Kubeconfig,
        Self::Authentication,
        Self::Azure,
        Self::Kubernetes,
    ];

    /// Its number, from 1.
    pub fn number(self) -> usize {
        match self {
            Self::Kubeconfig => 1,
            Self::Authentication => 2,
            Self::Azure => 3,
            Self::Kubernetes => 4,
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kubeconfig => "Kubeconfig",
            Self::Authentication => "Authentication",
            Self::Azure => "Azure RBAC",
            Self::Kubernetes => "Kubernetes RBAC",
        }
    }
}

/// What kind of thing a node is: told by its outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A user or a service account: a pill.
    Identity,
    /// A group: a pill with a second outline behind it.
    Group,
    /// A role assignment of Azure: a hexagon that hangs from a pin.
    Assignment,
    /// A binding: a hexagon.
    Binding,
    /// A role: a card with a folded corner.
    Role,
    /// A rule, or an entry of a role of Azure: a box with a thick left side.
    Rule,
    /// A deny assignment: a double octagon.
    Deny,
}

impl Shape {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Group => "group",
            Self::Assignment => "role assignment",
            Self::Binding => "binding",
            Self::Role => "role",
            Self::Rule => "rule",
            Self::Deny => "deny assignment",
        }
    }
}

/// What part a node played: told by its stroke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It stands on the thread.
    Decided,
    /// It would have been enough alone.
    Enough,
    /// It came with the caller and was not used.
    Carried,
    /// It came near.
    Near,
}

impl Part {
    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Enough => "also enough",
            Self::Carried => "carried, not used",
            Self::Near => "near miss",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub shape: Shape,
    /// What it did.
    pub part: Part,
    /// Its name.
    pub name: String,
    /// A few words about it; may be empty.
    pub about: String,
    /// Where it is written; `None` for what aksess brings itself.
    pub at: Option<Location>,
}

impl Node {
    /// Kind, name and what is known, for those who cannot see the shape.
    pub fn title(&self) -> String {
        let mut words = format!("{}: {}", self.shape.word(), self.name);
        if !self.about.is_empty() {
            words = format!("{words}, {}", self.about);
        }
        words = format!("{words}; {}", self.part.word());
        if let Some(at) = &self.at {
            words = format!("{words}. {}, line {}", at.source, at.line);
        }
        words
    }
}

/// Something that hangs below the thread, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hanging {
    /// The thing.
    pub node: Node,
    /// Why it did not decide; may be empty.
    pub why: String,
}

/// How a gate's own answer is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// It lets the request through.
    Allows,
    /// It stops the request.
    Refuses,
    /// It does neither.
    Quiet,
}

/// What a gate looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// The thread goes through.
    Open,
    /// The thread ends before it.
    Shut,
    /// It has no opinion, and the thread goes on.
    Thin,
    /// It is not in use.
    Off,
    /// The thread ended before it came here.
    Unasked,
}

/// One gate and what was looked at there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lane {
    /// Which gate.
    pub gate: Gate,
    /// Its answer in a few words.
    pub opinion: String,
    /// How that is coloured.
    pub tone: Tone,
    /// What it looks like.
    pub post: Post,
    /// What decided, in the order subject, binding, role, rule.
    pub thread: Vec<Node>,
    /// The group through which the caller was let on, which the thread visits.
    pub detour: Option<Node>,
    /// What did not decide.
    pub hanging: Vec<Hanging>,
    /// What is said where nothing hangs; may be empty.
    pub note: String,
    /// What else is there, in one line; may be empty.
    pub rest: String,
}

impl Lane {
    /// A gate at which nothing was looked at.
    pub fn empty(gate: Gate, opinion: &str, tone: Tone, post: Post) -> Self {
        Self {
            gate,
            opinion: opinion.to_owned(),
            tone,
            post,
            thread: Vec::new(),
            detour: None,
            hanging: Vec::new(),
            note: String::new(),
            rest: String::new(),
        }
    }
}

/// The way of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Journey {
    /// The gates in the order they are asked.
    pub lanes: Vec<Lane>,
    /// Whether it gets through.
    pub is_allowed: bool,
    /// The position of the gate at which it ends.
    pub end: usize,
}

impl Journey {
    /// The way in one sentence.
    pub fn label(&self) -> String {
        let Some(lane) = self.lanes.get(self.end) else {
            return "The request meets no gate".to_owned();
        };
        let gate = format!("gate {}, {}", lane.gate.number(), lane.gate.name());
        if self.is_allowed {
            format!("The request is allowed by {gate}")
        } else {
            format!("The request is stopped at {gate}")
        }
    }

    /// What decided, in the order of the thread: the gate and the node.
    pub fn steps(&self) -> impl Iterator<Item = (Gate, &Node)> {
        self.lanes.iter().take(self.end + 1).flat_map(|lane| {
            let nodes = lane.thread.iter().chain(&lane.detour);
            nodes.map(|node| (lane.gate, node))
        })
    }
}
