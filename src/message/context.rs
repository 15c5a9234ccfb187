//! Where a key is pressed: the sections of `keymap.toml`.

/// A place in which keys have their meaning. The app looks a chord up in a stack of these, top first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumIter,
    strum::EnumString,
    strum::VariantNames,
)]
#[strum(serialize_all = "kebab-case")]
pub enum Context {
    /// Everywhere, whatever is open.
    Always,
    /// In every pane.
    Global,
    /// In every list.
    Movement,
    /// In the accounts pane.
    Accounts,
    /// In the journal pane.
    Journal,
    /// While typing into a text field.
    Text,
    /// While typing a filter.
    Filter,
    /// In a question that needs a yes.
    Confirm,
    /// In a form.
    Form,
    /// In the OTP and SMS wizards.
    Wizard,
    /// In a list to choose from.
    Picker,
    /// In the help.
    Help,
    /// In the palette of commands.
    Palette,
    /// In the sandbox's handset.
    Handset,
    /// In the results of several changes.
    Results,
}

impl Context {
    /// What the help calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Global => "Everywhere",
            Self::Movement => "Moving",
            Self::Accounts => "Accounts",
            Self::Journal => "Journal",
            Self::Text => "Typing",
            Self::Filter => "Filter",
            Self::Confirm => "Confirm",
            Self::Form => "Form",
            Self::Wizard => "Wizard",
            Self::Picker => "Choosing",
            Self::Help => "Help",
            Self::Palette => "Palette",
            Self::Handset => "Handset",
            Self::Results => "Results",
        }
    }
}
