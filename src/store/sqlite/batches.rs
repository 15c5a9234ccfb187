//! Batches, in SQL.

use std::collections::HashMap;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, QueryBuilder, Row, SqliteConnection};
use tokio::time::{Instant, sleep};

use crate::domain::batch::{BatchId, FileDigest, Held, PayoutHash, PayoutKey, Repeat, Sending, Which};
use crate::domain::{ConnectionId, Event, IntentId, JournalFault, Text};
use crate::store::batch::{BatchStore, OfBatch, Registration, Taken};
use crate::store::entry::Entry;
use crate::store::{RunId, run};

use super::SqliteStore;
use super::connect::{self, Use};
use super::fault::{fault, unreadable};
use super::ledger::Ledger;
use super::place::Place;

/// How many are looked up in one statement.
const TOGETHER: usize = 500;

/// How long is waited before the lock of this run is tried again.
const BETWEEN_TRIES: Duration = Duration::from_millis(1);

/// The lines that pay a payout and were begun, each with its batch and its intent's last entry.
macro_rules! paid_before {
    () => {
        "SELECT l.payout, l.line, l.intent AS line_intent, b.digest, b.connection AS of, b.number, \
           (SELECT at FROM journal WHERE intent = l.intent AND state = 'sent' LIMIT 1) AS left_at, j.* \
         FROM batch_lines l JOIN batches b ON b.id = l.batch \
         JOIN journal j ON j.seq = (SELECT max(seq) FROM journal WHERE intent = l.intent) WHERE l.payout "
    };
}

/// A line that was begun.
struct PaidBefore {
    batch: BatchId,
    repeat: Repeat,
}

fn paid_before(row: &SqliteRow, place: &Place) -> Result<PaidBefore, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let text = |column: &str| row.try_get::<String, _>(column).map_err(broken);
    let batch = BatchId {
        digest: digest(&text("digest")?, place)?,
        connection: ConnectionId::new(&text("of")?),
        number: row.try_get("number").map_err(broken)?,
    };
    let last = Entry::from_row(row).map_err(broken)?;
    let left = row.try_get::<Option<i64>, _>("left_at").map_err(broken)?.unwrap_or(last.at);
    let repeat = Repeat {
        payout: PayoutHash::kept(&text("payout")?),
        batch: batch.name(),
        connection: batch.connection.clone(),
        line: row.try_get("line").map_err(broken)?,
        intent: intent(&text("line_intent")?, place)?,
        at: Timestamp::from_microsecond(left).unwrap_or_default(),
        state: last.event().map_err(|error| unreadable(place, &error))?.state,
    };
    Ok(PaidBefore { batch, repeat })
}

fn intent(text: &str, place: &Place) -> Result<IntentId, JournalFault> {
    text.parse().map(IntentId).map_err(|_| place.corrupt("the id of an intent cannot be read"))
}

fn digest(text: &str, place: &Place) -> Result<FileDigest, JournalFault> {
    text.parse().map_err(|_| place.corrupt("the SHA-256 of a file cannot be read"))
}

/// Why a line of a batch is not begun, within the transaction that would begin it; `planned` is the entry it would be
/// planned with.
pub async fn held(
    connection: &mut SqliteConnection,
    place: &Place,
    ledger: &Ledger,
    (of, planned): (&OfBatch, &Entry),
    despite: &[IntentId],
) -> Result<Option<Held>, JournalFault> {
    let rows = sqlx::query(concat!(paid_before!(), "= ?"))
        .bind(of.payout.as_str())
        .fetch_all(connection)
        .await
        .map_err(|error| fault(place, &error))?;
    for row in rows {
        let PaidBefore { batch, repeat } = paid_before(&row, place)?;
        if !repeat.state.is_spent() || planned.intent == repeat.intent.to_string() {
            continue;
        }
        if batch == of.batch {
            // The same payout in another line of this file was confirmed as such.
            if repeat.line == of.line {
                return Ok(Some(Held::Elsewhere));
            }
        } else if !is_earlier(&batch, &of.batch) && !despite.contains(&repeat.intent) {
            return Ok(Some(Held::Repeat { batch: repeat.batch, line: repeat.line }));
        }
    }
    for twin in ledger.twins(planned) {
        let twin = intent(twin, place)?;
        if !despite.contains(&twin) {
            return Ok(Some(Held::Twin(twin.short())));
        }
    }
    Ok(None)
}

/// Whether a batch is an earlier sending of the same file, which the next one is meant to repeat.
fn is_earlier(batch: &BatchId, than: &BatchId) -> bool {
    batch.digest == than.digest && batch.connection == than.connection && batch.number < than.number
}

/// Writes down which line of which batch an intent is, within the transaction that begins it.
pub async fn insert(
    connection: &mut SqliteConnection,
    place: &Place,
    of: &OfBatch,
    planned: &Entry,
) -> Result<(), JournalFault> {
    let written = sqlx::query(
        "INSERT INTO batch_lines SELECT ?, id, ?, ?, ?, ? FROM batches \
         WHERE digest = ? AND connection = ? AND number = ?",
    )
    .bind(&planned.intent)
    .bind(of.line)
    .bind(of.attempt)
    .bind(planned.account.as_deref().unwrap_or_default())
    .bind(of.payout.as_str())
    .bind(of.batch.digest.to_string())
    .bind(of.batch.connection.as_str())
    .bind(of.batch.number)
    .execute(connection)
    .await
    .map_err(|error| fault(place, &error))?;
    if written.rows_affected() == 1 { Ok(()) } else { Err(place.other("its batch is not registered")) }
}

impl SqliteStore {
    /// Writes what is no entry of the journal, in a transaction of its own that is on disk when it answers; this run's
    /// lock is held from before.
    async fn write_beside<T>(
        &self,
        write: impl AsyncFnOnce(&mut SqliteConnection) -> Result<T, JournalFault>,
    ) -> Result<T, JournalFault> {
        let place = &self.place;
        let mut open = connect::to_write(place, Use::Journal).await?;
        let end = Instant::now() + place.patience;
        loop {
            match self.alive.hold(&place.locks()) {
                Ok(true) => break,
                Ok(false) if Instant::now() < end => sleep(BETWEEN_TRIES).await,
                Ok(false) => return Err(place.other("another process has the name of this run")),
                Err(error) => return Err(place.io(&error)),
            }
        }
        let broken = |error: sqlx::Error| fault(place, &error);
        sqlx::query("BEGIN IMMEDIATE").execute(&mut open.connection).await.map_err(broken)?;
        // What fails is undone by closing.
        let written = write(&mut open.connection).await?;
        sqlx::query("COMMIT").execute(&mut open.connection).await.map_err(broken)?;
        if !open.is_there() {
            return Err(place.gone());
        }
        open.close().await;
        Ok(written)
    }

    fn sending(&self, row: &SqliteRow) -> Result<(Sending, Option<String>), JournalFault> {
        let broken = |error: sqlx::Error| fault(&self.place, &error);
        let text = |column: &str| row.try_get::<String, _>(column).map_err(broken);
        let owner: Option<String> = row.try_get("run").map_err(broken)?;
        let is_elsewhere = owner
            .as_deref()
            .and_then(|owner| owner.parse().ok().map(RunId))
            .is_some_and(|owner| owner != self.alive.run() && !run::has_ended(&self.place.locks(), owner));
        let sending = Sending {
            id: BatchId {
                digest: digest(&text("digest")?, &self.place)?,
                connection: ConnectionId::new(&text("connection")?),
                number: row.try_get("number").map_err(broken)?,
            },
            at: Timestamp::from_microsecond(row.try_get("at").map_err(broken)?).unwrap_or_default(),
            operator: Text::from(text("operator")?),
            lines: row.try_get("lines").map_err(broken)?,
            is_elsewhere,
        };
        Ok((sending, owner))
    }

    async fn sendings_by(
        &self,
        connection: &mut SqliteConnection,
        digest: FileDigest,
        of: &ConnectionId,
    ) -> Result<Vec<(Sending, Option<String>)>, JournalFault> {
        let rows = sqlx::query("SELECT * FROM batches WHERE digest = ? AND connection = ? ORDER BY number")
            .bind(digest.to_string())
            .bind(of.as_str())
            .fetch_all(connection)
            .await
            .map_err(|error| fault(&self.place, &error))?;
        rows.iter().map(|row| self.sending(row)).collect()
    }
}

/// Why a sending is not the one that was confirmed, where it is not.
fn moved(which: Which, number: u32, newest: Option<&Sending>) -> Option<&'static str> {
    let there = newest.map_or(0, |newest| newest.id.number);
    match which {
        Which::First if there > 0 => Some("this file was begun meanwhile: look at it again, and go on with it"),
        Which::Resume if there < number => Some("that sending was never begun here"),
        Which::Resume if there > number => Some("this file was begun once more meanwhile: look at it again"),
        Which::Again if there >= number => Some("this file was begun once more meanwhile: look at it again"),
        Which::Again if there + 1 < number => Some("it is not the next sending of this file: look at it again"),
        Which::First | Which::Resume | Which::Again => None,
    }
}

impl BatchStore for SqliteStore {
    fn payout_key(&self, make: bool) -> BoxFuture<'_, Result<Option<PayoutKey>, JournalFault>> {
        async move {
            let read = async |connection: &mut SqliteConnection| {
                let key: Option<Vec<u8>> = sqlx::query_scalar("SELECT key FROM payout_key")
                    .fetch_optional(connection)
                    .await
                    .map_err(|error| fault(&self.place, &error))?;
                let key = key.map(<[u8; PayoutKey::LENGTH]>::try_from);
                key.transpose().map_err(|_| self.place.corrupt("the key of payouts cannot be read"))
            };
            let mut key = self.read(None, read).await?;
            if key.is_none() && make {
                key = self
                    .write_beside(async |connection| {
                        // SQLite's own chance: a stream cipher, seeded by the system.
                        sqlx::query("INSERT OR IGNORE INTO payout_key VALUES (1, randomblob(32))")
                            .execute(&mut *connection)
                            .await
                            .map_err(|error| fault(&self.place, &error))?;
                        read(connection).await
                    })
                    .await?;
            }
            Ok(key.map(PayoutKey::new))
        }
        .boxed()
    }

    fn sendings<'a>(
        &'a self,
        digest: FileDigest,
        connection: &'a ConnectionId,
    ) -> BoxFuture<'a, Result<Vec<Sending>, JournalFault>> {
        async move {
            let found =
                self.read(Vec::new(), async |reader| self.sendings_by(reader, digest, connection).await).await?;
            Ok(found.into_iter().map(|(sending, _)| sending).collect())
        }
        .boxed()
    }

    fn states<'a>(&'a self, intents: &'a [IntentId]) -> BoxFuture<'a, Result<HashMap<IntentId, Event>, JournalFault>> {
        async move {
            let mut states = HashMap::new();
            for intents in intents.chunks(TOGETHER) {
                let entries = self.read(Vec::new(), async |reader| last_entries(reader, &self.place, intents).await);
                for entry in entries.await? {
                    let event = entry.event().map_err(|error| unreadable(&self.place, &error))?;
                    states.insert(intent(&entry.intent, &self.place)?, event);
                }
            }
            Ok(states)
        }
        .boxed()
    }

    fn repeats<'a>(
        &'a self,
        batch: &'a BatchId,
        payouts: &'a [PayoutHash],
    ) -> BoxFuture<'a, Result<Vec<Repeat>, JournalFault>> {
        async move {
            let mut repeats = Vec::new();
            for payouts in payouts.chunks(TOGETHER) {
                let found = self.read(Vec::new(), async |reader| lines_paying(reader, &self.place, payouts).await);
                let others = found.await?.into_iter().filter(|paid| {
                    let same = paid.batch.digest == batch.digest && paid.batch.connection == batch.connection;
                    !same && paid.repeat.state.is_spent()
                });
                repeats.extend(others.map(|paid| paid.repeat));
            }
            Ok(repeats)
        }
        .boxed()
    }

    fn take<'a>(&'a self, registration: &'a Registration, at: Timestamp) -> BoxFuture<'a, Result<Taken, JournalFault>> {
        async move {
            let Registration { id, which, operator, kind, lines, shown } = registration;
            self.write_beside(async |connection| {
                let broken = |error: sqlx::Error| fault(&self.place, &error);
                let known = self.sendings_by(connection, id.digest, &id.connection).await?;
                let newest = known.last().map(|(sending, _)| sending);
                if let Some(why) = moved(*which, id.number, newest) {
                    return Ok(Taken::Refused(why.to_owned()));
                }
                if known.iter().any(|(sending, _)| sending.is_elsewhere) {
                    return Ok(Taken::Refused("another paytop is sending this file right now".to_owned()));
                }
                let run = self.alive.run().to_string();
                if *which == Which::Resume {
                    sqlx::query("UPDATE batches SET run = ? WHERE digest = ? AND connection = ? AND number = ?")
                        .bind(run)
                        .bind(id.digest.to_string())
                        .bind(id.connection.as_str())
                        .bind(id.number)
                        .execute(connection)
                        .await
                        .map_err(broken)?;
                    return Ok(Taken::Ours);
                }
                let shown = serde_json::to_string(shown).unwrap_or_default();
                sqlx::query(
                    "INSERT INTO batches (digest, connection, number, at, operator, kind, lines, shown, run) \
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                )
                .bind(id.digest.to_string())
                .bind(id.connection.as_str())
                .bind(id.number)
                .bind(at.as_microsecond())
                .bind(operator.as_str())
                .bind(*kind)
                .bind(*lines)
                .bind(shown)
                .bind(run)
                .execute(connection)
                .await
                .map_err(broken)?;
                Ok(Taken::Ours)
            })
            .await
        }
        .boxed()
    }

    fn leave<'a>(&'a self, batch: &'a BatchId) -> BoxFuture<'a, Result<(), JournalFault>> {
        async move {
            self.write_beside(async |connection| {
                sqlx::query(
                    "UPDATE batches SET run = NULL WHERE digest = ? AND connection = ? AND number = ? AND run = ?",
                )
                .bind(batch.digest.to_string())
                .bind(batch.connection.as_str())
                .bind(batch.number)
                .bind(self.alive.run().to_string())
                .execute(connection)
                .await
                .map(drop)
                .map_err(|error| fault(&self.place, &error))
            })
            .await
        }
        .boxed()
    }
}

/// The last entry of each of these intents.
async fn last_entries(
    connection: &mut SqliteConnection,
    place: &Place,
    intents: &[IntentId],
) -> Result<Vec<Entry>, JournalFault> {
    let mut last =
        QueryBuilder::new("SELECT * FROM journal WHERE seq IN (SELECT max(seq) FROM journal WHERE intent IN (");
    let mut ids = last.separated(", ");
    for intent in intents {
        ids.push_bind(intent.to_string());
    }
    last.push(") GROUP BY intent)");
    last.build_query_as().fetch_all(connection).await.map_err(|error| fault(place, &error))
}

/// The lines that were begun and pay one of these payouts.
async fn lines_paying(
    connection: &mut SqliteConnection,
    place: &Place,
    payouts: &[PayoutHash],
) -> Result<Vec<PaidBefore>, JournalFault> {
    let mut paying = QueryBuilder::new(concat!(paid_before!(), "IN ("));
    let mut hashes = paying.separated(", ");
    for payout in payouts {
        hashes.push_bind(payout.as_str());
    }
    paying.push(")");
    let rows = paying.build().fetch_all(connection).await.map_err(|error| fault(place, &error))?;
    rows.iter().map(|row| paid_before(row, place)).collect()
}
