//! What a pane or an overlay asks of the app in answer to a command: open or close something, plan a change, say a
//! word. The app turns steps into effects.

use std::fmt;

use secrecy::SecretString;

use crate::domain::{Account, AccountKey, Change, ConnectionId, IntentId, Money, Read, Settlement};

use super::{Command, Ticket};

/// What is asked of the app.
#[derive(Clone, Debug)]
pub enum Step {
    /// Open an overlay above what is open.
    Open(Open),
    /// Close the overlay that asks.
    Close,
    /// Plan a change as an intent, and send it.
    Change {
        /// The intent's id.
        id: IntentId,
        /// What, and where to.
        planned: Planned,
    },
    /// Ask a single question.
    Read {
        /// Whom.
        connection: ConnectionId,
        /// What.
        read: Read,
        /// Its number.
        ticket: Ticket,
    },
    /// Copy a text; `what` names it in the word that is said.
    Copy {
        /// Such as `id` or `SMS text`.
        what: &'static str,
        /// The text.
        text: SecretString,
    },
    /// Write down that a change was wanted and is refused here, as it breaks a limit; nothing is sent.
    Refuse {
        /// The intent's id.
        id: IntentId,
        /// What was wanted, and where.
        planned: Planned,
        /// Why not, with the figure.
        why: String,
    },
    /// Write down what became of an unconfirmed change.
    Settle {
        /// Whose.
        id: IntentId,
        /// What, and how it is known.
        settlement: Settlement,
    },
    /// Say a word at the bottom of the screen.
    Tell(Level, String),
    /// Carry out a command, as if its key had been pressed in the pane.
    Run(Command),
    /// Leave the program.
    Quit,
}

/// How serious a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Something went as wanted.
    Good,
    /// Something to know.
    Info,
    /// Something to look at.
    Warning,
    /// Nobody knows whether something happened.
    Unconfirmed,
    /// Something went wrong.
    Bad,
}

/// A change and where it goes.
#[derive(Clone, Debug)]
pub struct Planned {
    /// Where to.
    pub connection: ConnectionId,
    /// What.
    pub change: Change,
    /// What the operator was shown before they said yes, a paragraph each; empty where nothing was asked.
    pub shown: Vec<String>,
    /// Changes like this one of which nobody knows what became, that the operator was shown and wants it despite.
    pub despite: Vec<IntentId>,
}

impl Planned {
    /// A change that nothing was asked about.
    #[must_use]
    pub fn new(connection: ConnectionId, change: Change) -> Self {
        Self { connection, change, shown: Vec::new(), despite: Vec::new() }
    }

    /// The same after a question that said this.
    #[must_use]
    pub fn asked(self, shown: Vec<String>) -> Self {
        Self { shown, ..self }
    }
}

/// An overlay to open.
#[derive(Clone, Debug)]
pub enum Open {
    /// A question that needs a yes.
    Confirm(Confirm),
    /// The OTP wizard; once authorised, `then` is sent.
    Otp {
        /// The account.
        key: AccountKey,
        /// The change that was refused for want of the OTP.
        then: Option<Box<Change>>,
    },
    /// The SMS wizard; once authorised, `then` is sent.
    Sms {
        /// The account.
        key: AccountKey,
        /// The change that was refused for want of the SMS.
        then: Option<Box<Change>>,
    },
    /// The UPI ids of an account.
    UpiIds(AccountKey),
    /// The form of a new account.
    NewAccount(ConnectionId),
    /// The form of an account that is there.
    EditAccount(AccountKey),
    /// The form of a withdrawal order.
    Order(AccountKey),
    /// The form that says what became of an unconfirmed change.
    Settle(IntentId),
    /// The help.
    Help,
    /// The palette.
    Palette,
    /// The sandbox's handset.
    Handset(ConnectionId),
    /// What became of each of several changes that were sent together.
    Results(Vec<IntentId>),
}

/// A question that needs a yes: what it says is what will be done, and nothing else will.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The question, short.
    pub title: String,
    /// What will happen, in full words, a paragraph each; warnings first.
    pub body: Vec<String>,
    /// What it happens to, a line each, where that is more than one thing.
    pub list: Vec<String>,
    /// Whether it moves or stops money, or cannot be taken back.
    pub danger: bool,
    /// The word on the yes key, such as `turn on`.
    pub yes: String,
    /// What must be typed before the yes counts, one after the other.
    pub typed: Vec<Typed>,
    /// What was shown when it was asked; if that changed, the yes does not count.
    pub shown: Vec<Shown>,
    /// What the yes does.
    pub yes_does: Yes,
}

/// Something to type before a yes counts, so that it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Exactly this word.
    Word(String),
    /// This amount, grouped or not, with or without its currency.
    Amount(Money),
}

impl Typed {
    /// Whether `typed` is it.
    #[must_use]
    pub fn is(&self, typed: &str) -> bool {
        let typed = typed.trim();
        match self {
            Self::Word(word) => typed == word,
            Self::Amount(amount) => {
                let code = amount.currency.code();
                let bare = match typed.get(..code.len()) {
                    Some(first) if first.eq_ignore_ascii_case(code) => &typed[code.len()..],
                    _ => typed,
                };
                Money::parse(bare, amount.currency.clone()).is_ok_and(|typed| typed == *amount)
            }
        }
    }
}

impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(word),
            Self::Amount(amount) => amount.digits().fmt(f),
        }
    }
}

/// What a yes does.
#[derive(Clone, Debug)]
pub enum Yes {
    /// Sends these changes.
    Send(Vec<Planned>),
    /// Writes down what became of an unconfirmed change.
    Settle {
        /// Whose.
        id: IntentId,
        /// What, and how it is known.
        settlement: Settlement,
    },
    /// Leaves the program.
    Quit,
}

/// What an operator was shown of an account when they were asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The account.
    pub key: AccountKey,
    /// What it was.
    pub account: Account,
    /// Whether that was fresh.
    pub fresh: bool,
}

impl Shown {
    /// Whether `now` still is what was shown. The progress of a running task moves all the time and is left out.
    #[must_use]
    pub fn holds(&self, now: &Account) -> bool {
        let then = &self.account;
        then.enabled == now.enabled
            && then.otp_auth == now.otp_auth
            && then.sms_auth == now.sms_auth
            && then.status == now.status
            && then.phone == now.phone
            && then.tool == now.tool
            && then.collection == now.collection
            && then.task.as_ref().map(|task| &task.id) == now.task.as_ref().map(|task| &task.id)
    }
}

/// A pane, by its place in the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::Display, strum::EnumIter)]
pub enum PaneId {
    /// The tool accounts.
    Accounts,
    /// What was done here, and what became of it.
    Journal,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use rust_decimal::Decimal;

    use super::*;

    #[rstest]
    #[case("50000", true)]
    #[case("50,000", true)]
    #[case(" 50 000.00 ", true)]
    #[case("INR 50,000.00", true)]
    #[case("inr50000.0", true)]
    #[case("", false)]
    #[case("5000", false)]
    #[case("500000", false)]
    #[case("50000.01", false)]
    #[case("USD 50000", false)]
    #[case("-50000", false)]
    #[case("5e4", false)]
    fn an_amount_is_typed_by_its_value(#[case] typed: &str, #[case] is: bool) {
        assert_eq!(Typed::Amount(Money::inr(Decimal::from(50_000))).is(typed), is);
    }

    #[test]
    fn a_word_is_typed_as_it_is() {
        let word = Typed::Word("9f3a1c".into());
        assert!(word.is(" 9f3a1c "));
        assert!(!word.is("9f3a1") && !word.is("9F3A1C") && !word.is(""));
    }
}
