//! Writing to the journal, in SQL: within one transaction that nobody else writes beside.

use jiff::Timestamp;
use sqlx::SqliteConnection;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments};

use crate::domain::{Event, Fault, Intent, IntentId, IntentState, JournalFault, Rejection, Told};
use crate::store::chain::{self, Anchor};
use crate::store::entry::Entry;
use crate::store::{Begun, RunId, Terms};

use super::fault::{fault, unreadable};
use super::ledger::Ledger;
use super::look::{self, OpenIntent};
use super::place::Place;
use super::terms;

/// A transaction that writes to the journal.
pub struct Writing<'w> {
    connection: &'w mut SqliteConnection,
    place: &'w Place,
    run: RunId,
    ledger: &'w mut Ledger,
}

impl<'w> Writing<'w> {
    /// Begins behind the newest entry, with all that has left kept in mind.
    pub async fn new(
        connection: &'w mut SqliteConnection,
        place: &'w Place,
        run: RunId,
        ledger: &'w mut Ledger,
    ) -> Result<Self, JournalFault> {
        ledger.catch_up(connection, place).await?;
        Ok(Self { connection, place, run, ledger })
    }

    /// Writes down an intent as planned, where it is not yet.
    pub async fn plan(&mut self, intent: &Intent) -> Result<(), JournalFault> {
        if self.last(intent.id).await?.is_some() {
            return Ok(());
        }
        let planned = self.planned(intent);
        self.append([planned]).await
    }

    /// Writes down an intent as planned and sent, or as planned and rejected where it breaks a term.
    pub async fn begin(&mut self, intent: &Intent, terms: &Terms, at: Timestamp) -> Result<Begun, JournalFault> {
        let planned = self.planned(intent);
        let last = self.last(intent.id).await?;
        let (planned, was_another) = match last {
            None => (Some(planned), false),
            Some(last) => match self.event(&last)?.state {
                IntentState::Planned => (None, !last.says_what(&planned)),
                state => return Ok(Begun::Refused(format!("it is {} already and is never sent twice", state.word()))),
            },
        };
        let broken = if was_another {
            Some("it is not what was planned by that id".to_owned())
        } else {
            terms::broken(self.connection, self.place, self.ledger, intent, (terms, at)).await?
        };
        let (state, of, begun) = match broken {
            None => (IntentState::Sent, Some(intent), Begun::Sent),
            Some(why) => {
                let told = Told::of_rejection(&Rejection::NeverSent(Fault::Withheld(why.as_str().into())));
                (IntentState::Rejected(told), None, Begun::Refused(why))
            }
        };
        let then = Entry::new(self.run, intent.id, &Event { at, state }, of);
        match planned {
            Some(planned) => self.append([planned, then]).await?,
            None => self.append([then]).await?,
        }
        Ok(begun)
    }

    /// Writes down what became of an intent, where that may follow. What leaves is begun: nothing becomes sent here.
    pub async fn record(&mut self, intent: IntentId, event: &Event) -> Result<bool, JournalFault> {
        let Some(last) = self.last(intent).await? else { return Ok(false) };
        if event.state == IntentState::Sent || !self.event(&last)?.state.may_become(&event.state) {
            return Ok(false);
        }
        self.append([Entry::new(self.run, intent, event, None)]).await?;
        Ok(true)
    }

    /// Writes down what became of what a run has left behind: nobody knows, where it was sent; nothing, where it was
    /// only planned. Whoever came first stays.
    pub async fn give_up(&mut self, left: &OpenIntent, at: Timestamp) -> Result<bool, JournalFault> {
        let Ok(intent) = left.intent.parse().map(IntentId) else { return Ok(false) };
        let state = match left.state.as_str() {
            "sent" => IntentState::Unconfirmed(Told::plain("paytop ended before the answer came")),
            _ => IntentState::Rejected(Told::plain("not sent: paytop ended before it left")),
        };
        // Planned then and sent since is no longer of that run.
        match self.last(intent).await? {
            Some(last) if last.state == left.state && last.run == left.run => {
                self.record(intent, &Event { at, state }).await
            }
            _ => Ok(false),
        }
    }

    /// Writes what means nothing, to see that something can be written.
    pub async fn prove(&mut self, at: Timestamp) -> Result<(), JournalFault> {
        sqlx::query("INSERT OR REPLACE INTO proof (one, at) VALUES (1, ?)")
            .bind(at.as_microsecond())
            .execute(&mut *self.connection)
            .await
            .map(drop)
            .map_err(|error| fault(self.place, &error))
    }

    /// The entry that plans an intent.
    fn planned(&self, intent: &Intent) -> Entry {
        let planned = Event { at: intent.planned(), state: IntentState::Planned };
        Entry::new(self.run, intent.id, &planned, Some(intent))
    }

    /// The last entry of an intent.
    async fn last(&mut self, intent: IntentId) -> Result<Option<Entry>, JournalFault> {
        sqlx::query_as("SELECT * FROM journal WHERE intent = ? ORDER BY seq DESC LIMIT 1")
            .bind(intent.to_string())
            .fetch_optional(&mut *self.connection)
            .await
            .map_err(|error| fault(self.place, &error))
    }

    fn event(&self, entry: &Entry) -> Result<Event, JournalFault> {
        entry.event().map_err(|error| unreadable(self.place, &error))
    }

    async fn append<const N: usize>(&mut self, mut entries: [Entry; N]) -> Result<(), JournalFault> {
        let mut insert = sqlx::query(const { insert(N) });
        let mut head = self.ledger.head().cloned();
        for entry in &mut entries {
            chain::link(entry, head.as_ref());
            head = Some(Anchor { count: entry.seq, hash: entry.hash.clone() });
            insert = bind(insert, entry.clone());
        }
        insert.execute(&mut *self.connection).await.map_err(|error| fault(self.place, &error))?;
        entries.iter().try_for_each(|entry| self.ledger.learn(entry, self.place))?;
        Ok(())
    }
}

/// Writes once more what was last written so.
pub async fn prove_again(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    let prove = sqlx::query("INSERT OR REPLACE INTO proof (one, at) SELECT 1, coalesce(max(at), 0) FROM proof");
    prove.execute(connection).await.map(drop)
}

/// The statement that writes one entry, or two.
const fn insert(entries: usize) -> &'static str {
    match entries {
        1 => "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        2 => "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _ => panic!("one entry or two"),
    }
}

fn bind(insert: Query<'static, Sqlite, SqliteArguments>, entry: Entry) -> Query<'static, Sqlite, SqliteArguments> {
    insert
        .bind(look::number(entry.seq))
        .bind(entry.at)
        .bind(entry.run)
        .bind(entry.intent)
        .bind(entry.state)
        .bind(entry.connection)
        .bind(entry.account)
        .bind(entry.currency)
        .bind(entry.amount)
        .bind(entry.body)
        .bind(entry.previous)
        .bind(entry.hash)
}
