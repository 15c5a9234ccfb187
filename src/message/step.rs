//! What a pane or an overlay asks of the app in answer to a command: open or close something, plan a change, say a
//! word. The app turns steps into effects.

use std::fmt;

use jiff::SignedDuration;
use secrecy::SecretString;

use crate::domain::batch::BatchOrder;
use crate::domain::{
    About, Account, AccountKey, AlertKey, Change, ConnectionId, FeedKind, IntentId, Level, Money, PayeeNo, Purse, Read,
    Settlement,
};

use super::{Command, DepositAsk, Export, Layout, PayeeAsk, Record, ReviewWanted, RowKey, SavedFilter, Ticket};

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
    /// Copy a question to a provider as a command of curl, secrets left out.
    CopyQuestion(Question),
    /// Write something to a new file.
    Export(Export),
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
    /// Read a file of payouts and hold it against the journal.
    ReviewBatch(Box<ReviewWanted>),
    /// Send a batch.
    SendBatch(Box<BatchOrder>),
    /// Stop the batch that is being sent.
    StopBatch,
    /// Acknowledge an alert, or snooze it.
    HandleAlert(AlertKey, AlertWish),
    /// Lay the table of the pane in view out like this.
    Arrange(Layout),
    /// Go to a row of a pane, whatever filter hides it.
    GoTo {
        /// Which pane.
        pane: PaneId,
        /// Which row.
        row: RowKey,
    },
    /// Filter the pane in view by this.
    SetFilter(String),
    /// Give a filter of the pane in view a name, and keep it.
    SaveFilter {
        /// The name.
        name: String,
        /// The filter.
        text: String,
    },
    /// Forget a filter of the pane in view that has a name.
    DropFilter(String),
    /// Say a word at the bottom of the screen.
    Tell(Level, String),
    /// Draw everything in the theme of this name.
    Theme(String),
    /// Go to where something is told in full.
    Go(Target),
    /// Carry out a command, as if its key had been pressed in the pane.
    Run(Command),
    /// Leave the program.
    Quit,
}

/// Where something is told in full: a row of a pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A pane, as it is.
    Pane(PaneId),
    /// An account.
    Account(AccountKey),
    /// What lies in a purse.
    Purse(Purse),
    /// A change, in the journal.
    Intent(IntentId),
    /// The handset of a connection.
    Handset(ConnectionId),
}

impl Target {
    /// Where what an alert is about is told in full.
    #[must_use]
    pub fn of(about: &About) -> Self {
        match about {
            About::Account(key) => Self::Account(key.clone()),
            About::Purse(purse) => Self::Purse(purse.clone()),
            About::Change(_, id) => Self::Intent(*id),
            About::Feed(id, FeedKind::Handset) => Self::Handset(id.clone()),
            About::Feed(_, FeedKind::Accounts | FeedKind::Tools) => Self::Pane(PaneId::Accounts),
            About::Feed(_, FeedKind::Balances) => Self::Pane(PaneId::Balances),
            About::Feed(_, FeedKind::Payouts) | About::Limit(..) => Self::Pane(PaneId::Journal),
            About::Connection(_) => Self::Pane(PaneId::Overview),
            About::Postbacks => Self::Pane(PaneId::Postbacks),
        }
    }
}

/// What an operator wants of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertWish {
    /// They have seen it.
    Acknowledge,
    /// To be told once more after this long, where it still stands then.
    Snooze(SignedDuration),
    /// To hear no more of it until it is over.
    SnoozeUntilOver,
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
    /// A form of a deposit.
    Deposit(Box<DepositAsk>),
    /// The form that has redirect addresses hashed.
    HashRedirects(ConnectionId),
    /// The form of a withdrawal.
    Withdrawal {
        /// From where, unless another connection is chosen there.
        connection: ConnectionId,
        /// An earlier one, whose payment system, amount and user are filled in.
        like: Option<IntentId>,
    },
    /// The form of a transfer.
    Transfer {
        /// From where, unless another connection is chosen there.
        connection: ConnectionId,
        /// Who gets it, unless another payee is chosen there.
        payee: Option<PayeeNo>,
        /// An earlier one, which is filled in.
        like: Option<IntentId>,
    },
    /// A form of a payee.
    Payee(PayeeAsk),
    /// The form that says what became of an unconfirmed change.
    Settle(IntentId),
    /// A file of payouts of this connection; of the only one that pays by file where it names none.
    Batch(Option<ConnectionId>),
    /// The alerts.
    Alerts,
    /// The columns of a table, to choose from.
    Columns {
        /// Whose.
        pane: PaneId,
        /// All of them, in their order.
        columns: Vec<ColumnChoice>,
        /// How the table is wanted so far.
        layout: Layout,
    },
    /// The filters of a pane that have a name.
    Filters {
        /// Whose.
        pane: PaneId,
        /// The one that is on; empty where none is.
        current: String,
        /// Those that have a name.
        saved: Vec<SavedFilter>,
    },
    /// The search over every pane.
    Search,
    /// What of a row can be copied.
    Copying(Vec<CopyChoice>),
    /// What can be done with a row.
    Actions(RowActions),
    /// The form that asks where rows are written to.
    Export {
        /// Whose.
        pane: PaneId,
        /// The rows.
        records: Vec<Record>,
    },
    /// The help.
    Help,
    /// The palette.
    Palette {
        /// How many panes there are to go to.
        panes: usize,
    },
    /// The themes, to try and choose one.
    Themes {
        /// What they are called.
        names: Vec<String>,
        /// Which is on the screen.
        current: String,
    },
    /// The sandbox's handset.
    Handset(ConnectionId),
    /// What became of each of several changes that were sent together.
    Results(Vec<IntentId>),
}

/// A column to choose, as it is shown now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// The name it is kept under.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How many cells it usually has.
    pub usual: u16,
    /// Whether it is not shown.
    pub hidden: bool,
    /// How many cells were chosen for it; `None` for as many as it needs.
    pub width: Option<u16>,
}

/// Something of a row that can be copied.
#[derive(Clone, Debug)]
pub struct CopyChoice {
    /// The command that copies it, where it has one of its own.
    pub command: Option<Command>,
    /// What it is, such as `id`.
    pub what: &'static str,
    /// What is copied; of a question, what is said of it.
    pub text: SecretString,
    /// The question that is copied as a command of curl, where it is one.
    pub question: Option<Question>,
}

/// A question that a provider is asked about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What is asked for, such as `account list`.
    pub what: &'static str,
    /// Whom.
    pub connection: ConnectionId,
    /// What.
    pub read: Read,
}

/// What can be done with a row.
#[derive(Clone, Debug)]
pub struct RowActions {
    /// What the row is called.
    pub title: String,
    /// Each command, and why it would do nothing, where it would not.
    pub actions: Vec<(Command, Option<String>)>,
}

/// A switch of withdrawals that is done and can be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// The accounts.
    pub keys: Vec<AccountKey>,
    /// What they were switched to.
    pub enabled: bool,
    /// By which intents.
    pub intents: Vec<IntentId>,
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
    /// Sends this change as the intent with this id: for a form that stays open and waits for what becomes of it.
    SendAs {
        /// The intent's id, made beforehand.
        id: IntentId,
        /// What, and where to.
        planned: Box<Planned>,
    },
    /// Writes down what became of an unconfirmed change.
    Settle {
        /// Whose.
        id: IntentId,
        /// What, and how it is known.
        settlement: Settlement,
    },
    /// Sends a batch.
    Batch(Box<BatchOrder>),
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
        self.account.is_still(now)
    }
}

/// A pane, by its place in the tabs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, strum::IntoStaticStr, strum::EnumIter)]
pub enum PaneId {
    /// How everything stands.
    Overview,
    /// The tool accounts.
    Accounts,
    /// What lies in the wallets.
    Balances,
    /// Money that is paid out to people.
    Withdrawals,
    /// What providers tell of deposits and withdrawals that came to an end.
    Postbacks,
    /// Money that users pay in.
    Deposits,
    /// Who can be paid.
    Payees,
    /// Money that is transferred to payees.
    Transfers,
    /// What was done here, and what became of it.
    Journal,
}

impl PaneId {
    /// What its tab calls it.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.into()
    }
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
