//! The journal in SQL.

use jiff::{SignedDuration, Timestamp};
use rust_decimal::Decimal;
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row, SqliteConnection};

use crate::domain::{
    Event, Fault, Intent, IntentId, IntentState, JournalFault, Money, Rejection, Settlement, Spent, Told,
};
use crate::store::chain::{self, Anchor};
use crate::store::entry::{self, Entry, EntryError};
use crate::store::{Begun, News, RunId, Terms, run};

use super::connect::{Place, fault};

impl FromRow<'_, SqliteRow> for Entry {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        Ok(Self {
            seq: row.try_get::<i64, _>("seq")?.unsigned_abs(),
            at: row.try_get("at")?,
            run: row.try_get("run")?,
            intent: row.try_get("intent")?,
            state: row.try_get("state")?,
            connection: row.try_get("connection")?,
            account: row.try_get("account")?,
            currency: row.try_get("currency")?,
            amount: row.try_get("amount")?,
            body: row.try_get("body")?,
            previous: row.try_get("previous")?,
            hash: row.try_get("hash")?,
        })
    }
}

/// A transaction that writes to the journal.
pub struct Writing<'w> {
    connection: &'w mut SqliteConnection,
    place: &'w Place,
    run: RunId,
    head: Option<Anchor>,
}

/// Every intent of which nothing final is known: what it is now.
const OPEN: &str = "SELECT p.intent, l.state, l.run, l.at FROM journal p \
    JOIN journal l ON l.seq = (SELECT max(seq) FROM journal WHERE intent = p.intent) \
    WHERE p.state = 'planned' AND l.state IN ('planned', 'sent')";

impl<'w> Writing<'w> {
    /// Begins at the newest entry.
    pub async fn new(connection: &'w mut SqliteConnection, place: &'w Place, run: RunId) -> Result<Self, JournalFault> {
        let head = head(connection).await.map_err(|error| fault(place, &error))?;
        Ok(Self { connection, place, run, head })
    }

    /// Writes down an intent as planned, where it is not yet.
    pub async fn plan(&mut self, intent: &Intent) -> Result<(), JournalFault> {
        if self.state(intent.id).await?.is_some() {
            return Ok(());
        }
        let planned = Event { at: intent.planned(), state: IntentState::Planned };
        self.append(Entry::new(self.run, intent.id, &planned, Some(intent))).await
    }

    /// Writes down an intent as planned and sent, or as planned and rejected where it breaks a term.
    pub async fn begin(&mut self, intent: &Intent, terms: &Terms, at: Timestamp) -> Result<Begun, JournalFault> {
        match self.state(intent.id).await? {
            None => self.plan(intent).await?,
            Some(IntentState::Planned) => {}
            Some(state) => {
                return Ok(Begun::Refused(format!("it is {} already and is never sent twice", state.word())));
            }
        }
        if let Some(why) = self.broken_term(intent, terms, at).await? {
            let told = Told::of_rejection(&Rejection::NeverSent(Fault::Withheld(why.as_str().into())));
            let event = Event { at, state: IntentState::Rejected(told) };
            self.append(Entry::new(self.run, intent.id, &event, None)).await?;
            return Ok(Begun::Refused(why));
        }
        let event = Event { at, state: IntentState::Sent };
        self.append(Entry::new(self.run, intent.id, &event, Some(intent))).await?;
        Ok(Begun::Sent)
    }

    /// Writes down what became of an intent, where that may follow.
    pub async fn record(&mut self, intent: IntentId, event: &Event) -> Result<bool, JournalFault> {
        let Some(state) = self.state(intent).await? else { return Ok(false) };
        if !state.may_become(&event.state) {
            return Ok(false);
        }
        self.append(Entry::new(self.run, intent, event, None)).await?;
        Ok(true)
    }

    /// Writes down what runs left behind that have ended.
    pub async fn recover(&mut self, at: Timestamp) -> Result<usize, JournalFault> {
        let open = sqlx::query(OPEN).fetch_all(&mut *self.connection).await.map_err(|error| self.broken(&error))?;
        let mut found = 0;
        for row in open {
            let text = |column: &str| row.try_get::<String, _>(column).map_err(|error| self.broken(&error));
            let (intent, state, owner) = (text("intent")?, text("state")?, text("run")?);
            let (Ok(intent), Ok(owner)) = (intent.parse(), owner.parse()) else { continue };
            if RunId(owner) == self.run || !run::has_ended(&self.place.locks(), RunId(owner)) {
                continue;
            }
            let state = if state == "sent" {
                IntentState::Unconfirmed(Told::plain("paytop ended before the answer came"))
            } else {
                IntentState::Rejected(Told::plain("not sent: paytop ended before it left"))
            };
            found += usize::from(self.record(IntentId(intent), &Event { at, state }).await?);
        }
        Ok(found)
    }

    /// Writes what means nothing.
    pub async fn prove(&mut self, at: Timestamp) -> Result<(), JournalFault> {
        sqlx::query("INSERT OR REPLACE INTO proof (one, at) VALUES (1, ?)")
            .bind(at.as_microsecond())
            .execute(&mut *self.connection)
            .await
            .map_err(|error| self.broken(&error))?;
        Ok(())
    }

    /// The term an intent breaks, in words.
    async fn broken_term(
        &mut self,
        intent: &Intent,
        terms: &Terms,
        at: Timestamp,
    ) -> Result<Option<String>, JournalFault> {
        let Some(amount) = &intent.amount else { return Ok(None) };
        let hour_ago = at.checked_sub(SignedDuration::from_hours(1)).unwrap_or(Timestamp::MIN);
        // What stands in the future was written before the clock was set back: it counts.
        let since = terms.today.min(hour_ago);
        if let Some(twin) = self.twin(intent, amount).await?.into_iter().find(|twin| !terms.despite.contains(twin)) {
            return Ok(Some(format!(
                "another like it, {}, is on its way or unconfirmed: it needs to be confirmed by that name",
                twin.short()
            )));
        }
        if terms.limits.of(&amount.currency).is_none() {
            return Ok(None);
        }
        let mut spent = Spent { today: Decimal::ZERO, last_hour: 0 };
        for (when, other) in self.spent_since(intent, amount, since).await? {
            if when >= terms.today {
                spent.today = spent.today.saturating_add(other);
            }
            if when > hour_ago {
                spent.last_hour = spent.last_hour.saturating_add(1);
            }
        }
        Ok(terms.limits.check(amount, &spent).err())
    }

    /// Intents with the same connection, account and amount that may still turn out to have happened.
    async fn twin(&mut self, intent: &Intent, amount: &Money) -> Result<Vec<IntentId>, JournalFault> {
        let rows = sqlx::query(
            "SELECT s.intent FROM journal s \
             JOIN journal l ON l.seq = (SELECT max(seq) FROM journal WHERE intent = s.intent) \
             WHERE s.state = 'sent' AND l.state IN ('sent', 'unconfirmed') AND s.connection = ? \
             AND s.account IS ? AND s.currency = ? AND s.amount = ? AND s.intent <> ?",
        )
        .bind(intent.connection.as_str())
        .bind(intent.account.as_ref().map(ToString::to_string))
        .bind(amount.currency.code())
        .bind(amount.amount.normalize().to_string())
        .bind(intent.id.to_string())
        .fetch_all(&mut *self.connection)
        .await
        .map_err(|error| self.broken(&error))?;
        let id = |row: &SqliteRow| row.try_get::<String, _>("intent").ok()?.parse().ok().map(IntentId);
        Ok(rows.iter().filter_map(id).collect())
    }

    /// When what was spent since a time left, and how much of it, of the same connection and currency.
    async fn spent_since(
        &mut self,
        intent: &Intent,
        amount: &Money,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, Decimal)>, JournalFault> {
        let rows = sqlx::query(
            "SELECT s.at AS left_at, s.amount AS sent_amount, l.* FROM journal s \
             JOIN journal l ON l.seq = (SELECT max(seq) FROM journal WHERE intent = s.intent) \
             WHERE s.state = 'sent' AND s.connection = ? AND s.at >= ? AND s.currency = ? AND l.state <> 'rejected'",
        )
        .bind(intent.connection.as_str())
        .bind(since.as_microsecond())
        .bind(amount.currency.code())
        .fetch_all(&mut *self.connection)
        .await
        .map_err(|error| self.broken(&error))?;
        let mut spent = Vec::with_capacity(rows.len());
        for row in rows {
            let broken = |error: sqlx::Error| self.broken(&error);
            let (left, amount) = (row.try_get("left_at"), row.try_get::<String, _>("sent_amount"));
            let last = Entry::from_row(&row).map_err(broken)?.event().map_err(|error| self.unreadable(&error))?;
            if matches!(last.state, IntentState::Settled(Settlement { happened: Some(false), .. })) {
                continue;
            }
            let left = Timestamp::from_microsecond(left.map_err(broken)?).unwrap_or(Timestamp::MAX);
            let amount = Decimal::from_str_exact(&amount.map_err(broken)?).unwrap_or(Decimal::MAX);
            spent.push((left, amount));
        }
        Ok(spent)
    }

    /// What an intent is now.
    async fn state(&mut self, intent: IntentId) -> Result<Option<IntentState>, JournalFault> {
        let last = sqlx::query_as::<_, Entry>("SELECT * FROM journal WHERE intent = ? ORDER BY seq DESC LIMIT 1")
            .bind(intent.to_string())
            .fetch_optional(&mut *self.connection)
            .await
            .map_err(|error| self.broken(&error))?;
        let Some(last) = last else { return Ok(None) };
        last.event().map(|event| Some(event.state)).map_err(|error| self.unreadable(&error))
    }

    async fn append(&mut self, mut entry: Entry) -> Result<(), JournalFault> {
        chain::link(&mut entry, self.head.as_ref());
        sqlx::query("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .bind(i64::try_from(entry.seq).unwrap_or(i64::MAX))
            .bind(entry.at)
            .bind(&entry.run)
            .bind(&entry.intent)
            .bind(&entry.state)
            .bind(&entry.connection)
            .bind(&entry.account)
            .bind(&entry.currency)
            .bind(&entry.amount)
            .bind(&entry.body)
            .bind(&entry.previous)
            .bind(&entry.hash)
            .execute(&mut *self.connection)
            .await
            .map_err(|error| self.broken(&error))?;
        self.head = Some(Anchor { count: entry.seq, hash: entry.hash });
        Ok(())
    }

    fn broken(&self, error: &sqlx::Error) -> JournalFault {
        fault(self.place, error)
    }

    fn unreadable(&self, error: &EntryError) -> JournalFault {
        unreadable(self.place, error)
    }
}

fn unreadable(place: &Place, error: &EntryError) -> JournalFault {
    JournalFault::Corrupt { path: place.name().into(), why: error.to_string().into() }
}

/// The newest entry.
pub async fn head(connection: &mut SqliteConnection) -> sqlx::Result<Option<Anchor>> {
    let row = sqlx::query("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetch_optional(connection).await?;
    row.map(|row| Ok(Anchor { count: row.try_get::<i64, _>(0)?.unsigned_abs(), hash: row.try_get(1)? })).transpose()
}

/// What is new after an entry; from the beginning, everything open and the newest of the rest.
pub async fn news(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
) -> Result<News, JournalFault> {
    let broken = |error: sqlx::Error| fault(place, &error);
    let head = head(connection).await.map_err(broken)?.map_or(0, |head| head.count);
    if head == after {
        return Ok(News { head, intents: Vec::new() });
    }
    let entries = if after == 0 {
        sqlx::query_as::<_, Entry>(
            "SELECT * FROM journal WHERE intent IN ( \
               SELECT intent FROM (SELECT intent FROM journal WHERE state = 'planned' ORDER BY seq DESC LIMIT ?) \
               UNION SELECT p.intent FROM journal p WHERE p.state = 'planned' AND NOT EXISTS ( \
                 SELECT 1 FROM journal f WHERE f.intent = p.intent AND f.state IN ('done', 'rejected', 'settled'))) \
             ORDER BY seq",
        )
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
    } else {
        sqlx::query_as::<_, Entry>(
            "SELECT * FROM journal WHERE intent IN (SELECT intent FROM journal WHERE seq > ?) ORDER BY seq",
        )
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
    };
    let entries = entries.map_err(broken)?;
    let head = entries.last().map_or(head, |entry| entry.seq.max(head));
    Ok(News { head, intents: entry::intents(&entries).map_err(|error| unreadable(place, &error))? })
}

/// The intents of a time.
pub async fn intents(
    connection: &mut SqliteConnection,
    place: &Place,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
) -> Result<Vec<Intent>, JournalFault> {
    let entries = sqlx::query_as::<_, Entry>(
        "SELECT * FROM journal WHERE intent IN (SELECT intent FROM journal WHERE at >= ? AND at < ?) ORDER BY seq",
    )
    .bind(since.map_or(i64::MIN, Timestamp::as_microsecond))
    .bind(until.map_or(i64::MAX, Timestamp::as_microsecond))
    .fetch_all(connection)
    .await
    .map_err(|error| fault(place, &error))?;
    entry::intents(&entries).map_err(|error| unreadable(place, &error))
}

/// The intents whose id ends so.
pub async fn find(connection: &mut SqliteConnection, place: &Place, ending: &str) -> Result<Vec<Intent>, JournalFault> {
    let ending = ending.replace('-', "").to_ascii_lowercase();
    if ending.is_empty() || !ending.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Vec::new());
    }
    let entries = sqlx::query_as::<_, Entry>(
        "SELECT * FROM journal WHERE intent IN ( \
           SELECT intent FROM journal WHERE state = 'planned' AND replace(intent, '-', '') LIKE '%' || ?) ORDER BY seq",
    )
    .bind(ending)
    .fetch_all(connection)
    .await
    .map_err(|error| fault(place, &error))?;
    entry::intents(&entries).map_err(|error| unreadable(place, &error))
}

/// Entries as they stand there.
pub async fn entries(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
) -> Result<Vec<Entry>, JournalFault> {
    sqlx::query_as::<_, Entry>("SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ?")
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::try_from(most).unwrap_or(i64::MAX))
        .fetch_all(connection)
        .await
        .map_err(|error| fault(place, &error))
}
