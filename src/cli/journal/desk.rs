//! One command at one journal: what every verb needs.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::rows;
use crate::cli::acting::Acting;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::output::{self, Format, Records};
use crate::cli::{journal_place, print};
use crate::config::Config;
use crate::domain::{Intent, JournalFault, Text};
use crate::runtime::Journal;
use crate::store::Store;
use crate::ui::format;

/// One command at one journal. Its verbs answer with the exit status; an early end is an `Err` with it.
pub struct Desk<'d> {
    /// The journal.
    pub journal: Journal,
    /// Where it is kept.
    pub store: Arc<dyn Store>,
    /// Whom it speaks to.
    pub console: &'d mut dyn Console,
    /// Who works here.
    pub operator: Text,
    /// Where the days begin, and in which zone times are told.
    pub zone: TimeZone,
    /// When the command began.
    pub now: Timestamp,
}

impl<'d> Desk<'d> {
    /// At the journal of the config, or at the embedded sandbox's.
    pub fn open(config: Option<&Config>, sandbox: bool, console: &'d mut dyn Console) -> Self {
        let acting = Acting::at(config, sandbox);
        let now = acting.now();
        let Acting { journal, operator, zone, .. } = acting;
        Self { store: Arc::clone(journal.store()), journal, console, operator, zone, now }
    }

    /// Lets go of the journal.
    pub async fn close(self) {
        journal_place::close(self.store.as_ref()).await;
    }

    /// Says why it ends, and ends.
    pub fn end<T>(&mut self, exit: Exit, words: &str) -> Result<T, Exit> {
        self.console.say(words);
        Err(exit)
    }

    /// The command line means nothing.
    pub fn usage<T>(&mut self, words: &str) -> Result<T, Exit> {
        self.end(Exit::Usage, words)
    }

    /// What was asked of the journal, or the end where it cannot be used.
    pub fn used<T>(&mut self, found: Result<T, JournalFault>) -> Result<T, Exit> {
        match found {
            Ok(found) => Ok(found),
            Err(fault) => self.end(Exit::Unreachable, &format!("{fault}. {}", fault.advice())),
        }
    }

    /// Writes down what runs have left behind that ended, so that what they had sent shows as unconfirmed. Where that
    /// cannot be written the journal can be read all the same: it is said, and answered, why. Where there is no
    /// journal, none is made.
    pub async fn catch_up(&mut self) -> Result<Option<JournalFault>, Exit> {
        let head = self.store.anchor().await;
        if self.used(head)?.is_none() {
            self.console.say(&format!("the journal {} is empty", self.store.place()));
            return Ok(None);
        }
        let Err(fault) = self.store.recover(self.now).await else { return Ok(None) };
        self.console.say(&format!(
            "{fault}. {} Until then a change that an ended paytop had sent may show as sent: nobody knows what became \
             of it.",
            fault.advice()
        ));
        Ok(Some(fault))
    }

    /// The one intent that an id means, in short or whole.
    pub async fn intent(&mut self, id: &str) -> Result<Intent, Exit> {
        let found = self.store.find(id).await;
        let mut found = self.used(found)?;
        match found.len() {
            0 => {
                let place = self.store.place().to_owned();
                self.usage(&format!("no change in {place} has an id that ends in {id}: see `paytop journal list`"))
            }
            1 => Ok(found.remove(0)),
            _ => {
                let mut words = format!("{} changes have an id that ends in {id}. Which one?", found.len());
                for intent in &found {
                    let _ = write!(words, "\n  {}  {}  {}", intent.id, self.time(intent.planned()), title(intent));
                }
                self.usage(&words)
            }
        }
    }

    /// A time with its date, in the operator's zone.
    pub fn time(&self, at: Timestamp) -> String {
        format::date_time(at, &self.zone)
    }

    /// Prints a result.
    pub fn print(&mut self, text: &[u8]) -> Result<Exit, Exit> {
        match print(self.console, text) {
            Exit::Done => Ok(Exit::Done),
            exit => Err(exit),
        }
    }

    /// Prints rows.
    pub fn records(&mut self, format: Format, records: &Records) -> Result<Exit, Exit> {
        let mut text = Vec::new();
        // Into memory: nothing that could fail but the memory.
        let _ = output::write(&mut text, format, records);
        self.print(&text)
    }
}

/// What an intent is about, in a line.
pub fn title(intent: &Intent) -> String {
    // A withdrawal's words say already whom it is paid to.
    let account = rows::account(intent).filter(|account| !intent.words.contains(&format!(" to {account}")));
    let whose = account.map(|account| format!(" at {account}")).unwrap_or_default();
    rows::clean(&format!("{}: {}{whose}", intent.connection, intent.words))
}
