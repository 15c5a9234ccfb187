//! `journal report`: a shift summed up. An intent belongs to the shift in which it was decided on, so that every one is
//! in exactly one shift; what became known of an earlier one is told beside.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use clap::Args;
use jiff::Timestamp;
use rust_decimal::Decimal;

use super::desk::Desk;
use super::when::Shift;
use super::{Page, rows};
use crate::cli::exit::Exit;
use crate::cli::output::{Field, Format, Records, Row, write};
use crate::domain::{ConnectionId, Currency, End, Intent, IntentState, Money, Settlement};
use crate::store::Anchor;

/// `journal report`.
#[derive(Debug, Args)]
pub struct Report {
    /// How long the shift is, such as 8h, or when it began, such as 22:00
    #[arg(long, value_name = "8h|22:00", default_value = "8h", num_args = 0..=1, default_missing_value = "8h")]
    shift: Shift,
    /// The form of the result
    #[arg(short, long, value_enum, default_value_t, value_name = "FORMAT")]
    output: Page,
}

/// What became of an intent, as a report sums it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Done,
    Paid,
    Failed,
    Returned,
    Happened,
    Unconfirmed,
    OnItsWay,
    Rejected,
    DidNotHappen,
    Overtaken,
}

/// Every kind, with its name for programs and its words for people.
const KINDS: [(Kind, &str, &str); 10] = [
    (Kind::Done, "done", "done"),
    (Kind::Paid, "paid", "paid, says the provider"),
    (Kind::Failed, "failed", "taken on and not paid"),
    (Kind::Returned, "returned", "RETURNED after it was paid"),
    (Kind::Happened, "happened", "settled: it happened"),
    (Kind::Unconfirmed, "unconfirmed", "UNCONFIRMED"),
    (Kind::OnItsWay, "onItsWay", "on its way"),
    (Kind::Rejected, "rejected", "rejected"),
    (Kind::DidNotHappen, "didNotHappen", "settled: it did not happen"),
    (Kind::Overtaken, "overtaken", "settled: overtaken"),
];

impl Kind {
    fn of(state: &IntentState) -> Self {
        match state {
            IntentState::Done { .. } => Self::Done,
            IntentState::Unconfirmed(_) => Self::Unconfirmed,
            IntentState::Planned | IntentState::Sent => Self::OnItsWay,
            IntentState::Rejected(_) => Self::Rejected,
            IntentState::Settled(Settlement { happened, .. }) => match happened {
                Some(true) => Self::Happened,
                Some(false) => Self::DidNotHappen,
                None => Self::Overtaken,
            },
            IntentState::Reported(report) => match report.end {
                End::Paid => Self::Paid,
                End::Failed => Self::Failed,
                End::Returned => Self::Returned,
            },
        }
    }
}

/// How many, and how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    count: u64,
    amount: Decimal,
}

/// By connection and currency; changes without an amount stand by themselves.
type Sums = BTreeMap<(ConnectionId, Option<Currency>), BTreeMap<Kind, Sum>>;

/// A shift summed up.
#[derive(Debug)]
struct Summary {
    since: Timestamp,
    until: Timestamp,
    sums: Sums,
    /// The tests, with which no money goes out: they are in no sum of money.
    tests: Sums,
    /// Decided on before it, and known since.
    earlier: Vec<Intent>,
    /// Everything that is open, whenever it was decided on.
    open: Vec<Intent>,
    head: Option<Anchor>,
}

impl Summary {
    /// Sums up what happened since a time. What stands in the future was written before the clock was set back, and
    /// counts.
    fn new(intents: Vec<Intent>, open: Vec<Intent>, head: Option<Anchor>, since: Timestamp, until: Timestamp) -> Self {
        let (mut sums, mut tests) = (Sums::new(), Sums::new());
        let mut earlier = Vec::new();
        for intent in intents {
            if intent.planned() < since {
                if !intent.is_open() && intent.since() >= since {
                    earlier.push(intent);
                }
                continue;
            }
            let currency = intent.amount.as_ref().map(|amount| amount.currency.clone());
            let whose = if intent.is_test() { &mut tests } else { &mut sums };
            let kinds = whose.entry((intent.connection.clone(), currency)).or_default();
            let sum = kinds.entry(Kind::of(intent.state())).or_default();
            sum.count += 1;
            sum.amount = sum.amount.saturating_add(intent.amount.map_or(Decimal::ZERO, |amount| amount.amount));
        }
        let open = open.into_iter().filter(Intent::is_open).collect();
        Self { since, until, sums, tests, earlier, open, head }
    }
}

impl Report {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        let began = self.shift.began(desk.now, &desk.zone);
        let since = began.or_else(|words| desk.usage(&words))?;
        desk.catch_up().await?;
        let intents = desk.store.intents(Some(since), None).await;
        let intents = desk.used(intents)?;
        let news = desk.store.news(0, 0).await;
        let open = desk.used(news)?.intents;
        let head = desk.store.anchor().await;
        let head = desk.used(head)?;
        let summary = Summary::new(intents, open, head, since, desk.now);
        match self.output {
            Page::Json => desk.records(Format::Json, &Records::One(summary.row(desk))),
            Page::Table => {
                let page = summary.page(desk);
                desk.print(page.as_bytes())
            }
        }
    }
}

impl Summary {
    fn row(&self, desk: &Desk<'_>) -> Row {
        const NAMES: &[&str] = &["count", "sum"];
        let sum = |((connection, currency), kinds): (&(ConnectionId, Option<Currency>), &BTreeMap<Kind, Sum>)| {
            let mut row = Row::default()
                .with("connection", Field::Text(rows::clean(connection.as_str())))
                .with("currency", currency.as_ref().map(ToString::to_string));
            for (kind, name, _) in KINDS {
                let sum = kinds.get(&kind).copied().unwrap_or_default();
                let amount = currency.as_ref().map_or(Field::Null, |_| Field::Amount(sum.amount));
                let sum = Row::default().with("count", Field::Integer(sum.count.into())).with("sum", amount);
                row = row.with(name, Field::Object { names: NAMES, row: Some(sum) });
            }
            row
        };
        let sums = |sums: &Sums| Field::List(sums.iter().map(sum).collect());
        let intents = |intents: &[Intent]| Field::List(intents.iter().map(rows::intent).collect());
        Row::default()
            .with("journal", desk.store.place())
            .with("operator", desk.operator.as_str())
            .with("since", Field::Text(self.since.to_string()))
            .with("until", Field::Text(self.until.to_string()))
            .with("sums", sums(&self.sums))
            .with("tests", sums(&self.tests))
            .with("earlier", intents(&self.earlier))
            .with("open", intents(&self.open))
            .with("head", self.head.as_ref().map(ToString::to_string))
    }

    fn page(&self, desk: &Desk<'_>) -> String {
        let mut page = format!(
            "Shift of {} to {}\nJournal  {}\nPrinted by {}\n",
            desk.time(self.since),
            desk.time(self.until),
            rows::clean(desk.store.place()),
            desk.operator
        );
        let mut part = |title: &str, rows: Vec<Row>, nothing: &str| {
            let _ = writeln!(page, "\n{title}");
            if rows.is_empty() {
                let _ = writeln!(page, "{nothing}");
                return;
            }
            let mut table = Vec::new();
            // Into memory: nothing that could fail but the memory.
            let _ = write(&mut table, Format::Table, &Records::Many { names: &[], rows });
            page.push_str(&String::from_utf8_lossy(&table));
        };
        part("Decided on in this shift", sum_rows(&self.sums), "nothing");
        if !self.tests.is_empty() {
            part("TESTS decided on in this shift, with which no money goes out", sum_rows(&self.tests), "");
        }
        let lines = |intents: &[Intent]| -> Vec<Row> {
            intents.iter().map(|intent| rows::line(intent, desk.now, &desk.zone)).collect()
        };
        if !self.earlier.is_empty() {
            part("Decided on before it, and known since", lines(&self.earlier), "");
        }
        part("Open now", lines(&self.open), "nothing");
        match &self.head {
            Some(head) => {
                let _ = write!(page, "\nHead of the chain, to be kept somewhere else\n{head}\n");
            }
            None => page.push_str("\nThe journal is empty.\n"),
        }
        page
    }
}

/// A line of each kind that there is.
fn sum_rows(sums: &Sums) -> Vec<Row> {
    let mut rows = Vec::new();
    for ((connection, currency), kinds) in sums {
        for (kind, _, words) in KINDS {
            let Some(sum) = kinds.get(&kind) else { continue };
            let money = |currency: &Currency| Field::Money(Money::new(sum.amount, currency.clone()));
            rows.push(
                Row::default()
                    .with("connection", Field::Text(rows::clean(connection.as_str())))
                    .with("currency", currency.as_ref().map(ToString::to_string))
                    .with("what became of it", words)
                    .with("count", Field::Integer(sum.count.into()))
                    .with("sum", currency.as_ref().map_or(Field::Null, money)),
            );
        }
    }
    rows
}
