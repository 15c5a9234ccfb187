//! The store in one SQLite file: WAL, every commit of the journal on disk before it answers. One task owns the
//! connection that writes, so that nobody waits in a lock and what arrives together is written together; reads have a
//! connection of their own.

mod connect;
mod history;
mod journal;
mod writer;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sqlx::SqliteConnection;
use tokio::sync::{OnceCell, mpsc, oneshot};

use crate::domain::{Event, Intent, IntentId, JournalFault, TaskSample};

use super::{Anchor, Begun, Entry, News, RunId, Store, Terms};
use connect::Place;
use writer::{Answer, Ask, Job};

/// How many writes may wait.
const QUEUE: usize = 256;

/// The store in a SQLite file.
#[derive(Debug)]
pub struct SqliteStore {
    place: Arc<Place>,
    run: RunId,
    writer: OnceCell<mpsc::Sender<Job>>,
    reader: Mutex<Option<SqliteConnection>>,
}

impl SqliteStore {
    /// The store in the file at `path`, for the run `run`. Nothing is touched yet.
    pub fn new(path: PathBuf, run: RunId) -> Self {
        let place = Arc::new(Place::new(path));
        Self { place, run, writer: OnceCell::new(), reader: Mutex::new(None) }
    }

    /// Has the writer do something, and waits for its answer.
    async fn write(&self, ask: Ask) -> Result<Answer, JournalFault> {
        let start = || async {
            let (sender, jobs) = mpsc::channel(QUEUE);
            tokio::spawn(writer::write(Arc::clone(&self.place), self.run, jobs));
            sender
        };
        let (answer, answered) = oneshot::channel();
        let gone = || self.place.other("its writer has stopped");
        self.writer.get_or_init(start).await.send(Job { ask, answer }).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// A connection to read with: the one that is free, or another. `None` where there is no database yet.
    async fn reader(&self) -> Result<Option<SqliteConnection>, JournalFault> {
        let free = self.reader.lock().ok().and_then(|mut free| free.take());
        match free {
            Some(connection) if self.place.is_same() => Ok(Some(connection)),
            _ => connect::to_read(&self.place).await,
        }
    }

    /// Keeps a connection for the next read. One that failed is closed: what was away may be back by then.
    fn done<T>(&self, connection: SqliteConnection, found: Result<T, JournalFault>) -> Result<T, JournalFault> {
        if found.is_ok()
            && let Ok(mut free) = self.reader.lock()
        {
            *free = Some(connection);
        }
        found
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
            match self.write(Ask::Recover(at)).await? {
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
            let Some(mut reader) = self.reader().await? else { return Ok(News { head: after, intents: Vec::new() }) };
            let found = journal::news(&mut reader, &self.place, after, most).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn intents(
        &self,
        since: Option<Timestamp>,
        until: Option<Timestamp>,
    ) -> BoxFuture<'_, Result<Vec<Intent>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(Vec::new()) };
            let found = journal::intents(&mut reader, &self.place, since, until).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn find<'a>(&'a self, ending: &'a str) -> BoxFuture<'a, Result<Vec<Intent>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(Vec::new()) };
            let found = journal::find(&mut reader, &self.place, ending).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn entries(&self, after: u64, most: usize) -> BoxFuture<'_, Result<Vec<Entry>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(Vec::new()) };
            let found = journal::entries(&mut reader, &self.place, after, most).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn anchor(&self) -> BoxFuture<'_, Result<Option<Anchor>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(None) };
            let found = journal::head(&mut reader).await.map_err(|error| connect::fault(&self.place, &error));
            self.done(reader, found)
        }
        .boxed()
    }

    fn damage(&self) -> BoxFuture<'_, Result<Option<String>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(None) };
            let found = connect::damage(&mut reader, &self.place).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn remember<'a>(&'a self, samples: &'a [TaskSample], now: Timestamp) -> BoxFuture<'a, Result<(), JournalFault>> {
        async move { self.write(Ask::Remember(samples.to_vec(), now)).await.map(|_| ()) }.boxed()
    }

    fn remembered(&self, since: Timestamp) -> BoxFuture<'_, Result<Vec<TaskSample>, JournalFault>> {
        async move {
            let Some(mut reader) = self.reader().await? else { return Ok(Vec::new()) };
            let found = history::remembered(&mut reader, &self.place, since).await;
            self.done(reader, found)
        }
        .boxed()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        async move {
            let reader = self.reader.lock().ok().and_then(|mut free| free.take());
            if let Some(reader) = reader {
                connect::close(reader).await;
            }
            // Whether it was open or not, nothing is left to be done.
            let _ = self.write(Ask::Close).await;
        }
        .boxed()
    }
}
