//! How points in time are told on the screen.

/// How a point in time is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Times {
    /// By the clock: `14:05 IST`.
    #[default]
    Clock,
    /// By how long ago it is: `12m ago`.
    Ago,
}

impl Times {
    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Clock => Self::Ago,
            Self::Ago => Self::Clock,
        }
    }
}
