//! What happened to alerts, in SQL: written by the journal's writer, behind the journal. Of what several processes see at
//! once one entry is written: whoever came first has written it.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::domain::{About, AlertEntry, AlertEvent, AlertKey, JournalFault, Text};
use crate::store::{ALERT_ENTRIES, ALERTS_KEPT};

use super::fault::fault;
use super::look::number;
use super::place::Place;

/// The last entry of an alert.
pub(super) const LAST: &str =
    "SELECT episode, event FROM alerts WHERE rule = ?1 AND about = ?2 ORDER BY seq DESC LIMIT 1";

/// The entries after a number.
pub(super) const SINCE: &str = "SELECT * FROM alerts WHERE seq > ?1 ORDER BY seq";

/// The newest entries, and all of those of what stands.
const NEWEST: &str = "SELECT * FROM alerts WHERE seq > coalesce((SELECT seq FROM alerts ORDER BY seq DESC LIMIT 1 \
     OFFSET ?1), 0) OR episode NOT IN (SELECT episode FROM alerts WHERE event = 'over') ORDER BY seq";

/// Writes an entry, where it may follow what was written last of that alert. Says whether it does.
pub async fn keep(connection: &mut SqliteConnection, entry: &AlertEntry) -> sqlx::Result<bool> {
    let about = about(&entry.key);
    let rule: &'static str = entry.key.rule.into();
    let last = sqlx::query(LAST).bind(rule).bind(&about).fetch_optional(&mut *connection).await?;
    let last = last.map(|row| Ok((row.try_get::<i64, _>(0)?, row.try_get::<String, _>(1)?)));
    let last: Option<(i64, String)> = last.transpose().map_err(|error: sqlx::Error| error)?;
    let standing = last.filter(|(_, event)| event != AlertEvent::Over.name());
    let episode = match (entry.event, &standing) {
        (AlertEvent::Raised, None) => None,
        (AlertEvent::Reminded, Some((_, last))) if last == AlertEvent::Reminded.name() => return Ok(false),
        (AlertEvent::Raised, Some(_)) | (_, None) => return Ok(false),
        (_, Some((episode, _))) => Some(*episode),
    };
    let until = match entry.event {
        AlertEvent::Snoozed(until) => until,
        _ => None,
    };
    sqlx::query(
        "INSERT INTO alerts (seq, at, episode, rule, about, event, until, level, words, operator) \
         SELECT next, ?1, coalesce(?2, next), ?3, ?4, ?5, ?6, ?7, ?8, ?9 \
         FROM (SELECT coalesce(max(seq), 0) + 1 AS next FROM alerts)",
    )
    .bind(entry.at.as_microsecond())
    .bind(episode)
    .bind(rule)
    .bind(&about)
    .bind(entry.event.name())
    .bind(until.map(Timestamp::as_microsecond))
    .bind(<&'static str>::from(entry.level))
    .bind(entry.words.as_str())
    .bind(entry.operator.as_str())
    .execute(&mut *connection)
    .await?;
    if entry.event == AlertEvent::Raised {
        thin(connection, entry.at).await?;
    }
    Ok(true)
}

/// Drops what is too old or too much; never the newest, whose number the next one goes on from.
async fn thin(connection: &mut SqliteConnection, now: Timestamp) -> sqlx::Result<()> {
    let before = now.checked_sub(ALERTS_KEPT).unwrap_or(Timestamp::MIN);
    sqlx::query(
        "DELETE FROM alerts WHERE seq < (SELECT max(seq) FROM alerts) \
         AND episode IN (SELECT episode FROM alerts WHERE event = 'over' AND at < ?1)",
    )
    .bind(before.as_microsecond())
    .execute(&mut *connection)
    .await?;
    sqlx::query("DELETE FROM alerts WHERE seq <= (SELECT seq FROM alerts ORDER BY seq DESC LIMIT 1 OFFSET ?1)")
        .bind(ALERT_ENTRIES)
        .execute(connection)
        .await
        .map(drop)
}

/// The entries after a number, in their order; from the beginning, the newest `most` and all of those of what stands.
pub async fn since(
    connection: &mut SqliteConnection,
    place: &Place,
    after: u64,
    most: usize,
) -> Result<Vec<AlertEntry>, JournalFault> {
    let rows = if after == 0 {
        sqlx::query(NEWEST).bind(i64::try_from(most).unwrap_or(i64::MAX)).fetch_all(connection).await
    } else {
        sqlx::query(SINCE).bind(number(after)).fetch_all(connection).await
    };
    let rows = rows.map_err(|error| fault(place, &error))?;
    let entries = rows.iter().map(entry).collect::<sqlx::Result<Vec<_>>>().map_err(|error| fault(place, &error))?;
    Ok(entries.into_iter().flatten().collect())
}

/// What it is about, as it is written.
fn about(key: &AlertKey) -> String {
    serde_json::Value::from(key.about.parts()).to_string()
}

/// What a row says; nothing where it says what only a later version knows.
fn entry(row: &SqliteRow) -> sqlx::Result<Option<AlertEntry>> {
    let text = |column: &str| row.try_get::<&str, _>(column);
    let moment = |micros: i64| Timestamp::from_microsecond(micros).unwrap_or_default();
    let parts: Vec<String> = serde_json::from_str(text("about")?).unwrap_or_default();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let until = row.try_get::<Option<i64>, _>("until")?.map(moment);
    let (Ok(rule), Some(about), Some(event), Ok(level)) = (
        text("rule")?.parse(),
        About::of_parts(&parts),
        AlertEvent::named(text("event")?, until),
        text("level")?.parse(),
    ) else {
        return Ok(None);
    };
    Ok(Some(AlertEntry {
        number: row.try_get::<i64, _>("seq")?.unsigned_abs(),
        at: moment(row.try_get("at")?),
        key: AlertKey { rule, about },
        event,
        level,
        words: Text::new(text("words")?),
        operator: Text::new(text("operator")?),
    }))
}
