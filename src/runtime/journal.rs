//! The journal at work: the one way a change leaves, and what other runs write told to the loop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::{Notify, mpsc};

use crate::domain::batch::Held;
use crate::domain::{
    Event, Fault, Intent, IntentId, IntentState, JournalFault, Limits, Outcome, Rejection, Report, Settlement, Told,
};
use crate::message::{JournalNews, JournalNotice, Message};
use crate::store::batch::OfBatch;
use crate::store::{Begun, Store, Terms};

use super::{Clock, fault_points};

/// How often is looked for what other runs have written.
const LOOK: Duration = Duration::from_secs(2);

/// After how many looks is asked whether another run has died.
const LOOKS_BETWEEN_RECOVERIES: u32 = 15;

/// The journal, for whoever sends changes.
#[derive(Clone)]
pub struct Journal {
    store: Arc<dyn Store>,
    zone: TimeZone,
    clock: Arc<dyn Clock>,
    /// Something was written here that the loop is to hear of at once.
    written: Arc<Notify>,
    /// A write failed here since it was last looked, and the loop was told.
    failed: Arc<AtomicBool>,
}

/// A change that left, or did not.
#[derive(Debug)]
pub struct Left {
    /// What became of it.
    pub outcome: Outcome,
    /// Where that is not written down: why.
    pub unwritten: Option<Unwritten>,
}

impl Left {
    /// What never left, because of this.
    fn never(fault: Fault) -> Self {
        Self { outcome: Outcome::Rejected(Rejection::NeverSent(fault)), unwritten: None }
    }
}

/// Why what became of a change is not written down.
#[derive(Debug)]
pub enum Unwritten {
    /// It could not be, and is to be made up for.
    Yet(Event, JournalFault),
    /// The journal says something else already: somebody took this run for dead.
    Contradicted,
}

impl Journal {
    /// The journal in `store`, whose days begin where the operator is.
    pub fn new(store: Arc<dyn Store>, zone: TimeZone, clock: Arc<dyn Clock>) -> Self {
        Self { store, zone, clock, written: Arc::default(), failed: Arc::default() }
    }

    /// The time, as it is written.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Where it is written.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Writes the intent down, lets its change leave by `leave`, and writes down what became of it. The one way a
    /// change leaves: where it cannot be written down first, or breaks a limit, `leave` is never called. `sent` hears
    /// when it is about to.
    pub async fn send(
        &self,
        intent: &Intent,
        limits: &Limits,
        despite: Vec<IntentId>,
        sent: impl FnOnce(Timestamp),
        leave: impl AsyncFnOnce() -> Outcome,
    ) -> Left {
        let terms = self.terms(limits, despite, None);
        let left = self.begin_and_leave(intent, terms, sent, leave).await;
        // Nothing but a line of a batch is held back.
        left.unwrap_or_else(|held| Left::never(Fault::Withheld(held.words().into())))
    }

    /// The same with a line of a batch.
    ///
    /// # Errors
    /// Where it is held back: nothing was written of it and `leave` was not called; it can be begun later.
    pub async fn send_line(
        &self,
        intent: &Intent,
        limits: &Limits,
        despite: Vec<IntentId>,
        of_batch: OfBatch,
        sent: impl FnOnce(Timestamp),
        leave: impl AsyncFnOnce() -> Outcome,
    ) -> Result<Left, Held> {
        let terms = self.terms(limits, despite, Some(of_batch));
        self.begin_and_leave(intent, terms, sent, leave).await
    }

    fn terms(&self, limits: &Limits, despite: Vec<IntentId>, of_batch: Option<OfBatch>) -> Terms {
        Terms { limits: limits.clone(), today: self.today(self.clock.now()), despite, of_batch }
    }

    async fn begin_and_leave(
        &self,
        intent: &Intent,
        terms: Terms,
        sent: impl FnOnce(Timestamp),
        leave: impl AsyncFnOnce() -> Outcome,
    ) -> Result<Left, Held> {
        let now = self.clock.now();
        fault_points::reached("before-journal");
        let refusal = match self.store.begin(intent, &terms, now).await {
            Ok(Begun::Sent) => None,
            Ok(Begun::Held(held)) => return Err(held),
            Ok(Begun::Refused(why)) => Some(Fault::Withheld(why.into())),
            Err(fault) => Some(Fault::Journal(fault)),
        };
        if let Some(fault) = refusal {
            return Ok(Left::never(fault));
        }
        fault_points::reached("after-journal");
        sent(now);
        let outcome = leave().await;
        fault_points::reached("after-answer");
        let event = Event { at: self.clock.now(), state: IntentState::of_outcome(&outcome) };
        let unwritten = match self.store.record(intent.id, &event).await {
            Ok(true) => None,
            Ok(false) => Some(Unwritten::Contradicted),
            Err(fault) => Some(Unwritten::Yet(event, fault)),
        };
        fault_points::reached("after-outcome");
        Ok(Left { outcome, unwritten })
    }

    /// Writes down an intent that has to wait for its turn: should the program end before, it is known that it was
    /// wanted and never left.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub async fn plan(&self, intent: &Intent) -> Result<(), JournalFault> {
        self.store.plan(intent).await
    }

    /// Writes down that an intent is refused here, without asking anybody: it breaks a limit by itself.
    ///
    /// # Errors
    /// Where the journal cannot be written.
    pub async fn refuse(&self, intent: &Intent, limits: &Limits, fault: &Fault) -> Result<(), JournalFault> {
        let now = self.clock.now();
        // The limit that refuses it here refuses it there, in one transaction.
        let terms = Terms { limits: limits.clone(), today: self.today(now), despite: Vec::new(), of_batch: None };
        if self.store.begin(intent, &terms, now).await? == Begun::Sent {
            // It was not to leave, and has not.
            let told = Told::of_rejection(&Rejection::NeverSent(fault.clone()));
            self.store.record(intent.id, &Event { at: now, state: IntentState::Rejected(told) }).await?;
        }
        self.written.notify_one();
        Ok(())
    }

    /// Writes down what became of an unconfirmed intent. `false` where the journal does not have it as unconfirmed.
    ///
    /// # Errors
    /// Where the journal cannot be written; nothing was.
    pub async fn settle(&self, intent: IntentId, settlement: Settlement) -> Result<bool, JournalFault> {
        self.learnt(intent, IntentState::Settled(settlement)).await
    }

    /// Writes down what a provider told of the end of something it had taken on. `false` where the journal has another
    /// end of it, or does not have it as taken on.
    ///
    /// # Errors
    /// Where the journal cannot be written; nothing was.
    pub async fn report(&self, intent: IntentId, report: Report) -> Result<bool, JournalFault> {
        self.learnt(intent, IntentState::Reported(report)).await
    }

    async fn learnt(&self, intent: IntentId, state: IntentState) -> Result<bool, JournalFault> {
        let written = self.store.record(intent, &Event { at: self.clock.now(), state }).await?;
        self.written.notify_one();
        Ok(written)
    }

    /// Writes down what could not be written when it happened, as soon as it can be. Until then the journal says that
    /// it is on its way, and should the program end before, that it is unconfirmed.
    pub async fn make_up_for(&self, intent: IntentId, event: Event) {
        let pauses = ExponentialBuilder::default().with_max_delay(Duration::from_secs(30)).without_max_times().build();
        for pause in pauses {
            tokio::time::sleep(pause).await;
            match self.store.record(intent, &event).await {
                Ok(_) => {
                    self.written.notify_one();
                    return;
                }
                Err(fault) => tracing::error!(%intent, %fault, "the outcome is not written down yet"),
            }
        }
    }

    /// Writes down how an unconfirmed intent was settled as soon as that can be written.
    pub async fn make_up_for_settling(&self, intent: IntentId, settlement: Settlement) {
        self.make_up_for(intent, Event { at: self.clock.now(), state: IntentState::Settled(settlement) }).await;
    }

    /// Writes down what a provider told as soon as that can be written.
    pub async fn make_up_for_report(&self, intent: IntentId, report: Report) {
        self.make_up_for(intent, Event { at: self.clock.now(), state: IntentState::Reported(report) }).await;
    }

    /// When today began.
    fn today(&self, now: Timestamp) -> Timestamp {
        now.to_zoned_datetime(self.zone.clone()).start_of_day().map_or(now, |day| day.timestamp())
    }

    /// Tells the loop what the journal holds: first what was there before this run, then whatever is new. Runs until
    /// the loop is gone.
    pub async fn follow(self, messages: mpsc::Sender<Message>) {
        let mut head = 0;
        let mut told: Option<Option<JournalFault>> = None;
        let mut looks = 0_u32;
        loop {
            // A journal that could not be written is tried for real: reading it proves nothing.
            if self.failed.swap(false, Ordering::SeqCst) {
                // The loop knows of the fault from elsewhere: it is told whatever is found now.
                told = None;
            }
            let tries = told.as_ref().is_none_or(Option::is_some);
            let recovers = tries || looks.is_multiple_of(LOOKS_BETWEEN_RECOVERIES);
            let write = self.try_to_write(tries, recovers).await;
            looks = looks.wrapping_add(1);
            // What cannot be written may well be read.
            let (intents, fault) = match self.store.news(head, crate::state::Intents::MAX).await {
                Ok(news) => {
                    head = news.head;
                    if let Some(unreadable) = news.unreadable {
                        tracing::error!(%unreadable, "some of the journal cannot be read");
                        let notice = Message::JournalNotice(JournalNotice::Unreadable(unreadable));
                        if messages.send(notice).await.is_err() {
                            return;
                        }
                    }
                    (news.intents, write.err())
                }
                Err(fault) => (Vec::new(), Some(write.err().unwrap_or(fault))),
            };
            if !intents.is_empty() || told.as_ref() != Some(&fault) {
                if let Some(fault) = &fault {
                    tracing::error!(%fault, "the journal cannot be used");
                }
                told = Some(fault.clone());
                let news = Message::Journal(Box::new(JournalNews { intents, fault }));
                if messages.send(news).await.is_err() {
                    return;
                }
            }
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = self.written.notified() => {}
                () = messages.closed() => return,
            }
        }
    }

    async fn try_to_write(&self, tries: bool, recovers: bool) -> Result<(), JournalFault> {
        if tries {
            self.store.prove(self.clock.now()).await?;
        }
        if recovers {
            let found = self.store.recover(self.clock.now()).await?;
            if found > 0 {
                tracing::warn!(found, "changes that a run has left behind");
            }
        }
        Ok(())
    }

    /// A write failed, and the loop was told: it is to hear as soon as it can be written again.
    pub(super) fn look_again(&self) {
        self.failed.store(true, Ordering::SeqCst);
        self.written.notify_one();
    }
}
