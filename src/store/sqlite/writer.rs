//! The one task that writes. What waits together is written in one transaction: whoever asked hears of it when it is
//! on disk, or that nothing was written.

use std::sync::Arc;

use jiff::Timestamp;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{mpsc, oneshot};

use crate::domain::{Event, Intent, IntentId, JournalFault, TaskSample};
use crate::store::run::RunLock;
use crate::store::{Begun, RunId, Terms};

use super::connect::{self, Place};
use super::{history, journal};

/// The most that is written in one transaction.
const TOGETHER: usize = 64;

/// What is to be written.
#[derive(Debug)]
pub enum Ask {
    Plan(Box<Intent>),
    Begin(Box<Intent>, Terms, Timestamp),
    Record(IntentId, Event),
    Recover(Timestamp),
    Prove(Timestamp),
    Remember(Vec<TaskSample>, Timestamp),
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

/// What is open while the database is.
struct Open {
    connection: SqliteConnection,
    _lock: RunLock,
}

/// Writes what is asked for until nobody is left to ask.
pub async fn write(place: Arc<Place>, run: RunId, mut jobs: mpsc::Receiver<Job>) {
    let mut open: Option<Open> = None;
    let mut next = None;
    loop {
        let Some(first) = (match next.take() {
            Some(job) => Some(job),
            None => jobs.recv().await,
        }) else {
            break;
        };
        match first.ask {
            Ask::Close => {
                if let Some(open) = open.take() {
                    connect::close(open.connection).await;
                }
                let _ = first.answer.send(Ok(Answer::Nothing));
                continue;
            }
            Ask::Remember(samples, now) => {
                let kept = remember(&mut open, &place, run, &samples, now).await;
                let _ = first.answer.send(kept);
                continue;
            }
            _ => {}
        }
        let mut batch = vec![first];
        while batch.len() < TOGETHER
            && let Ok(job) = jobs.try_recv()
        {
            if matches!(job.ask, Ask::Close | Ask::Remember(..)) {
                next = Some(job);
                break;
            }
            batch.push(job);
        }
        match together(&mut open, &place, run, &batch).await {
            Ok(answers) => {
                for (job, answer) in batch.into_iter().zip(answers) {
                    let _ = job.answer.send(Ok(answer));
                }
            }
            Err(fault) => {
                for job in batch {
                    let _ = job.answer.send(Err(fault.clone()));
                }
            }
        }
    }
    if let Some(open) = open {
        connect::close(open.connection).await;
    }
}

/// Opens what is not open, and begins anew where another file is in the old one's place.
async fn opened<'o>(open: &'o mut Option<Open>, place: &Place, run: RunId) -> Result<&'o mut Open, JournalFault> {
    if open.is_some() && !place.is_same() {
        *open = None;
        return Err(JournalFault::Gone(place.name().into()));
    }
    if let Some(open) = open {
        return Ok(open);
    }
    let connection = connect::to_write(place).await?;
    let lock = RunLock::take(&place.locks(), run).map_err(|error| place.other(&error.to_string()))?;
    Ok(open.insert(Open { connection, _lock: lock }))
}

async fn together(
    open: &mut Option<Open>,
    place: &Place,
    run: RunId,
    batch: &[Job],
) -> Result<Vec<Answer>, JournalFault> {
    let written = {
        let open = opened(open, place, run).await?;
        transact(&mut open.connection, place, run, batch).await
    };
    if !matches!(written, Ok(_) | Err(JournalFault::Locked(_))) {
        // What was away may be back the next time, and is opened anew then.
        *open = None;
    }
    written
}

async fn transact(
    connection: &mut SqliteConnection,
    place: &Place,
    run: RunId,
    batch: &[Job],
) -> Result<Vec<Answer>, JournalFault> {
    let broken = |error: sqlx::Error| connect::fault(place, &error);
    // The lock of writers is taken at once: what is read within is still so when it is written.
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(broken)?;
    let mut journal = journal::Writing::new(&mut transaction, place, run).await?;
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        answers.push(match &job.ask {
            Ask::Plan(intent) => {
                journal.plan(intent).await?;
                Answer::Nothing
            }
            Ask::Begin(intent, terms, at) => Answer::Begun(journal.begin(intent, terms, *at).await?),
            Ask::Record(intent, event) => Answer::Count(usize::from(journal.record(*intent, event).await?)),
            Ask::Recover(at) => Answer::Count(journal.recover(*at).await?),
            Ask::Prove(at) => {
                journal.prove(*at).await?;
                Answer::Nothing
            }
            Ask::Remember(..) | Ask::Close => Answer::Nothing,
        });
    }
    transaction.commit().await.map_err(broken)?;
    Ok(answers)
}

async fn remember(
    open: &mut Option<Open>,
    place: &Place,
    run: RunId,
    samples: &[TaskSample],
    now: Timestamp,
) -> Result<Answer, JournalFault> {
    let open = opened(open, place, run).await?;
    history::remember(&mut open.connection, samples, now).await.map_err(|error| connect::fault(place, &error))?;
    Ok(Answer::Nothing)
}
