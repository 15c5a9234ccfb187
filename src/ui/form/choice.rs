//! One of a few.

/// Something that can be chosen, or could be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choosable {
    /// What choosing it means to the program.
    pub value: String,
    /// What it is called.
    pub label: String,
    /// What it is called where there is less room.
    pub short: Option<String>,
    /// Why it cannot be chosen, such as `coming soon`.
    pub disabled: Option<String>,
}

impl Choosable {
    /// Something that can be chosen.
    #[must_use]
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), short: None, disabled: None }
    }

    /// The same with fewer words, for where it is narrow.
    #[must_use]
    pub fn or(self, short: &str) -> Self {
        Self { short: Some(short.to_owned()), ..self }
    }

    /// The same, which cannot be chosen, and why; the reason is left out where it is empty.
    #[must_use]
    pub fn disabled(self, reason: &str) -> Self {
        Self { disabled: Some(reason.to_owned()), ..self }
    }
}

/// A choice. What cannot be chosen can be looked at, so that its reason can be read, but has no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    options: Vec<Choosable>,
    at: usize,
}

impl Choice {
    /// A choice among `options`, the first that can be chosen to begin with.
    #[must_use]
    pub fn new(options: Vec<Choosable>) -> Self {
        let at = options.iter().position(|option| option.disabled.is_none()).unwrap_or(0);
        Self { options, at }
    }

    /// All of them.
    #[must_use]
    pub fn options(&self) -> &[Choosable] {
        &self.options
    }

    /// The number of the one in view.
    #[must_use]
    pub const fn at(&self) -> usize {
        self.at
    }

    /// The one in view; `None` where there is none at all.
    #[must_use]
    pub fn current(&self) -> Option<&Choosable> {
        self.options.get(self.at)
    }

    /// The value that is chosen; `None` where what is in view cannot be.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.current().filter(|option| option.disabled.is_none()).map(|option| option.value.as_str())
    }

    /// Chooses the option with this value, if there is one.
    pub fn choose(&mut self, value: &str) {
        self.at = self.options.iter().position(|option| option.value == value).unwrap_or(self.at);
    }

    /// Goes to the next one; stays at the last.
    pub fn next(&mut self) {
        self.at = (self.at + 1).min(self.options.len().saturating_sub(1));
    }

    /// Goes to the next one whose name begins with this character, from the last to the first. Says whether there is
    /// one.
    pub fn next_beginning_with(&mut self, c: char) -> bool {
        let begins = |option: &Choosable| {
            option.label.chars().next().is_some_and(|first| first.to_lowercase().eq(c.to_lowercase()))
        };
        let count = self.options.len();
        let found = (1..=count).map(|by| (self.at + by) % count).find(|at| begins(&self.options[*at]));
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// Goes to the previous one; stays at the first.
    pub fn previous(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    /// Goes to the first one.
    pub fn first(&mut self) {
        self.at = 0;
    }

    /// Goes to the last one.
    pub fn last(&mut self) {
        self.at = self.options.len().saturating_sub(1);
    }
}
