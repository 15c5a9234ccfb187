//! The simulated world: accounts, tasks, authorisations, orders and the handset, a merchant with its wallets, and a
//! payer with its payees. Pure: the same options, seconds and requests always give the same world.
//!
//! Time goes in steps of one second, told from outside by [`World::catch_up`]. Whatever happens by itself is in an
//! agenda, so a step in which nothing is due costs nothing, and only running tasks cost anything at all.

mod account;
mod acts;
mod agenda;
mod cast;
mod handset;
mod merchant;
mod order;
mod otp;
mod payer;
mod refusal;
mod sms;
mod task;
mod time;
mod tools;

#[cfg(test)]
mod tests;

pub use account::{Account, AccountNo, Bank, Pays};
pub use acts::{Edit, SmsRequest};
pub use handset::Message;
pub use merchant::{
    Activation, Deposit, Ended, Merchant, NoPayout, Payment, Payments, Payout, PayoutStatus, RATES, SYSTEMS, Saved,
    Standing, System, Wallet, Wanted, rate,
};
pub use order::{Order, OrderNo};
pub use payer::{
    NoPayee, NoTransfer, Notice, Payee, PayeeAccount, Payer, Said, Transfer, TransferState, WantedAccount,
    WantedTransfer,
};
pub use refusal::Refusal;
pub use task::{Next, Task, TaskNo, Temper};
pub use time::Second;
pub use tools::{TOOLS, ToolEntry};

use fastrand::Rng;
use jiff::Timestamp;

use self::agenda::{Agenda, Due};
use self::handset::Handset;
use self::merchant::trade;
use self::time::Calendar;
use super::Options;
use crate::domain::Phone;

/// Keeps the chance of codes and session ids apart from that of accounts and tasks.
const SESSIONS: u64 = 0x5e55_1045_0c0d_e5ed;

/// The most seconds the world catches up with at once: after a night's sleep it has a day behind it, no more.
const DAY: Second = 24 * 60 * 60;

/// The most seconds of all accounts together that are caught up with at once, so that no request waits long for it.
const EFFORT: Second = 20_000_000;

/// The world.
pub struct World {
    accounts: Vec<Account>,
    agenda: Agenda,
    handset: Handset,
    orders: Vec<Order>,
    merchant: Merchant,
    payer: Payer,
    calendar: Calendar,
    now: Second,
    /// Of accounts made later.
    rng: Rng,
    /// Of codes and session ids.
    sessions: Rng,
    /// How many OTP sessions there have been.
    otp_sessions: u64,
}

impl World {
    /// The world of these options as it is when it begins, at `epoch`.
    #[must_use]
    pub fn new(options: &Options, epoch: Timestamp) -> Self {
        let mut rng = Rng::with_seed(options.seed);
        let count = options.accounts.get() as usize;
        let mut agenda = Agenda::default();
        let mut accounts = Vec::with_capacity(count);
        for place in 0..count {
            let (account, after) = cast::account(place, rng.fork());
            if let Some(after) = after {
                agenda.put(after.into(), Due::Work { account: place, turn: account.turn });
            }
            accounts.push(account);
        }
        if options.trade {
            agenda.put(trade::FIRST, Due::Trade);
        }
        Self {
            accounts,
            agenda,
            handset: Handset::default(),
            orders: Vec::new(),
            merchant: Merchant::new(options.seed),
            payer: Payer::new(options.seed),
            calendar: Calendar::new(epoch, 0, options.speed),
            now: 0,
            rng,
            sessions: Rng::with_seed(options.seed ^ SESSIONS),
            otp_sessions: 0,
        }
    }

    /// Lives on until the moment `now` outside. After a very long time it only lives through the last part, as if it
    /// had slept; where the clock outside was set back, it goes on from there.
    pub fn catch_up(&mut self, now: Timestamp) {
        let due = self.calendar.second_at(now);
        let furthest = self.now.saturating_add(self.most_at_once());
        if due < self.now || due > furthest {
            let second = due.clamp(self.now, furthest);
            self.calendar = Calendar::new(now, second, self.calendar.speed());
            self.live_until(second);
        } else {
            self.live_until(due);
        }
    }

    /// Lives on for so many seconds, whatever time it is outside.
    pub fn advance(&mut self, seconds: u32) {
        self.live_until(self.now.saturating_add(seconds.into()));
    }

    fn most_at_once(&self) -> Second {
        let accounts = Second::try_from(self.accounts.len()).unwrap_or(Second::MAX).max(1);
        (EFFORT / accounts).clamp(60, DAY)
    }

    fn live_until(&mut self, second: Second) {
        while let Some((at, due)) = self.agenda.next_until(second) {
            // What was scheduled for the second that is now has its time now.
            self.now = at.max(self.now);
            match due {
                Due::Work { account, turn } => self.work(account, turn),
                Due::Otp { account, session } => self.deliver_otp(account, session),
                Due::Payout { place } => self.finish_payout(place),
                Due::Payment { place } => self.find_payment(place),
                Due::Trade => self.trade(),
                Due::Transfer { place } => self.step_transfer(place),
            }
        }
        self.now = second.max(self.now);
    }

    /// The account at `place` does what it was waiting to do.
    fn work(&mut self, place: usize, turn: u32) {
        let Some(account) = self.accounts.get_mut(place).filter(|account| account.turn == turn) else { return };
        let after = if let Some(task) = &mut account.task {
            match task.work(&mut account.rng) {
                Next::After(seconds) => seconds,
                Next::Ended => {
                    account.task = None;
                    account.rng.u32(60..=420)
                }
            }
        } else if account.enabled {
            let no = account.next_task();
            account.task = Some(Task::begin(no, self.now, &mut account.rng));
            account.rng.u32(5..=20)
        } else {
            return;
        };
        self.schedule(place, after);
    }

    /// Has the account at `place` do its next thing in so many seconds, in place of anything scheduled before.
    fn schedule(&mut self, place: usize, after: u32) {
        if let Some(account) = self.accounts.get_mut(place) {
            account.turn = account.turn.wrapping_add(1);
            self.agenda.put(self.now + Second::from(after.max(1)), Due::Work { account: place, turn: account.turn });
        }
    }

    /// The code arrives, unless another was sent meanwhile.
    fn deliver_otp(&mut self, place: usize, number: u64) {
        let Some(account) = self.accounts.get(place) else { return };
        let Some(session) = account.otp.as_ref().filter(|session| session.number == number) else { return };
        let (sender, name) = match account.tool() {
            Some(tool) => (tool.kind, tool.name),
            None => ("BANK", "bank"),
        };
        let text = format!("Your {name} OTP is {}. It is valid for 2 minutes. Never share it.", session.code);
        self.handset.put(self.now, account.no, Phone::new(&format!("AX-{sender}")), text, None);
    }

    /// The second it is.
    #[must_use]
    pub fn now(&self) -> Second {
        self.now
    }

    /// When a second of the world is, in the time outside.
    #[must_use]
    pub fn moment(&self, second: Second) -> Timestamp {
        self.calendar.moment_of(second)
    }

    /// How long so many minutes of the world are in minutes outside: rounded up, at least one.
    #[must_use]
    pub fn minutes_outside(&self, minutes: u32) -> u64 {
        self.calendar.minutes_outside(minutes)
    }

    /// Every account, in the order they were made.
    #[must_use]
    pub fn accounts(&self) -> impl ExactSizeIterator<Item = &Account> {
        self.accounts.iter()
    }

    /// One account.
    ///
    /// # Errors
    /// [`Refusal::UnknownAccount`].
    pub fn account(&self, no: AccountNo) -> Result<&Account, Refusal> {
        self.accounts.get(no.place()).ok_or(Refusal::UnknownAccount)
    }

    fn account_mut(&mut self, no: AccountNo) -> Result<&mut Account, Refusal> {
        self.accounts.get_mut(no.place()).ok_or(Refusal::UnknownAccount)
    }

    /// The messages on the handset, newest first.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.handset.newest_first()
    }

    /// The merchant.
    #[must_use]
    pub fn merchant(&self) -> &Merchant {
        &self.merchant
    }

    /// The merchant, to act for it.
    pub fn merchant_mut(&mut self) -> &mut Merchant {
        &mut self.merchant
    }

    /// The payer.
    #[must_use]
    pub fn payer(&self) -> &Payer {
        &self.payer
    }

    /// The payer, to act for it.
    pub fn payer_mut(&mut self) -> &mut Payer {
        &mut self.payer
    }

    /// Every order that was acted on, oldest first.
    #[must_use]
    pub fn orders(&self) -> impl ExactSizeIterator<Item = &Order> {
        self.orders.iter()
    }
}
