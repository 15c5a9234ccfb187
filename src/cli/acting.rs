//! Who acts at the command line, and the journal that everything is written to that they do.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::journal_place;
use super::operator::operator;
use crate::config::Config;
use crate::domain::{IntentId, Text};
use crate::message::Ids;
use crate::runtime::{Clock, Journal, SystemClock};
use crate::store::{RunId, Store};

/// Who acts, and the journal.
#[derive(Clone)]
pub struct Acting {
    /// Where every change is written down before it leaves.
    pub journal: Journal,
    /// Whose name it bears.
    pub operator: Text,
    /// The zone times are told in, and days begin in.
    pub zone: TimeZone,
    clock: Arc<dyn Clock>,
}

impl Acting {
    /// The operator and the journal of the config. Nothing is opened before it is needed.
    #[must_use]
    pub fn by(config: &Config) -> Self {
        Self::at(Some(config), false)
    }

    /// The same, where there may be no config; or with the journal of the embedded sandbox.
    #[must_use]
    pub fn at(config: Option<&Config>, sandbox: bool) -> Self {
        let moment = SystemClock::default().moment();
        let store = journal_place::open(config, sandbox, RunId::new(moment.now, moment.chance));
        let zone = config.and_then(|config| config.ui.time_zone.clone()).unwrap_or_else(TimeZone::system);
        Self::with(store, operator(config), zone)
    }

    /// This operator, with this journal.
    #[must_use]
    pub fn with(store: Arc<dyn Store>, operator: Text, zone: TimeZone) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
        Self { journal: Journal::new(store, zone.clone(), Arc::clone(&clock)), operator, zone, clock }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The id of another intent.
    #[must_use]
    pub fn intent(&self) -> IntentId {
        Ids::new(self.clock.moment()).intent()
    }
}
