//! Which view of the workspace is open?

/// A view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    Journey,
    Scopes,
    Access,
    Orders,
    Findings,
    Preflight,
    Examples,
}

impl View {
    /// All of them, in the order of the bar.
    pub(crate) const ALL: [Self; 7] = [
        Self::Journey,
        Self::Scopes,
        Self::Orders,
        Self::Access,
        Self::Findings,
        Self::Preflight,
        Self::Examples,
    ];

    /// What the bar says.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Journey => "Journey",
            Self::Scopes => "Scopes",
            Self::Access => "Access",
            Self::Orders => "Orders",
            Self::Findings => "Findings",
            Self::Preflight => "Preflight",
            Self::Examples => "Examples",
        }
    }

    /// The key behind `g` that leads here.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Journey => "j",
            Self::Scopes => "s",
            Self::Access => "a",
            Self::Orders => "o",
            Self::Findings => "f",
            Self::Preflight => "p",
            Self::Examples => "x",
        }
    }

    /// Its word in a link and in the document.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Journey => "journey",
            Self::Scopes => "scopes",
            Self::Access => "access",
            Self::Orders => "orders",
            Self::Findings => "findings",
            Self::Preflight => "preflight",
            Self::Examples => "examples",
        }
    }

    /// The view with that word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.word() == word)
    }

    /// Whether it is about the answer to the question.
    pub(crate) fn is_about_answer(self) -> bool {
        matches!(self, Self::Journey | Self::Scopes | Self::Orders)
    }
}
