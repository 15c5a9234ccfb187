//! The payees that are remembered, in SQL: written by the journal's writer, behind the journal, each as a whole.

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::domain::{
    AccountToken, ConnectionId, Currency, JournalFault, KnownPayee, Payee, PayeeNews, PayeeNo, PayeeStatus,
    PayoutAccount, Phone, Text,
};
use crate::store::RememberedPayees;

use super::fault::fault;
use super::place::Place;

/// One payee.
const ONE: &str = "SELECT * FROM payees WHERE connection = ?1 AND no = ?2";

/// Those that were written down after a version, oldest first.
pub(super) const SINCE: &str = "SELECT * FROM payees WHERE version > ?1 ORDER BY version";

/// The accounts of one payee.
pub(super) const ACCOUNTS: &str = "SELECT * FROM payee_accounts WHERE connection = ?1 AND no = ?2 ORDER BY place";

/// Takes up what was learned of a payee.
pub async fn remember(
    sql: &mut SqliteConnection,
    connection: &ConnectionId,
    news: &PayeeNews,
    at: Timestamp,
) -> sqlx::Result<()> {
    let found = sqlx::query(ONE).bind(connection.as_str()).bind(news.no().as_str()).fetch_optional(&mut *sql).await?;
    let mut known = match found {
        Some(row) => {
            let known = payee(&row)?;
            with_accounts(sql, known, row.try_get("accounts")?).await?
        }
        None => KnownPayee::new(connection.clone(), news.no().clone(), at),
    };
    // A clock that was set back loses nothing.
    known.learn(news.clone(), at.max(known.learned));
    write(sql, &known.kept()).await
}

async fn write(sql: &mut SqliteConnection, known: &KnownPayee) -> sqlx::Result<()> {
    let KnownPayee { connection, payee, accounts, looked, learned } = known;
    let text = |text: &Option<Text>| text.as_ref().map(|text| text.as_str().to_owned());
    let micros = |at: &Option<Timestamp>| at.map(Timestamp::as_microsecond);
    sqlx::query(
        "INSERT OR REPLACE INTO payees (connection, no, version, learned, looked, code, status, profile, first_name, \
         last_name, email, phone, country, state, city, zip, language, created, updated, accounts) \
         VALUES (?, ?, (SELECT coalesce(max(version), 0) + 1 FROM payees), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(connection.as_str())
    .bind(payee.no.as_str())
    .bind(learned.as_microsecond())
    .bind(micros(looked))
    .bind(text(&payee.code))
    .bind(payee.status.as_ref().map(|status| status.0.as_str().to_owned()))
    .bind(text(&payee.profile))
    .bind(text(&payee.first_name))
    .bind(text(&payee.last_name))
    .bind(text(&payee.email))
    .bind(payee.phone.as_ref().map(|phone| phone.full().to_owned()))
    .bind(text(&payee.country))
    .bind(text(&payee.state))
    .bind(text(&payee.city))
    .bind(text(&payee.zip))
    .bind(text(&payee.language))
    .bind(micros(&payee.created))
    .bind(micros(&payee.updated))
    .bind(accounts.is_some())
    .execute(&mut *sql)
    .await?;
    sqlx::query("DELETE FROM payee_accounts WHERE connection = ? AND no = ?")
        .bind(connection.as_str())
        .bind(payee.no.as_str())
        .execute(&mut *sql)
        .await?;
    for (account, place) in accounts.iter().flatten().zip(0_i64..) {
        sqlx::query(
            "INSERT INTO payee_accounts (connection, no, place, token, tag, kind, country, currency, ending, status, \
             created) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(connection.as_str())
        .bind(payee.no.as_str())
        .bind(place)
        .bind(account.token.as_str())
        .bind(text(&account.tag))
        .bind(account.kind.as_str())
        .bind(text(&account.country))
        .bind(account.currency.as_ref().map(|currency| currency.code().to_owned()))
        .bind(text(&account.ending))
        .bind(account.status.0.as_str())
        .bind(micros(&account.created))
        .execute(&mut *sql)
        .await?;
    }
    Ok(())
}

/// Those that were written down after a version.
pub async fn since(sql: &mut SqliteConnection, place: &Place, after: u64) -> Result<RememberedPayees, JournalFault> {
    let found = async {
        let rows = sqlx::query(SINCE).bind(super::look::number(after)).fetch_all(&mut *sql).await?;
        let mut found = RememberedPayees { version: after, payees: Vec::with_capacity(rows.len()) };
        for row in &rows {
            found.version = row.try_get::<i64, _>("version")?.unsigned_abs();
            found.payees.push(with_accounts(sql, payee(row)?, row.try_get("accounts")?).await?);
        }
        sqlx::Result::Ok(found)
    };
    found.await.map_err(|error| fault(place, &error))
}

fn payee(row: &SqliteRow) -> sqlx::Result<KnownPayee> {
    let text = |column: &str| row.try_get::<Option<&str>, _>(column).map(|text| text.map(Text::new));
    Ok(KnownPayee {
        connection: ConnectionId::new(row.try_get("connection")?),
        payee: Payee {
            no: PayeeNo(Text::new(row.try_get("no")?)),
            code: text("code")?,
            status: text("status")?.map(PayeeStatus),
            profile: text("profile")?,
            first_name: text("first_name")?,
            last_name: text("last_name")?,
            email: text("email")?,
            date_of_birth: None,
            phone: row.try_get::<Option<&str>, _>("phone")?.map(Phone::new),
            country: text("country")?,
            state: text("state")?,
            city: text("city")?,
            street: None,
            street2: None,
            zip: text("zip")?,
            language: text("language")?,
            created: moment(row, "created")?,
            updated: moment(row, "updated")?,
        },
        accounts: None,
        looked: moment(row, "looked")?,
        learned: moment(row, "learned")?.unwrap_or_default(),
    })
}

/// The same with their accounts, where these were ever asked for.
async fn with_accounts(sql: &mut SqliteConnection, mut known: KnownPayee, are_known: bool) -> sqlx::Result<KnownPayee> {
    if are_known {
        let query = sqlx::query(ACCOUNTS).bind(known.connection.as_str()).bind(known.payee.no.as_str());
        let rows = query.fetch_all(sql).await?;
        known.accounts = Some(rows.iter().map(account).collect::<sqlx::Result<_>>()?);
    }
    Ok(known)
}

fn account(row: &SqliteRow) -> sqlx::Result<PayoutAccount> {
    let text = |column: &str| row.try_get::<Option<&str>, _>(column).map(|text| text.map(Text::new));
    Ok(PayoutAccount {
        token: AccountToken(Text::new(row.try_get("token")?)),
        tag: text("tag")?,
        kind: Text::new(row.try_get("kind")?),
        country: text("country")?,
        currency: row.try_get::<Option<&str>, _>("currency")?.map(Currency::new),
        ending: text("ending")?,
        status: PayeeStatus(Text::new(row.try_get("status")?)),
        created: moment(row, "created")?,
    })
}

fn moment(row: &SqliteRow, column: &str) -> sqlx::Result<Option<Timestamp>> {
    let at = row.try_get::<Option<i64>, _>(column)?;
    Ok(at.and_then(|at| Timestamp::from_microsecond(at).ok()))
}
