//! What the operator can want: each command's name, words and group are declared once, here. The keymap, the hint
//! bar, the help, the palette and the README's key table derive from it.

use super::Context;

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
    Quit "quit" "quit" Look [Global] "Leave paytop";
    Help "help" "help" Look [Global] "Show the keys of where you are";
    Palette "palette" "commands" Look [Global] "Find a command by its name";
    NextPane "next-pane" "next pane" Look [Global] "Go to the next pane";
    PreviousPane "previous-pane" "previous pane" Look [Global] "Go to the previous pane";
    Pane1 "pane-1" "pane 1" Look [Global] "Go to the first pane";
    Pane2 "pane-2" "pane 2" Look [Global] "Go to the second pane";
    Pane3 "pane-3" "pane 3" Look [Global] "Go to the third pane";
    Pane4 "pane-4" "pane 4" Look [Global] "Go to the fourth pane";
    Pane5 "pane-5" "pane 5" Look [Global] "Go to the fifth pane";
    Pane6 "pane-6" "pane 6" Look [Global] "Go to the sixth pane";
    Pane7 "pane-7" "pane 7" Look [Global] "Go to the seventh pane";
    Pane8 "pane-8" "pane 8" Look [Global] "Go to the eighth pane";
    Pane9 "pane-9" "pane 9" Look [Global] "Go to the ninth pane";
    Refresh "refresh" "refresh" Act [Global] "Ask the providers now";
    PausePolling "pause-polling" "pause" Act [Global] "Pause polling, or go on with it";
    Handset "handset" "handset" Look [Global Wizard] "Open the sandbox's simulated handset";
    Back "back" "back" Look [Global Confirm Form Wizard Picker Help Palette Handset Results Filter] "Go back, close, or clear";

    Up "up" "up" Look [Movement Palette Filter Confirm] "Up one row";
    Down "down" "more" Look [Movement Palette Filter Confirm] "Down one row";
    Left "left" "left" Look [Movement] "Column to the left";
    Right "right" "right" Look [Movement] "Column to the right";
    PageUp "page-up" "page up" Look [Movement Confirm] "Up one page";
    PageDown "page-down" "page down" Look [Movement Confirm] "Down one page";
    First "first" "top" Look [Movement] "To the first row";
    Last "last" "bottom" Look [Movement] "To the last row";

    Filter "filter" "filter" Look [Accounts Journal] "Show only the rows that contain what you type";
    Sort "sort" "sort" Look [Accounts] "Sort by the column: up, down, then the provider's order";
    Mark "mark" "mark" Look [Accounts] "Mark the row, or take its mark away";
    MarkAll "mark-all" "mark all" Look [Accounts] "Mark every row shown, or take all marks away";
    Reveal "reveal" "reveal" Look [Accounts] "Show the row's phone in full for ten seconds";
    Details "details" "details" Look [Accounts Journal] "Show everything about the row";
    CopyId "copy-id" "copy id" Look [Accounts Journal] "Copy the row's id";
    ToggleWithdrawals "toggle-withdrawals" "withdrawals" Act [Accounts] "Turn withdrawals on or off, for the row or all marked";
    StopWithdrawals "stop-withdrawals" "stop" Act [Accounts] "Turn withdrawals off, even where they seem off";
    AuthorizeOtp "authorize-otp" "OTP" Act [Accounts] "Authorise by OTP";
    AuthorizeSms "authorize-sms" "SMS" Act [Accounts] "Authorise by SMS";
    UpiIds "upi-ids" "UPI ids" Act [Accounts] "List the UPI ids and choose one";
    NewAccount "new-account" "new" Act [Accounts] "Create an account";
    EditAccount "edit-account" "edit" Act [Accounts] "Edit the account";
    CreateOrder "create-order" "withdraw" Act [Accounts] "Create a withdrawal order (CARD accounts)";
    Deauthorize "deauthorize" "deauthorise" Act [Accounts] "Take every authorisation from the account";
    Settle "settle" "settle" Act [Journal] "Say what became of an unconfirmed change";

    Accept "accept" "yes" Act [Confirm] "Do what is asked";
    Submit "submit" "go on" Act [Form Wizard] "Go on";
    NextField "next-field" "next field" Look [Form] "To the next field";
    PreviousField "previous-field" "previous field" Look [Form] "To the previous field";
    Resend "resend" "send again" Act [Wizard] "Send the code, or start, again";
    CopyPhone "copy-phone" "copy number" Look [Wizard] "Copy the number the SMS goes to";
    CopyText "copy-text" "copy text" Look [Wizard] "Copy the text of the SMS";
    Choose "choose" "choose" Act [Picker Palette] "Take the one that is selected";
    SendSms "send-sms" "send SMS" Act [Handset] "Send the SMS from the handset";
    ApplyFilter "apply-filter" "keep" Look [Filter] "Keep the filter and go back to the rows";

    CursorLeft "cursor-left" "left" Edit [Text] "Cursor left";
    CursorRight "cursor-right" "right" Edit [Text] "Cursor right";
    CursorHome "cursor-home" "start" Edit [Text] "Cursor to the start";
    CursorEnd "cursor-end" "end" Edit [Text] "Cursor to the end";
    DeleteBack "delete-back" "delete" Edit [Text] "Delete the character before the cursor";
    DeleteForward "delete-forward" "delete" Edit [Text] "Delete the character at the cursor";
    DeleteWord "delete-word" "delete word" Edit [Text] "Delete the word before the cursor";
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

    /// For the pane commands: which pane, counted from zero.
    #[must_use]
    pub const fn pane(self) -> Option<usize> {
        Some(match self {
            Self::Pane1 => 0,
            Self::Pane2 => 1,
            Self::Pane3 => 2,
            Self::Pane4 => 3,
            Self::Pane5 => 4,
            Self::Pane6 => 5,
            Self::Pane7 => 6,
            Self::Pane8 => 7,
            Self::Pane9 => 8,
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
