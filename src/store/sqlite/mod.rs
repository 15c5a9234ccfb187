//! The store in one SQLite file: WAL, every commit of the journal on disk before it answers. One task owns the
//! connection that writes to the journal, so that nobody waits in a lock and what arrives together is written together;
//! reads, and the history, have connections of their own.

mod alerts;
mod batches;
mod connect;
mod fault;
mod history;
mod journal;
mod ledger;
mod left;
mod look;
mod payees;
mod place;
#[cfg(test)]
mod plans;
mod postbacks;
mod terms;
mod thin;
mod when;
mod writer;

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot};

use crate::domain::{
    AlertEntry, ConnectionId, Event, Intent, IntentId, JournalFault, PayeeNews, ReceivedPostback, Sighting,
};

use super::run::{self, Alive};
use super::{Anchor, Begun, Entry, News, PostbackDigest, ReceivedPostbacks, RememberedPayees, RunId, Store, Terms};
use connect::Open;
use history::Historian;
use place::Place;
use writer::{Answer, Ask, Job, Jobs, Writer};

/// How many writes may wait.
const QUEUE: usize = 256;

/// The store in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    place: Arc<Place>,
    alive: Arc<Alive>,
    writer: Mutex<Option<ToWriter>>,
    others: Arc<Others>,
}

/// The ways to the one that writes.
#[derive(Clone, Debug)]
struct ToWriter {
    journal: mpsc::Sender<Job>,
    /// What comes after the journal.
    postbacks: mpsc::Sender<Job>,
}

/// The connections beside the one that writes to the journal.
#[derive(Debug, Default)]
struct Others {
    /// The one to read with, while it is free.
    reader: Mutex<Option<Open>>,
    historian: AsyncMutex<Historian>,
}

impl Others {
    /// Takes the connection to read with, where it is free.
    fn reader(&self) -> Option<Open> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Keeps a connection for the next read.
    fn keep(&self, open: Open) {
        *self.reader.lock().unwrap_or_else(PoisonError::into_inner) = Some(open);
    }

    /// Closes what has files open that are no longer at their place. Whoever opens them anew would else share their memory
    /// with those who look at other files.
    async fn let_go_of_what_is_gone(&self) {
        let reader = self.reader();
        match reader {
            Some(open) if open.is_there() => self.keep(open),
            Some(open) => open.close().await,
            None => {}
        }
        if let Ok(mut historian) = self.historian.try_lock() {
            historian.let_go_of_what_is_gone().await;
        }
    }
}

impl SqliteStore {
    /// The store in the file at `path`, for the run `run`, which waits so long for the locks of others. Nothing is
    /// touched yet.
    pub fn new(path: &Path, run: RunId, patience: Duration) -> Self {
        Self {
            place: Arc::new(Place::new(path, patience)),
            alive: Arc::new(Alive::new(run)),
            writer: Mutex::new(None),
            others: Arc::default(),
        }
    }

    /// Has the writer do something, and waits for its answer.
    async fn write(&self, ask: Ask) -> Result<Answer, JournalFault> {
        self.write_by(self.writer().journal, ask).await
    }

    /// The same by one of the ways.
    async fn write_by(&self, way: mpsc::Sender<Job>, ask: Ask) -> Result<Answer, JournalFault> {
        let (answer, answered) = oneshot::channel();
        let gone = || self.place.other("its writer has stopped");
        way.send(Job { ask, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// The ways to the writer: to the one there is, or to another where it has stopped.
    fn writer(&self) -> ToWriter {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        match &*writer {
            Some(ways) if !ways.journal.is_closed() => ways.clone(),
            _ => {
                let (journal, jobs) = mpsc::channel(QUEUE);
                let (postbacks, received) = mpsc::channel(QUEUE);
                let jobs = Jobs { journal: jobs, postbacks: received };
                let (place, alive, others) =
                    (Arc::clone(&self.place), Arc::clone(&self.alive), Arc::clone(&self.others));
                tokio::spawn(Writer::new(place, alive, others).write(jobs));
                writer.insert(ToWriter { journal, postbacks }).clone()
            }
        }
    }

    /// Reads by the connection that is free, or another, and keeps it for the next read; `nothing` where there is no
    /// database yet. One that failed is closed: what was away may be back by then.
    async fn read<T>(
        &self,
        nothing: T,
        read: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, JournalFault>,
    ) -> Result<T, JournalFault> {
        let free = self.others.reader();
        let open = match free {
            Some(open) if open.is_there() => Some(open),
            Some(open) => {
                open.close().await;
                connect::to_read(&self.place).await?
            }
            None => connect::to_read(&self.place).await?,
        };
        let Some(mut open) = open else { return Ok(nothing) };
        let found = read(&mut open.connection).await?;
        self.others.keep(open);
        Ok(found)
    }

    /// What has not come to its end, and was last written by a run that has.
    async fn left_behind(&self) -> Result<Vec<look::OpenIntent>, JournalFault> {
        let mut open = self.read(Vec::new(), async |reader| look::open_intents(reader, &self.place).await).await?;
        let (locks, own) = (self.place.locks(), self.alive.run());
        let mut ended: HashMap<String, bool> = HashMap::new();
        open.retain(|open| {
            let has_ended = |run: RunId| run != own && run::has_ended(&locks, run);
            let of_run = || open.run.parse().is_ok_and(|run| has_ended(RunId(run)));
            open.state != "unconfirmed" && *ended.entry(open.run.clone()).or_insert_with(of_run)
        });
        Ok(open)
    }
}

impl Store for SqliteStore {
    fn place(&self) -> &str {
        self.place.name()
    }

    fn plan<'a>(&'a self, intent: &'a Intent) -> BoxFuture<'a, Result<(), JournalFault>> {
        async { self.write(Ask::Plan(Box::new(intent.clone()))).await.map(|_| ()) }.boxed()
    }

    fn begin<'a>(
        &'a self,
        intent: &'a Intent,
        terms: &'a Terms,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<Begun, JournalFault>> {
        async move {
            match self.write(Ask::Begin(Box::new(intent.clone()), terms.clone(), at)).await? {
                Answer::Begun(begun) => Ok(begun),
                _ => Err(self.place.other("an answer to another question")),
            }
        }
        .boxed()
    }

    fn record<'a>(&'a self, intent: IntentId, event: &'a Event) -> BoxFuture<'a, Result<bool, JournalFault>> {
        async move { Ok(matches!(self.write(Ask::Record(intent, event.clone())).await?, Answer::Count(1))) }.boxed()
    }

    fn recover(&self, at: Timestamp) -> BoxFuture<'_, Result<usize, JournalFault>> {
        async move {
            let left = self.left_behind().await?;
            if left.is_empty() {
                return Ok(0);
            }
            match self.write(Ask::GiveUp(left, at)).await? {
                Answer::Count(count) => Ok(count),
                _ => Ok(0),
            }
        }
        .boxed()
    }

    fn prove(&self, at: Timestamp) -> BoxFuture<'_, Result<(), JournalFault>> {
        async move { self.write(Ask::Prove(at)).await.map(|_| ()) }.boxed()
    }

    fn news(&self, after: u64, most: usize) -> BoxFuture<'_, Result<News, JournalFault>> {
        async move {
            self.read(News { head: after, ..News::default() }, async |reader| {
                look::news(reader, &self.place, after, most).await
            })
            .await
        }
        .boxed()
    }

    fn intents(
        &self,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> BoxFuture<'_, Result<Vec<Intent>, JournalFault>> {
        async move {
            self.read(Vec::new(), async |reader| look::intents(reader, &self.place, since, until).await).await
        }
        .boxed()
    }

    fn find<'a>(&'a self, ending: &'a str) -> BoxFuture<'a, Result<Vec<Intent>, JournalFault>> {
        async move { self.read(Vec::new(), async |reader| look::find(reader, &self.place, ending).await).await }.boxed()
    }

    fn entries(&self, after: u64, most: usize) -> BoxFuture<'_, Result<Vec<Entry>, JournalFault>> {
        async move { self.read(Vec::new(), async |reader| look::entries(reader, &self.place, after, most).await).await }
            .boxed()
    }

    fn anchor(&self) -> BoxFuture<'_, Result<Option<Anchor>, JournalFault>> {
        async move {
            self.read(None, async |reader| look::head(reader).await.map_err(|error| fault::fault(&self.place, &error)))
                .await
        }
        .boxed()
    }

    fn damage(&self) -> BoxFuture<'_, Result<Option<String>, JournalFault>> {
        async move {
            match self.read(None, async |reader| connect::damage(reader, &self.place).await).await {
                // So damaged that it cannot even be opened.
                Err(JournalFault::Corrupt { why, .. }) => Ok(Some(why.to_string())),
                found => found,
            }
        }
        .boxed()
    }

    fn remember<'a>(&'a self, samples: &'a [Sighting], now: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>> {
        async move { self.others.historian.lock().await.remember(&self.place, samples, now).await }.boxed()
    }

    fn remembered(&self, since: Timestamp) -> BoxFuture<'_, Result<Vec<Sighting>, JournalFault>> {
        async move { self.read(Vec::new(), async |reader| history::remembered(reader, &self.place, since).await).await }
            .boxed()
    }

    fn keep_postback<'a>(
        &'a self,
        postback: &'a ReceivedPostback,
        digest: &'a PostbackDigest,
    ) -> BoxFuture<'a, Result<bool, JournalFault>> {
        async move {
            let ask = Ask::Keep(Box::new(postback.clone()), *digest);
            Ok(matches!(self.write_by(self.writer().postbacks, ask).await?, Answer::Count(1)))
        }
        .boxed()
    }

    fn keep_unverified<'a>(
        &'a self,
        newest: &'a [ReceivedPostback],
        count: u64,
        now: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        async move {
            let ask = Ask::KeepUnverified(newest.to_vec(), count, now);
            self.write_by(self.writer().postbacks, ask).await.map(drop)
        }
        .boxed()
    }

    fn postbacks(
        &self,
        after: u64,
        most: usize,
        now: Timestamp,
    ) -> BoxFuture<'_, Result<ReceivedPostbacks, JournalFault>> {
        async move {
            self.read(ReceivedPostbacks::default(), async |reader| {
                postbacks::since(reader, &self.place, after, most, now).await
            })
            .await
        }
        .boxed()
    }

    fn remember_payee<'a>(
        &'a self,
        connection: &'a ConnectionId,
        news: &'a PayeeNews,
        at: Timestamp,
    ) -> BoxFuture<'a, Result<(), JournalFault>> {
        async move {
            let ask = Ask::Payee(connection.clone(), Box::new(news.clone()), at);
            self.write_by(self.writer().postbacks, ask).await.map(drop)
        }
        .boxed()
    }

    fn payees(&self, after: u64) -> BoxFuture<'_, Result<RememberedPayees, JournalFault>> {
        async move {
            let nothing = RememberedPayees { version: after, ..RememberedPayees::default() };
            self.read(nothing, async |reader| payees::since(reader, &self.place, after).await).await
        }
        .boxed()
    }

    fn keep_alert<'a>(&'a self, entry: &'a AlertEntry) -> BoxFuture<'a, Result<bool, JournalFault>> {
        async move {
            let ask = Ask::Alert(Box::new(entry.clone()));
            Ok(matches!(self.write_by(self.writer().postbacks, ask).await?, Answer::Count(1)))
        }
        .boxed()
    }

    fn alerts(&self, after: u64, most: usize) -> BoxFuture<'_, Result<Vec<AlertEntry>, JournalFault>> {
        async move { self.read(Vec::new(), async |reader| alerts::since(reader, &self.place, after, most).await).await }
            .boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        async move {
            let free = self.others.reader();
            if let Some(reader) = free {
                reader.close().await;
            }
            self.others.historian.lock().await.close().await;
            // What waits is written first. Where nobody writes, nothing is open.
            let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(writer) = writer {
                let (answer, answered) = oneshot::channel();
                if writer.journal.send(Job { ask: Ask::Close, answer }).await.is_ok() {
                    let _ = answered.await;
                }
            }
            self.alive.end();
        }
        .boxed()
    }
}
