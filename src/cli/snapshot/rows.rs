//! A snapshot as one object, and as tables. Phones are masked; amounts have all their digits.

use std::io::{self, Write};

use jiff::Timestamp;

use crate::cli::output::{self, Field, Format, Records, Row};
use crate::cli::reveal::Reveal;
use crate::cli::tool::rows;
use crate::domain::{FeedKind, mask_digits};
use crate::state::{Connection, Feed, Health, PayoutPart, PayoutSums, State};

/// What the object says that it is: the number goes up where a field goes, or means something else. Fields may come.
const VERSION: &str = "paytop.snapshot/1";

/// The whole of it.
pub fn whole(state: &State) -> Records {
    Records::One(
        Row::default()
            .with("schema", VERSION)
            .with("at", time(state.now))
            .with("connections", Field::List(state.connections().map(|of| connection(of, state)).collect()))
            .with("totals", Field::Object { names: TOTALS, row: totals(state) })
            .with("accounts", Field::List(accounts(state)))
            .with("balances", Field::List(balances(state)))
            .with("payouts", Field::List(payouts(state)))
            .with("unconfirmed", Field::List(unconfirmed(state)))
            .with("alerts", Field::List(alerts(state))),
    )
}

/// The same for people, a table a part; a part with nothing in it is left out.
pub fn tables(out: &mut dyn Write, state: &State) -> io::Result<()> {
    let parts = [
        ("connections", state.connections().flat_map(|of| feeds(of, state, true)).collect()),
        ("totals", totals(state).into_iter().collect()),
        ("accounts", accounts(state)),
        ("balances", balances(state)),
        ("payouts", payouts(state)),
        ("unconfirmed", unconfirmed(state)),
        ("alerts", alerts(state)),
    ];
    for (at, (name, rows)) in parts.into_iter().filter(|(_, rows): &(_, Vec<Row>)| !rows.is_empty()).enumerate() {
        writeln!(out, "{}{name}", if at == 0 { "" } else { "\n" })?;
        output::write(out, Format::Table, &Records::Many { names: &[], rows })?;
    }
    Ok(())
}

fn time(at: Timestamp) -> Field {
    Field::Text(at.to_string())
}

fn integer(count: usize) -> Field {
    Field::Integer(count.try_into().unwrap_or(i128::MAX))
}

fn connection(connection: &Connection, state: &State) -> Row {
    let info = &connection.info;
    Row::default()
        .with("name", info.id.as_str())
        .with("provider", info.provider)
        .with("environment", Field::Text(info.environment.to_string()))
        .with("host", info.host.as_str())
        .with("readOnly", info.read_only)
        .with("feeds", Field::List(feeds(connection, state, false)))
}

/// The feeds of a connection; each with its connection's name where they stand beside those of others.
fn feeds(connection: &Connection, state: &State, named: bool) -> Vec<Row> {
    let of = |(kind, feed): (&FeedKind, &Feed)| {
        let row = if named { Row::default().with("connection", connection.info.id.as_str()) } else { Row::default() };
        let asked = feed.attempts.count() > 0;
        let latency = feed.attempts.latencies().last().map_or(Field::Null, |millis| Field::Integer((*millis).into()));
        let standing = match feed.health() {
            _ if !asked => "not-asked",
            Health::Fresh => "fresh",
            Health::Loading | Health::Stale | Health::Failed => "failed",
        };
        let fault = feed.trouble.as_ref().map(|trouble| mask_digits(&trouble.fault.to_string()));
        let age = feed.age(state.now).map_or(Field::Null, |age| Field::Integer(age.as_secs().into()));
        row.with("feed", Field::Text(kind.to_string()))
            .with("state", standing)
            .with("ageSeconds", age)
            .with("latencyMs", latency)
            .with("badRows", integer(feed.bad_rows.len()))
            .with("fault", fault)
    };
    connection.feeds.iter().map(of).collect()
}

const TOTALS: &[&str] =
    &["accounts", "enabled", "tasks", "planned", "withdrawn", "orders", "succeeded", "successPercent"];

/// The sums over the accounts; none where no connection has told any.
fn totals(state: &State) -> Option<Row> {
    let totals = state.totals();
    let success = (totals.orders > 0).then(|| totals.success_rate().percent());
    state.has_accounts_answer().then(|| {
        Row::default()
            .with("accounts", integer(totals.accounts))
            .with("enabled", integer(totals.enabled))
            .with("tasks", integer(totals.tasks))
            .with("planned", Field::Amount(totals.amount))
            .with("withdrawn", Field::Amount(totals.withdrawn))
            .with("orders", Field::Integer(totals.orders.into()))
            .with("succeeded", Field::Integer(totals.succeeded.into()))
            .with("successPercent", success.map_or(Field::Null, |percent| Field::Integer(percent.into())))
    })
}

fn accounts(state: &State) -> Vec<Row> {
    let row = |(connection, row): (&crate::domain::ConnectionId, &crate::state::Row)| {
        let mut fields = Row::default().with("connection", connection.as_str());
        fields.0.extend(rows::account(&row.account, Reveal(false)).0);
        fields
    };
    state.rows().map(row).collect()
}

fn balances(state: &State) -> Vec<Row> {
    let all = state.purses().into_iter().flatten().filter_map(|purse| state.held(&purse));
    let row = |held: crate::state::Held<'_>| {
        let mark = state.mark(&held);
        let money = held.money();
        Some(
            Row::default()
                .with("connection", held.purse.connection().as_str())
                .with("wallet", mask_digits(held.purse.wallet()?.as_str()).as_str())
                .with("currency", money.currency.code())
                .with("amount", &money)
                .with("lowMark", mark.as_ref())
                .with("low", mark.as_ref().is_some_and(|mark| money.amount < mark.amount)),
        )
    };
    all.filter_map(row).collect()
}

/// Today's payouts and what may still leave, by connection-independent currency: as the panes of payouts sum them up.
fn payouts(state: &State) -> Vec<Row> {
    let sums = PayoutSums::today(state.intents.newest_first().filter(|intent| intent.kind.is_payout()), state);
    let row = |(currency, parts): (crate::domain::Currency, [crate::state::PayoutSum; PayoutPart::ALL.len()])| {
        let named = |part: PayoutPart| match part {
            PayoutPart::Returned => ("returnedCount", "returned"),
            PayoutPart::Paid => ("paidCount", "paid"),
            PayoutPart::InProgress => ("inProgressCount", "inProgress"),
            PayoutPart::Unconfirmed => ("unconfirmedCount", "unconfirmed"),
            PayoutPart::Failed => ("failedCount", "failed"),
            PayoutPart::Rejected => ("rejectedCount", "rejected"),
        };
        PayoutPart::ALL.into_iter().zip(parts).fold(
            Row::default().with("currency", currency.code()),
            |row, (part, sum)| {
                let (count, amount) = named(part);
                let money = crate::domain::Money::new(sum.amount, currency.clone());
                row.with(count, integer(sum.count)).with(amount, Field::Money(money))
            },
        )
    };
    sums.by_currency.into_iter().map(row).collect()
}

fn unconfirmed(state: &State) -> Vec<Row> {
    let open = state.intents.newest_first().filter(|intent| intent.is_unconfirmed());
    open.map(|intent| {
        Row::default()
            .with("id", Field::Text(intent.id.to_string()))
            .with("connection", intent.connection.as_str())
            .with("plannedAt", time(intent.planned()))
            .with("what", Field::Text(intent.named()))
            .with("amount", intent.amount.as_ref())
            .with("currency", intent.amount.as_ref().map_or(Field::Null, |money| money.currency.code().into()))
    })
    .collect()
}

fn alerts(state: &State) -> Vec<Row> {
    let standing = state.alerts.listed(state.now).into_iter();
    standing
        .map(|alert| {
            let rule: &'static str = alert.key.rule.into();
            Row::default()
                .with("rule", rule)
                .with("level", Field::Text(alert.level.to_string()))
                .with("words", alert.words.as_str())
        })
        .collect()
}
