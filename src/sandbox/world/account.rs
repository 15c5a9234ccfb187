//! A tool account of the world.

use std::fmt;
use std::str::FromStr;

use fastrand::Rng;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use super::otp::OtpSession;
use super::sms::SmsSession;
use super::{Refusal, Second, Task, TaskNo, ToolEntry};
use crate::domain::{AccountNumber, Phone, Text, UpiId};

/// The id of an account: `a1` is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountNo(u32);

impl AccountNo {
    /// The account at a place in the world's list.
    pub(super) fn at(place: usize) -> Self {
        Self(u32::try_from(place).map_or(u32::MAX, |place| place.saturating_add(1)))
    }

    /// Its place in the world's list.
    pub(super) fn place(self) -> usize {
        (self.0 as usize).saturating_sub(1)
    }

    /// The number in it.
    #[must_use]
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for AccountNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a{}", self.0)
    }
}

impl Serialize for AccountNo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for AccountNo {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let digits = text.strip_prefix('a').ok_or(Refusal::UnknownAccount)?;
        match digits.parse() {
            // Only as it is written: `a07` and `a+7` are no ids.
            Ok(number) if number > 0 && !digits.starts_with(['0', '+']) => Ok(Self(number)),
            _ => Err(Refusal::UnknownAccount),
        }
    }
}

/// How an account pays.
#[derive(Clone)]
pub enum Pays {
    /// By UPI.
    Upi {
        /// The tool it is at.
        tool: &'static ToolEntry,
        /// The UPI id that was chosen; the holder's first one where none was.
        chosen: Option<UpiId>,
    },
    /// From a bank account.
    Card {
        /// The bank account.
        bank: Bank,
        /// What can be withdrawn, in rupees.
        balance: Decimal,
    },
}

/// A bank account. The API takes it and never returns it.
#[derive(Clone)]
pub struct Bank {
    /// Who holds it.
    pub name: Text,
    /// Its number.
    pub number: AccountNumber,
    /// Its branch.
    pub ifsc: Text,
}

/// An account: what the provider tells of it, and what it does next.
#[derive(Clone)]
pub struct Account {
    /// Its id.
    pub no: AccountNo,
    /// The holder's phone.
    pub phone: Phone,
    /// How it pays.
    pub pays: Pays,
    /// Whether withdrawals are on.
    pub enabled: bool,
    /// Whether it is authorised by OTP.
    pub otp_auth: bool,
    /// Whether it is authorised by SMS.
    pub sms_auth: bool,
    /// The running task.
    pub task: Option<Task>,
    pub(super) otp: Option<OtpSession>,
    /// When an OTP was last sent.
    pub(super) otp_sent: Option<Second>,
    pub(super) sms: Option<SmsSession>,
    /// Counts what was scheduled: only the last of it is still wanted.
    pub(super) turn: u32,
    /// How many tasks it has had.
    pub(super) tasks: u32,
    /// Its own chance, so that nothing done elsewhere changes its story.
    pub(super) rng: Rng,
}

impl Account {
    /// An account that has nothing yet: not authorised, off.
    pub(super) fn new(no: AccountNo, phone: Phone, pays: Pays, rng: Rng) -> Self {
        Self {
            no,
            phone,
            pays,
            enabled: false,
            otp_auth: false,
            sms_auth: false,
            task: None,
            otp: None,
            otp_sent: None,
            sms: None,
            turn: 0,
            tasks: 0,
            rng,
        }
    }

    /// Whether it pays by UPI.
    #[must_use]
    pub fn is_upi(&self) -> bool {
        matches!(self.pays, Pays::Upi { .. })
    }

    /// Its tool, where it has one.
    #[must_use]
    pub fn tool(&self) -> Option<&'static ToolEntry> {
        match self.pays {
            Pays::Upi { tool, .. } => Some(tool),
            Pays::Card { .. } => None,
        }
    }

    /// Whether both authorisations are there.
    #[must_use]
    pub fn authorized(&self) -> bool {
        self.otp_auth && self.sms_auth
    }

    /// The UPI ids of its holder, the one in use first.
    ///
    /// # Errors
    /// [`Refusal::NotUpi`].
    pub fn upi_ids(&self) -> Result<Vec<UpiId>, Refusal> {
        let Pays::Upi { tool, chosen } = &self.pays else { return Err(Refusal::NotUpi) };
        let digits = self.phone.full().trim_start_matches('+');
        let own = tool.handles.iter().map(|handle| UpiId::new(&format!("{digits}@{handle}")));
        let others = own.filter(|id| Some(id) != chosen.as_ref());
        Ok(chosen.iter().cloned().chain(others).collect())
    }

    /// The id of its next task.
    pub(super) fn next_task(&mut self) -> TaskNo {
        self.tasks += 1;
        TaskNo { account: self.no.0, nth: self.tasks }
    }

    /// Ends the task and whatever was scheduled.
    pub(super) fn stop(&mut self) {
        self.enabled = false;
        self.task = None;
        self.turn = self.turn.wrapping_add(1);
    }
}
