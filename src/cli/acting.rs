//! Who acts at the command line, and the journal that everything is written to that they do.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::journal_place;
use crate::config::Config;
use crate::domain::{IntentId, Text};
use crate::message::Ids;
use crate::runtime::{Clock, Journal, SystemClock};
use crate::store::{self, RunId, Store};

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
    /// The operator of this machine, and the journal of the config. Nothing is opened before it is needed.
    ///
    /// # Errors
    /// Where there can be no journal, in words.
    pub fn by(config: &Config) -> Result<Self, String> {
        let clock = SystemClock::default();
        let moment = clock.moment();
        let store = store::open(&journal_place::url(None, false)?, RunId::new(moment.now, moment.chance))?;
        let zone = config.ui.time_zone.clone().unwrap_or_else(TimeZone::system);
        Ok(Self::with(store, operator(), zone))
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

/// Whose name the journal bears where nobody says otherwise.
#[must_use]
pub fn operator() -> Text {
    whoami::username().map_or_else(|_| "unknown".into(), Text::from)
}
