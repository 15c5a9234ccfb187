//! A row of the accounts: what the provider last said of an account, and what was done to it here since.

use jiff::Timestamp;

use crate::domain::{Account, IntentId, Outcome, Standing, UpiId};

use super::History;

/// The withdrawals switch of an account, as a visible state and never a boolean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withdrawals {
    /// Off.
    Off,
    /// Being turned on.
    Enabling {
        /// By which intent.
        intent: IntentId,
    },
    /// On.
    On,
    /// Being turned off.
    Disabling {
        /// By which intent.
        intent: IntentId,
    },
    /// It was to be switched and nobody knows whether it was; the provider's list still says the other thing.
    Unconfirmed {
        /// By which intent.
        intent: IntentId,
        /// What it was to become.
        wanted: bool,
    },
}

impl Withdrawals {
    /// What the provider's list says.
    #[must_use]
    pub fn listed(enabled: bool) -> Self {
        if enabled { Self::On } else { Self::Off }
    }

    /// The switch of which it is not known yet what became.
    #[must_use]
    pub fn intent(self) -> Option<IntentId> {
        match self {
            Self::Off | Self::On => None,
            Self::Enabling { intent } | Self::Disabling { intent } | Self::Unconfirmed { intent, .. } => Some(intent),
        }
    }

    /// Whether a switch is on its way.
    #[must_use]
    pub fn is_moving(self) -> bool {
        matches!(self, Self::Enabling { .. } | Self::Disabling { .. })
    }
}

/// An account and what is known about it here.
#[derive(Clone, Debug)]
pub struct Row {
    /// What the provider last said.
    pub account: Account,
    /// The withdrawals switch.
    pub withdrawals: Withdrawals,
    /// How its task went so far; empty without a task.
    pub history: History,
    /// When anything of its task last moved.
    pub moved: Timestamp,
    /// Its UPI ids as they were last asked for, and when.
    pub upi_ids: Option<(Timestamp, Vec<UpiId>)>,
    /// Whether the last list that had unreadable rows left it out: it may be one of them.
    pub missing: bool,
    /// Lists asked for before this say nothing about what was changed here.
    pub(super) changed_here: Option<Timestamp>,
}

impl Row {
    /// The row of an account first seen at `now`.
    #[must_use]
    pub fn new(account: Account, now: Timestamp) -> Self {
        let history = account.task.as_ref().map(|task| History::begin(task, now)).unwrap_or_default();
        let withdrawals = Withdrawals::listed(account.enabled);
        Self { account, withdrawals, history, moved: now, upi_ids: None, missing: false, changed_here: None }
    }

    /// How its task stands at `now`; `None` without a task.
    #[must_use]
    pub fn standing(&self, now: Timestamp) -> Option<Standing> {
        self.account.task.as_ref().map(|task| task.standing(now, self.moved))
    }

    /// Whether `now` still is what is shown here, but for the progress of its task, which moves all the time.
    #[must_use]
    pub fn is_still(&self, now: &Self) -> bool {
        self.withdrawals == now.withdrawals && self.missing == now.missing && self.account.is_still(&now.account)
    }

    /// Shows what a change that is done made of the account; lists that left before know nothing of it.
    pub(super) fn change_here(&mut self, now: Timestamp, change: impl FnOnce(&mut Account)) {
        change(&mut self.account);
        self.changed_here = Some(now);
    }

    /// Whether it was changed here after `asked`: a list that was asked for then knows nothing of that. What lies in the
    /// future was written down before the clock was set back: it says nothing any more.
    pub(super) fn is_newer_than(&self, asked: Timestamp, now: Timestamp) -> bool {
        self.changed_here.is_some_and(|at| asked < at && at <= now)
    }

    /// It is known what became of a switch: what the list says counts again. Says whether it was shown here.
    pub(super) fn forget_switch(&mut self, id: IntentId) -> bool {
        let shown = self.withdrawals.intent() == Some(id);
        if shown {
            self.withdrawals = Withdrawals::listed(self.account.enabled);
        }
        shown
    }

    /// Shows a switch of which it is not known yet what became: a row that is new, or whose later switch was refused,
    /// knows nothing of it.
    pub(super) fn restore_switch(&mut self, intent: IntentId, wanted: bool, in_flight: bool) {
        self.withdrawals = match (in_flight, wanted) {
            (true, true) => Withdrawals::Enabling { intent },
            (true, false) => Withdrawals::Disabling { intent },
            (false, _) => Withdrawals::Unconfirmed { intent, wanted },
        };
    }

    /// Shows what became of a withdrawals switch.
    pub(super) fn settle_switch(&mut self, id: IntentId, outcome: &Outcome, now: Timestamp) {
        let wanted = match self.withdrawals {
            Withdrawals::Enabling { intent } if intent == id => true,
            Withdrawals::Disabling { intent } if intent == id => false,
            // A later switch has taken its place.
            _ => return,
        };
        match outcome {
            Outcome::Done(_) => {
                self.change_here(now, |account| account.enabled = wanted);
                self.withdrawals = Withdrawals::listed(wanted);
            }
            Outcome::Rejected(_) => self.withdrawals = Withdrawals::listed(self.account.enabled),
            Outcome::Unconfirmed(_) => self.withdrawals = Withdrawals::Unconfirmed { intent: id, wanted },
        }
    }

    /// Takes up what the provider says of it in a list that was asked for at `asked` and taken up at `now`. Says
    /// whether anything differs.
    pub(super) fn update(&mut self, mut account: Account, asked: Timestamp, now: Timestamp) -> bool {
        if self.is_newer_than(asked, now) {
            // The list left before the answer to what was changed here: of the account it knows the task alone.
            account = Account { task: account.task, ..self.account.clone() };
        } else {
            self.changed_here = None;
        }
        let was_missing = std::mem::replace(&mut self.missing, false);
        if self.account == account {
            return was_missing;
        }
        match (&self.account.task, &account.task) {
            (Some(old), Some(new)) if old.id == new.id => {
                if old != new {
                    self.moved = now;
                    self.history.push(new, now);
                }
            }
            (_, Some(new)) => {
                self.moved = now;
                self.history = History::begin(new, now);
            }
            (_, None) => self.history = History::default(),
        }
        if !self.withdrawals.is_moving() && !matches!(self.withdrawals, Withdrawals::Unconfirmed { .. }) {
            self.withdrawals = Withdrawals::listed(account.enabled);
        }
        self.account = account;
        true
    }
}
