//! `journal export`: the journal for other programs, oldest first. Every intent is a line, with what it is now; with
//! `--entries` every entry of the chain is one, as it stands there, so that others can compute the hashes anew.

use std::io;

use clap::Args;
use jiff::Timestamp;

use super::desk::Desk;
use super::rows;
use super::when::Period;
use crate::cli::exit::Exit;
use crate::cli::output::{Field, Format, Records, Row, write, write_line};
use crate::store::Entry;

/// How many entries are read at once.
const AT_ONCE: usize = 1000;

const ENTRY: &[&str] =
    &["seq", "at", "run", "intent", "state", "connection", "account", "currency", "amount", "body", "previous", "hash"];

/// `journal export`.
#[derive(Debug, Args)]
pub struct Export {
    /// The form: CSV with formulas defused, or a line of JSON each with everything there is
    #[arg(short, long, value_enum, value_name = "FORMAT")]
    output: Form,
    #[command(flatten)]
    period: Period,
    /// Every entry of the chain as it stands there, with its hashes, instead of every change
    #[arg(long)]
    entries: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// With a header line; cells that a spreadsheet would run as a formula are defused
    Csv,
    /// An object in each line
    Jsonl,
}

impl Export {
    pub(super) async fn run(self, desk: &mut Desk<'_>) -> Result<Exit, Exit> {
        let ends = self.period.ends(desk.now, &desk.zone);
        let (since, until) = ends.or_else(|words| desk.usage(&words))?;
        desk.catch_up().await?;
        let (names, rows) = if self.entries {
            // CSV is not what was hashed either way: formulas in it are defused.
            let text = if self.output == Form::Csv { rows::clean } else { str::to_owned };
            (ENTRY, entries(desk, since, until, text).await?)
        } else {
            let intents = desk.store.intents(since, until).await;
            let row = if self.output == Form::Csv { rows::intent } else { rows::whole };
            (rows::INTENT, desk.used(intents)?.iter().map(row).collect())
        };
        let mut text = Vec::new();
        let written = match self.output {
            Form::Csv => write(&mut text, Format::Csv, &Records::Many { names, rows }),
            Form::Jsonl => rows.iter().try_for_each(|row| write_line(&mut text, row)),
        };
        written.or_else(|error: io::Error| desk.usage(&format!("cannot write the result: {error}")))?;
        desk.print(&text)
    }
}

/// The entries of a time.
async fn entries(
    desk: &mut Desk<'_>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
    text: fn(&str) -> String,
) -> Result<Vec<Row>, Exit> {
    let mut rows = Vec::new();
    let mut after = 0;
    loop {
        let page = desk.store.entries(after, AT_ONCE).await;
        let page = desk.used(page)?;
        let Some(last) = page.last() else { return Ok(rows) };
        after = last.seq;
        let within = |entry: &&Entry| {
            since.is_none_or(|since| entry.time() >= since) && until.is_none_or(|until| entry.time() < until)
        };
        rows.extend(page.iter().filter(within).map(|entry| row(entry, text)));
    }
}

fn row(entry: &Entry, text: fn(&str) -> String) -> Row {
    let Entry { seq, at, run, intent, state, connection, account, currency, amount, body, previous, hash } = entry;
    let optional = |part: &Option<String>| part.as_deref().map(text);
    Row::default()
        .with("seq", Field::Integer((*seq).into()))
        // In microseconds since 1970: that is what the hash is made of.
        .with("at", Field::Integer((*at).into()))
        .with("run", Field::Text(text(run)))
        .with("intent", Field::Text(text(intent)))
        .with("state", Field::Text(text(state)))
        .with("connection", optional(connection))
        .with("account", optional(account))
        .with("currency", optional(currency))
        .with("amount", optional(amount))
        .with("body", Field::Text(text(body)))
        .with("previous", Field::Text(text(previous)))
        .with("hash", Field::Text(text(hash)))
}
