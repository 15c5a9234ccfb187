//! Writing to the journal, in SQL: within one transaction that nobody else writes beside.
//!
//! Each statement costs a way to the database's thread and back. What is to be known before most writes is known already,
//! unless somebody else wrote meanwhile: so a writing that stands alone is first tried in one statement, which writes only
//! where that is so ([`Writing::append_where_it_is_still_so`]). Where it is not, nothing was written, and the writing
//! begins with a look.

use futures_util::StreamExt;
use jiff::Timestamp;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments};
use sqlx::{Either, Executor, FromRow, Row, SqliteConnection};

use crate::domain::batch::Held;
use crate::domain::{
    AlertEntry, ConnectionId, Event, Fault, Intent, IntentId, IntentState, JournalFault, PayeeNews, ReceivedPostback,
    Rejection, Told,
};
use crate::store::chain::{self, Anchor};
use crate::store::entry::Entry;
use crate::store::{Begun, PostbackDigest, RunId, Terms};

use super::batches;
use super::fault::{fault, unreadable};
use super::ledger::Ledger;
use super::look::{self, OpenIntent};
use super::place::Place;
use super::{alerts, payees, postbacks, terms};

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
        // A line of a batch is more than its entries, and has terms of its own.
        if terms.of_batch.is_none()
            && self.stands_alone()
            && let Some(spent) = terms::spent_in_mind(self.ledger, intent, terms, at)
        {
            let broken = terms::broken(self.place, self.ledger, (intent, &planned), terms, &spent)?;
            let (then, begun) = self.begun(intent, broken, at);
            if self.append_where_it_is_still_so([planned.clone(), then], None).await? {
                return Ok(begun);
            }
        }
        let before = match self.look(Some(intent.id)).await? {
            None => None,
            Some(last) => match self.event(&last)?.state {
                IntentState::Planned => Some(last),
                state => return Ok(Begun::Refused(format!("it is {} already and is never sent twice", state.word()))),
            },
        };
        if let Some(of) = &terms.of_batch
            && let Some(held) =
                batches::held(self.connection, self.place, self.ledger, (of, &planned), &terms.despite).await?
        {
            return Ok(Begun::Held(held));
        }
        let broken = if before.as_ref().is_some_and(|before| !before.says_what(&planned)) {
            Some("it is not what was planned by that id".to_owned())
        } else {
            let spent = terms::spent(self.connection, self.place, self.ledger, intent, terms, at).await?;
            terms::broken(self.place, self.ledger, (intent, &planned), terms, &spent)?
        };
        if let Some(of) = &terms.of_batch {
            if let Some(why) = broken {
                return Ok(Begun::Held(Held::Limit(why)));
            }
            batches::insert(self.connection, self.place, of, &planned).await?;
        }
        let (then, begun) = self.begun(intent, broken, at);
        match before {
            None => self.append([planned, then]).await?,
            Some(_) => self.append([then]).await?,
        }
        Ok(begun)
    }

    /// Writes down what became of an intent, where that may follow. What leaves is begun: nothing becomes sent here.
    pub async fn record(&mut self, intent: IntentId, event: &Event) -> Result<bool, JournalFault> {
        let entry = Entry::new(self.run, intent, event, None);
        // An answer comes to what was sent.
        let (sent, is_answer) = (IntentState::Sent.word(), IntentState::Sent.may_become(&event.state));
        if is_answer && self.stands_alone() && self.append_where_it_is_still_so([entry.clone()], Some(sent)).await? {
            return Ok(true);
        }
        let Some(last) = self.look(Some(intent)).await? else { return Ok(false) };
        if event.state == IntentState::Sent || !self.event(&last)?.state.may_become(&event.state) {
            return Ok(false);
        }
        self.append([entry]).await?;
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

    /// Keeps a postback that holds, where it is not there yet; and drops what is too much where `thins` says so.
    pub async fn keep(
        &mut self,
        postback: &ReceivedPostback,
        digest: &PostbackDigest,
        thins: bool,
    ) -> Result<bool, JournalFault> {
        self.look(None).await?;
        let broken = |error: sqlx::Error| fault(self.place, &error);
        let is_new = postbacks::keep(self.connection, postback, digest).await.map_err(broken)?;
        if thins {
            postbacks::thin(self.connection, postback.at).await.map_err(broken)?;
        }
        Ok(is_new)
    }

    /// Keeps the newest of those that do not hold, and counts all of them.
    pub async fn keep_unverified(
        &mut self,
        newest: &[ReceivedPostback],
        count: u64,
        now: Timestamp,
    ) -> Result<(), JournalFault> {
        self.look(None).await?;
        let kept = postbacks::keep_unverified(self.connection, newest, count, now).await;
        kept.map_err(|error| fault(self.place, &error))
    }

    /// Takes up what was learned of a payee.
    pub async fn remember_payee(
        &mut self,
        connection: &ConnectionId,
        news: &PayeeNews,
        at: Timestamp,
    ) -> Result<(), JournalFault> {
        self.look(None).await?;
        let remembered = payees::remember(self.connection, connection, news, at).await;
        remembered.map_err(|error| fault(self.place, &error))
    }

    /// Writes down what happened to an alert. Says whether it may follow what was written last.
    pub async fn keep_alert(&mut self, entry: &AlertEntry) -> Result<bool, JournalFault> {
        self.look(None).await?;
        alerts::keep(self.connection, entry).await.map_err(|error| fault(self.place, &error))
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

    /// The entry with which an intent leaves, or does not for breaking a term.
    fn begun(&self, intent: &Intent, broken: Option<String>, at: Timestamp) -> (Entry, Begun) {
        let (state, of, begun) = match broken {
            None => (IntentState::Sent, Some(intent), Begun::Sent),
            Some(why) => {
                let told = Told::of_rejection(&Rejection::NeverSent(Fault::Withheld(why.as_str().into())));
                (IntentState::Rejected(told), None, Begun::Refused(why))
            }
        };
        (Entry::new(self.run, intent.id, &Event { at, state }, of), begun)
    }

    /// Whether what is written next is all of it.
    fn stands_alone(&self) -> bool {
        self.stage == Stage::New && self.is_last
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
        self.link(&mut entries);
        let insert = sqlx::query(const { [insert(N, false), insert(N, true)] }[usize::from(self.is_last)]);
        let insert = entries.iter().fold(insert, bind);
        insert.execute(&mut *self.connection).await.map_err(|error| fault(self.place, &error))?;
        if self.is_last {
            self.stage = Stage::Ended;
        }
        self.learn(&entries)
    }

    /// Writes these, which are of one intent and all there is to write, to the disk: where the newest entry still is the
    /// one that is known, and the intent still what it is taken for, nothing or a state. Answers whether that was so;
    /// where not, nothing was written. One statement is one transaction, and one that writes holds the lock of writers
    /// before it looks.
    async fn append_where_it_is_still_so<const N: usize>(
        &mut self,
        mut entries: [Entry; N],
        is_now: Option<&'static str>,
    ) -> Result<bool, JournalFault> {
        if self.ledger.head().is_none() {
            return Ok(false);
        }
        self.link(&mut entries);
        let insert = entries.iter().fold(sqlx::query(const { insert_where_it_is_still_so(N) }), bind).bind(is_now);
        // It is done with its first answer: the end of the answers is not waited for.
        let done = self.connection.fetch_many(insert).next().await.transpose();
        let done = done.map_err(|error| fault(self.place, &error))?.and_then(Either::left);
        if done.is_none_or(|done| done.rows_affected() == 0) {
            return Ok(false);
        }
        self.stage = Stage::Ended;
        self.learn(&entries)?;
        Ok(true)
    }

    /// Puts these behind the newest entry that is known.
    fn link(&self, entries: &mut [Entry]) {
        let mut head = self.ledger.head().cloned();
        for entry in entries {
            chain::link(entry, head.as_ref());
            head = Some(Anchor { count: entry.seq, hash: entry.hash.clone() });
        }
    }

    fn learn(&mut self, entries: &[Entry]) -> Result<(), JournalFault> {
        entries.iter().try_for_each(|entry| self.ledger.learn(entry, self.place))
    }
}

/// Writes once more what was last written so.
pub async fn prove_again(connection: &mut SqliteConnection) -> sqlx::Result<()> {
    let prove = sqlx::query("INSERT OR REPLACE INTO proof (one, at) SELECT 1, coalesce(max(at), 0) FROM proof");
    prove.execute(connection).await.map(drop)
}

/// What writes an entry, or two.
macro_rules! written {
    () => {
        "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    };
    (twice) => {
        concat!(written!(), ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    };
}

/// The same where the entry before it is the newest one still, and the intent is in the state that is bound last.
macro_rules! written_where_it_is_still_so {
    ($entries:literal, $is_now:literal) => {
        concat!(
            "INSERT INTO journal SELECT * FROM (VALUES ",
            $entries,
            ") WHERE (SELECT hash FROM journal WHERE seq = ?1 - 1) = ?11 \
             AND NOT EXISTS (SELECT 1 FROM journal WHERE seq >= ?1) \
             AND (SELECT state FROM journal WHERE intent = ?4 ORDER BY seq DESC LIMIT 1) IS ",
            $is_now
        )
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

/// The statement that writes one entry, or two, where it is still so.
pub(super) const fn insert_where_it_is_still_so(entries: usize) -> &'static str {
    match entries {
        1 => written_where_it_is_still_so!("(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)", "?13"),
        2 => written_where_it_is_still_so!(
            "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12), \
             (?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)",
            "?25"
        ),
        _ => panic!("one entry or two"),
    }
}

fn bind(insert: Query<'static, Sqlite, SqliteArguments>, entry: &Entry) -> Query<'static, Sqlite, SqliteArguments> {
    let Entry { seq, at, run, intent, state, connection, account, currency, amount, body, previous, hash } =
        entry.clone();
    let insert = insert.bind(look::number(seq)).bind(at).bind(run).bind(intent).bind(state).bind(connection);
    insert.bind(account).bind(currency).bind(amount).bind(body).bind(previous).bind(hash)
}
