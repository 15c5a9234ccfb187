//! The one task that writes to the journal. What waits together is written in one transaction: whoever asked hears of
//! it when it is on disk, or that nothing was written. Postbacks wait in a line of their own: the journal goes first.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, timeout};

use crate::domain::{AlertEntry, ConnectionId, Event, Intent, IntentId, JournalFault, PayeeNews, ReceivedPostback};
use crate::store::run::Alive;
use crate::store::{Begun, PostbackDigest, Terms};

use super::Others;
use super::connect::{self, Open, Use};
use super::journal::{self, Stage, Writing};
use super::ledger::Ledger;
use super::look::OpenIntent;
use super::place::Place;

/// The most that is written in one transaction.
const TOGETHER: usize = 64;

/// The most postbacks that are written in one: so long an order may have to wait for them.
const POSTBACKS_TOGETHER: usize = 32;

/// After how many postbacks is looked for what is too much of them.
const BETWEEN_THINNING: usize = 256;

/// After how many writes the log is carried over into the file once it is quiet, about as often as SQLite would, and after
/// how many in any case.
const CARRIED_OVER: (usize, usize) = (300, 800);

/// How long nothing has to come for it to be quiet: whoever sends one after the other does not wait in between.
const QUIET: Duration = Duration::from_millis(50);

/// How long is waited before the lock of this run is tried again.
const BETWEEN_TRIES: Duration = Duration::from_millis(1);

/// What is to be written.
#[derive(Debug)]
pub enum Ask {
    Plan(Box<Intent>),
    Begin(Box<Intent>, Terms, Timestamp),
    Record(IntentId, Event),
    GiveUp(Vec<OpenIntent>, Timestamp),
    Prove(Timestamp),
    Keep(Box<ReceivedPostback>, PostbackDigest),
    KeepUnverified(Vec<ReceivedPostback>, u64, Timestamp),
    Payee(ConnectionId, Box<PayeeNews>, Timestamp),
    Alert(Box<AlertEntry>),
    Close,
}

/// What was written.
#[derive(Debug)]
pub enum Answer {
    Nothing,
    Begun(Begun),
    Count(usize),
}

/// Something to write, and who waits for it.
pub struct Job {
    pub ask: Ask,
    pub answer: oneshot::Sender<Result<Answer, JournalFault>>,
}

/// What waits to be written.
pub struct Jobs {
    pub journal: mpsc::Receiver<Job>,
    pub postbacks: mpsc::Receiver<Job>,
}

impl Jobs {
    /// The next that wait together; `None` where nobody is left to ask. The journal goes first.
    async fn next(&mut self) -> Option<Vec<Job>> {
        tokio::select! {
            biased;
            Some(first) = self.journal.recv() => Some(more(&mut self.journal, first, TOGETHER)),
            Some(first) = self.postbacks.recv() => Some(more(&mut self.postbacks, first, POSTBACKS_TOGETHER)),
            else => None,
        }
    }
}

/// What waits behind the first, and it.
fn more(jobs: &mut mpsc::Receiver<Job>, first: Job, most: usize) -> Vec<Job> {
    let mut batch = vec![first];
    while batch.len() < most
        && let Ok(job) = jobs.try_recv()
    {
        batch.push(job);
    }
    batch
}

/// Who writes.
pub struct Writer {
    place: Arc<Place>,
    alive: Arc<Alive>,
    others: Arc<Others>,
    open: Option<Open>,
    ledger: Ledger,
    /// How much was written since the log was last carried over.
    written: usize,
    /// How many postbacks were written since it was last looked for what is too much of them.
    kept: usize,
}

impl Writer {
    /// Who writes at this place as long as this run lives. Nothing is open yet.
    pub fn new(place: Arc<Place>, alive: Arc<Alive>, others: Arc<Others>) -> Self {
        Self { place, alive, others, open: None, ledger: Ledger::default(), written: 0, kept: BETWEEN_THINNING }
    }

    /// Writes what is asked for until nobody is left to ask.
    pub async fn write(mut self, mut jobs: Jobs) {
        let (quiet, busy) = CARRIED_OVER;
        loop {
            let next = if self.written < quiet { Ok(jobs.next().await) } else { timeout(QUIET, jobs.next()).await };
            match next {
                Ok(Some(batch)) => self.take(batch).await,
                Ok(None) => break,
                Err(_) => self.carry_over().await,
            }
            // However busy the journal is, it goes on between: one postback's transaction at a time.
            if let Ok(first) = jobs.postbacks.try_recv() {
                let batch = more(&mut jobs.postbacks, first, POSTBACKS_TOGETHER);
                self.take(batch).await;
            }
            if self.written >= busy {
                self.carry_over().await;
            }
        }
        self.close().await;
    }

    async fn take(&mut self, batch: Vec<Job>) {
        let (close, batch): (Vec<_>, Vec<_>) = batch.into_iter().partition(|job| matches!(job.ask, Ask::Close));
        if !batch.is_empty() {
            self.answer(batch).await;
        }
        for job in close {
            self.close().await;
            let _ = job.answer.send(Ok(Answer::Nothing));
        }
    }

    /// Writes these together; each by itself where that fails, so that none fails for another's sake.
    async fn answer(&mut self, batch: Vec<Job>) {
        let Err((batch, fault)) = self.together(batch).await else { return };
        let mut of_all = (batch.len() == 1 || concerns_all(&fault)).then_some(fault);
        for job in batch {
            if let Some(fault) = &of_all {
                let _ = job.answer.send(Err(fault.clone()));
            } else if let Err((failed, fault)) = self.together(vec![job]).await {
                of_all = concerns_all(&fault).then(|| fault.clone());
                for job in failed {
                    let _ = job.answer.send(Err(fault.clone()));
                }
            }
        }
    }

    /// Writes these in one transaction, and says so to whoever waits; hands them back where it fails.
    async fn together(&mut self, batch: Vec<Job>) -> Result<(), (Vec<Job>, JournalFault)> {
        match self.transact(&batch).await {
            Ok(answers) => {
                for (job, answer) in batch.into_iter().zip(answers) {
                    let _ = job.answer.send(Ok(answer));
                }
                Ok(())
            }
            Err(fault) => Err((batch, fault)),
        }
    }

    async fn transact(&mut self, batch: &[Job]) -> Result<Vec<Answer>, JournalFault> {
        self.open().await?;
        let Some(open) = &mut self.open else { return Err(self.place.other("it is not open")) };
        let thins = self.kept >= BETWEEN_THINNING;
        let mut journal = Writing::new(&mut open.connection, &self.place, self.alive.run(), &mut self.ledger);
        match carry_out(&mut journal, batch, thins).await {
            Ok(answers) => {
                // Written to files that nobody will find again is not written.
                if !open.is_there() {
                    self.close().await;
                    return Err(self.place.gone());
                }
                if let Some(head) = self.ledger.head() {
                    self.place.know(head);
                }
                self.written += batch.len();
                let kept = batch.iter().filter(|job| matches!(job.ask, Ask::Keep(..))).count();
                self.kept = if thins && kept > 0 { kept } else { self.kept + kept };
                Ok(answers)
            }
            // Nothing was begun: who only waited in vain goes on as before.
            Err(fault @ JournalFault::Locked(_)) if journal.stage() == Stage::New => Err(fault),
            Err(fault) => {
                // What was written is undone by closing, and what was learnt of it forgotten. What was away may be back
                // the next time, and is opened anew then.
                self.close().await;
                Err(fault)
            }
        }
    }

    /// Opens what is not open, anew where other files are in the place of the old ones; and holds the lock of this run
    /// from before its first entry.
    async fn open(&mut self) -> Result<(), JournalFault> {
        if self.open.as_ref().is_some_and(|open| !open.is_there()) {
            self.close().await;
        }
        if self.open.is_none() {
            self.others.let_go_of_what_is_gone().await;
            self.open = Some(connect::to_write(&self.place, Use::Journal).await?);
        }
        let end = Instant::now() + self.place.patience;
        loop {
            match self.alive.hold(&self.place.locks()) {
                Ok(true) => return Ok(()),
                Ok(false) if Instant::now() < end => sleep(BETWEEN_TRIES).await,
                Ok(false) => return Err(self.place.other("another process has the name of this run")),
                Err(error) => return Err(self.place.io(&error)),
            }
        }
    }

    /// Carries the log over into the file. The write after that begins the log anew, which costs a sync more: it is made
    /// here, where nobody waits for it.
    async fn carry_over(&mut self) {
        self.written = 0;
        if let Some(open) = &mut self.open {
            let carried = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&mut open.connection).await;
            if carried.is_ok() {
                // Where it fails, so does the next write, and says so.
                let _ = journal::prove_again(&mut open.connection).await;
            }
        }
    }

    async fn close(&mut self) {
        self.ledger = Ledger::default();
        if let Some(open) = self.open.take() {
            open.close().await;
        }
    }
}

/// Writes what is asked for, in one transaction.
async fn carry_out(journal: &mut Writing<'_>, batch: &[Job], mut thins: bool) -> Result<Vec<Answer>, JournalFault> {
    let mut answers = Vec::with_capacity(batch.len());
    for (nth, job) in batch.iter().enumerate() {
        // These write once, and so their writing may end it; others end by themselves.
        if nth + 1 == batch.len() && matches!(job.ask, Ask::Plan(_) | Ask::Begin(..) | Ask::Record(..)) {
            journal.ends_with_the_next();
        }
        answers.push(match &job.ask {
            Ask::Plan(intent) => {
                journal.plan(intent).await?;
                Answer::Nothing
            }
            Ask::Begin(intent, terms, at) => Answer::Begun(journal.begin(intent, terms, *at).await?),
            Ask::Record(intent, event) => Answer::Count(usize::from(journal.record(*intent, event).await?)),
            Ask::GiveUp(left, at) => {
                let mut found = 0;
                for left in left {
                    found += usize::from(journal.give_up(left, *at).await?);
                }
                Answer::Count(found)
            }
            Ask::Prove(at) => {
                journal.prove(*at).await?;
                Answer::Nothing
            }
            Ask::Keep(postback, digest) => {
                let thins = std::mem::take(&mut thins);
                Answer::Count(usize::from(journal.keep(postback, digest, thins).await?))
            }
            Ask::KeepUnverified(newest, count, now) => {
                journal.keep_unverified(newest, *count, *now).await?;
                Answer::Nothing
            }
            Ask::Payee(connection, news, at) => {
                journal.remember_payee(connection, news, *at).await?;
                Answer::Nothing
            }
            Ask::Alert(entry) => Answer::Count(usize::from(journal.keep_alert(entry).await?)),
            Ask::Close => Answer::Nothing,
        });
    }
    journal.end().await?;
    Ok(answers)
}

/// Whether a fault is of the database, and not of what was to be written.
fn concerns_all(fault: &JournalFault) -> bool {
    matches!(
        fault,
        JournalFault::Locked(_) | JournalFault::Gone(_) | JournalFault::ReadOnly(_) | JournalFault::Newer(_)
    )
}
