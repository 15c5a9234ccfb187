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
    /// In a table whose columns can be walked through.
    Columns,
    /// In the overview.
    Overview,
    /// In the accounts pane.
    Accounts,
    /// In the balances pane.
    Balances,
    /// In the withdrawals pane.
    Withdrawals,
    /// In the postbacks pane.
    Postbacks,
    /// In the deposits pane.
    Deposits,
    /// In the payees pane.
    Payees,
    /// In the transfers pane.
    Transfers,
    /// In the journal pane.
    Journal,
    /// While typing into a text field.
    Text,
    /// While typing a filter.
    Filter,
    /// While typing what is looked up.
    LookUp,
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
    /// In the alerts.
    Alerts,
    /// In the sandbox's handset.
    Handset,
    /// In the results of several changes.
    Results,
    /// In what came of a form.
    Answer,
    /// In a file of payouts.
    Batch,
    /// While the screen is locked.
    Lock,
    /// In the filters that have a name.
    SavedFilters,
    /// In what can be copied of a row.
    Copying,
    /// In the search over every pane.
    Search,
    /// In the columns to choose from.
    ColumnChooser,
}

impl Context {
    /// What the help calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Always => "Always",
            Self::Global => "Everywhere",
            Self::Movement => "Moving",
            Self::Columns => "Columns",
            Self::Overview => "Overview",
            Self::Accounts => "Accounts",
            Self::Balances => "Balances",
            Self::Withdrawals => "Withdrawals",
            Self::Postbacks => "Postbacks",
            Self::Deposits => "Deposits",
            Self::Payees => "Payees",
            Self::Transfers => "Transfers",
            Self::Journal => "Journal",
            Self::Text => "Typing",
            Self::Filter => "Filter",
            Self::LookUp => "Look-up",
            Self::Confirm => "Confirm",
            Self::Form => "Form",
            Self::Wizard => "Wizard",
            Self::Picker => "Choosing",
            Self::Help => "Help",
            Self::Palette => "Palette",
            Self::Alerts => "Alerts",
            Self::Handset => "Handset",
            Self::Results => "Results",
            Self::Answer => "Answer",
            Self::Batch => "File of payouts",
            Self::Lock => "Locked",
            Self::SavedFilters => "Saved filters",
            Self::Copying => "Copying",
            Self::Search => "Search",
            Self::ColumnChooser => "Choosing columns",
        }
    }

    /// Whether a pane with this context has columns that can be walked through.
    #[must_use]
    pub fn has_columns(self) -> bool {
        !matches!(self, Self::Postbacks)
    }
}
