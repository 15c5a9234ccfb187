//! Writing to the journal, in SQL: within one transaction that nobody else writes beside.

use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments};
use sqlx::{FromRow, Row, SqliteConnection};

use crate::domain::{Event, Fault, Intent, IntentId, IntentState, JournalFault, Rejection, Told};
use crate::store::chain::{self, Anchor};
use crate::store::entry::Entry;
use crate::store::{Begun, RunId, Terms};

use super::fault::{fault, unreadable};
use super::ledger::Ledger;
use super::look::{self, OpenIntent};
use super::place::Place;
use super::terms;

/// The newest entry that is known and those behind it, and the last entry of an intent. A limit that is bound would have
/// SQLite prepare it anew each time: it stands there, as [`super::ledger::MOST`].
macro_rules! looked_at {
    () => {
        "SELECT 0 AS what, * FROM (SELECT * FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT 500) \
         UNION ALL SELECT 1, * FROM journal WHERE seq = (SELECT max(seq) FROM journal WHERE intent = ?2)"
    };
}

/// Looks at what has become of an intent.
pub(super) const LOOK: &str = looked_at!();

/// The same, and begins with it: the lock of writers is taken at once, so that what is read within is still so when it is
/// written. Together, as each statement by itself costs a way to the database's thread and back.
const BEGIN_AND_LOOK: &str = concat!("BEGIN IMMEDIATE; ", looked_at!());

/// A transaction that writes to the journal. One that does not come to its end is undone by closing its connection.
pub struct Writing<'w> {
    connection: &'w mut SqliteConnection,
    place: &'w Place,
    run: RunId,
    ledger: &'w mut Ledger,
    stage: Stage,
    /// Nothing comes after what is written next.
    is_last: bool,
}

/// How far a transaction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Nobody's lock is held yet.
    New,
    /// It reads and writes.
    Begun,
    /// It is on disk.
    Ended,
}

impl<'w> Writing<'w> {
    /// A transaction that begins with the first look.
    pub fn new(connection: &'w mut SqliteConnection, place: &'w Place, run: RunId, ledger: &'w mut Ledger) -> Self {
        Self { connection, place, run, ledger, stage: Stage::New, is_last: false }
    }

    /// How far it has come.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Nothing comes after what is written next: it ends with that.
    pub fn ends_with_the_next(&mut self) {
        self.is_last = true;
    }

    /// Writes down an intent as planned, where it is not yet.
    pub async fn plan(&mut self, intent: &Intent) -> Result<(), JournalFault> {
        if self.look(Some(intent.id)).await?.is_some() {
            return Ok(());
        }
        let planned = self.planned(intent);
        self.append([planned]).await
    }

    /// Writes down an intent as planned and sent, or as planned and rejected where it breaks a term.
    pub async fn begin(&mut self, intent: &Intent, terms: &Terms, at: Timestamp) -> Result<Begun, JournalFault> {
        let planned = self.planned(intent);
        let before = match self.look(Some(intent.id)).await? {
            None => None,
            Some(last) => match self.event(&last)?.state {
                IntentState::Planned => Some(last),
                state => return Ok(Begun::Refused(format!("it is {} already and is never sent twice", state.word()))),
            },
        };
        let broken = if before.as_ref().is_some_and(|before| !before.says_what(&planned)) {
            Some("it is not what was planned by that id".to_owned())
        } else {
            terms::broken(self.connection, self.place, self.ledger, (intent, &planned), (terms, at)).await?
        };
        let (state, of, begun) = match broken {
            None => (IntentState::Sent, Some(intent), Begun::Sent),
            Some(why) => {
                let told = Told::of_rejection(&Rejection::NeverSent(Fault::Withheld(why.as_str().into())));
                (IntentState::Rejected(told), None, Begun::Refused(why))
            }
        };
        let then = Entry::new(self.run, intent.id, &Event { at, state }, of);
        match before {
            None => self.append([planned, then]).await?,
            Some(_) => self.append([then]).await?,
        }
        Ok(begun)
    }

    /// Writes down what became of an intent, where that may follow. What leaves is begun: nothing becomes sent here.
    pub async fn record(&mut self, intent: IntentId, event: &Event) -> Result<bool, JournalFault> {
        let Some(last) = self.look(Some(intent)).await? else { return Ok(false) };
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
            "sent" => IntentState::Unconfirmed(Told::plain(look::ENDED)),
            _ => IntentState::Rejected(Told::plain("not sent: paytop ended before it left")),
        };
        // Planned then and sent since is no longer of that run.
        match self.look(Some(intent)).await? {
            Some(last) if last.state == left.state && last.run == left.run => {
                self.record(intent, &Event { at, state }).await
            }
            _ => Ok(false),
        }
    }

    /// Writes what means nothing, to see that something can be written.
    pub async fn prove(&mut self, at: Timestamp) -> Result<(), JournalFault> {
        self.look(None).await?;
        sqlx::query("INSERT OR REPLACE INTO proof (one, at) VALUES (1, ?)")
            .bind(at.as_microsecond())
            .execute(&mut *self.connection)
            .await
            .map(drop)
            .map_err(|error| fault(self.place, &error))
    }

    /// Ends it where it has not ended with what was written last.
    pub async fn end(&mut self) -> Result<(), JournalFault> {
        if self.stage == Stage::Begun {
            sqlx::query("COMMIT").execute(&mut *self.connection).await.map_err(|error| fault(self.place, &error))?;
            self.stage = Stage::Ended;
        }
        Ok(())
    }

    /// The entry that plans an intent.
    fn planned(&self, intent: &Intent) -> Entry {
        let planned = Event { at: intent.planned(), state: IntentState::Planned };
        Entry::new(self.run, intent.id, &planned, Some(intent))
    }

    /// Looks at the last entry of an intent, beginning where it has not begun.
    async fn look(&mut self, intent: Option<IntentId>) -> Result<Option<Entry>, JournalFault> {
        let begins = self.stage == Stage::New;
        let known = self.ledger.head().filter(|_| begins).map(|head| look::number(head.count));
        let rows = sqlx::query(if begins { BEGIN_AND_LOOK } else { LOOK })
            .bind(known)
            .bind(intent.map(|intent| intent.to_string()))
            .fetch_all(&mut *self.connection)
            .await
            .map_err(|error| fault(self.place, &error))?;
        let (mut new, mut last) = (Vec::new(), None);
        for row in rows {
            let broken = |error: sqlx::Error| fault(self.place, &error);
            let entry = Entry::from_row(&row).map_err(broken)?;
            match row.try_get::<i64, _>("what").map_err(broken)? {
                0 => new.push(entry),
                _ => last = Some(entry),
            }
        }
        if begins {
            self.stage = Stage::Begun;
            self.ledger.catch_up(self.connection, self.place, &new).await?;
        }
        Ok(last)
    }

    fn event(&self, entry: &Entry) -> Result<Event, JournalFault> {
        entry.event().map_err(|error| unreadable(self.place, &error))
    }

    /// Writes these behind the newest entry; where nothing comes after them, to the disk.
    async fn append<const N: usize>(&mut self, mut entries: [Entry; N]) -> Result<(), JournalFault> {
        let mut insert = sqlx::query(const { [insert(N, false), insert(N, true)] }[usize::from(self.is_last)]);
        let mut head = self.ledger.head().cloned();
        for entry in &mut entries {
            chain::link(entry, head.as_ref());
            head = Some(Anchor { count: entry.seq, hash: entry.hash.clone() });
            insert = bind(insert, entry.clone());
        }
        insert.execute(&mut *self.connection).await.map_err(|error| fault(self.place, &error))?;
        if self.is_last {
            self.stage = Stage::Ended;
        }
        entries.iter().try_for_each(|entry| self.ledger.learn(entry, self.place))
    }
}

/// Writes once more what was last written so.
pub async fn prove_again(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    let prove = sqlx::query("INSERT OR REPLACE INTO proof (one, at) SELECT 1, coalesce(max(at), 0) FROM proof");
    prove.execute(connection).await.map(drop)
}

/// What writes an entry.
macro_rules! written {
    () => {
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    };
    (twice) => {
        concat!(written!(), ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    };
}

/// The statement that writes one entry, or two, and ends with it or not.
const fn insert(entries: usize, ends: bool) -> &'static str {
    match (entries, ends) {
        (1, false) => written!(),
        (1, true) => concat!(written!(), "; COMMIT"),
        (2, false) => written!(twice),
        (2, true) => concat!(written!(twice), "; COMMIT"),
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
