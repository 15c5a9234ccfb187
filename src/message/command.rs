//! What the operator can want: each command's name, words and group are declared once, here. The keymap, the hint
//! bar, the help, the palette and the README's key table derive from it.

use super::{Context, PaneId};

/// What kind of thing a command does: the order and the headings of the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moves or changes what is shown.
    Look,
    /// Asks the provider, or changes something there.
    Act,
    /// Works on the text in a field.
    Edit,
}

macro_rules! commands {
    ($($variant:ident $name:literal $hint:literal $group:ident [$($context:ident)*] $words:literal;)*) => {
        /// A command, by what the operator wants.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::EnumIter)]
        pub enum Command {
            $(#[doc = $words] $variant,)*
        }

        impl Command {
            /// Its name in `keymap.toml`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// One or two words for the hint bar.
            #[must_use]
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }

            /// A sentence for the help and the palette.
            #[must_use]
            pub const fn words(self) -> &'static str {
                match self { $(Self::$variant => $words,)* }
            }

            /// What kind of thing it does.
            #[must_use]
            pub const fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }

            /// The contexts in which it means something.
            #[must_use]
            pub const fn contexts(self) -> &'static [Context] {
                match self { $(Self::$variant => &[$(Context::$context),*],)* }
            }

            /// Every name, for telling the nearest of them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// The command called `name`.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

commands! {
    Interrupt "interrupt" "quit" Look [Always] "Leave at once";
    Suspend "suspend" "suspend" Look [Always] "Stop paytop and give the terminal back to the shell; `fg` goes on";
    Lock "lock" "lock" Look [Always] "Lock the screen until your name is typed; polling goes on";
    Mouse "mouse" "mouse" Look [Always] "Leave the mouse to the terminal, to select text; or take it again";
    Quit "quit" "quit" Look [Global] "Leave paytop";
    Help "help" "help" Look [Global] "Show the keys of where you are";
    Palette "palette" "commands" Look [Global] "Find a command by its name";
    Search "search" "find" Look [Global] "Find an id, a phone's end, a reference or a name in any pane";
    NextPane "next-pane" "next pane" Look [Global] "Go to the next pane";
    PreviousPane "previous-pane" "previous pane" Look [Global] "Go to the previous pane";
    Pane0 "pane-0" "overview" Look [Global] "Go to the overview";
    Pane1 "pane-1" "pane 1" Look [Global] "Go to pane 1";
    Pane2 "pane-2" "pane 2" Look [Global] "Go to pane 2";
    Pane3 "pane-3" "pane 3" Look [Global] "Go to pane 3";
    Pane4 "pane-4" "pane 4" Look [Global] "Go to pane 4";
    Pane5 "pane-5" "pane 5" Look [Global] "Go to pane 5";
    Pane6 "pane-6" "pane 6" Look [Global] "Go to pane 6";
    Pane7 "pane-7" "pane 7" Look [Global] "Go to pane 7";
    Pane8 "pane-8" "pane 8" Look [Global] "Go to pane 8";
    Pane9 "pane-9" "pane 9" Look [Global] "Go to pane 9";
    GoOverview "go-overview" "Overview" Look [Global] "Go to the overview by its name";
    GoAccounts "go-accounts" "Accounts" Look [Global] "Go to the accounts";
    GoBalances "go-balances" "Balances" Look [Global] "Go to the balances";
    GoWithdrawals "go-withdrawals" "Withdrawals" Look [Global] "Go to the withdrawals";
    GoPostbacks "go-postbacks" "Postbacks" Look [Global] "Go to the postbacks";
    GoDeposits "go-deposits" "Deposits" Look [Global] "Go to the deposits";
    GoPayees "go-payees" "Payees" Look [Global] "Go to the payees";
    GoTransfers "go-transfers" "Transfers" Look [Global] "Go to the transfers";
    GoJournal "go-journal" "Journal" Look [Global] "Go to the journal";
    Refresh "refresh" "refresh" Act [Global] "Ask the providers now";
    PausePolling "pause-polling" "pause" Act [Global] "Pause polling, or go on with it";
    Freeze "freeze" "freeze" Look [Global] "Hold the screen still while polling goes on, or let it go on";
    Undo "undo" "undo" Act [Global] "Undo the last switch of withdrawals, within a few seconds";
    Themes "themes" "theme" Look [Global] "Choose another theme, for this session";
    SwitchTimes "switch-times" "times" Look [Global] "Tell times by the clock, or by how long ago they are";
    Handset "handset" "handset" Look [Global Wizard] "Open the sandbox's simulated handset";
    Batch "batch" "send a file" Act [Global] "Send a file of payouts";
    Alerts "alerts" "alerts" Look [Global] "Show what stands out, and acknowledge or snooze it";
    Back "back" "back" Look [Global Lock Batch Confirm Form Wizard Picker Help Palette Alerts Handset Results Filter LookUp Answer ColumnChooser Search Copying SavedFilters] "Go back, close, or clear";

    Up "up" "up" Look [Movement Palette Filter Confirm Search SavedFilters] "Up one row";
    Down "down" "more" Look [Movement Palette Filter Confirm Search SavedFilters] "Down one row";
    Left "left" "left" Look [Columns Postbacks] "Column to the left";
    Right "right" "right" Look [Columns Postbacks] "Column to the right";
    PageUp "page-up" "page up" Look [Movement Confirm Search] "Up one page";
    PageDown "page-down" "page down" Look [Movement Confirm Search] "Down one page";
    First "first" "top" Look [Movement] "To the first row";
    Last "last" "bottom" Look [Movement] "To the last row";

    GoThere "go-there" "go there" Look [Overview] "Go to the row behind the figure";
    Filter "filter" "filter" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Show only the rows that contain what you type";
    Filters "filters" "saved filters" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Take a filter that has a name, or give this one a name";
    DropFilter "drop-filter" "delete" Look [SavedFilters] "Delete the filter";
    Sort "sort" "sort" Look [Accounts Balances Withdrawals Payees Transfers] "Sort by the column: up, down, then the provider's order";
    Columns "columns" "columns" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Choose the columns, their order and width, and the sort";
    ShowColumn "show-column" "show" Look [ColumnChooser] "Show the column, or hide it";
    ColumnBefore "column-before" "up" Look [ColumnChooser] "Move the column one place to the left";
    ColumnAfter "column-after" "down" Look [ColumnChooser] "Move the column one place to the right";
    Narrower "narrower" "narrower" Look [ColumnChooser] "Make the column narrower";
    Wider "wider" "wider" Look [ColumnChooser] "Make the column wider";
    SortColumn "sort-column" "sort" Look [ColumnChooser] "Sort by the column: up, down, then the own order of the rows";
    PresetColumns "preset-columns" "reset" Look [ColumnChooser] "Have all columns and their order as they come";
    Mark "mark" "mark" Look [Accounts] "Mark the row, or take its mark away";
    MarkRange "mark-range" "mark range" Look [Accounts] "Mark every row from here to where you move, until pressed again";
    MarkUp "mark-up" "mark up" Look [Accounts] "Mark the row and the one above it";
    MarkDown "mark-down" "mark down" Look [Accounts] "Mark the row and the one below it";
    MarkAll "mark-all" "mark all" Look [Accounts] "Mark every row shown, or take all marks away";
    Reveal "reveal" "reveal" Look [Accounts Postbacks] "Show the row's number in full for ten seconds";
    Details "details" "details" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Show everything about the row";
    Actions "actions" "what can be done" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "List what can be done with the row, and why something cannot";
    Copy "copy" "copy" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Copy the row: its id, the cell, JSON, or its question as curl";
    CopyCell "copy-cell" "copy cell" Look [Copying] "Copy the cell in the underlined column";
    CopyRow "copy-row" "copy row" Look [Copying] "Copy the row as JSON";
    CopyCurl "copy-curl" "copy curl" Look [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal Copying] "Copy the question about the row as curl, secrets left out";
    CopyAmount "copy-amount" "copy amount" Look [Balances] "Copy what lies in the row's wallets";
    CopyId "copy-id" "copy id" Look [Accounts Withdrawals Postbacks Deposits Payees Transfers Journal Answer] "Copy the row's id";
    ToggleWithdrawals "toggle-withdrawals" "withdrawals" Act [Accounts] "Turn withdrawals on or off, for the row or all marked";
    StopWithdrawals "stop-withdrawals" "stop" Act [Accounts] "Turn withdrawals off, even where they seem off";
    AuthorizeOtp "authorize-otp" "OTP" Act [Accounts] "Authorise by OTP";
    AuthorizeSms "authorize-sms" "SMS" Act [Accounts] "Authorise by SMS";
    UpiIds "upi-ids" "UPI ids" Act [Accounts] "List the UPI ids and choose one";
    NewAccount "new-account" "new" Act [Accounts] "Create an account";
    EditAccount "edit-account" "edit" Act [Accounts] "Edit the account";
    CreateOrder "create-order" "withdraw" Act [Accounts] "Create a withdrawal order (CARD accounts)";
    Deauthorize "deauthorize" "deauthorise" Act [Accounts] "Take every authorisation from the account";
    NewWithdrawal "new-withdrawal" "new" Act [Withdrawals] "Create a withdrawal";
    WithdrawAgain "withdraw-again" "another like it" Act [Withdrawals] "Create a withdrawal like the row's; its account is typed anew";
    LookUp "look-up" "look up" Act [Postbacks] "Look up one id, or many that are pasted";
    LookUpAgain "look-up-again" "ask again" Act [Postbacks] "Look the row's id up once more";
    NextKind "next-kind" "kind of id" Look [LookUp] "Another kind of id";
    NextMatch "next-match" "next match" Look [Postbacks] "To the next line that was searched for";
    OtherList "other-list" "other list" Look [Postbacks] "Between what was looked up and what was received";
    RawJson "raw-json" "JSON" Look [Postbacks] "Show the postback as JSON, or as a page again";
    Fold "fold" "unfold" Look [Postbacks] "Unfold the sums in every currency, or fold them";
    CopyJson "copy-json" "copy JSON" Look [Postbacks] "Copy the postback as JSON";
    Export "export" "export" Act [Accounts Balances Withdrawals Postbacks Deposits Payees Transfers Journal] "Write the rows shown to a file, as CSV or JSON";
    NextConnection "next-connection" "connection" Look [Postbacks Deposits] "Ask another connection";
    AskSystems "ask-systems" "user" Act [Deposits] "Ask what a user can pay with";
    CreateTransaction "create-transaction" "create" Act [Deposits] "Create a transaction, to be paid and then activated";
    ActivatePayment "activate-payment" "activate" Act [Deposits] "Activate what a user paid, or have it looked for";
    CreatePayment "create-payment" "payment page" Act [Deposits] "Create a payment that wants no activation";
    Savings "savings" "savings" Act [Deposits] "Ask what was collected for the user";
    HashRedirects "hash-redirects" "hash URLs" Act [Deposits] "Have redirect addresses hashed";
    CopyAddress "copy-address" "copy address" Look [Deposits Answer] "Copy the address that is shown";
    NewPayee "new-payee" "register" Act [Payees] "Register a payee";
    EditPayee "edit-payee" "edit" Act [Payees] "Change what is said of the payee";
    LookUpPayee "look-up-payee" "look up" Act [Payees] "Look the payee and their accounts up once more";
    AddBankAccount "add-bank-account" "add account" Act [Payees] "Add a bank account to the payee";
    ImportPayee "import-payee" "import" Act [Payees] "Look a customer number up and remember it";
    PayPayee "pay-payee" "transfer" Act [Payees] "Transfer money to the payee";
    NewTransfer "new-transfer" "new" Act [Transfers] "Create a transfer";
    TransferAgain "transfer-again" "another like it" Act [Transfers] "Create a transfer like the row's";
    Settle "settle" "settle" Act [Withdrawals Transfers Journal] "Say what became of an unconfirmed change";

    Accept "accept" "yes" Act [Confirm] "Do what is asked";
    Submit "submit" "go on" Act [Form Wizard LookUp] "Go on";
    NextField "next-field" "next field" Look [Form] "To the next field";
    PreviousField "previous-field" "previous field" Look [Form] "To the previous field";
    RevealNumber "reveal-number" "reveal" Look [Form Confirm] "Show the hidden number, or hide it again";
    Resend "resend" "send again" Act [Wizard] "Send the code, or start, again";
    CopyPhone "copy-phone" "copy number" Look [Wizard] "Copy the number the SMS goes to";
    CopyText "copy-text" "copy text" Look [Wizard] "Copy the text of the SMS";
    Choose "choose" "choose" Act [Picker Palette Search Copying SavedFilters] "Take the one that is selected";
    GoTo "go-to" "go there" Look [Alerts] "Go to the row that the alert is about";
    Acknowledge "acknowledge" "acknowledge" Act [Alerts] "Say that the alert was seen: it is told no more until it is over";
    SnoozeQuarter "snooze-15-min" "15 min" Act [Alerts] "Be told of the alert once more in 15 minutes";
    SnoozeHour "snooze-1-hour" "1 h" Act [Alerts] "Be told of the alert once more in an hour";
    SnoozeUntilOver "snooze-until-over" "until over" Act [Alerts] "Hear no more of the alert until it is over";
    SendSms "send-sms" "send SMS" Act [Handset] "Send the SMS from the handset";
    SendBatch "send-batch" "send" Act [Batch] "Send what is left of the file; a question in full words comes first";
    StopBatch "stop-batch" "stop" Act [Batch] "Stop after the line that is on its way";
    FaultyLines "faulty-lines" "faults" Look [Batch] "Show the lines with faults alone, or all of them";
    RetryRefused "retry-refused" "refused" Act [Batch] "Try again what was refused, or leave it";
    SendRepeats "send-repeats" "repeats" Act [Batch] "Send what other files have sent once more, or leave it out";
    SendAgain "send-again" "once more" Act [Batch] "Send the whole file once more, as another batch";
    ApplyFilter "apply-filter" "keep" Look [Filter] "Keep the filter and go back to the rows";

    Unlock "unlock" "unlock" Look [Lock] "Unlock the screen, where your name is typed";

    CursorLeft "cursor-left" "left" Edit [Text] "Cursor left";
    CursorRight "cursor-right" "right" Edit [Text] "Cursor right";
    CursorHome "cursor-home" "start" Edit [Text] "Cursor to the start";
    CursorEnd "cursor-end" "end" Edit [Text] "Cursor to the end";
    DeleteBack "delete-back" "delete" Edit [Text] "Delete the character before the cursor";
    DeleteForward "delete-forward" "delete" Edit [Text] "Delete the character at the cursor";
    DeleteWord "delete-word" "delete word" Edit [Text] "Delete the word before the cursor";
    EditOutside "edit-outside" "editor" Edit [Text] "Edit the field in your editor ($VISUAL or $EDITOR)";
    DeleteLine "delete-line" "clear" Edit [Text] "Delete everything before the cursor";
}

impl Command {
    /// For the movement commands: where the selection at `at` of `count` rows goes, when `page` rows are shown.
    #[must_use]
    pub fn moved(self, at: usize, count: usize, page: usize) -> Option<usize> {
        let page = page.max(1);
        let to = match self {
            Self::Up => at.saturating_sub(1),
            Self::Down => at.saturating_add(1),
            Self::PageUp => at.saturating_sub(page),
            Self::PageDown => at.saturating_add(page),
            Self::First => 0,
            Self::Last => usize::MAX,
            _ => return None,
        };
        Some(to.min(count.saturating_sub(1)))
    }

    /// The pane it goes to by name.
    #[must_use]
    pub const fn goes_to(self) -> Option<PaneId> {
        Some(match self {
            Self::GoOverview => PaneId::Overview,
            Self::GoAccounts => PaneId::Accounts,
            Self::GoBalances => PaneId::Balances,
            Self::GoWithdrawals => PaneId::Withdrawals,
            Self::GoPostbacks => PaneId::Postbacks,
            Self::GoDeposits => PaneId::Deposits,
            Self::GoPayees => PaneId::Payees,
            Self::GoTransfers => PaneId::Transfers,
            Self::GoJournal => PaneId::Journal,
            _ => return None,
        })
    }

    /// For the pane commands: which pane, by the number on its tab, which counts from zero: the overview.
    #[must_use]
    pub const fn pane(self) -> Option<usize> {
        Some(match self {
            Self::Pane0 => 0,
            Self::Pane1 => 1,
            Self::Pane2 => 2,
            Self::Pane3 => 3,
            Self::Pane4 => 4,
            Self::Pane5 => 5,
            Self::Pane6 => 6,
            Self::Pane7 => 7,
            Self::Pane8 => 8,
            Self::Pane9 => 9,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_command_is_found_by_its_name_and_no_two_share_one() {
        for command in Command::iter() {
            assert_eq!(Command::named(command.name()), Some(command));
        }
        assert_eq!(Command::iter().count(), Command::NAMES.len());
    }
}
